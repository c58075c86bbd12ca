"""The room's settings, from ``credentials.yml``."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, Extra, Field, ValidationError, validator

ORIGIN = re.compile(r"https?://(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?")


class SettingsError(ValueError):
    """The settings can't be followed; the message is one clear line."""


class Settings(BaseModel):
    """What an operator can set. Rates are counts a minute."""

    # Pages on these origins (scheme://host:port) may embed the room.
    allowed_origins: list[str] = []
    # What one session, and one network address, may ask for.
    messages_per_minute: int = Field(60, ge=1)
    sessions_per_minute: int = Field(60, ge=1)
    requests_per_minute: int = Field(1200, ge=1)

    class Config:
        extra = Extra.forbid

    @validator("allowed_origins", each_item=True)
    def _is_an_origin(cls, value: str) -> str:
        if not ORIGIN.fullmatch(value):
            raise ValueError(f"write an origin like https://intranet.example, not {value!r}")
        return value

    @classmethod
    def read(cls, data: dict[str, Any] | None) -> Settings:
        """The settings as they stand in the file; raises SettingsError for what it can't take."""
        try:
            return cls.parse_obj(data or {})
        except ValidationError as error:
            fault = error.errors()[0]
            name = ".".join(str(part) for part in fault["loc"])
            raise SettingsError(f"credentials.yml: practice room: {name}: {fault['msg']}") from error
