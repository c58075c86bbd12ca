"""The room's JSON API: lobby, sessions, progress."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
import time
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from rasa.shared.core.constants import DEFAULT_INTENTS
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from addons.room import bodies, conversation
from addons.room.conversation import Exchange
from addons.room.limits import Rate
from addons.room.problems import Problem, answer, language_of
from addons.room.settings import Settings
from addons.room.talk import agent_of, alone, exchanges_of, play, reachable, session_of
from sparring import payloads, progress
from sparring.clauses import encodable
from sparring.content import ContentError, Library, Version
from sparring.conversation import mood
from sparring.game import Game
from sparring.progress import Attempt
from sparring.results import Results
from sparring.session import Saved

logger = logging.getLogger(__name__)

TRAINEE = re.compile(r"[!-~]{1,128}")
MESSAGES = 400  # that one session may hold, commands included

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


class Api:
    """The handlers. All that they know of a session comes from Rasa's tracker of it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.game = Game(Library())
        self.results: Results | None = None
        self.requests = Rate(settings.requests_per_minute)
        self.sessions = Rate(settings.sessions_per_minute)
        self.messages = Rate(settings.messages_per_minute)

    def add_to(self, blueprint: Blueprint) -> None:
        """Serve the API under ``/api/``."""
        routes: list[tuple[str, str, Handler]] = [
            ("/api/lobby", "GET", self.lobby),
            ("/api/progress", "GET", self.report),
            ("/api/embed", "GET", self.embed),
            ("/api/sessions", "POST", self.begin),
            ("/api/sessions/<token:str>", "GET", self.show),
            ("/api/sessions/<token:str>/messages", "POST", self.receive),
            ("/api/<path:path>", "GET", self.nothing),
        ]
        for uri, method, handler in routes:
            blueprint.add_route(
                self._guarded(handler), uri, methods=[method], stream=method == "POST"
            )

    def _guarded(self, handler: Handler) -> Handler:
        """The handler with the limit of an address, and with an answer whatever goes wrong."""
        name = handler.__name__

        @wraps(handler)
        async def guarded(request: Request, **arguments: Any) -> HTTPResponse:
            language = language_of(request)
            try:
                _allow(self.requests, address_of(request))
                return await handler(request, **arguments)
            except Problem as problem:
                return problem.answer(language)
            except ContentError as error:  # a customer's file went away, or has a mistake now
                return Problem(404, "cannot_start", problem=error).answer(language)
            except SQLAlchemyError:
                logger.exception("%s: the results database is away", name)
                return Problem(503, "room_results_away", retry_after=5).answer(language)
            except Exception:
                logger.exception("%s failed", name)
                return Problem(500, "room_trouble").answer(language)

        return guarded

    async def nothing(self, request: Request, path: str) -> HTTPResponse:
        raise Problem(404, "room_nothing_here")

    async def lobby(self, request: Request) -> HTTPResponse:
        """The customers with the trainee's best results, and what to practise next."""
        trainee = trainee_of(request)
        try:
            attempts = await self._attempts(trainee)
        except SQLAlchemyError:
            logger.exception("the results can't be read")  # one can practise without them
            attempts = []
        return answer(progress.lobby(self._customers(), attempts))

    async def report(self, request: Request) -> HTTPResponse:
        """The trainee's results over time."""
        attempts = await self._attempts(trainee_of(request))
        return answer(progress.report(self._customers(), attempts))

    async def embed(self, request: Request) -> HTTPResponse:
        """Tell another site's page that the room may appear on it, if it may."""
        origin = request.headers.get("Origin")
        headers = {"Vary": "Origin"}
        if origin is not None and origin != own_origin(request):
            if origin not in self.settings.allowed_origins:
                raise Problem(403, "room_not_allowed", origin=origin[:200])
            headers["Access-Control-Allow-Origin"] = origin
        customer = request.args.get("customer")
        if customer is None:
            return answer({"allowed": True}, headers=headers)
        found = self.game.library.version(customer).customer
        return answer({"allowed": True, "customer": found.id, "name": found.name.dict()}, headers=headers)

    async def begin(self, request: Request) -> HTTPResponse:
        """Begin a session, or take an older one up again from a turn on."""
        _allow(self.sessions, address_of(request))
        new = await bodies.read(request, bodies.New)
        agent = agent_of(request)
        start = new.dict(exclude={"again"}, exclude_none=True)
        earlier: tuple[Any, ...] = ()
        if new.again is not None:
            old = session_of(await exchanges_of(agent, new.again.token))
            start = old.start.dict()
            earlier = old.history[: new.again.turn - 1]
        token = secrets.token_urlsafe(32)
        metadata = {"id": "start", "trainee": trainee_of(request)}
        sent = await play(agent, token, "/start" + json.dumps(start), metadata)
        if sent[-1].session is None:
            raise Problem(400, text=sent[-1].messages[-1]["text"])
        for number, entry in enumerate(earlier, 1):
            metadata = {"id": f"again-{number}", "seconds": entry.seconds, "typing": entry.typing}
            if entry.text is None:
                sent = await play(agent, token, _wait(entry.seconds), metadata)
            else:
                sent = await play(agent, token, entry.text, {**metadata, "typed": True})
            if not sent[-1].is_turn:  # it ended sooner: the customer's file was changed meanwhile
                break
        return answer(self._drawn(token, sent), 201)

    async def show(self, request: Request, token: str) -> HTTPResponse:
        """All that is needed to draw the room anew."""
        return answer(self._drawn(token, await exchanges_of(agent_of(request), token)))

    async def receive(self, request: Request, token: str) -> HTTPResponse:
        """Play a message of the trainee's; one that was played already is only answered again."""
        agent = agent_of(request)
        _allow(self.messages, token[:64])
        sent = await bodies.read(request, bodies.Sent)
        text = _text_of(sent)
        metadata = {
            "id": sent.id,
            "typed": sent.text is not None,
            "seconds": sent.seconds if sent.wait is None else sent.wait,
            "typing": sent.typing,
        }
        async with alone(agent, token):
            exchanges = await exchanges_of(agent, token)
            session_of(exchanges)  # there is one
            before = conversation.played(exchanges, sent.id)
            if before is None:
                if sum(one.answered for one in exchanges) >= MESSAGES:
                    raise Problem(403, "room_session_full")
                # A page that tries again and again must not fill the tracker meanwhile.
                if not exchanges[-1].messages and not await reachable(agent):
                    raise Problem(503, "room_away", retry_after=2)
                exchanges = await play(agent, token, text, metadata)
        said = (before or exchanges[-1]).messages
        return answer({"messages": said, **self._standing(session_of(exchanges))})

    def _drawn(self, token: str, exchanges: list[Exchange]) -> dict[str, Any]:
        saved = session_of(exchanges)
        return {
            "token": token,
            "session": saved.id,
            "start": saved.start.dict(),
            "criteria": payloads.criteria(self.game.play(saved).setting),
            "messages": conversation.drawn(exchanges),
            **self._standing(saved),
        }

    def _standing(self, saved: Saved) -> dict[str, Any]:
        """How a session stands now."""
        play = self.game.play(saved)
        state = {
            "turn": len(play.turns),
            "mood": mood(play.setting, play.state),
            "patience": play.state.patience / 100,
            "retries": saved.retries,
        }
        return {"state": state, "over": play.over}

    def _customers(self) -> list[Version]:
        """All customers that can be read; a mistake in one file doesn't close the others' door."""
        found = []
        for customer_id in self.game.library.ids():
            try:
                found.append(self.game.library.version(customer_id))
            except ContentError as error:
                logger.warning("a customer is left out: %s", error)
        return found

    async def _attempts(self, trainee: str | None) -> list[Attempt]:
        """What the trainee has finished. Reading waits for a disk or another machine, so it is done
        beside the turns of others."""
        if trainee is None:
            return []
        if self.results is None:
            self.results = Results()
        return await asyncio.get_running_loop().run_in_executor(None, self.results.attempts, trainee)


