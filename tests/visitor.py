"""Somebody in the practice room, over its API."""

from __future__ import annotations

import uuid
from typing import Any

import requests

from tests.served import PATIENCE, Served

Answer = dict[str, Any]
Message = dict[str, Any]


class Visitor:
    """A trainee with a key of their own and the language their page is in."""

    def __init__(self, served: Served, trainee: str | None = None, language: str = "en") -> None:
        self.served = served
        self.trainee = trainee or uuid.uuid4().hex
        self.language = language

    @property
    def url(self) -> str:
        return self.served.url + "webhooks/sparring/"

    def request(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Sparring-Trainee": self.trainee, "Accept-Language": self.language}
        headers |= more.pop("headers", {})
        return requests.request(
            method, self.url + path, headers=headers, timeout=PATIENCE, allow_redirects=False, **more
        )

    def get(self, path: str) -> Answer:
        response = self.request("GET", path)
        assert response.status_code == 200, response.text
        return dict(response.json())

    def begin(self, **start: Any) -> Answer:
        """Begin a session, by default the haggler's first with seed 7, in the visitor's language."""
        start = start or {"customer": "haggler", "language": self.language, "seed": 7}
        response = self.request("POST", "api/sessions", json=start)
        assert response.status_code == 201, response.text
        return dict(response.json())

    def drawn(self, token: str) -> Answer:
        return self.get(f"api/sessions/{token}")

    def post(self, token: str, **message: Any) -> requests.Response:
        return self.request("POST", f"api/sessions/{token}/messages", json=message)

    def send(self, token: str, **message: Any) -> Answer:
        """Send a message, under a new id unless one is given."""
        response = self.post(token, **{"id": uuid.uuid4().hex, **message})
        assert response.status_code == 200, response.text
        return dict(response.json())

    def play(self, token: str, replies: list[str]) -> Answer:
        """Send replies (``/wait`` is a silence) until the session is over; end it if it isn't."""
        for reply in replies:
            answer = self.send(token, **({"wait": 60} if reply == "/wait" else {"text": reply}))
            if answer["over"]:
                return answer
        return self.send(token, command="end")


def said(messages: list[Message], role: str) -> list[str]:
    """The words of one role."""
    return [message["text"] for message in messages if message["role"] == role]


def custom(messages: list[Message], kind: str) -> dict[str, Any]:
    """The one payload of that type."""
    (found,) = [m["payload"] for m in messages if m.get("payload", {}).get("type") == kind]
    return dict(found)
