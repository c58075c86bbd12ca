"""Facts: what is said agrees with the briefing, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sparring.content import LANGUAGES, Customer, Fact, Lines, Story, Text, Words
from sparring.content.problems import Fault, Place
from sparring.content.story_laws import places_of_demands
from sparring.diagnostics.pieces import pieces
from sparring.diagnostics.wording import Written
from sparring.figures import figures
from sparring.reading import conflicts

# Where a customer speaks of other prices than the shop's.
_OTHERS = re.compile(
    r"(?i)other|another|else|elsewhere|next door|market|friend|saw|budget|in my|wallet|used to|last"
    r"|别|隔壁|另一家|对面|他家|她家|人家|市场|朋友|见过|看到|预算|兜里|口袋|以前|上次|去年"
)
PLAIN = ("yuan", "pieces", "clock")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def lines_agree_with_the_briefing(customer: Customer, written: Written) -> Iterator[Fault]:
    """S601: what the program says of a story (hints, endings) by the story's facts; what the customer
    says by its prices, for they may know no better about the rest."""
    for number, story in enumerate(customer.stories):
        prices = _prices(story)
        wrong = _wrong_facts(story)
        for there, piece in pieces(story, ("their_stories", number)):
            if isinstance(piece, Words) or there[2] == "briefing":
                continue
            for language, at, text in _texts(there, piece):
                if not written(at):
                    continue
                if isinstance(piece, Text):
                    for name, said, fact in _said(story, text):
                        if name not in wrong:
                            yield _contradiction(at, said, fact.instead[language])
                elif prices and not _OTHERS.search(text):
                    for figure in figures(text):
                        said = text[figure.start : figure.end]
                        if figure.unit == "yuan" and re.search(r"\d", said) and figure.value not in prices:
                            yield _contradiction(at, said, "no price of the briefing, and nothing they ask for, comes to this")


def _said(story: Story, text: str) -> Iterator[tuple[str, str, Fact]]:
    """Figures, in digits, that contradict a fact: its name, what is said, and the fact."""
    for figure, fact in conflicts(story, text):
        said = text[figure.start : figure.end].strip()
        if re.search(r"\d", said):
            yield next(name for name, other in story.facts.items() if other is fact), said, fact


def _wrong_facts(story: Story) -> dict[str, str]:
    """Facts that contradict the briefing, which is right by definition, or, where the briefing says
    nothing of them, their own `instead`: what is said, by the fact's name."""
    known = _known(story)
    wrong: dict[str, str] = {}
    own = [(fact.instead, f"`instead` of `{name}`") for name, fact in story.facts.items() if not any(v in known for v in fact.values)]
    briefing = [(piece, "the briefing") for _, piece in pieces(story.briefing) if isinstance(piece, Text)]
    for text, who in [*briefing, *own]:
        for language in LANGUAGES:
            for name, said, _ in _said(story, text[language]):
                wrong.setdefault(name, f"{who} says `{said}`")
    return wrong


def _contradiction(place: Place, said: str, right: str) -> Fault:
    return Fault("S601", place, f"`{said.strip()}` contradicts the briefing", right, said.strip())


def _prices(story: Story) -> set[float]:
    """The prices of a story and what can be made of two of them; empty if it is about none."""
    facts = {value for fact in story.facts.values() if fact.unit == "yuan" for value in fact.values}
    if not facts:
        return set()
    texts = [piece for _, piece in pieces(story.briefing) if isinstance(piece, Text)]
    found = [f for text in texts for language in LANGUAGES for f in figures(text[language])]
    given = {figure.value for figure in found if figure.unit == "yuan"}
    asked = {float(d.asks_for) for d in story.all_demands if d.asks_for is not None}
    asked |= {float(story.goodwill.at_most)} if story.goodwill else set()
    pairs = {a + b for a in given for b in given} | {abs(a - b) for a in given for b in given}
    return facts | given | asked | pairs | {2 * price for price in asked}


def _texts(place: Place, piece: Text | Lines) -> Iterator[tuple[str, Place, str]]:
    for language in LANGUAGES:
        if isinstance(piece, Text):
            yield language, (*place, language), piece[language]
        else:
            for number, line in enumerate(piece[language]):
                yield language, (*place, language, number), line


def facts_stand_in_the_briefing(customer: Customer, written: Written) -> Iterator[Fault]:
    """S602; that nothing is said of a fact only for units that are written alike everywhere: a day may
    be 24 hours elsewhere."""
    for number, story in enumerate(customer.stories):
        known, wrong = _known(story), _wrong_facts(story)
        for name, fact in story.facts.items():
            place = ("their_stories", number, "facts", name, "values")
            if name in wrong:
                yield Fault("S602", place, wrong[name], "correct the values, or what is said", at_key=True)
            elif fact.unit in PLAIN and not any(value in known for value in fact.values):
                values = ", ".join(f"{value:g}" for value in fact.values)
                message = f"the briefing says nothing of {values} {fact.unit}"
                yield Fault("S602", place, message, "put it into the briefing, or correct it", at_key=True)


def _known(story: Story) -> set[float]:
    """All figures of the briefing, times of day as hours."""
    known: set[float] = set()
    for _, piece in pieces(story.briefing):
        for language in LANGUAGES:
            text = str(piece[language]) if isinstance(piece, Text) else ""
            known |= {figure.value for figure in figures(text)}
            known |= {float(number.replace(",", "")) for number in _NUMBER.findall(text) if number.count(".") < 2}
            known |= {int(h) + int(m) / 60 for h, m in re.findall(r"(\d{1,2}):(\d{2})", text)}
    hours, minutes = story.clock.split(":")
    return known | {value + 12 for value in known if value < 12} | {int(hours) + int(minutes) / 60}


def languages_have_the_same_figures(customer: Customer, written: Written) -> Iterator[Fault]:
    """S603: prices and shares; times are written otherwise in the two languages, and 八折 is 20 %."""
    for place, piece in pieces(customer):
        if isinstance(piece, Text) and "折" not in piece.zh and all(written((*place, language)) for language in LANGUAGES):
            english, chinese = ({(f.unit, f.value) for f in figures(piece[language]) if f.unit in ("yuan", "percent")} for language in LANGUAGES)
            values = [{value for _, value in found} for found in (english, chinese)]
            numbers = [{float(n.replace(",", "")) for n in _NUMBER.findall(piece[language]) if n.count(".") < 2} for language in LANGUAGES]
            for language, other, mine, theirs in (("zh", "en", 1, 0), ("en", "zh", 0, 1)):
                missing = values[mine] - values[theirs] - numbers[theirs]
                if missing:
                    figure = f"{sorted(missing)[0]:g}"
                    name = {"en": "English", "zh": "Chinese"}
                    message = f"{figure} stands in the {name[language]} text only"
                    yield Fault("S603", (*place, language), message, f"give the {name[other]} text the same figure", figure)
                    break


def asking_is_a_bargain(customer: Customer, written: Written) -> Iterator[Fault]:
    """S604."""
    for number, story in enumerate(customer.stories):
        if story.bargain is None:
            continue
        for place, demand in places_of_demands(story):
            if demand.asks_for is not None and demand.asks_for >= story.bargain.list_price:
                there = ("their_stories", number, *place, "asks_for")
                message = f"{demand.asks_for} yuan are asked for, the list price is {story.bargain.list_price}"
                yield Fault("S604", there, message, "ask for less")


FACTS = (
    lines_agree_with_the_briefing, facts_stand_in_the_briefing, languages_have_the_same_figures,
    asking_is_a_bargain,
)  # fmt: skip
