"""The smallest pieces of a data file: texts, wordings and words, in both languages."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Extra, Field, StrictStr, root_validator, validator
from pydantic.fields import SHAPE_SINGLETON, ModelField

from sparring.clauses import lowered
from sparring.content.problems import Wrong

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

    @validator("*", pre=True)
    def _is_whole(cls, value: Any, field: ModelField) -> Any:
        """A number with a fraction isn't cut off in silence."""
        whole = isinstance(field.type_, type) and issubclass(field.type_, int) and field.type_ is not bool
        if whole and field.shape == SHAPE_SINGLETON and isinstance(value, (float, bool)):
            raise Wrong("S122", f"`{str(value).lower()}` is no whole number", "write a whole number")
        return value


class Text(Part):
    """One text in both languages. Where one is missing, the other is shown."""

    en: StrictStr = Field(description="The English text.")
    zh: StrictStr = Field(description="The Chinese text.")

    @root_validator(pre=True)
    def _falls_back(cls, values: dict[str, Any]) -> dict[str, Any]:
        return _with_fallback(values)

    @validator("en", "zh")
    def _says_something(cls, text: str) -> str:
        if not text.strip():
            raise Wrong("S123", "an empty text", "write it", instead="…")
        return text

    def __getitem__(self, language: str) -> str:
        return str(getattr(self, language))


class Lines(Part):
    """Wordings of one thing, in both languages; the session's seed picks one not yet said."""

    en: list[StrictStr] = Field(min_items=1, description="English wordings, at least four if they can come again.")
    zh: list[StrictStr] = Field(min_items=1, description="Chinese wordings, at least four if they can come again.")

    @root_validator(pre=True)
    def _falls_back(cls, values: dict[str, Any]) -> dict[str, Any]:
        return _with_fallback(values)

    @validator("en", "zh", each_item=True)
    def _can_be_said(cls, line: str) -> str:
        if not line.strip():
            raise Wrong("S123", "an empty line", "write it or take it out", instead="…")
        brace = re.search(r"\{[^{}]*\}?|\}", _FILLED_IN.sub("", line))
        if brace:
            mend = "only {ask}, {offer} and {promise} can be filled in; write {{ for a brace"
            raise Wrong("S211", f"`{brace[0]}` can't be filled in", mend, brace[0], instead="…")
        return line

    def __getitem__(self, language: str) -> list[str]:
        return list(getattr(self, language))


def _with_fallback(values: dict[str, Any]) -> dict[str, Any]:
    """Both languages, if there is one (a warning, S501, says which is missing)."""
    given = [values[language] for language in LANGUAGES if language in values]
    if len(given) != 1:
        return values
    return {**dict.fromkeys(LANGUAGES, given[0]), **values}


class Moods(Part):
    """Wordings for a patient and for an impatient customer."""

    calm: Lines = Field(description="Said while they are patient.")
    heated: Lines = Field(description="Said when they are irritated or furious.")


class Words(Part):
    """Words that show what a reply is about. English ones match from the start of a word."""

    en: list[str] = Field([], description="English words; `flood` finds *flooded* too.")
    zh: list[str] = Field([], description="Chinese words, found anywhere; Latin ones in them only whole.")

    @root_validator(skip_on_failure=True)
    def _can_be_found(cls, values: dict[str, Any]) -> dict[str, Any]:
        words = values["en"] + values["zh"]
        if not words or not all(word.strip() for word in words):
            message = "no word, or an empty one, which would be found everywhere"
            raise Wrong("S123", message, "write words that show it, or take the empty one out")
        return values

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in ``text`` where any of the words stands, whatever its case."""
        return _pattern_of(tuple(self.en), tuple(self.zh)).search(lowered(text))


@lru_cache(maxsize=10_000)
def _pattern_of(english: tuple[str, ...], chinese: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words. No figure is found inside a longer one (3升 in 13升, 118 in 1180), and no
    Latin word of a Chinese list inside another one (M码, but not the AUS of "because")."""
    whole = [_alternative(word.lower(), "[a-z0-9]", "") for word in english]
    for word in (word.lower() for word in chinese):
        latin = "[a-z]" if re.match("[a-z]", word) else ""
        whole.append(_alternative(word, latin, "[a-z]" if re.search("[a-z]$", word) else ""))
    return re.compile("|".join(whole))


def _alternative(word: str, not_before: str, not_after: str) -> str:
    """A word as a pattern. It begins with the word's first letter, so that the engine can skip the
    places where none begins; what stands before is looked at after that."""
    first, rest = re.escape(word[0]), re.escape(word[1:])
    before = f"(?<!{not_before}{first})" if not_before else ""
    if word[0].isdigit():
        before += rf"(?<!\d{first})(?<!\d[.,]{first})"
    after = r"(?!\d|[.,]\d)" if word[-1].isdigit() else f"(?!{not_after})" if not_after else ""
    return first + before + rest + after


class Topic(Words):
    """Words that show what a reply is about; on request, only where they aren't denied."""

    unless_denied: bool = Field(False, description="Not where its clause has a no or not: `we can't refund`.")
