"""Language and wording: both languages, enough wordings, lines that can be said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sparring.content import LANGUAGES, Customer, Lines, Story, Text, Words
from sparring.content.problems import Fault, Place
from sparring.diagnostics.pieces import comes_again, pieces
from sparring.possible import can_give_in

# Whether the file itself has something at a place, or it is filled in from the other language.
Written = Callable[[Place], bool]
ENOUGH, LONGEST = 4, 280
NAMES = {"en": "English", "zh": "Chinese"}


def both_languages(customer: Customer, written: Written) -> Iterator[Fault]:
    """S501, S507."""
    for place, piece in pieces(customer):
        for language, other in (LANGUAGES, LANGUAGES[::-1]):
            if isinstance(piece, Words):
                if not getattr(piece, language):
                    message = f"no {NAMES[language]} words"
                    yield Fault("S507", place, message, f"add `{language}: [ … ]`", at_key=True)
            elif not written((*place, language)) and written(place):
                message = f"no {NAMES[language]} text, so the {NAMES[other]} one is shown"
                yield Fault("S501", place, message, f"add `{language}: …`", at_key=True)


def _lines(customer: Customer, written: Written) -> Iterator[tuple[Place, str, list[str]]]:
    """Wordings by place and language, without those filled in from the other language."""
    for place, piece in pieces(customer):
        if isinstance(piece, Lines):
            for language in LANGUAGES:
                if written((*place, language)):
                    yield place, language, piece[language]


def enough_wordings(customer: Customer, written: Written) -> Iterator[Fault]:
    """S502."""
    for place, language, lines in _lines(customer, written):
        if comes_again(place) and len(lines) < ENOUGH:
            message = f"{len(lines)} {NAMES[language]} wording{'s' if len(lines) > 1 else ''} of what can come again"
            yield Fault("S502", (*place, language), message, f"write at least {ENOUGH}", at_key=True)


def no_line_twice(customer: Customer, written: Written) -> Iterator[Fault]:
    """S503: within what one session can say, the reactions and one story."""
    seen: dict[str, Place] = {}
    for place, language, lines in _lines(customer, written):
        story = place[:2] if place[0] == "their_stories" else ()
        for number, line in enumerate(lines):
            first = next((seen[key] for key in (line, f"{story}{line}") if key in seen), None)
            if first is not None:
                message = f"`{_short(line)}` stands here and under `{_named(first)}`"
                yield Fault("S503", (*place, language, number), message, "word one of them otherwise")
            seen.setdefault(f"{story}{line}" if story else line, place)


def lines_are_short(customer: Customer, written: Written) -> Iterator[Fault]:
    """S504."""
    for place, language, lines in _lines(customer, written):
        for number, line in enumerate(lines):
            if len(line) > LONGEST:
                message = f"a line of {len(line)} characters"
                yield Fault("S504", (*place, language, number), message, f"cut it to {LONGEST}, or make two of it")


def lines_are_in_their_language(customer: Customer, written: Written) -> Iterator[Fault]:
    """S505."""
    for place, piece in pieces(customer):
        if isinstance(piece, Words):
            continue
        for language in LANGUAGES:
            if not written((*place, language)):
                continue
            texts = [piece[language]] if isinstance(piece, Text) else piece[language]
            for number, text in enumerate(texts):
                there = (*place, language, number) if isinstance(piece, Lines) else (*place, language)
                chinese = re.search("[一-鿿]", text) is not None
                if language == "en" and chinese:
                    yield Fault("S505", there, f"Chinese in an English text: `{_short(text)}`", "translate it")
                if language == "zh" and not chinese and len(re.findall(r"[A-Za-z]{2,}", text)) > 2:
                    yield Fault("S505", there, f"no Chinese in a Chinese text: `{_short(text)}`", "translate it")


def placeholders_have_values(customer: Customer, written: Written) -> Iterator[Fault]:
    """S506."""
    asking = [_asks(story) for story in customer.stories]
    granting = [can_give_in(story) for story in customer.stories]
    for place, language, lines in _lines(customer, written):
        asks, grants, opening = any(asking), any(granting), False
        if place[0] == "their_stories":
            asks, grants = asking[place[1]], granting[place[1]]
            opening = place[2:] == ("demands", 0, "says")
        for number, line in enumerate(lines):
            for name, there, needs in (
                ("ask", asks, "`asks_for` in a demand"),
                ("offer", grants and not opening, "`yielded_by` in a demand before it"),
                ("promise", not opening, "a reply before it"),
            ):
                if f"{{{name}}}" in line and not there:
                    message = f"`{{{name}}}` never has a value here, so this line is never said"
                    yield Fault("S506", (*place, language, number), message, f"take it out; it needs {needs}", f"{{{name}}}")


def _asks(story: Story) -> bool:
    return story.bargain is not None or any(d.asks_for is not None for d in story.demands)


def _short(line: str) -> str:
    return line if len(line) <= 30 else line[:29] + "…"


def _named(place: Place) -> str:
    return ".".join(str(step) for step in place)


WORDING = (
    both_languages, enough_wordings, no_line_twice, lines_are_short,
    lines_are_in_their_language, placeholders_have_values,
)  # fmt: skip
