"""Rasa's custom actions: one a turn. Each follows a command of ``sparring.game`` and keeps the result."""

from __future__ import annotations

import json
import logging
import math
import re
import uuid
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from sparring.content import Library
from sparring.game import Game, Message, Refused
from sparring.moves import Span
from sparring.results import Results
from sparring.session import Saved
from sparring.snapshots import DatabaseSnapshots
from sparring.wording import say

logger = logging.getLogger(__name__)

TERMINAL = "cmdline"
ROOM = "sparring"
Outcome = tuple[Saved | None, list[Message]]


@lru_cache(maxsize=1)
def game() -> Game:
    return Game(Library(snapshots=DatabaseSnapshots()))


@lru_cache(maxsize=1)
def results() -> Results:
    return Results()


class SparringAction(Action):
    """Base of all: reads the session from its slot, follows the command, shows what comes out.

    A failing action is only logged by Rasa and its events are lost, so every error is caught here:
    the trainee gets a clear line and the session stays as it was.
    """

    def name(self) -> str:
        """The action's name in the domain: ``ActionStartSession`` is action_start_session."""
        return re.sub("(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()

    def follow(self, saved: Saved | None, tracker: Tracker) -> Outcome:
        """Do what the command says: the session from now on (None: unchanged) and what to show."""
        raise NotImplementedError

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        data = tracker.get_slot("session")
        language = language_of(tracker)
        try:
            saved = Saved.load(data) if data else None
            after, messages = self.follow(saved, tracker)
        except Refused as refusal:
            dispatcher.utter_message(text=str(refusal), role="system")
            return []
        except Exception:
            logger.exception("%s failed", self.name())
            dispatcher.utter_message(text=say("trouble", language), role="trouble")
            return []
        _show(dispatcher, messages, tracker.get_latest_input_channel() == TERMINAL)
        if after is None:
            return []
        _keep(after, saved, trainee_of(tracker))
        words = game().play(after).last_words
        return [SlotSet("session", after.dump()), SlotSet("customer_words", words or None)]


class ActionMenu(SparringAction):
    def follow(self, saved: Saved | None, tracker: Tracker) -> Outcome:
        language = arguments(tracker).get("language")
        if language not in ("en", "zh"):
            language = saved.start.language if saved else "en"
        return None, game().menu(language)


class ActionStartSession(SparringAction):
    def follow(self, saved: Saved | None, tracker: Tracker) -> Outcome:
        request = arguments(tracker)
        if not request:
            return None, game().menu(saved.start.language if saved else "en")
        return game().start(uuid.uuid4().hex, request)


class ActionReply(SparringAction):
    def follow(self, saved: Saved | None, tracker: Tracker) -> Outcome:
        message = tracker.latest_message
        spans = [
            Span(e["value"], e["start"], e["end"], e["confidence_entity"])
            for e in message.get("entities", [])
            if e["entity"] == "move"
        ]
        given = message.get("metadata") or {}
        return game().reply(
            running(saved),
            message.get("text") or "",
            spans,
            seconds_of(given.get("seconds")),
            seconds_of(given.get("typing")),
        )


class ActionWait(SparringAction):
    def follow(self, saved: Saved | None, tracker: Tracker) -> Outcome:
        seconds = seconds_of(arguments(tracker).get("seconds"))
        return game().reply(running(saved), None, seconds=seconds)


class ActionHint(SparringAction):
    def follow(self, saved: Saved | None, tracker: Tracker) -> Outcome:
        return None, game().hint(running(saved))


class ActionRetry(SparringAction):
    def follow(self, saved: Saved | None, tracker: Tracker) -> Outcome:
        return game().retry(running(saved))


class ActionEnd(SparringAction):
    def follow(self, saved: Saved | None, tracker: Tracker) -> Outcome:
        return game().end(running(saved))


class ActionUnknownCommand(SparringAction):
    def follow(self, saved: Saved | None, tracker: Tracker) -> Outcome:
        command = (tracker.latest_message.get("text") or "").split("{")[0].strip()[:40]
        language = saved.start.language if saved else "en"
        raise Refused(say("unknown_command", language, command=command or "/"))


def arguments(tracker: Tracker) -> dict[str, Any]:
    """The JSON object after a /command, {} if there is none; raises Refused if it isn't one."""
    text = tracker.latest_message.get("text") or ""
    command, brace, rest = text.partition("{")
    if not brace:
        return {}
    try:
        data = json.loads(brace + rest)
    except ValueError as error:
        language = language_of(tracker)
        raise Refused(say("bad_json", language, command=command.strip(), problem=error)) from error
    assert isinstance(data, dict)
    return data


def seconds_of(value: Any) -> float | None:
    """A length of time that was told, None for anything that can't be one."""
    timed = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if timed and 0 <= value < math.inf else None


def trainee_of(tracker: Tracker) -> str | None:
    """Whose result it is: in the practice room who began the session, elsewhere the sender."""
    if tracker.get_latest_input_channel() != ROOM:
        return str(tracker.sender_id)
    begun = (event.get("metadata") or {} for event in tracker.events if event["event"] == "user")
    return next((str(given["trainee"]) for given in begun if given.get("trainee")), None)


def language_of(tracker: Tracker) -> str:
    """The language of the session, English before the first one."""
    data = tracker.get_slot("session")
    return str(data["start"]["language"]) if data else "en"


def running(saved: Saved | None) -> Saved:
    """The session; raises Refused if none was started."""
    if saved is None:
        raise Refused(say("no_session", "en") + "\n" + say("no_session", "zh"))
    return saved


def _show(dispatcher: CollectingDispatcher, messages: list[Message], terminal: bool) -> None:
    """Words for everybody; payloads for programs only (the terminal would print them raw).

    A message's role goes along: channels that don't know it leave it out.
    """
    for message in messages:
        payload = None if terminal else message.payload
        buttons = [{"title": title, "payload": command} for title, command in message.buttons]
        dispatcher.utter_message(
            text=message.text, buttons=buttons or None, json_message=payload, role=message.role
        )


def _keep(after: Saved, before: Saved | None, trainee: str | None) -> None:
    """Write the results. If the database is away, practice goes on, and the next turn makes it good."""
    try:
        if before is not None and before.id != after.id:
            results().abandon(before.id)
        results().record(after, game().play(after), trainee)
    except Exception:  # SQLAlchemy's, or that of a database driver that isn't there
        logger.exception("the results of session %s could not be written", after.id)