def trainee_of(request: Request) -> str | None:
    """The trainee's key, None for somebody without one; raises Problem for an odd one."""
    key: str | None = request.headers.get("Sparring-Trainee")
    if key is not None and not TRAINEE.fullmatch(key):
        raise Problem(400, "room_bad_trainee")
    return key


def address_of(request: Request) -> str:
    """Who asks: the address behind a proxy that Sanic was told to trust, else the other end."""
    return request.remote_addr or request.ip


def own_origin(request: Request) -> str:
    return f"{request.scheme}://{request.host}"


def _allow(rate: Rate, key: str) -> None:
    wait = rate.wait(key, time.monotonic())
    if wait:
        raise Problem(429, "room_too_fast", retry_after=wait)


def _text_of(sent: bodies.Sent) -> str:
    """What Rasa gets to see; raises Problem for a reply that is empty or too long."""
    if sent.wait is not None:
        return _wait(sent.wait)
    if sent.command is not None:
        return f"/{sent.command}"
    text = encodable(sent.text or "").strip()
    if not text:
        raise Problem(400, "room_empty")
    if len(text) > bodies.REPLY:
        raise Problem(413, "room_too_long", characters=bodies.REPLY)
    # Rasa has commands of its own, which would end or undo a session without a word.
    command = text.partition("{")[0].partition("@")[0].strip()
    if command.startswith("/") and command[1:] in DEFAULT_INTENTS:
        raise Problem(400, "unknown_command", command=command)
    return text


def _wait(seconds: float | None) -> str:
    return "/wait" if seconds is None else "/wait" + json.dumps({"seconds": seconds})
