"""What a story's briefing knows, as numbers."""

from __future__ import annotations

from collections.abc import Iterable

from sparring.content import LANGUAGES, Story, Text
from sparring.diagnostics.numbers import Number, number_of, numbers, same
from sparring.diagnostics.pieces import pieces


def in_briefing(story: Story) -> list[Number]:
    """All numbers of the briefing, and the time it is."""
    hours, minutes = story.clock.split(":")
    texts = [piece for _, piece in pieces(story.briefing) if isinstance(piece, Text)]
    found = [number for text in texts for language in LANGUAGES for number in numbers(text[language])]
    return [*found, number_of(int(hours) + int(minutes) / 60, "clock")]


def briefed(story: Story) -> list[Number]:
    """The same with what follows from it: the facts, and what the customer asks for."""
    facts = [number_of(value, fact.unit) for fact in story.facts.values() for value in fact.values]
    asked = [number_of(demand.asks_for, "yuan") for demand in story.all_demands if demand.asks_for is not None]
    return [*in_briefing(story), *facts, *asked]


def known(value: float, unit: str, among: Iterable[Number]) -> bool:
    """Whether ``among`` has ``value``, in this unit or in one of the same measure."""
    wanted = number_of(value, unit)
    return any(same(wanted, number) for number in among)
