"""What the bot sends: one dictionary a message, with ``text`` or with a ``custom`` payload."""

from __future__ import annotations

from typing import Any

Message = dict[str, Any]


def texts(messages: list[Message]) -> str:
    """All words of an answer."""
    return "\n".join(message["text"] for message in messages if "text" in message)


def payload(messages: list[Message], kind: str) -> dict[str, Any]:
    """The one payload of that type in an answer."""
    (found,) = payloads(messages, kind)
    return found


def payloads(messages: list[Message], kind: str) -> list[dict[str, Any]]:
    """The payloads of that type in an answer."""
    customs = [message["custom"] for message in messages if "custom" in message]
    return [custom for custom in customs if custom["type"] == kind]
