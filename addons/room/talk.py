"""Talking to Rasa as the room's channel: a message in, and the conversation that is kept out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockError
from sanic.request import Request
from sqlalchemy.exc import SQLAlchemyError

from addons.room import conversation
from addons.room.conversation import Exchange
from addons.room.problems import Problem
from sparring.session import Saved

CHANNEL = "sparring"
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes
POLL = 0.02  # seconds between two looks whether the session's earlier message is answered


def agent_of(request: Request) -> Agent:
    """Rasa's agent; raises Problem if no model is loaded."""
    agent = request.app.ctx.agent
    if agent is None or not agent.is_ready():
        raise Problem(503, "room_away", retry_after=5)
    return agent


@asynccontextmanager
async def alone(agent: Agent, token: str) -> AsyncIterator[None]:
    """Hold a session's messages back while one is played; raises Problem if it takes too long.

    It is Rasa's own lock, which also holds between several workers with a shared lock store.
    """
    try:
        async with agent.lock_store.lock(token, wait_time_in_seconds=POLL):
            yield
    except LockError as error:
        raise Problem(503, "room_away", retry_after=2) from error


async def play(agent: Agent, token: str, text: str, metadata: dict[str, Any]) -> list[Exchange]:
    """Send a message to Rasa; gives the conversation with it and its answer at the end.

    Nobody else may play in the session meanwhile (``alone``). Raises Problem if the message could
    not be played or not be kept.
    """
    message = UserMessage(text, sender_id=token, input_channel=CHANNEL, metadata=metadata)
    # The agent would take the lock once more, so it goes to the processor.
    await agent.processor.handle_message(message)
    sent = await exchanges_of(agent, token)
    if not sent or sent[-1].id != metadata["id"] or not sent[-1].messages:
        # The database or the action server is away; Rasa only logs that.
        raise Problem(503, "room_away", retry_after=2)
    for said in sent[-1].messages:
        if said["role"] == conversation.TROUBLE:
            raise Problem(500, text=said["text"])
    return sent


async def reachable(agent: Agent) -> bool:
    """Whether anybody listens where the action server should be."""
    url = urlsplit(agent.processor.action_endpoint.url)
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(url.hostname, port), timeout=2)
    except (OSError, asyncio.TimeoutError):
        return False
    writer.close()
    return True


async def exchanges_of(agent: Agent, token: str) -> list[Exchange]:
    """The conversation behind a token, empty if it is none of the room's; raises Problem if the
    database is away."""
    if not TOKEN.fullmatch(token):
        return []
    # The agent's store hides a database that is away behind an empty one in memory.
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    try:
        tracker = await store.retrieve(token)
    except SQLAlchemyError as error:
        raise Problem(503, "room_away", retry_after=5) from error
    if tracker is None or tracker.get_latest_input_channel() != CHANNEL:
        return []
    return conversation.exchanges(event.as_dict() for event in tracker.events)


def session_of(exchanges: list[Exchange]) -> Saved:
    """The session as it stands; raises Problem if there is none."""
    data = conversation.session(exchanges)
    if data is None:
        raise Problem(404, "room_no_session")
    return Saved.load(data)
