"""The practice room as a Rasa channel: its page, its files and its API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, redirect

from addons.room import pages
from addons.room.api import CHANNEL, Api
from addons.room.settings import Settings, SettingsError


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
        file = {"Content-Security-Policy": pages.NOTHING, "Cross-Origin-Resource-Policy": "same-origin"}
        script = {**file, "Cross-Origin-Resource-Policy": "cross-origin"}

        @blueprint.get("/")
        async def index(request: Request) -> HTTPResponse:
            if not request.path.endswith("/"):  # the page's links are relative
                return redirect(f"{request.path}/")
            return _send(request, "index.html", page)

        @blueprint.get("/embed.js")
        async def embed(request: Request) -> HTTPResponse:
            return _send(request, "embed.js", script)

        @blueprint.get("/web/<path:path>")
        async def web(request: Request, path: str) -> HTTPResponse:
            return _send(request, path, file)

        Api(self.settings).add_to(blueprint)
        return blueprint


def _send(request: Request, path: str, headers: dict[str, str]) -> HTTPResponse:
    file = pages.find(path)
    if file is None:
        raise NotFound(f"there is no file {path}")
    return pages.send(request, file, headers)
