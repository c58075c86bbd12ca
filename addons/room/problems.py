"""What the room refuses, as HTTP answers with one clear line."""

from __future__ import annotations

from functools import partial
from json import dumps
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json

from sparring.wording import say


class Problem(Exception):
    """A request that can't be followed: an HTTP status and a text of data/wording.yml.

    ``retry_after`` is in seconds. ``text`` is for a line that the core has written already.
    """

    def __init__(
        self,
        status: int,
        wording: str = "",
        *,
        text: str | None = None,
        language: str | None = None,
        retry_after: float | None = None,
        **values: Any,
    ) -> None:
        super().__init__(wording)
        self.status = status
        self.wording = wording
        self.text = text
        self.language = language
        self.retry_after = retry_after
        self.values = values

    def answer(self, language: str) -> HTTPResponse:
        text = self.text or say(self.wording, self.language or language, **self.values)
        headers = {}
        if self.retry_after is not None:
            headers["Retry-After"] = str(max(1, round(self.retry_after + 0.5)))
        return answer({"error": text}, self.status, headers)


_dumps = partial(dumps, ensure_ascii=False, separators=(",", ":"))


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    """JSON that no cache keeps."""
    headers = {"Cache-Control": "no-store", **(headers or {})}
    return json(body, status, headers, dumps=_dumps)


def language_of(request: Request) -> str:
    """The language asked for: Chinese if the browser names it first, else English."""
    wished: str = request.headers.get("Accept-Language", "")
    return "zh" if wished.strip().lower().startswith("zh") else "en"
