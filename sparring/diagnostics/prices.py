"""Prices: those of the customer's lines and of the haggling fit the briefing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sparring.content import LANGUAGES, Customer, Demand, Lines, Story, Text
from sparring.content.problems import Fault, Place
from sparring.content.story_laws import places_of_demands
from sparring.diagnostics.briefing import in_briefing, known
from sparring.diagnostics.pieces import pieces
from sparring.diagnostics.wording import Written
from sparring.figures import figures

# Where a customer speaks of other prices than the shop's.
_OTHERS = re.compile(
    r"(?i)other|another|else|elsewhere|next door|market|friend|saw|budget|in my|wallet|used to|last"
    r"|别|隔壁|另一家|对面|他家|她家|人家|市场|朋友|见过|看到|预算|兜里|口袋|以前|上次|去年"
)


def their_prices_are_right(customer: Customer, written: Written) -> Iterator[Fault]:
    """S601: a customer may know no better about the rest, but prices they read off the page."""
    for number, story in enumerate(customer.stories):
        at = ("their_stories", number)
        prices = _prices(story)
        if not prices:
            continue
        prices |= set(_asked_otherwise(story).values())
        for place, piece in pieces(story, at):
            if isinstance(piece, Lines):
                for language, line_number, line in _lines(piece):
                    there = (*place, language, line_number)
                    if written(there) and not _OTHERS.search(line):
                        for value, said in _yuan(line):
                            if value not in prices:
                                mend = "no price of the briefing, and nothing they ask for, comes to this"
                                yield Fault("S601", there, f"`{said}` contradicts the briefing", mend, said)


def _lines(lines: Lines) -> Iterator[tuple[str, int, str]]:
    for language in LANGUAGES:
        for number, line in enumerate(lines[language]):
            yield language, number, line


def _yuan(line: str) -> Iterator[tuple[float, str]]:
    """The amounts of money, in digits, of a line, and how they are written."""
    for figure in figures(line):
        said = line[figure.start : figure.end].strip()
        if figure.unit == "yuan" and re.search(r"\d", said):
            yield figure.value, said


def _prices(story: Story) -> set[float]:
    """The prices of a story and what can be made of two of them; empty if it is about none."""
    facts = {value for fact in story.facts.values() if fact.unit == "yuan" for value in fact.values}
    if not facts:
        return set()
    texts = [piece for _, piece in pieces(story.briefing) if isinstance(piece, Text)]
    given = {f.value for text in texts for language in LANGUAGES for f in figures(text[language]) if f.unit == "yuan"}
    asked = {float(d.asks_for) for d in story.all_demands if d.asks_for is not None}
    asked |= {float(story.goodwill.at_most)} if story.goodwill else set()
    pairs = {a + b for a in given for b in given} | {abs(a - b) for a in given for b in given}
    return facts | given | asked | pairs | {2 * price for price in asked}


def _asked_otherwise(story: Story) -> dict[Place, float]:
    """What the lines of a demand ask for, again and again, where it isn't its `asks_for`."""
    found: dict[Place, float] = {}
    prices = _prices(story)
    for place, demand in places_of_demands(story):
        said = _amounts(demand)
        if demand.asks_for is not None and said and demand.asks_for not in said:
            value, times = max(said.items(), key=lambda item: item[1] * (item[0] not in prices))
            if times > 1 and value not in prices:
                found[place] = value
    return found


def _amounts(demand: Demand) -> Counter[float]:
    """The amounts of money in the lines of a demand; none if they leave it to {ask}."""
    lines = [line for _, piece in pieces([demand]) if isinstance(piece, Lines) for _, _, line in _lines(piece)]
    if any("{ask}" in line for line in lines):
        return Counter()
    return Counter(value for line in lines for value, _ in _yuan(line))


def figures_of_the_bargain_fit(customer: Customer, written: Written) -> Iterator[Fault]:
    """S601, S602, S604: what is asked for, and the prices that are numbers of their own."""
    for number, story in enumerate(customer.stories):
        at = ("their_stories", number)
        briefing = in_briefing(story)
        for place, value in _own_prices(story):
            if value and not known(value, "yuan", briefing):
                message = f"the briefing says nothing of {value} yuan"
                yield Fault("S602", (*at, *place), message, "correct it, or put it into the briefing")
        wrong = _asked_otherwise(story)
        listed = story.bargain.list_price if story.bargain and known(story.bargain.list_price, "yuan", briefing) else None
        for place, demand in places_of_demands(story):
            there = (*at, *place, "asks_for")
            said = f"{wrong[place]:g}" if place in wrong else ""
            if listed is not None and demand.asks_for is not None and demand.asks_for >= listed:
                message = f"{demand.asks_for} yuan are asked for, the list price is {listed}"
                yield Fault("S604", there, message, f"write {said}, as their lines say" if said else "ask for less")
            elif said:
                yield Fault("S601", there, f"their lines ask for {said}, not {demand.asks_for}", f"write {said}, or change the lines")


def _own_prices(story: Story) -> Iterator[tuple[Place, int]]:
    """Prices beside the texts. A floor above the list price has been found already, and set to it."""
    if story.bargain:
        if story.bargain.list_price != story.bargain.floor:
            yield ("bargain", "list_price"), story.bargain.list_price
        yield ("bargain", "floor"), story.bargain.floor
    if story.goodwill:
        yield ("goodwill", "at_most"), story.goodwill.at_most


PRICES = (their_prices_are_right, figures_of_the_bargain_fit)
