"""What is wrong with a file beyond its shape: faults with the places they stand at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.error_wrappers import ErrorWrapper

from sparring.content.answers import Answer, nearest

# Where something stands in a file: keys and positions, from the top down.
Place = tuple[Any, ...]


def refuse(faults: Iterable[tuple[Place, str]]) -> None:
    """Raise one error that has every fault with its place, if there are any."""
    wrapped = [ErrorWrapper(ValueError(message), place) for place, message in faults]
    if wrapped:
        raise ValidationError(wrapped, BaseModel)


def used_twice(what: str, ids: list[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    seen = set()
    for place, name in ids:
        if name in seen:
            yield place, f"another {what} is called `{name}` already: rename one"
        seen.add(name)


def unknown_topics(
    place: Place, answers: list[Answer], topics: Iterable[str], problem: str
) -> Iterator[tuple[Place, str]]:
    for number, answer in enumerate(answers):
        for _, topic in answer.parts:
            if topic is not None and topic not in topics:
                yield (*place, number), f"{problem} `{topic}`{nearest(topic, topics)}"
