"""The reply tagger: which moves a reply makes, and with which words.

Two layers. Rules (``patterns``) find what must never be missed. A learned layer finds paraphrase:
each clause is embedded together with its sentence and the customer's last words, and a small
neural network says how likely each move is. A clause is the evidence, not the whole message.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Iterator, NamedTuple, Sequence

import numpy as np
from numpy.typing import NDArray

from sparring import embedding
from sparring.clauses import Unit, clauses, sentences
from sparring.examples import Example
from sparring.moves import MOVES, Span

# No reply that a person types has more clauses; beyond them only the first count.
MOST_CLAUSES = 60
THRESHOLD = 0.45
SEED = 7
FILE_NAME = "tagger.npz"

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
        if len(found) > MOST_CLAUSES:
            break
    return found


class Network(NamedTuple):
    """One hidden layer of rectified units and a logistic output for each move."""

    hidden: Array
    hidden_bias: Array
    output: Array
    output_bias: Array

    def __call__(self, features: Array) -> Array:
        """The likelihood of each move, shape (len(features), len(MOVES))."""
        activation = np.maximum(features @ self.hidden + self.hidden_bias, 0)
        logits = activation @ self.output + self.output_bias
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


class Tagger:
    """The trained tagger. ``tag`` is pure: the same reply gives the same spans."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def tag(self, text: str, context: str = "") -> list[Span]:
        """The moves of ``text``, in order; ``context`` is what the customer said just before."""
        parts = pieces(text)
        if not parts:
            return []
        likely = self.network(features([(text, parts, context)]))
        best: dict[tuple[str, Unit], Span] = {}
        for sentence in dict.fromkeys(part.sentence for part in parts):
            rows = [i for i, part in enumerate(parts) if part.sentence == sentence]
            for column in np.flatnonzero((likely[rows] >= THRESHOLD).any(axis=0)):
                scores = {row: float(likely[row, column]) for row in rows}
                for span in _evidence(parts, scores, MOVES[column]):
                    best[span.move, Unit(span.start, span.end)] = span
        return sorted(best.values(), key=lambda span: (span.start, span.end, span.move))

    def save(self) -> bytes:
        """The tagger as bytes; ``load`` reads them."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer, **{name: value.astype(np.float16) for name, value in self.network._asdict().items()}
        )
        return buffer.getvalue()

    @classmethod
    def load(cls, data: bytes) -> Tagger:
        with np.load(io.BytesIO(data)) as arrays:
            return cls(Network(*(arrays[name].astype(np.float32) for name in Network._fields)))


def _evidence(parts: Sequence[Piece], scores: dict[int, float], move: str) -> Iterator[Span]:
    """The clauses that make the move; the sentence where no single clause does."""
    rows = [row for row in scores if not parts[row].whole and scores[row] >= THRESHOLD]
    for row in rows or [next(row for row in scores if parts[row].whole)]:
        unit = parts[row].unit
        yield Span(move, unit.start, unit.end, round(scores[row], 3), "learned")


def features(replies: Sequence[tuple[str, Sequence[Piece], str]]) -> Array:
    """What the network sees of each piece of each (text, pieces, context): its own words in full,
    and the gist of its sentence, its reply and what the customer had said."""
    own, sentence, reply, context, shape = [], [], [], [], []
    for text, parts, said_before in replies:
        for part in parts:
            own.append(text[part.unit.start : part.unit.end])
            sentence.append(text[part.sentence.start : part.sentence.end])
            reply.append(text)
            context.append(said_before)
            asks = "?" in own[-1] or "？" in own[-1]
            chinese = bool(_CHINESE.search(text))
            shape.append([len(own[-1]) / 100, asks, part.whole, bool(said_before), chinese])
    seen = embedding.embed([*own, *sentence, *reply, *context])
    mine, its_sentence, its_reply, before = np.split(seen.meaning, 4)
    count = len(own)
    return np.hstack(
        [
            mine,
            its_sentence * 0.7,
            its_reply * 0.5,
            before * 0.7,
            seen.mean[:count],
            seen.peak[:count],
            np.array(shape, np.float32) * 0.5,
        ]
    )


def train(examples: Sequence[Example]) -> Tagger:
    """Fit a tagger to ``examples``. The same examples give the same tagger."""
    from sklearn.neural_network import MLPClassifier

    replies = [(e.text, pieces(e.text), e.context) for e in examples]
    labels = [
        _label(part, e.spans) for e, (_, parts, _) in zip(examples, replies) for part in parts
    ]
    rows = features(replies)
    # Token features come in all sizes; brought to one scale, the network learns from each alike.
    tokens = slice(4 * embedding.MEANING, 4 * embedding.MEANING + 2 * embedding.TOKEN)
    centre, scale = np.zeros(rows.shape[1], np.float32), np.ones(rows.shape[1], np.float32)
    centre[tokens] = rows[:, tokens].mean(axis=0)
    scale[tokens] = 0.05 / (rows[:, tokens].std(axis=0) + 1e-3)
    model = MLPClassifier(
        (256,), alpha=1e-3, batch_size=64, max_iter=15, random_state=SEED, tol=0
    )
    model.fit((rows - centre) * scale, np.array(labels))
    (hidden, output), (hidden_bias, output_bias) = model.coefs_, model.intercepts_
    hidden = hidden * scale[:, None]
    hidden_bias = hidden_bias - centre @ hidden
    weights = (hidden, hidden_bias, output, output_bias)
    return Tagger(Network(*(np.asarray(array, np.float32) for array in weights)))


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
