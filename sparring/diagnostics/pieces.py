"""All texts and wordings of a customer, with the places they stand at."""

from __future__ import annotations

from collections.abc import Iterator

from sparring.content import LANGUAGES, Lines, Part, Text, Words
from sparring.content.problems import Place

Piece = Text | Lines | Words


def pieces(part: object, place: Place = ()) -> Iterator[tuple[Place, Piece]]:
    """The texts, wordings and words in ``part``, from the top down."""
    if isinstance(part, (Text, Lines, Words)):
        yield place, part
    elif isinstance(part, Part):
        for name, field in part.__fields__.items():
            yield from pieces(getattr(part, name), (*place, field.alias))
    elif isinstance(part, list):
        for number, item in enumerate(part):
            yield from pieces(item, (*place, number))
    elif isinstance(part, dict):
        for key, item in part.items():
            yield from pieces(item, (*place, key))


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
