"""Where a reply divides: sentences, and the clauses within them. Evidence is quoted by clause."""

from __future__ import annotations

import re
from typing import NamedTuple

# A full stop ends a sentence unless it stands inside a number or a word ("3.5", "sparring.yml").
_SENTENCE_END = re.compile(
    r"[。！？!?；;~～…]+|\n+|(?<!\d)\.+(?=\s|$)|(?<=\d)\.(?=\s|$)|\.{2,}"
    r"|(?<=[一-鿿])\s+(?=[一-鿿])"
)
_CLAUSE_END = re.compile(r"[,，:：](?!\d)|\s[-–—]+\s|——+|—|\s(?=(?:but|because|so that)\s)")
_INNER = re.compile(r"\w")
_CLOSING = "\"'”’」』）)】"


class Unit(NamedTuple):
    """``text[start:end]``, without the white space around it."""

    start: int
    end: int


def _split(text: str, start: int, end: int, separator: re.Pattern[str]) -> list[Unit]:
    """Cut ``text[start:end]`` after each separator; what has no letter or digit joins its left."""
    units: list[Unit] = []
    position = start
    cuts = [match.end() for match in separator.finditer(text, start, end)] + [end]
    for cut in cuts:
        while cut < end and text[cut] in _CLOSING:
            cut += 1
        if cut <= position:
            continue
        if _INNER.search(text, position, cut):
            units.append(Unit(position, cut))
        elif units:
            units[-1] = Unit(units[-1].start, cut)
        else:
            continue
        position = cut
    return [_trimmed(text, unit) for unit in units]


def _trimmed(text: str, unit: Unit) -> Unit:
    piece = text[unit.start : unit.end]
    left = len(piece) - len(piece.lstrip())
    return Unit(unit.start + left, unit.start + len(piece.rstrip()))


def lowered(text: str) -> str:
    """``text`` in lower case, each character in its place (``"İ".lower()`` would be two)."""
    return text.replace("İ", "i").lower()


def encodable(text: str) -> str:
    """``text`` with a ? for each lone surrogate: JSON can bring them, nothing can write them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def sentences(text: str) -> list[Unit]:
    """The sentences of ``text`` with their closing punctuation, in order."""
    return _split(text, 0, len(text), _SENTENCE_END)


def clauses(text: str, within: Unit) -> list[Unit]:
    """The comma-separated clauses of the sentence ``within``."""
    return _split(text, within.start, within.end, _CLAUSE_END)
