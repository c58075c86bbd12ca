"""All texts and wordings of a customer, with the places they stand at."""

from __future__ import annotations

from collections.abc import Iterator

from sparring.content import LANGUAGES, Lines, Part, Text, Words
from sparring.content.problems import Place

Piece = Text | Lines | Words


def pieces(part: object, place: Place = ()) -> list[tuple[Place, Piece]]:
    """The texts, wordings and words in ``part``, from the top down."""
    found: list[tuple[Place, Piece]] = []
    _collect(part, place, found)
    return found


def _collect(part: object, place: Place, found: list[tuple[Place, Piece]]) -> None:
    """One list for all of them: a file is gone through by every check."""
    if isinstance(part, (Text, Lines, Words)):
        found.append((place, part))
    elif isinstance(part, Part):
        for name, field in part.__fields__.items():
            _collect(getattr(part, name), (*place, field.alias), found)
    elif isinstance(part, list):
        for number, item in enumerate(part):
            _collect(item, (*place, number), found)
    elif isinstance(part, dict):
        for key, item in part.items():
            _collect(item, (*place, key), found)


def texts(part: object, place: Place = ()) -> Iterator[tuple[Place, str, str]]:
    """Every text and wording in ``part``: its place, its language and itself."""
    for there, piece in pieces(part, place):
        if isinstance(piece, Words):
            continue
        for language in LANGUAGES:
            if isinstance(piece, Text):
                yield (*there, language), language, piece[language]
            else:
                for number, line in enumerate(piece[language]):
                    yield (*there, language, number), language, line


def comes_again(place: Place) -> bool:
    """Whether the wordings at ``place`` can be needed more than once in a session."""
    return place[0] == "reactions" or "again" in place
