"""A room's conversation as Rasa's tracker holds it: what was sent, and what came of it.

Pure functions over the tracker's events as plain data, so that a page can be drawn anew after a
reload or a restart, and a message that is sent twice is answered from what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

Event = dict[str, Any]
Message = dict[str, Any]

# The role of a message that says that something went wrong and nothing was counted.
TROUBLE = "trouble"


class Exchange(NamedTuple):
    """Something the trainee sent and the answer to it.

    ``id`` is the sender's own name for it, ``text`` what was written (None for a button), and
    ``session`` the session from then on (``sparring.session.Saved`` as data) if it changed.
    """

    id: str | None
    intent: str
    text: str | None
    seconds: float | None
    messages: tuple[Message, ...] = ()
    session: dict[str, Any] | None = None

    @property
    def answered(self) -> bool:
        """Whether it was played; if not, it may be sent again under the same id."""
        return bool(self.messages) and all(m["role"] != TROUBLE for m in self.messages)

    @property
    def is_turn(self) -> bool:
        """Whether it is a reply of the session's history, spoken or silent."""
        return self.session is not None and self.intent in ("reply", "wait")


def message(role: str | None, text: str | None, payload: dict[str, Any] | None) -> Message:
    """One of the bot's messages, as the room's API gives it."""
    shown: Message = {"role": role or "system"}
    if text:
        shown["text"] = text
    if payload:
        shown["payload"] = payload
    return shown


def exchanges(events: Iterable[Event]) -> list[Exchange]:
    """All that was sent, in order, also what was taken back later."""
    found: list[Exchange] = []
    for event in events:
        kind = event["event"]
        if kind == "user":
            metadata = event.get("metadata") or {}
            found.append(
                Exchange(
                    id=metadata.get("id"),
                    intent=(event.get("parse_data") or {}).get("intent", {}).get("name") or "",
                    text=event.get("text") if metadata.get("typed") else None,
                    seconds=metadata.get("seconds"),
                )
            )
        elif kind == "bot" and found:
            role = (event.get("metadata") or {}).get("role")
            said = message(role, event.get("text"), (event.get("data") or {}).get("custom"))
            found[-1] = found[-1]._replace(messages=(*found[-1].messages, said))
        elif kind == "slot" and event["name"] == "session" and event["value"] and found:
            found[-1] = found[-1]._replace(session=event["value"])
    return found


def played(sent: Sequence[Exchange], message_id: str) -> Exchange | None:
    """The exchange of that id, if it was played."""
    return next((one for one in sent if one.id == message_id and one.answered), None)


def session(sent: Sequence[Exchange]) -> dict[str, Any] | None:
    """The session as it stands, None before a start that worked."""
    return next((one.session for one in reversed(sent) if one.session is not None), None)


def standing(sent: Iterable[Exchange]) -> list[Exchange]:
    """What still counts: without what was taken back, and without what was never answered."""
    left: list[Exchange] = []
    for one in sent:
        if one.session is not None and one.intent == "start":
            left = []
        if one.session is not None and one.intent == "retry":
            # The last turn goes, with all that came after it; then the customer's words before it
            # stand last, so that the answer to /retry, which repeats them, needn't be shown.
            last = max((n for n, earlier in enumerate(left) if earlier.is_turn), default=len(left))
            del left[last:]
        elif one.answered:
            left.append(one)
    return left


def drawn(sent: Iterable[Exchange]) -> list[Message]:
    """All messages to show, the trainee's own among them."""
    shown: list[Message] = []
    turn = 0
    for one in standing(sent):
        turn += one.is_turn
        if one.is_turn or one.text is not None:
            own: Message = {"role": "trainee", "id": one.id, "text": one.text}
            own["turn"] = turn if one.is_turn else None
            if one.seconds is not None:
                own["seconds"] = one.seconds
            shown.append(own)
        shown += one.messages
    return shown
