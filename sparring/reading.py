"""What a reply says, read against the story: its topics, and where it contradicts the briefing.

Pure functions of the reply's text and moves; nothing here knows how the customer feels about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import fuzz

from sparring.clauses import sentences
from sparring.content import Answer, Story, Topic
from sparring.figures import time_phrase
from sparring.misinformation import (
    ASKS,
    REFUSALS,
    Finding,
    Said,
    claimed,
    denied,
    finding_of,
    misinformation,
)
from sparring.moves import NEVER, Span

# Moves that hand something over; those that refuse or state a rule keep a clause from doing so.
GRANTS = frozenset({"concede", "offer_remedy", "offer_goodwill", "commit"})
# A clause that makes one of these doesn't give in, whatever else is heard in it.
HOLDS = frozenset({"hold_firm", "stonewall", "name_offer", "cite_policy"})
POLITE = frozenset(
    {"greet", "thank", "apologise", "empathise", "praise", "small_talk", "farewell", "reassure"}
)
# What can be said without saying anything.
EMPTY = frozenset({"check_agreement", "concede"})
# Slips that sting nobody: they cost points, but the rest of the reply still counts.
MILD = frozenset({"overpromise", "disparage"})
CERTAIN = 0.75
# From how much alike (in percent) two texts are the same to the customer.
SAME = 88
_NO_PROMISE = re.compile(r"(?:today|今天)|.*[天日周]之?前", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """A reply as the engine sees it. A silent turn has no text and no moves."""

    text: str
    spans: tuple[Span, ...] = ()
    silent: bool = False
    topics: frozenset[str] = frozenset()
    misinformation: tuple[Finding, ...] = ()
    beyond_policy: tuple[Finding, ...] = ()
    repeated: bool = False
    stuffed: bool = False
    promise: str | None = None
    offer: int | None = None

    @cached_property
    def moves(self) -> frozenset[str]:
        return frozenset(span.move for span in self.spans)

    @cached_property
    def sure_moves(self) -> frozenset[str]:
        """The moves, without never moves that the tagger isn't sure of: no story ends by those."""
        doubtful = {s.move for s in self.spans if s.move in NEVER and s.score < CERTAIN}
        sure = {s.move for s in self.spans if s.score >= CERTAIN}
        return self.moves - (doubtful - sure)

    @cached_property
    def breaches(self) -> tuple[str, ...]:
        """The never moves, in the order in which they were said."""
        return tuple(dict.fromkeys(span.move for span in self.spans if span.move in NEVER))

    @cached_property
    def hurtful(self) -> bool:
        """Whether it surely offends: the customer then answers that, whatever else is said. What
        the tagger isn't so sure of costs points, but doesn't undo the rest of the reply."""
        return any(s.move in NEVER - MILD and s.score >= CERTAIN for s in self.spans)

    def gives(self, answer: Answer, surely: bool = False) -> bool:
        """Whether the reply answers in this way: all that it asks for is there, and nothing that it
        excludes; ``surely`` by its sure moves."""
        moves = self.sure_moves if surely else self.moves
        for move, topic in answer.parts:
            if move is not None and move not in moves and not (move == "wait" and self.silent):
                return False
            if topic is not None and topic not in self.topics:
                return False
        return not any(
            (move is None or move in moves) and (topic is None or topic in self.topics)
            for move, topic in answer.without
        )

    def evidence(self, answer: Answer, story: Story) -> Span:
        """The words that show ``answer``: the move's span, else where the topic is named. A silent
        turn has none."""
        if self.silent:
            return Span("wait", 0, 0)
        for move, topic in answer.parts:
            if move is not None:
                about = [s for s in self.spans if s.move == move]
                on_topic = [
                    s for s in about
                    if topic and story.topics[topic].search(self.text[s.start : s.end])
                ]  # fmt: skip
                return (on_topic or about)[0]
        topic = answer.parts[0][1]
        assert topic is not None
        found = named(story.topics[topic], Said(self.text, self.spans))
        assert found is not None
        for sentence in sentences(self.text):
            if sentence.start <= found.start < sentence.end:
                return Span("", sentence.start, sentence.end)
        return Span("", found.start, found.end)


def read(
    story: Story,
    text: str,
    spans: Sequence[Span],
    earlier: Sequence[str],
    customer_words: str,
    refusable: bool,
    closing: bool,
    due: frozenset[str] = frozenset(),
) -> Reading:
    """Read a reply.

    ``earlier`` are the trainee's replies so far, ``customer_words`` what the customer has said
    (their own figures may be echoed), ``refusable`` whether they want something now that the
    briefing doesn't allow, ``closing`` whether only the farewell is left, ``due`` the moves that are
    called for now. Where nothing refusable is on the table, granting is what is due, so a
    ``concede`` then counts as ``offer_remedy`` (playbook §2.1, ruling 13).
    """
    spans = _heard(spans)
    if not refusable:
        spans = [s._replace(move="offer_remedy") if s.move == "concede" else s for s in spans]
    reply = Said(text, tuple(spans))
    topics = {name for name, words in story.topics.items() if named(words, reply)}
    wrong = tuple(misinformation(story, reply, customer_words))
    granted = [span for span in spans if span.move == "concede"]
    return Reading(
        text=text,
        spans=reply.spans,
        topics=frozenset(topics),
        misinformation=wrong,
        beyond_policy=tuple(_beyond_policy(story, reply)),
        repeated=_repeated(text, earlier),
        stuffed=not closing and _stuffed(spans, topics, len(reply.units), POLITE - due),
        promise=_promise(text, spans, wrong),
        offer=_offer(reply, granted),
    )


