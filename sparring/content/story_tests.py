"""Tests that a trainer writes into a story: replies, and what must come of them."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field, StrictStr, validator

from sparring.content.parts import Part
from sparring.content.problems import Wrong


class Score:
    """A range of points, as trainers write it: ``85 to 100``, or one number."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def __contains__(self, score: int) -> bool:
        return self.least <= score <= self.most

    def __str__(self) -> str:
        return f"{self.least} to {self.most}" if self.least < self.most else str(self.least)

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls.parse

    @classmethod
    def __modify_schema__(cls, schema: dict[str, Any]) -> None:
        written = {"type": "string", "pattern": r"^\d{1,3} to \d{1,3}$", "examples": ["85 to 100"]}
        schema.update({"anyOf": [written, {"type": "integer", "minimum": 0, "maximum": 100}]})

    @classmethod
    def parse(cls, value: Any) -> Score:
        found = re.fullmatch(r"(\d{1,3})(?: to (\d{1,3}))?", str(value).strip())
        if found is None:
            raise Wrong("S126", f"`{value}` is no range of points", "write it as `85 to 100`", instead=0)
        least, most = int(found[1]), int(found[2] or found[1])
        if most > 100:
            raise Wrong("S124", f"a score of {most}", "scores are 0 to 100", instead=0)
        if least > most:
            raise Wrong("S127", f"`{value}` is upside down", f"write `{most} to {least}`", instead=0)
        return cls(least, most)


class Expected(Part):
    """What must come of a test's replies; what isn't written isn't looked at."""

    ending: str | None = Field(None, description="The ending's id, of the story or of the house rules.")
    score: Score | None = Field(None, description="A range, as in `85 to 100`.")
    medal: Literal["gold", "silver", "bronze", "none"] | None = Field(None, description="The medal.")
    verdicts: list[Literal["good", "fair", "poor", "breach"]] = Field([], description="Of each reply, in order.")
    earns: list[str] = Field([], description="Criteria that must earn points.")
    costs: list[str] = Field([], description="Mistakes that must cost points.")


class StoryTest(Part):
    """One session, played by ``sparring check`` and by pytest with the trained tagger."""

    name: StrictStr = Field(description="What it shows, in a few words.")
    language: Literal["en", "zh"] = Field("en", description="The language of the replies.")
    difficulty: Literal["easy", "standard", "hard"] = "standard"
    seed: int = Field(1, ge=0, description="The same seed and replies give the same session.")
    replies: list[StrictStr] = Field(min_items=1, max_items=20, description="`/wait` is a silent turn.")
    expect: Expected = Field(description="What must come of them.")

    @validator("replies", each_item=True)
    def _is_a_reply(cls, reply: str) -> str:
        if not reply.strip():
            raise Wrong("S123", "an empty reply", "write what the trainee says, or `/wait`", instead="/wait")
        if reply.startswith("/") and reply.strip() != "/wait":
            raise Wrong("S125", f"`{reply}` is no reply", "write `/wait` for a silent turn", instead="/wait")
        return reply

    @validator("expect")
    def _expects_something(cls, expect: Expected) -> Expected:
        if not expect.dict(exclude_defaults=True):
            raise Wrong("S123", "a test that expects nothing", "write at least `ending: …`")
        return expect
