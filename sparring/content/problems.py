"""A problem of a data file: what is wrong, where exactly, and the mend."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic.error_wrappers import ErrorWrapper

Severity = Literal["error", "warning"]
# Where something stands in a file: keys and positions, from the top down.
Place = tuple[Any, ...]


class Problem(NamedTuple):
    """One problem. ``line`` and ``column`` count from 1; ``code`` is stable (docs/diagnostics.md)."""

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}: {self.mend}"


class Slip(NamedTuple):
    """A fault of the text: where it is, and the text without it (None if that can't be told)."""

    code: str
    line: int
    column: int
    message: str
    mend: str
    text: str | None
    severity: Severity = "error"


class _Nothing:
    """Stands for "leave it as it is" where None could be meant."""


NOTHING: Any = _Nothing()
LEFT_OUT: Any = _Nothing()


class Fault(NamedTuple):
    """A problem before its place is looked up in the file.

    ``word`` is the part of the value that is wrong, ``at_key`` whether the key is. ``instead`` is
    what the checks go on with, so that one fault gives one problem: a value, or ``LEFT_OUT``.
    """

    code: str
    place: Place
    message: str
    mend: str
    word: str = ""
    at_key: bool = False
    instead: Any = NOTHING


class Wrong(ValueError):
    """Raised by a model's validator: a fault with its code, as ``Fault`` without the place."""

    def __init__(self, code: str, message: str, mend: str, word: str = "", instead: Any = NOTHING) -> None:
        super().__init__(message)
        self.code, self.mend, self.word, self.instead = code, mend, word, instead

    def fault(self, place: Place) -> Fault:
        return Fault(self.code, place, str(self), self.mend, self.word, instead=self.instead)


def refuse(faults: list[tuple[Place, Wrong]]) -> None:
    """Raise one error that has every fault with its place, if there are any."""
    if faults:
        raise ValidationError([ErrorWrapper(wrong, place) for place, wrong in faults], BaseModel)