def named(topic: Topic, reply: Said) -> Finding | None:
    """Where a reply is about ``topic``; for one that counts ``unless_denied``, in a clause that
    doesn't deny it."""
    if not topic.unless_denied:
        match = topic.search(reply.text)
        return Finding(*match.span()) if match else None
    for unit in reply.units:
        clause = reply.text[unit.start : unit.end]
        match = topic.search(clause)
        if match and not denied(clause[: match.start()] + clause[match.end() :]):
            return Finding(unit.start + match.start(), unit.start + match.end())
    return None


def _beyond_policy(story: Story, reply: Said) -> Iterator[Finding]:
    """Grants the briefing doesn't allow: conceded, on the forbidden list, or too much goodwill."""
    seen: set[int] = set()
    for unit in reply.units:
        moves = reply.moves_in(unit)
        if not moves & GRANTS or moves & REFUSALS:
            continue
        clause = reply.text[unit.start : unit.end]
        for claim in story.not_allowed:
            if claimed(claim, clause) and not ASKS.search(clause):
                seen.add(unit.start)
                yield finding_of(unit, claim)
        if story.goodwill and "offer_goodwill" in moves and not denied(clause):
            due = {v for fact in story.facts.values() if fact.unit == "yuan" for v in fact.values}
            amounts = [f.value for f in reply.figures_in(unit) if f.unit == "yuan"]
            if any(amount > story.goodwill.at_most and amount not in due for amount in amounts):
                seen.add(unit.start)
                yield Finding(unit.start, unit.end, story.goodwill.instead.dict())
    for span in reply.spans:
        if span.move == "concede" and not any(span.start <= start < span.end for start in seen):
            yield Finding(span.start, span.end)


def _offer(reply: Said, granted: Sequence[Span]) -> int | None:
    """The last amount of money inside the words that grant it."""
    if not granted:
        return None
    offered = [
        f for f in reply.figures for s in granted if f.unit == "yuan" and s.start <= f.start < s.end
    ]
    return int(offered[-1].value) if offered else _bare_amount(reply.text, granted)


def _repeated(text: str, earlier: Sequence[str]) -> bool:
    """Whether the customer has had this text before, but for a word or some punctuation."""
    plain = _plain(text)
    if len(plain) < 8:
        return False
    return any(fuzz.ratio(plain, _plain(other), score_cutoff=SAME) for other in earlier)


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    """The words of a text, without case and punctuation."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def _stuffed(
    spans: Sequence[Span], topics: set[str], clauses_said: int, padding: frozenset[str]
) -> bool:
    """Whether every polite phrase was packed in to be safe (playbook §3): courtesies one after
    another (``padding`` are the moves that are no more than that here) with hardly a word on the
    case, or very many moves and no topic of the story."""
    moves = {span.move for span in spans}
    polite = [span for span in spans if span.move in padding]
    kinds = moves & padding
    substance = moves - POLITE - EMPTY
    return (
        len(kinds) >= 5
        or (len(kinds) >= 4 and len(substance) <= 1)
        or (len(polite) >= 4 and not substance)
        or (sum(span.move in POLITE for span in spans) >= 6 and len(substance) <= 1)
        or (len(kinds) >= 3 and clauses_said >= 6 and not substance)
        or (len(moves) >= 9 and len(topics) < 2)
    )


def _heard(spans: Sequence[Span]) -> list[Span]:
    """Leave out a ``concede`` that isn't one: in a clause that refuses or names a rule, or, in a
    reply that refuses, where the tagger isn't all but certain."""
    kept = {(s.start, s.end) for s in spans if s.move in HOLDS}
    refused = any(s.move == "hold_firm" for s in spans)
    return [
        s
        for s in spans
        if s.move != "concede" or ((s.start, s.end) not in kept and not (refused and s.score < 0.85))
    ]


def _promise(text: str, spans: Sequence[Span], wrong: Sequence[Finding]) -> str | None:
    """The time of the first commitment; not one that is wrong, a rule, or as vague as "today"."""
    rules = [Finding(span.start, span.end) for span in spans if span.move == "cite_policy"]
    for span in spans:
        if span.move == "commit" and not overlaps(span.start, span.end, [*wrong, *rules]):
            phrase = time_phrase(text[span.start : span.end])
            if phrase and not _NO_PROMISE.fullmatch(phrase):
                return phrase
    return None


def overlaps(start: int, end: int, findings: Sequence[Finding]) -> bool:
    """Whether any of ``findings`` has words in common with ``text[start:end]``."""
    return any(start < finding.end and finding.start < end for finding in findings)


def _bare_amount(text: str, granted: Sequence[Span]) -> int | None:
    """A haggler's "180 then": an amount without its unit, inside the words that grant it."""
    for span in granted:
        match = re.search(r"(?<![\d.])\d{2,5}(?![\d%:.])", text[span.start : span.end])
        if match:
            return int(match[0])
    return None
