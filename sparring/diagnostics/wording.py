"""Language and wording: both languages, enough wordings, lines that can be said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sparring.content import LANGUAGES, Customer, Lines, Story, Text, Words
from sparring.content.problems import Fault, Place
from sparring.diagnostics.pieces import comes_again, pieces, texts
from sparring.possible import can_give_in

# Whether the file itself has something at a place, or it is filled in from the other language.
Written = Callable[[Place], bool]
ENOUGH, LONGEST = 4, 280
_CHINESE = re.compile("[一-鿿]+")
# Two words, one after the other, that are no names; beside Chinese, four of any kind.
_ENGLISH = re.compile(r"(?<![A-Za-z/])[A-Za-z']*[a-z]{2,}[,.!?]* [a-z']*[a-z]{3,}")
_ENGLISH_LEFT = re.compile(r"(?<![A-Za-z_/])[A-Za-z']+(?:[,.!?]* [A-Za-z']+){3,}")
NAMES = {"en": "English", "zh": "Chinese"}


def both_languages(customer: Customer, written: Written) -> Iterator[Fault]:
    """S501, S507."""
    for place, piece in pieces(customer):
        for language, other in (LANGUAGES, LANGUAGES[::-1]):
            if isinstance(piece, Words):
                if not getattr(piece, language):
                    message = f"no {NAMES[language]} words"
                    moved = " with the Chinese words of `en`" if any(map(_CHINESE.search, piece.en)) else ""
                    yield Fault("S507", place, message, f"add `{language}: [ … ]`{moved}", at_key=True)
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


def lines_are_short(customer: Customer, written: Written) -> Iterator[Fault]:
    """S504."""
    for place, language, lines in _lines(customer, written):
        for number, line in enumerate(lines):
            if len(line) > LONGEST:
                message = f"a line of {len(line)} characters"
                yield Fault("S504", (*place, language, number), message, f"cut it to {LONGEST}, or make two of it")


def texts_are_in_their_language(customer: Customer, written: Written) -> Iterator[Fault]:
    """S505."""
    for place, piece in pieces(customer):
        if isinstance(piece, Words):
            continue
        if _swapped(piece):
            yield Fault("S505", (*place, "en"), f"Chinese under `en` and English under `zh`: `{short(_whole(piece, 'en'))}`", "swap the two")
            continue
        for there, language, text in texts(piece, place):
            chinese = _CHINESE.search(text)
            english = (_ENGLISH_LEFT if chinese else _ENGLISH).search(text)
            if not written(there):
                continue
            if language == "en" and chinese:
                yield Fault("S505", there, f"Chinese in an English text: `{short(text)}`", "translate it", chinese[0])
            elif language == "zh" and english:
                message = "English in a Chinese text" if chinese else "no Chinese in a Chinese text"
                yield Fault("S505", there, f"{message}: `{short(text)}`", "translate it", english[0] if chinese else "")


def _swapped(piece: Text | Lines) -> bool:
    return bool(_CHINESE.search(_whole(piece, "en"))) and not _CHINESE.search(_whole(piece, "zh"))


def _whole(piece: Text | Lines, language: str) -> str:
    return piece[language] if isinstance(piece, Text) else " ".join(piece[language])


def words_are_in_their_language(customer: Customer, written: Written) -> Iterator[Fault]:
    """S505: one for each pair of lists, if there are two. Figures and names can stand in both."""
    for place, piece in pieces(customer):
        if not isinstance(piece, Words):
            continue
        foreign = [number for number, word in enumerate(piece.en) if _CHINESE.search(word)]
        if foreign and piece.zh:
            swapped = not any(_CHINESE.search(word) for word in piece.zh)
            mend = "swap the two lists" if swapped else "translate it, or put it into `zh`"
            message = f"Chinese among the English words: `{short(piece.en[foreign[0]])}`"
            yield Fault("S505", (*place, "en", foreign[0]), message, mend)
        elif piece.zh and not any(_CHINESE.search(word) for word in piece.zh):
            copied = [number for number, word in enumerate(piece.zh) if word in piece.en and re.search("[a-z]{4}", word)]
            if copied:
                message = f"English among the Chinese words: `{short(piece.zh[copied[0]])}`"
                yield Fault("S505", (*place, "zh", copied[0]), message, "translate it")


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


def short(line: str) -> str:
    """The beginning of a line, enough to know it by."""
    return line if len(line) <= 30 else line[:29] + "…"


WORDING = (
    both_languages, enough_wordings, lines_are_short, texts_are_in_their_language,
    words_are_in_their_language, placeholders_have_values,
)  # fmt: skip
