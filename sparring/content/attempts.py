"""Which of several changes to a broken text was meant: the one that leaves the least wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sparring.content.problems import Slip
from sparring.content.source import Source

# So many changes are tried at one fault: enough for a few lines, and soon done.
_MOST = 80
ANY_NUMBER = 10**9


class Wrongs(NamedTuple):
    """What is wrong with a text: how many lines the parser can't reach, and the faults of shape."""

    unread: int
    faults: int


def best(changes: Iterable[Slip], model: type[BaseModel] | None, enough: Wrongs) -> Slip | None:
    """The change that leaves the least wrong, the first of several; None if none leaves as little
    as ``enough``."""
    found: Slip | None = None
    least = enough
    tried: set[str] = set()
    for slip in changes:
        if slip.text is None or slip.text in tried:
            continue
        tried.add(slip.text)
        left = wrongs(slip.text, model)
        if left < least or (found is None and left == least):
            found, least = slip, left
        if (least == (0, 0) and found is not None) or len(tried) >= _MOST:
            break
    return found


def wrongs(text: str, model: type[BaseModel] | None) -> Wrongs:
    """How much is wrong with a text as a ``model``; without one, only whether it can be read."""
    found = read(text)
    if isinstance(found, int):
        return Wrongs(found, 0)
    return Wrongs(0, len(found.doubled) + (len(errors(found.data, model)) if model is not None else 0))


def read(text: str) -> Source | int:
    """A text's tree and data, or how many of its lines the parser can't reach."""
    try:
        root = YAML(typ="safe").compose(text)
        return Source("", text, root) if root is not None else 1
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return max(1, text.count("\n") + 1 - (int(mark.line) if mark is not None else 0))
    except (YAMLError, ValueError):
        return text.count("\n") + 1


def errors(data: Any, model: type[BaseModel]) -> list[Any]:
    """What keeps ``data`` from being a ``model``."""
    try:
        model.parse_obj(data)
    except ValidationError as error:
        return error.errors()
    return []
