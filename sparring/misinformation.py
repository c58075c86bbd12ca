"""What contradicts the briefing in a text, whoever says it: figures and claims.

Pure functions; what is denied, asked or only echoed contradicts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sparring.clauses import Unit, clauses, sentences
from sparring.content import Claim, Fact, Story
from sparring.figures import Figure, figures, same_clock
from sparring.moves import Span

# A clause that makes one of these doesn't claim anything: it refuses, or states a rule.
REFUSALS = frozenset({"hold_firm", "stonewall", "warn"})
_NOT = re.compile(
    r"\b(?:no|not|never|can'?t|cannot|couldn'?t|won'?t|don'?t|doesn'?t|isn'?t|aren'?t|without|unable"
    r"|instead of|rather than|unfortunately|afraid|sorry)\b|n[o']t\b"
    r"|不|没|无法|别|并非|抱歉|可惜",
    re.IGNORECASE,
)  # fmt: skip
# Words with a "not" in them that denies nothing.
_NO_DENIAL = re.compile(r"没问题|不好意思|不客气|不过|不错|没错|不但|不仅|不管|特别|级别|区别|别人|别家|差不多|要不")
ASKS = re.compile(r"[?？]|吗|呢[。！!]?$")


class Finding(NamedTuple):
    """Words ``text[start:end]`` that contradict the briefing or go beyond it, and what is right."""

    start: int
    end: int
    instead: dict[str, str] | None = None


@dataclass(frozen=True)
class Said:
    """A text while it is read. Figures are looked for only where something depends on them."""

    text: str
    spans: tuple[Span, ...]

    @cached_property
    def units(self) -> list[Unit]:
        """Its clauses."""
        return [unit for sentence in sentences(self.text) for unit in clauses(self.text, sentence)]

    @cached_property
    def figures(self) -> list[Figure]:
        return figures(self.text)

    def figures_in(self, unit: Unit) -> list[Figure]:
        return [figure for figure in self.figures if unit.start <= figure.start < unit.end]

    def moves_in(self, unit: Unit) -> set[str]:
        return {s.move for s in self.spans if s.start < unit.end and unit.start < s.end}


def conflicts(story: Story, text: str) -> Iterator[tuple[Figure, Fact]]:
    """Figures in ``text`` that contradict a fact of the briefing, whoever says it."""
    said = Said(text, ())
    for unit in said.units:
        for figure, facts in _conflicts_in(story, said, unit):
            yield figure, facts[0]


def claims(story: Story, text: str) -> Iterator[tuple[str, Claim]]:
    """The words in ``text`` that make a claim against the briefing, whoever says it."""
    for unit in Said(text, ()).units:
        clause = text[unit.start : unit.end]
        for claim in story.wrong:
            words = claimed(claim, clause)
            if words and not ASKS.search(clause):
                yield words, claim


def misinformation(story: Story, reply: Said, customer_words: str) -> Iterator[Finding]:
    """Figures and claims against the briefing: not what is denied, refused, asked, or only echoed."""
    for unit in reply.units:
        clause = reply.text[unit.start : unit.end]
        if ASKS.search(clause) or reply.moves_in(unit) & REFUSALS:
            continue
        for claim in story.wrong:
            if claimed(claim, clause):
                yield finding_of(unit, claim)
        for figure, facts in _conflicts_in(story, reply, unit):
            if not _echoes(figure, facts, story, customer_words):
                yield finding_of(unit, facts[0])
                break


def claimed(claim: Claim, clause: str) -> str:
    """The words with which a clause makes a claim; "" if it doesn't, or denies it."""
    match = claim.words.search(clause)
    return match[0] if match and not denied(clause[: match.start()] + clause[match.end() :]) else ""


def _conflicts_in(story: Story, said: Said, unit: Unit) -> Iterator[tuple[Figure, list[Fact]]]:
    """Figures of a clause with the facts that it is about and that none of them agrees with."""
    clause = said.text[unit.start : unit.end]
    about = [fact for fact in story.facts.values() if fact.words.search(clause)]
    if not about or denied(clause):
        return
    for figure in said.figures_in(unit):
        of_unit = [fact for fact in about if fact.unit == figure.unit]
        if of_unit and not any(_agrees(figure, fact) for fact in of_unit):
            yield figure, of_unit


def _echoes(figure: Figure, about: Sequence[Fact], story: Story, words: str) -> bool:
    """Whether the customer has named the figure themselves, and not of something else."""
    said = Said(words, ())
    for unit in said.units:
        if any((f.unit, f.value) == (figure.unit, figure.value) for f in said.figures_in(unit)):
            clause = words[unit.start : unit.end]
            named = [fact for fact in story.facts.values() if fact.words.search(clause)]
            if not named or any(fact in about for fact in named):
                return True
    return False


def denied(words: str) -> bool:
    """Whether there is a no or not in ``words``."""
    return _NOT.search(_NO_DENIAL.sub("", words)) is not None


def _agrees(figure: Figure, fact: Fact) -> bool:
    if figure.unit == "clock":
        return any(same_clock(figure.value, value) for value in fact.values)
    return figure.value in fact.values


def finding_of(unit: Unit, source: Fact | Claim) -> Finding:
    """The finding that a clause is against ``source``."""
    return Finding(unit.start, unit.end, source.instead.dict())
