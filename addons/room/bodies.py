"""Reading what the page sends."""

from __future__ import annotations

import json
from typing import Any, Literal, NoReturn, TypeVar

from pydantic import (
    BaseModel,
    ConstrainedStr,
    Extra,
    Field,
    StrictStr,
    ValidationError,
    root_validator,
)
from sanic.request import Request

from addons.room.problems import Problem

BODY = 65_536  # bytes; a reply of the longest kind, in any script, escaped or not, fits in
REPLY = 4_000  # characters

Body = TypeVar("Body", bound=BaseModel)


class Id(ConstrainedStr):
    """A name that the sender made up."""

    regex = r"^[A-Za-z0-9_-]{1,64}$"


class Again(BaseModel):
    """Where to take an older session up: before its reply number ``turn``."""

    token: StrictStr
    turn: int = Field(ge=1, le=100)

    class Config:
        extra = Extra.forbid


class New(BaseModel):
    """A session to begin; what is missing is as with /start."""

    again: Again | None = None
    customer: StrictStr | None = None
    story: StrictStr | None = None
    language: Literal["en", "zh"] = "en"
    difficulty: Literal["easy", "standard", "hard"] = "standard"
    coach: bool = True
    seed: int | None = Field(None, ge=0, le=2**53)

    class Config:
        extra = Extra.forbid


class Sent(BaseModel):
    """A reply, a silence or a command, with the seconds it took to think and to type."""

    id: Id
    text: StrictStr | None = None
    wait: float | None = Field(None, ge=0, le=86_400)
    command: Literal["hint", "retry", "end"] | None = None
    seconds: float | None = Field(None, ge=0, le=86_400)
    typing: float | None = Field(None, ge=0, le=86_400)

    class Config:
        extra = Extra.forbid

    @root_validator(skip_on_failure=True)
    def _says_one_thing(cls, values: dict[str, Any]) -> dict[str, Any]:
        if sum(values[name] is not None for name in ("text", "wait", "command")) != 1:
            raise ValueError("send one of text, wait and command")
        return values


async def read(request: Request, kind: type[Body]) -> Body:
    """The JSON body of a request; raises Problem for one that is too long, or not of that form."""
    # Other sites' pages can send forms unasked, but JSON only to those who allow it.
    if request.content_type.partition(";")[0].strip().lower() != "application/json":
        raise Problem(400, "room_no_json")
    body = bytearray()
    assert request.stream is not None
    async for part in request.stream:
        body += part
        if len(body) > BODY:
            raise Problem(413, "room_too_long", characters=REPLY)
    try:
        return kind.parse_obj(json.loads(body, parse_constant=_no_number))
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(str(part) for part in fault["loc"] if part != "__root__")
        problem = f"{name}: {fault['msg']}" if name else fault["msg"]
        raise Problem(400, "room_bad_request", problem=problem) from error
    except (ValueError, RecursionError) as error:
        raise Problem(400, "room_no_json") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} isn't JSON")
