"""Copies: what stands twice, and what is still to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sparring.content import LANGUAGES, Customer, Text
from sparring.content.problems import Fault, Place
from sparring.content.source import Source
from sparring.diagnostics.pieces import pieces, texts
from sparring.diagnostics.wording import short

_UNWRITTEN = re.compile(
    r"\b(?:TODO|TBD|FIXME|XXX+)\b|(?i:\blorem ipsum\b)|待补充|待填写|待翻译|待写|此处填写|\A\s*(?:\.{2,}|…+|。{2,})\s*\Z"
)
# Texts that are written for one thing each: a copy says nothing of the other one.
_OF_THEIR_OWN = ("hint", "story", "reason", "tip", "title")


def no_line_twice(customer: Customer, source: Source) -> Iterator[Fault]:
    """S503: within what one session can say, the reactions and one story; once for each list."""
    seen: dict[tuple[Place, str, str], Place] = {}
    for place, language, text in texts(customer):
        # A wording of a list.
        if not isinstance(place[-1], int) or not source.written(place):
            continue
        story = place[:2] if place[0] == "their_stories" else ()
        line = text.strip().rstrip(".。") or text
        first = seen.get(((), language, line)) or seen.get((story, language, line))
        if first is not None and (place[:-1], language, line) not in seen:
            yield _again(place, text, first, source, "word one of them otherwise")
            seen[place[:-1], language, line] = place
        seen.setdefault((story, language, line), place)


def no_text_copied(customer: Customer, source: Source) -> Iterator[Fault]:
    """S503: hints and endings of one story, and the criteria; one for each text."""
    seen: dict[tuple[Place, object, str, str], Place] = {}
    for place, piece in pieces(customer):
        if not isinstance(piece, Text) or place[-1] not in _OF_THEIR_OWN:
            continue
        among = place[:3] if place[0] == "their_stories" else ()
        copied = None
        for language in LANGUAGES:
            there = (*place, language)
            first = seen.setdefault((among, place[-1], language, piece[language]), there)
            if first != there and source.written(there) and copied is None:
                copied = _again(there, piece[language], first, source, "write what fits here")
        if copied is not None:
            yield copied


def _again(place: Place, said: str, first: Place, source: Source, mend: str) -> Fault:
    return Fault("S503", place, f"`{short(said)}` stands in line {source.position(first)[0]} already", mend)


def nothing_is_left_to_write(customer: Customer, source: Source) -> Iterator[Fault]:
    """S508. Somebody who is met with silence may say no more than three dots."""
    for place, _, text in texts(customer):
        left = _UNWRITTEN.search(text)
        if left and place[:2] != ("reactions", "silent") and source.written(place):
            yield Fault("S508", place, f"`{short(text)}` is still to be written", "write what is said here", left[0].strip())


COPIES = (no_line_twice, no_text_copied, nothing_is_left_to_write)
