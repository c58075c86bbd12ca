"""Rasa's conversations in our store are what they are in Rasa's own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from addons.conversations import Conversations
from sparring.servers import ROOT

EVENTS = [
    SessionStarted(),
    ActionExecuted("action_listen"),
    UserUttered("您好 \ud83d 😀", {"name": "reply"}, metadata={"id": "1"}),
    SlotSet("session", {"id": "s", "history": [["a", [], None, None]]}),
    ActionExecuted("action_reply"),
    BotUttered("Yes?", {"custom": {"type": "turn"}}, {"role": "customer"}),
]


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    monkeypatch.setenv("SPARRING_CONVERSATIONS_URL", url)
    return url


@pytest.fixture
def store(domain: Domain, url: str) -> Iterator[Conversations]:
    store = Conversations(domain=domain)
    yield store
    store.engine.dispose()


def run(doing: Any) -> Any:
    return asyncio.run(doing)


def tracker(domain: Domain, count: int) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("somebody", EVENTS[:count], domain.slots)


def test_what_is_saved_is_read_back(store: Conversations, domain: Domain) -> None:
    run(store.save(tracker(domain, 6)))
    read = run(store.retrieve("somebody"))
    assert [event.as_dict() for event in read.events] == [event.as_dict() for event in EVENTS]
    assert read.get_slot("session") == EVENTS[3].value
    assert run(store.retrieve("nobody")) is None


def test_only_new_events_are_written(store: Conversations, domain: Domain) -> None:
    for count in (2, 2, 4, 6, 6):
        run(store.save(tracker(domain, count)))
    assert len(run(store.retrieve("somebody")).events) == 6
    assert list(run(store.keys())) == ["somebody"]


def test_rasas_own_store_reads_and_writes_the_same(store: Conversations, domain: Domain, url: str) -> None:
    theirs = SQLTrackerStore(domain, host=url)

    def rows() -> list[Any]:
        query = "SELECT sender_id, type_name, timestamp, intent_name, action_name, data FROM events ORDER BY id"
        with store.engine.connect() as connection:
            return list(connection.exec_driver_sql(query))

    run(store.save(tracker(domain, 6)))
    ours = rows()
    assert run(theirs.retrieve("somebody")) == run(store.retrieve("somebody"))
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM events")
    run(theirs.save(tracker(domain, 6)))
    assert rows() == ours
    theirs.engine.dispose()


def test_conversations_are_beside_the_data_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.delenv("SPARRING_CONVERSATIONS_URL", raising=False)

    def note(self: Any, host: str, **_: Any) -> None:
        told.append(host)
        raise LookupError

    monkeypatch.setattr(SQLTrackerStore, "__init__", note)
    for host in (None, "postgresql://kept.example/sparring"):
        with pytest.raises(LookupError):
            Conversations(host)
    assert told == [f"sqlite:///{ROOT / 'conversations.db'}", "postgresql://kept.example/sparring"]
