"""How well the tagger reads replies that it was never taught: figures, confusions, false alarms.

A labelled reply is {"text", "lang", "context", "spans": [[move, quote], …]}, one a line. The sets in
``tests/moves`` are by writers who wrote no training data: ``dev`` was looked at when thresholds were
chosen, ``held`` never.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from sparring.clauses import sentences
from sparring.moves import MOVES, NEVER, Span
from sparring.servers import ROOT
from sparring.tagger import Tagger

FOLDER = ROOT / "tests" / "moves"
SETS = ("dev", "held")
LANGUAGES = ("en", "zh")
# Real agents' replies, unlabelled; they lie beside the repository where they may be used, never in it.
REAL_AGENTS = ROOT.parent / "shared" / "eval" / "real_agents_dev.jsonl"


class Reply(NamedTuple):
    """A reply with the moves that people see in it (``gold``) and that the tagger hears."""

    text: str
    language: str
    context: str
    gold: tuple[Span, ...]
    heard: tuple[Span, ...]

    @property
    def wanted(self) -> set[str]:
        return {span.move for span in self.gold}

    @property
    def found(self) -> set[str]:
        return {span.move for span in self.heard}


class Counts(NamedTuple):
    """How often something was heard rightly, wrongly, and missed."""

    hits: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(1, 2 * self.hits + self.false + self.missed)


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def heard(tagger: Tagger, name: str, language: str) -> list[Reply]:
    """A labelled set, as the tagger hears it."""
    replies = []
    for row in read(FOLDER / f"{name}_{language}.jsonl"):
        text, context = str(row["text"]), str(row.get("context") or "")
        gold = []
        for move, quote in row["spans"]:  # type: ignore[attr-defined]
            start = text.index(quote)
            gold.append(Span(move, start, start + len(quote)))
        replies.append(Reply(text, language, context, tuple(gold), tuple(tagger.tag(text, context))))
    return replies


def counts(replies: Iterable[Reply], moves: Iterable[str] = MOVES) -> dict[str, Counts]:
    """For each move, how often a reply that makes it was heard to make it."""
    hits, false, missed = Counter[str](), Counter[str](), Counter[str]()
    for reply in replies:
        hits.update(reply.wanted & reply.found)
        false.update(reply.found - reply.wanted)
        missed.update(reply.wanted - reply.found)
    return {move: Counts(hits[move], false[move], missed[move]) for move in moves}


def total(counts: Iterable[Counts]) -> Counts:
    return Counts(*(sum(numbers) for numbers in zip(*counts)))


def figures(replies: Sequence[Reply]) -> dict[str, float]:
    """The figures by which the tagger is judged, each from 0 to 1."""
    by_move = counts(replies)
    never = total(by_move[move] for move in NEVER)
    made = [each for each in by_move.values() if each.hits + each.missed]
    return {
        "macro": sum(each.f1 for each in made) / len(made),
        "micro": total(by_move.values()).f1,
        "exact": sum(reply.wanted == reply.found for reply in replies) / len(replies),
        "never precision": never.precision,
        "never recall": never.recall,
        "evidence": evidence(replies),
    }


def evidence(replies: Iterable[Reply]) -> float:
    """The share of rightly heard moves whose span overlaps the words that make the move, without
    taking in a sentence that doesn't."""
    good = shown = 0
    for reply in replies:
        for span in reply.heard:
            reasons = [gold for gold in reply.gold if gold.move == span.move]
            if reasons:
                shown += 1
                good += any(_shows(reply.text, span, gold) for gold in reasons)
    return good / max(1, shown)


def _shows(text: str, span: Span, gold: Span) -> bool:
    def touched(one: Span) -> set[int]:
        return {i for i, unit in enumerate(sentences(text)) if unit.start < one.end and one.start < unit.end}

    return span.start < gold.end and gold.start < span.end and touched(span) <= touched(gold)


def confusions(replies: Iterable[Reply]) -> Counter[tuple[str, str]]:
    """(missed move, wrongly heard move) of the same reply, and how often."""
    return Counter(
        (missed, false)
        for reply in replies
        for missed in sorted(reply.wanted - reply.found)
        for false in sorted(reply.found - reply.wanted)
    )


def false_alarms(tagger: Tagger, path: Path = REAL_AGENTS) -> tuple[int, Counter[str]]:
    """How many real agents' replies there are, and how many get each never move, or any.

    Professionals hardly ever make one, so nearly each is a mistake of the tagger.
    """
    rows = read(path)
    accused = Counter[str]()
    for row in rows:
        found = {span.move for span in tagger.tag(str(row["text"]), str(row.get("context") or ""))}
        accused.update(found & NEVER)
        accused["any"] += bool(found & NEVER)
    return len(rows), accused
