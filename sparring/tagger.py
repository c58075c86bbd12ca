"""The reply tagger: which moves a reply makes, and with which words.

Two layers. Rules (``patterns``) find what must never be missed. A learned layer finds paraphrase: a
small neural network reads the meaning of each clause, together with its sentence and the customer's
last words, and a linear model reads the words themselves. A clause is the evidence, not the whole
message.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sparring import embedding, ngrams, patterns
from sparring.clauses import Unit, clauses, encodable, sentences
from sparring.examples import Example
from sparring.moves import GROUPS, MOVES, NEVER, Span

# Nobody reads on after so many characters; what comes later isn't tagged.
LONGEST = 2000
# How likely a move must be. A false accusation does more harm than a missed one; facts stand in
# most clauses; and a plain question is easily taken for a hostile one, in English above all.
THRESHOLD = 0.28
SURER = dict.fromkeys(NEVER, 0.35) | {"describe": 0.5}
CHALLENGING = {"en": 0.6, "zh": 0.4}
# How likely any never move at all must be, for the likeliest of them to stand for it: what is surely
# hostile may be so in several ways.
HOSTILE = {"en": 0.6, "zh": 0.35}
LIKELIEST = 0.15
# In a sentence in which nothing else is heard, the likeliest move is taken for less, if it is of
# these groups: what hands something over or must not be said is never guessed.
GUESS = 0.16
GUESSED = {move for group in ("rapport", "understanding", "informing") for move in GROUPS[group]}
# How much likelier chasing must be than the kind reminder or question that it is easily taken for.
MARGIN = 0.1
# How much the words themselves weigh against their meaning.
WORDS_SHARE = 0.55
# How much of a clause's likelihood comes from its whole sentence.
SENTENCE_SHARE = 0.35
# Up to so many characters a reply is read with the customer's words.
SHORT = {"en": 30, "zh": 14}
SEED = 7
# The network is two, averaged, so that less depends on how the training of each began.
BEGINNINGS = (1, 2)
FILE_NAME = "tagger.npz"

# Within one clause the move on the left gives way to any on the right (playbook §2.1).
_QUESTIONS = frozenset(
    {"offer_choice", "check_agreement", "restate", "ask_to_order", "small_talk", "pester"}
)
BEATEN_BY = {
    "ask_closed": _QUESTIONS,
    "ask_open": _QUESTIONS,
    "remind_payment": frozenset({"pester"}),
    "ask_to_order": frozenset({"pester"}),
    "describe": frozenset({"create_urgency", "name_offer"}),
    "cite_policy": frozenset({"name_offer"}),
    "explain": frozenset({"blame"}),
    "stonewall": frozenset({"insult"}),
}

_KINDLY = [move for move, stronger in BEATEN_BY.items() if "pester" in stronger]

LEARNED = "learned"
THRESHOLDS = {
    language: np.array([(SURER | {"challenge": likely}).get(move, THRESHOLD) for move in MOVES])
    for language, likely in CHALLENGING.items()
}

_NEVER = np.array([column for column, move in enumerate(MOVES) if move in NEVER])
_GUESSED = np.array([move in GUESSED for move in MOVES])

Array = NDArray[np.float32]
_CHINESE = re.compile(r"[一-鿿]")


class NoModel(RuntimeError):
    """There is no trained model; the message says how to make one."""


class Piece(NamedTuple):
    """A clause or a whole sentence to be tagged, with the sentence it stands in."""

    unit: Unit
    sentence: Unit
    whole: bool


def pieces(text: str) -> list[Piece]:
    """What of ``text`` is tagged on its own: each clause, and each sentence of several clauses."""
    found: list[Piece] = []
    for sentence in sentences(text):
        parts = clauses(text, sentence)
        if len(parts) > 1:
            found += [Piece(part, sentence, False) for part in parts]
        found.append(Piece(sentence, sentence, True))
    return found


class Network(NamedTuple):
    """One hidden layer of rectified units and a logistic output for each move."""

    hidden: Array
    hidden_bias: Array
    output: Array
    output_bias: Array

    def __call__(self, features: Array) -> Array:
        """The log-odds of each move, shape (len(features), len(MOVES))."""
        activation = np.maximum(features @ self.hidden + self.hidden_bias, 0)
        return np.asarray(activation @ self.output + self.output_bias, np.float32)


class Linear(NamedTuple):
    """A logistic model of each move over hashed n-grams; ``rare`` weighs the columns."""

    rare: Array
    slope: Array
    intercept: Array

    def __call__(self, words: Sequence[ngrams.Words]) -> Array:
        """The log-odds of each move, shape (len(words), len(MOVES))."""
        rows = [ngrams.columns(each) for each in words]
        return np.array(
            [ngrams.weights(row, self.rare) @ self.slope[row] + self.intercept for row in rows],
            np.float32,
        )


class Tagger:
    """The trained tagger. ``tag`` is pure: the same reply gives the same spans."""

    def __init__(self, network: Network, linear: Linear) -> None:
        self.network = network
        self.linear = linear

    def tag(self, text: str, context: str = "") -> list[Span]:
        """The moves of ``text``, in order; ``context`` is what the customer said just before."""
        text = encodable(text[:LONGEST])
        parts = pieces(text)
        if not parts:
            return []
        found = patterns.find(text, language_of(text))
        return _joined(_ruled([*self._learned(text, parts, context, found), *found]))

    def _learned(
        self, text: str, parts: Sequence[Piece], context: str, known: Sequence[Span]
    ) -> Iterator[Span]:
        """What the learned layer hears; ``known`` is what the rules did."""
        likely = self.likelihood(text, parts, encodable(context))
        language = language_of(text)
        thresholds = THRESHOLDS[language]

        def span(row: int, column: int) -> Span:
            score = round(float(likely[row, column]), 3)
            return Span(MOVES[column], *parts[row].unit, score, LEARNED)

        for sentence in dict.fromkeys(part.sentence for part in parts):
            *inner, whole = [row for row, part in enumerate(parts) if part.sentence == sentence]
            for row in inner:
                likely[row] += SENTENCE_SHARE * (likely[whole] - likely[row])
            made = likely[[*inner, whole]] >= thresholds
            for column in np.flatnonzero(made.any(axis=0)):
                # The clauses that make the move; the sentence where no single clause does.
                rows = [row for row in inner if likely[row, column] >= thresholds[column]]
                yield from (span(row, column) for row in rows or [whole])
            if not made[:, _NEVER].any():
                ways = likely[[*inner, whole]][:, _NEVER]
                hostile = 1 - np.prod(1 - ways, axis=1)
                surest = int(hostile.argmax())
                if hostile[surest] >= HOSTILE[language] and ways[surest].max() >= LIKELIEST:
                    yield span([*inner, whole][surest], int(_NEVER[ways[surest].argmax()]))
                    continue
            if not (made.any() or any(s.start < sentence.end and sentence.start < s.end for s in known)):
                best = likely[[*inner, whole]]
                place, move = map(int, np.unravel_index(best.argmax(), best.shape))
                if _GUESSED[move] and best[place, move] >= GUESS:
                    yield span([*inner, whole][place], move)

    def likelihood(self, text: str, parts: Sequence[Piece], context: str) -> Array:
        """How likely each piece makes each move, shape (len(parts), len(MOVES))."""
        by_meaning = np.clip(self.network(features([(text, parts, context)])), -9, 9)
        by_words = np.clip(self.linear(_words(text, parts, context)), -9, 9)
        odds = by_meaning + WORDS_SHARE * (by_words - by_meaning)
        return np.asarray(1 / (1 + np.exp(-odds)), np.float32)

    def save(self) -> bytes:
        """The tagger as bytes; ``load`` reads them (NoModel if another version wrote them)."""
        buffer = io.BytesIO()
        arrays = self.network._asdict() | self.linear._asdict()
        np.savez_compressed(buffer, **{name: a.astype(np.float16) for name, a in arrays.items()})
        return buffer.getvalue()

    @classmethod
    def load(cls, data: bytes) -> Tagger:
        with np.load(io.BytesIO(data)) as arrays:
            if not {*Network._fields, *Linear._fields} <= set(arrays.files):
                raise NoModel("the trained model is of another version: run `make setup` again")
            network, linear = (
                [arrays[name].astype(np.float32) for name in fields]
                for fields in (Network._fields, Linear._fields)
            )
            return cls(Network(*network), Linear(*linear))


def _ruled(spans: Iterable[Span]) -> list[Span]:
    """Apply the exclusive pairs: of two moves in one clause only the stronger counts."""
    made: dict[tuple[int, int], dict[str, float]] = {}
    spans = list(spans)
    for span in spans:
        made.setdefault((span.start, span.end), {})[span.move] = span.score
    for moves in made.values():
        if any(moves.get(kind, -1) >= moves.get("pester", 9) - MARGIN for kind in _KINDLY):
            del moves["pester"]
    return [
        span
        for span in spans
        if span.move in made[span.start, span.end]
        and not BEATEN_BY.get(span.move, frozenset()) & made[span.start, span.end].keys()
    ]


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Join neighbouring clauses of one sentence that make the same move; in order of the text."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.move, span.start, span.end)):
        last = joined[-1] if joined else None
        if last and last.move == span.move and span.start - last.end <= 1:
            surest = max(last, span, key=lambda one: one.score)
            joined[-1] = surest._replace(start=last.start, end=max(last.end, span.end))
        else:
            joined.append(span)
    return sorted(joined, key=lambda span: (span.start, span.end, span.move))


def language_of(text: str) -> str:
    """``zh`` if there is Chinese in it, else ``en``."""
    return "zh" if _CHINESE.search(text) else "en"


def features(replies: Sequence[tuple[str, Sequence[Piece], str]]) -> Array:
    """What the network sees of each piece of each (text, pieces, context): the average of its own
    tokens, the gist of its sentence and its reply, and what the customer had spoken of before."""
    encoded = embedding.encode([[text[u.start : u.end] for u in _units(parts)] for text, parts, _ in replies])
    topics = embedding.topics([said_before for _, _, said_before in replies])
    own, sentence, reply, context, shape = [], [], [], [], []
    # Of each reply its sentences, and last the whole: the sum of their tokens, and how many.
    sums: list[Array] = []
    counts: list[int] = []
    for row, ((text, parts, said_before), tokens) in enumerate(zip(replies, encoded)):
        *ranges, all_of_it = _ranges(parts, tokens.bounds)
        rows: dict[Unit, int] = {}
        for part, (start, end) in zip(parts, ranges):
            total = tokens.features[start:end].sum(axis=0)
            own.append(total / (end - start))
            if part.whole:
                rows[part.sentence] = len(sums)
                sums.append(total)
                counts.append(end - start)
        sums.append(tokens.features[slice(*all_of_it)].sum(axis=0))
        counts.append(all_of_it[1])
        sentence += [rows[part.sentence] for part in parts]
        reply += [len(sums) - 1] * len(parts)
        context += [row] * len(parts)
        chinese = language_of(text) == "zh"
        shape += [
            [(p.unit.end - p.unit.start) / 100, _asks(text, p.unit), p.whole, bool(said_before), chinese]
            for p in parts
        ]
    gist = embedding.meaning(np.array(sums), np.array(counts))
    return np.hstack(
        [
            np.array(own),
            gist[sentence] * 0.7,
            gist[reply] * 0.5,
            topics[context] * 0.08,
            np.array(shape, np.float32) * 0.5,
        ]
    )


def _words(text: str, parts: Sequence[Piece], context: str) -> list[ngrams.Words]:
    """What the linear model sees of each piece; of a short reply, which says little by itself, the
    customer's words too."""
    said_before = context if len(text) <= SHORT[language_of(text)] else ""
    return [
        ngrams.Words(
            text[p.unit.start : p.unit.end], text[p.sentence.start : p.sentence.end], said_before
        )
        for p in parts
    ]


