"""Rasa's real agent with the trained model, its custom actions run in this process.

What goes between Rasa and the action server is made JSON and read back, as over HTTP.
"""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.utils.endpoints import EndpointConfig
from rasa.utils.log_utils import configure_structlog
from rasa_sdk.executor import ActionExecutor
from sanic.response import json as json_response

from tests.messages import Message


class ActionsInProcess(EndpointConfig):
    """Stands in for the action server. ``failures`` are the errors that reached Rasa: it logs them
    and loses the events, so there must never be one."""

    def __init__(self) -> None:
        super().__init__("http://in.this.process", selective_domain=True)
        self.executor = ActionExecutor()
        self.executor.register_package("actions.actions")
        self.failures: list[Exception] = []

    async def request(self, *_: Any, **call: Any) -> Any:
        try:
            result = await self.executor.run(json.loads(json.dumps(call["json"])))
            return json.loads(json_response(result).body)
        except Exception as error:
            self.failures.append(error)
            raise


class Channel(CollectingOutputChannel):
    """Collects what the bot sends, under the name of any channel."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def name(self) -> str:  # type: ignore[override]
        return self._name


class Bot:
    """The bot as a channel meets it: ``say`` something as a trainee, get its messages."""

    def __init__(self, model: Path) -> None:
        configure_structlog(logging.WARNING)
        self.actions = ActionsInProcess()
        self._loop = asyncio.new_event_loop()
        self._agent = Agent.load(str(model), action_endpoint=self.actions)

    def __enter__(self) -> Bot:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.close()

    def say(
        self, text: str, trainee: str, channel: str = "rest", metadata: dict[str, Any] | None = None
    ) -> list[Message]:
        """Send one message. An error that got out of an action is raised here."""
        collected = Channel(channel)
        message = UserMessage(text, collected, trainee, input_channel=channel, metadata=metadata)
        self._loop.run_until_complete(self._agent.handle_message(message))
        if self.actions.failures:
            raise self.actions.failures.pop()
        return [
            {key: value for key, value in message.items() if key != "recipient_id"}
            for message in collected.messages
        ]

    def session(self, trainee: str) -> dict[str, Any] | None:
        """The session as Rasa's tracker holds it."""
        store = self._agent.tracker_store
        tracker = self._loop.run_until_complete(store.retrieve(trainee))
        return tracker.get_slot("session") if tracker else None

    def roles(self, trainee: str) -> list[str]:
        """The roles of all that the bot said in a conversation, as the tracker keeps them."""
        store = self._agent.tracker_store
        tracker = self._loop.run_until_complete(store.retrieve(trainee))
        events = [event.as_dict() for event in tracker.events]
        return [event["metadata"]["role"] for event in events if event["event"] == "bot"]
