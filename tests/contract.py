"""The contract for what the bot sends (design §5), as assertions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sparring.moves import MOVES

Payload = dict[str, Any]

VERDICTS = {"good", "fair", "poor", "breach"}
MOODS = {"calm", "uneasy", "irritated", "furious", "pleased"}
STATUSES = {"met", "partly", "missed", "broken"}


def satisfied(payload: Payload, replies: Sequence[str | None]) -> None:
    """Assert that a payload is as agreed; ``replies`` are those of the session so far."""
    assert json.loads(json.dumps(payload, ensure_ascii=False, allow_nan=False).encode()) == payload
    {"briefing": briefing, "turn": turn, "scorecard": scorecard}[payload["type"]](payload, replies)


def briefing(payload: Payload, replies: Sequence[str | None]) -> None:
    for key in ("session", "customer", "story", "language", "difficulty", "content_version"):
        assert isinstance(payload[key], str)
    assert isinstance(payload["facts"], dict)
    assert not replies


def turn(payload: Payload, replies: Sequence[str | None]) -> None:
    assert payload["turn"] == len(replies)
    reply = replies[-1] or ""
    assert payload["verdict"] in VERDICTS
    assert payload["mood"] in MOODS
    assert 0 <= payload["patience"] <= 1
    assert isinstance(payload["silent"], bool)
    assert isinstance(payload["over"], bool)
    for move in payload["moves"]:
        assert move["move"] in MOVES
        assert 0 <= move["start"] < move["end"] <= len(reply)
    for mark in (*payload["credits"], *payload["costs"]):
        assert 0 <= mark["start"] <= mark["end"] <= len(reply)
        assert isinstance(mark["points"], int)
    assert all(credit["points"] > 0 for credit in payload["credits"])
    assert all(cost["points"] < 0 and cost["instead"].strip() for cost in payload["costs"])


def scorecard(payload: Payload, replies: Sequence[str | None]) -> None:
    for key in ("session", "customer", "story", "language", "difficulty", "content_version"):
        assert isinstance(payload[key], str)
    assert isinstance(payload["seed"], int)
    assert 0 <= payload["score"] <= 100
    assert payload["medal"] in ("gold", "silver", "bronze", None)
    assert payload["ending"]["kind"] in ("won", "partial", "lost")
    assert payload["ending"]["id"] and payload["ending"]["title"]
    assert payload["turns"] == len(replies) <= 20
    for criterion in payload["criteria"]:
        assert criterion["id"] and criterion["title"] and criterion["tip"] and criterion["example"]
        assert criterion["points"] <= criterion["max"]
        assert criterion["status"] in STATUSES
        for item in criterion["evidence"]:
            reply = replies[item["turn"] - 1] or ""
            assert 0 <= item["start"] <= item["end"] <= len(reply)
            assert item["quote"] == reply[item["start"] : item["end"]]
