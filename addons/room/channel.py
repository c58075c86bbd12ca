"""The practice room as a Rasa channel: its page, its files and its API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from addons.room import pages
from addons.room.api import Api
from addons.room.problems import Problem, language_of
from addons.room.settings import Settings, SettingsError
from addons.room.talk import CHANNEL


class Room(InputChannel):
    """On in ``credentials.yml`` as ``addons.room.channel.Room``, with its settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> Room:
        try:
            return cls(Settings.read(credentials))
        except SettingsError as error:
            raise RasaException(str(error)) from error

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint("sparring_room")
        page = {"Content-Security-Policy": pages.policy(self.settings.allowed_origins)}

        @blueprint.get("/")
        async def index(request: Request) -> HTTPResponse:
            if not request.path.endswith("/"):  # the page's links are relative
                return redirect(f"{request.path}/")
            return _send(request, "index.html", page)

        @blueprint.get("/embed.js")
        async def embed(request: Request) -> HTTPResponse:
            return _send(request, "embed.js", {"Cross-Origin-Resource-Policy": "cross-origin"})

        @blueprint.get("/web/<path:path>")
        async def web(request: Request, path: str) -> HTTPResponse:
            return _send(request, path)

        @blueprint.middleware("response")
        async def harden(_request: Request, response: HTTPResponse) -> None:
            for name, value in pages.HEADERS.items():
                response.headers.setdefault(name, value)

        @blueprint.listener("before_server_start")
        async def lead_to_the_room(app: Sanic, _loop: Any) -> None:
            app.register_middleware(_from_root, "request")

        Api(self.settings).add_to(blueprint)
        return blueprint


def _send(request: Request, path: str, headers: dict[str, str] | None = None) -> HTTPResponse:
    file = pages.find(path)
    if file is None:
        return Problem(404, "room_nothing_here").answer(language_of(request))
    return pages.send(request, file, headers or {})


async def _from_root(request: Request) -> HTTPResponse | None:
    """Somebody who opens the server's address in a browser wants the room; others, Rasa's hello."""
    if request.path == "/" and "text/html" in request.headers.get("Accept", ""):
        return redirect(f"/webhooks/{CHANNEL}/")
    return None
