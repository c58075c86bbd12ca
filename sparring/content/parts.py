"""The smallest pieces of a data file: texts, wordings and words, in both languages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Extra, Field, root_validator, validator

from sparring.clauses import lowered

DATA = Path(__file__).resolve().parents[2] / "data"
LANGUAGES = ("en", "zh")

Language = Literal["en", "zh"]

# A line with its placeholders, and braces that are meant as such, left out has no brace.
_FILLED_IN = re.compile(r"\{(?:ask|offer|promise)\}|\{\{|\}\}")


class ContentError(ValueError):
    """A data file can't be used; the message is one line with file, line and the mend."""


class Part(BaseModel):
    """Base of every piece of a data file: unknown keys are mistakes, and nothing changes later."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Text(Part):
    """One text in both languages."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


class Lines(Part):
    """Wordings of one thing, in both languages; the session's seed picks one not yet said."""

    en: list[str] = Field(min_items=1)
    zh: list[str] = Field(min_items=1)

    @validator("en", "zh", each_item=True)
    def _can_be_said(cls, line: str) -> str:
        if not line.strip():
            raise ValueError("an empty line: write it or take it out")
        if re.search("[{}]", _FILLED_IN.sub("", line)):
            raise ValueError(f"`{line}`: only {{ask}}, {{offer}} and {{promise}} can be filled in")
        return line

    def __getitem__(self, language: str) -> list[str]:
        return list(getattr(self, language))


class Moods(Part):
    """Wordings for a patient and for an impatient customer."""

    calm: Lines
    heated: Lines


class Words(Part):
    """Words that show what a reply is about. English ones match from the start of a word."""

    en: list[str]
    zh: list[str]

    @root_validator(skip_on_failure=True)
    def _can_be_found(cls, values: dict[str, Any]) -> dict[str, Any]:
        words = values["en"] + values["zh"]
        if not words or not all(word.strip() for word in words):
            raise ValueError("no word, or an empty one: it would be found everywhere")
        return values

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in ``text`` where any of the words stands, whatever its case."""
        return _words_pattern(tuple(self.en), tuple(self.zh)).search(lowered(text))


@cache
def _words_pattern(english: tuple[str, ...], chinese: tuple[str, ...]) -> re.Pattern[str]:
    starts = [r"(?<![a-z0-9])" + re.escape(word.lower()) for word in english]
    return re.compile("|".join(starts + [re.escape(word.lower()) for word in chinese]))
