"""What the program says in hints, endings, tips and examples: its figures and claims are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sparring.content import LANGUAGES, Customer, Lines, Story, Text
from sparring.content.problems import Fault, Place
from sparring.diagnostics.briefing import briefed, in_briefing, known
from sparring.diagnostics.numbers import Number, numbers, same
from sparring.diagnostics.pieces import pieces
from sparring.diagnostics.wording import Written
from sparring.figures import Figure
from sparring.misinformation import claims, conflicts


def wrongly_said(customer: Customer, written: Written) -> Iterator[Fault]:
    """S601: what is said against a fact or of a wrong claim; one for each text."""
    seen = set()
    for fault in [*_in_stories(customer), *_in_criteria(customer)]:
        if fault.place[:-1] not in seen and written(fault.place):
            seen.add(fault.place[:-1])
            yield fault


def _in_stories(customer: Customer) -> Iterator[Fault]:
    for number, story in enumerate(customer.stories):
        at = ("their_stories", number)
        mistaken = {name for name, _, _ in contradicted(story, at, set())}
        briefing = in_briefing(story)
        for place, piece in pieces(story, at):
            if isinstance(piece, Text) and place[2] != "briefing":
                for language in LANGUAGES:
                    yield from _against_facts(story, (*place, language), piece[language], mistaken, briefing)
                    if _tells(story, place):
                        yield from _claimed(story, (*place, language), piece[language])


def _against_facts(
    story: Story, place: Place, text: str, mistaken: set[str], briefing: list[Number]
) -> Iterator[Fault]:
    for name, figure, said in said_against(story, text):
        fact = story.facts[name]
        if name in mistaken:
            continue
        if place[2:-1] != ("facts", name, "instead"):
            yield Fault("S601", place, f"`{said}` contradicts the briefing", fact.instead[place[-1]], said)
        elif not known(figure.value, figure.unit, briefing):
            message = f"`{said}` is none of the `values` of `{name}`"
            yield Fault("S601", place, message, f"write {listed([f'{v:g}' for v in fact.values], 'or')}", said)


def _tells(story: Story, place: Place) -> bool:
    """Whether a text tells of the goods and the shop: a lost ending tells what the customer does."""
    if place[2] == "endings":
        return place[-1] == "story" and story.endings[place[3]].kind != "lost"
    return bool(place[-1] == "hint")


def _in_criteria(customer: Customer) -> Iterator[Fault]:
    """A criterion is for all stories: a figure may belong to another one than its words. Times of
    day are promises, which are anybody's own."""
    figures = [number for story in customer.stories for number in briefed(story)]
    for part, names in (("strategy", ("reason", "tip", "example")), ("mistakes", ("example",))):
        for number, criterion in enumerate(getattr(customer, part)):
            for name in names:
                for language in LANGUAGES:
                    place, text = (part, number, name, language), getattr(criterion, name)[language]
                    for story in customer.stories:
                        for figure, fact in conflicts(story, text):
                            if figure.unit != "clock" and not known(figure.value, figure.unit, figures):
                                said = text[figure.start : figure.end].strip()
                                yield Fault("S601", place, f"`{said}` contradicts the briefing", fact.instead[language], said)
                        yield from _claimed(story, place, text)


def _claimed(story: Story, place: Place, text: str) -> Iterator[Fault]:
    for said, claim in claims(story, text):
        yield Fault("S601", place, f"`{said}` is one of the claims under `wrong`", claim.instead[place[-1]], said)


def unheard_of(customer: Customer, written: Written) -> Iterator[Fault]:
    """S601: a figure of a hint that neither the briefing nor the customer gives; one for each hint."""
    for number, story in enumerate(customer.stories):
        briefing = briefed(story)
        for place, piece in pieces(story, ("their_stories", number)):
            if not isinstance(piece, Text) or place[-1] != "hint":
                continue
            for language in LANGUAGES:
                found = [n for n in numbers(piece[language]) if n.sure and n.in_digits and n.unit not in ("", "pieces")]
                strange = [n for n in found if not _comes_of(n, briefing)]
                # Their lines are many: looked at only if it is needed.
                theirs = list(_their_own(story)) if strange else []
                strange = [n for n in strange if not _comes_of(n, [*briefing, *theirs])]
                if strange and written((*place, language)):
                    said = [piece[language][n.start : n.end].strip() for n in strange]
                    message = f"the briefing says nothing of {listed([f'`{words}`' for words in said], 'and')}"
                    yield Fault("S601", (*place, language), message, "correct it, or put it into the briefing", said[0])
                    break


def _their_own(story: Story) -> Iterator[Number]:
    for _, piece in pieces(story.all_demands):
        if isinstance(piece, Lines):
            for language in LANGUAGES:
                for line in piece[language]:
                    yield from numbers(line)


def _comes_of(number: Number, known_ones: Iterable[Number]) -> bool:
    """Whether a number is known, or a price is the sum or difference of two that are."""
    if any(same(number, other) for other in known_ones):
        return True
    prices = {other.written for other in known_ones if other.unit in ("yuan", "")}
    return number.unit == "yuan" and any(number.value in (a + b, a - b) for a in prices for b in prices)


def contradicted(story: Story, at: Place, unsure: set[Place]) -> Iterator[tuple[str, Figure, str]]:
    """Facts that the briefing contradicts, which is right by definition, and what it says; not where
    its languages differ, which are the places ``unsure``."""
    for place, piece in pieces(story.briefing, (*at, "briefing")):
        if isinstance(piece, Text) and place not in unsure:
            for language in LANGUAGES:
                yield from said_against(story, piece[language])


def said_against(story: Story, text: str) -> Iterator[tuple[str, Figure, str]]:
    """The names of the facts that figures, in digits, contradict, and what is said."""
    for figure, fact in conflicts(story, text):
        said = text[figure.start : figure.end].strip()
        if any(char.isdigit() for char in said):
            yield next(name for name, other in story.facts.items() if other is fact), figure, said


def listed(items: list[str], last: str) -> str:
    """The first three of ``items`` in a row: "a, b or c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:3][:-1])} {last} {items[:3][-1]}"