def _units(parts: Sequence[Piece]) -> list[Unit]:
    """The clauses among the pieces: what the others are made of."""
    clauses_in = {part.sentence for part in parts if not part.whole}
    return [p.unit for p in parts if not (p.whole and p.sentence in clauses_in)]


def _ranges(parts: Sequence[Piece], bounds: NDArray[np.int64]) -> list[tuple[int, int]]:
    """The tokens of each piece, and last those of the whole reply, its ends included."""
    of_unit = dict(zip(_units(parts), bounds.tolist()))
    ranges = []
    for part in parts:
        inside = [b for unit, b in of_unit.items() if part.unit.start <= unit.start < part.unit.end]
        ranges.append((inside[0][0], inside[-1][1]))
    return [*ranges, (0, int(bounds[-1][1]) + 1)]


def _asks(text: str, unit: Unit) -> bool:
    return any(mark in text[unit.start : unit.end] for mark in "?？")


def train(examples: Sequence[Example]) -> Tagger:
    """Fit a tagger to ``examples``. The same examples give the same tagger."""
    replies = [(e.text, pieces(e.text), e.context) for e in examples]
    labels = np.array(
        [_label(p, e.spans) for e, (_, parts, _) in zip(examples, replies) for p in parts]
    )
    replies = [reply for reply in replies if reply[1]]
    words = [each for reply in replies for each in _words(*reply)]
    with ThreadPoolExecutor(1) as beside:
        linear = beside.submit(_train_linear, words, labels)
        return Tagger(_train_network(features(replies), labels), linear.result())


