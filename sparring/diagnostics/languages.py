"""Figures: both languages give the same, and where they don't, which one is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sparring.content import LANGUAGES, Customer, Story, Text
from sparring.content.problems import Fault, Place
from sparring.diagnostics.numbers import Number, missing, number_of, numbers, same
from sparring.diagnostics.pieces import pieces
from sparring.diagnostics.wording import NAMES, Written


class _Source(NamedTuple):
    """Something that settles which figure is right, the surest first."""

    says: str
    place: Place
    numbers: list[Number]


def differences(customer: Customer, written: Written) -> Iterator[Fault]:
    """S603: one for each text, at the language that is wrong, if that can be told. Wordings aren't
    translations of one another."""
    for place, piece in pieces(customer):
        if isinstance(piece, Text) and all(written((*place, language)) for language in LANGUAGES):
            both = {language: numbers(piece[language]) for language in LANGUAGES}
            lacking = {
                "en": missing(both["en"], both["zh"]),
                "zh": missing(both["zh"], both["en"]),
            }
            pair = next(((a, b) for a in lacking["en"] for b in lacking["zh"] if _alike(a, b)), None)
            if pair is not None:
                yield _differs(place, piece, *pair, _sources(customer, place))
                continue
            for language in LANGUAGES:
                # "1 working day" may be "the day that was lost".
                alone = [number for number in lacking[language] if number.in_digits and number.written != 1]
                if alone:
                    yield _lacks(place, piece, language, alone[0])
                    break


def _alike(one: Number, other: Number) -> bool:
    return one.unit == other.unit or "" in (one.unit, other.unit)


def _differs(place: Place, piece: Text, english: Number, chinese: Number, sources: Iterable[_Source]) -> Fault:
    said = {"en": _words(piece.en, english), "zh": _words(piece.zh, chinese)}
    message = f"the English text says `{said['en']}`, the Chinese one `{said['zh']}`"
    for source in sources:
        right = [
            language
            for language, number in (("en", english), ("zh", chinese))
            if any(same(number, known) for known in source.numbers)
        ]
        if len(right) == 1:
            wrong = "zh" if right == ["en"] else "en"
            known = said[right[0]]
            return Fault(
                "S603", (*place, wrong), f"{message}; {source.says} `{known}`",
                f"say `{known}` in {NAMES[wrong]} there", said[wrong],
            )  # fmt: skip
    return Fault("S603", (*place, "zh"), message, "give both texts the right figure", said["zh"])


def _lacks(place: Place, piece: Text, language: str, number: Number) -> Fault:
    said, other = _words(piece[language], number), NAMES["zh" if language == "en" else "en"]
    message = f"`{said}` stands in the {NAMES[language]} text only"
    return Fault("S603", (*place, language), message, f"say it in the {other} text too, or take it out", said)


def _words(text: str, number: Number) -> str:
    return text[number.start : number.end].strip()


def _sources(customer: Customer, place: Place) -> Iterator[_Source]:
    """What is known of a text's story, or of all stories for what is said in any: the facts, then the
    briefing, then all other texts; never the text itself."""
    stories = list(enumerate(customer.stories))
    chosen = [stories[place[1]]] if place[0] == "their_stories" else stories
    found = [source for number, story in chosen for source in _of_story(story, ("their_stories", number))]
    for says in ("the facts say", "the briefing says", "elsewhere it is"):
        yield _Source(says, (), [n for s in found if s.says == says and s.place != place for n in s.numbers])


def _of_story(story: Story, at: Place) -> Iterator[_Source]:
    values = [number_of(value, fact.unit) for fact in story.facts.values() for value in fact.values]
    yield _Source("the facts say", (), values)
    for place, piece in pieces(story, at):
        if isinstance(piece, Text):
            says = "the briefing says" if place[2] == "briefing" else "elsewhere it is"
            yield _Source(says, place, [n for language in LANGUAGES for n in numbers(piece[language])])