def _train_network(rows: Array, labels: NDArray[np.int64]) -> Network:
    """Fit the network; ``rows``, of hundreds of megabytes, are scaled in place."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    # Token features come in all sizes; brought to one scale, the network learns from each alike.
    tokens = slice(0, embedding.TOKEN)
    centre, scale = np.zeros(rows.shape[1], np.float32), np.ones(rows.shape[1], np.float32)
    centre[tokens] = rows[:, tokens].mean(axis=0)
    scale[tokens] = 0.05 / (rows[:, tokens].std(axis=0) + 1e-3)
    rows -= centre
    rows *= scale
    halves = []
    for seed in BEGINNINGS:
        model = MLPClassifier(
            (192,),
            alpha=1e-3,
            batch_size=512,
            learning_rate_init=3.5e-3,
            max_iter=6,
            random_state=seed,
            tol=0,
        )
        with warnings.catch_warnings():
            # The rounds are few on purpose: more of them learn the examples by heart.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(rows, labels)
        halves.append((*model.coefs_, *model.intercepts_))
    hidden, output, hidden_bias, output_bias = zip(*halves)
    weights = np.hstack(hidden) * scale[:, None]
    # Side by side they are one network; halving what comes out makes it their average.
    return Network(
        np.asarray(weights, np.float32),
        np.asarray(np.hstack(hidden_bias) - centre @ weights, np.float32),
        np.asarray(np.vstack(output) / len(halves), np.float32),
        np.asarray(np.mean(output_bias, axis=0), np.float32),
    )


def _train_linear(words: Sequence[ngrams.Words], labels: NDArray[np.int64]) -> Linear:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    rows = [ngrams.columns(each) for each in words]
    rare = ngrams.rarity(rows)
    matrix = csr_matrix(
        (
            np.concatenate([ngrams.weights(row, rare) for row in rows]),
            np.concatenate(rows),
            np.cumsum([0, *map(len, rows)]),
        ),
        shape=(len(rows), ngrams.SIZE),
    )
    slopes, intercepts = [], []
    for made in labels.T:
        if not made.any():  # a move nobody has given an example of is never found
            slopes.append(np.zeros(ngrams.SIZE))
            intercepts.append(-9.0)
            continue
        model = SGDClassifier(loss="log_loss", alpha=1.5e-6, max_iter=8, tol=None, random_state=SEED)
        model.fit(matrix, made)
        slopes.append(model.coef_[0])
        intercepts.append(float(model.intercept_[0]))
    slope = np.array(slopes, np.float32).T
    return Linear(rare, slope, np.array(intercepts, np.float32))


def _label(part: Piece, spans: Sequence[Span]) -> list[int]:
    """Which moves a piece makes: those of whose words, or of which words, it holds the most."""
    made = set()
    for span in spans:
        common = min(span.end, part.unit.end) - max(span.start, part.unit.start)
        length = part.unit.end - part.unit.start
        if common >= 0.5 * (span.end - span.start) or common >= 0.6 * length:
            made.add(span.move)
    return [int(move in made) for move in MOVES]


def model_bytes(models: Path) -> bytes:
    """The tagger inside the newest Rasa model of a folder; raises NoModel if there is none."""
    import tarfile

    archives = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not archives:
        raise NoModel("there is no trained model: run `make setup` (or `rasa train`) first")
    with tarfile.open(archives[-1]) as archive:
        for member in archive:
            if member.name.endswith("/" + FILE_NAME):
                extracted = archive.extractfile(member)
                assert extracted is not None
                return extracted.read()
    raise NoModel(f"{archives[-1]} holds no tagger: run `make setup` (or `rasa train`) again")
