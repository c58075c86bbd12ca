"""What the room answers when what it stands on gives way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from addons.room.api import Api
from addons.room.problems import Problem
from addons.room.settings import Settings
from addons.room.talk import CHANNEL, alone, exchanges_of, play, reachable, session_of
from sparring.content import Library
from sparring.wording import say

TOKEN = "t" * 43
AWAY = OperationalError("", {}, Exception())


class Rasa:
    """Stands in for the agent: keeps what it is told, and answers each message with ``said``."""

    def __init__(self, *said: tuple[str, str], keeps: bool = True, channel: str = CHANNEL) -> None:
        self.said = said
        self.keeps = keeps
        self.channel = channel
        self.events: list[dict[str, Any]] = []
        self.processor = self.tracker_store = self

    async def handle_message(self, message: Any) -> None:
        if self.keeps:
            self.events.append({"event": "user", "text": message.text, "metadata": message.metadata})
            for role, text in self.said:
                self.events.append({"event": "bot", "text": text, "metadata": {"role": role}})

    async def retrieve(self, sender_id: str) -> Any:
        events = [SimpleNamespace(as_dict=lambda event=event: event) for event in self.events]
        return SimpleNamespace(events=events, get_latest_input_channel=lambda: self.channel)


def run(doing: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(doing)


def problem(doing: Callable[[], Any]) -> Problem:
    with pytest.raises(Problem) as raised:
        doing()
    return raised.value


def test_what_is_played_and_kept_comes_back() -> None:
    sent = run(play(Rasa(("customer", "Yes?")), TOKEN, "Hello", {"id": "1", "typed": True}))
    assert (sent[-1].text, sent[-1].messages) == ("Hello", ({"role": "customer", "text": "Yes?"},))


def test_a_fault_of_an_action_is_told_in_its_words() -> None:
    raised = problem(lambda: run(play(Rasa(("trouble", "It broke")), TOKEN, "Hello", {"id": "1"})))
    assert (raised.status, raised.text) == (500, "It broke")


@pytest.mark.parametrize("rasa", [Rasa(), Rasa(("customer", "Yes?"), keeps=False)])
def test_what_is_not_answered_or_not_kept_does_not_count(rasa: Any) -> None:
    raised = problem(lambda: run(play(rasa, TOKEN, "Hello", {"id": "1"})))
    assert (raised.status, raised.wording) == (503, "room_away")
    assert raised.answer("en").headers["Retry-After"]


def test_a_database_that_is_away_is_no_unknown_session() -> None:
    class Away(Rasa):
        async def retrieve(self, sender_id: str) -> Any:
            raise AWAY

    assert problem(lambda: run(exchanges_of(Away(), TOKEN))).status == 503


def test_a_database_behind_rasas_memory_is_asked_itself() -> None:
    hidden = Rasa(channel="rest")
    hidden._tracker_store = Rasa()
    run(hidden._tracker_store.handle_message(SimpleNamespace(text="Hello", metadata={})))
    assert len(run(exchanges_of(hidden, TOKEN))) == 1


def test_a_server_that_is_away_cannot_be_reached() -> None:
    async def listened() -> tuple[bool, bool]:
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        endpoint = SimpleNamespace(url=f"http://127.0.0.1:{port}/webhook")
        agent: Any = SimpleNamespace(processor=SimpleNamespace(action_endpoint=endpoint))
        before = await reachable(agent)
        server.close()
        await server.wait_closed()
        return before, await reachable(agent)

    assert run(listened()) == (True, False)


def test_no_session_is_none() -> None:
    assert problem(lambda: session_of([])).status == 404


def test_a_session_that_stays_locked_is_told() -> None:
    from rasa.core.lock_store import InMemoryLockStore

    async def locked() -> None:
        agent: Any = SimpleNamespace(lock_store=InMemoryLockStore())
        agent.lock_store.get_lock = lambda _: None  # it expired while somebody waited
        async with alone(agent, TOKEN):
            pass

    assert problem(lambda: run(locked())).status == 503


def test_a_session_holds_only_so_many_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa.core.lock_store import InMemoryLockStore

    class Sanic(Rasa):
        """The agent, in the application that serves a request."""

        lock_store = InMemoryLockStore()
        ctx = property(lambda self: SimpleNamespace(agent=self))

        def is_ready(self) -> bool:
            return True

    async def body() -> Any:
        yield b'{"id": "3", "text": "Hello"}'

    app = Sanic(("customer", "Yes?"))
    for number in range(2):
        run(play(app, TOKEN, "Hello", {"id": str(number), "typed": True}))
    saved = {"id": "s", "start": {"customer": "haggler"}, "content_version": "v"}
    value = {**saved, "history": [], "retries": 0, "ended": False}
    app.events.append({"event": "slot", "name": "session", "value": value})
    request = SimpleNamespace(
        app=app, headers={}, remote_addr="", ip="1", content_type="application/json", stream=body()
    )
    monkeypatch.setattr("addons.room.api.MESSAGES", 2)
    answer = run(Api(Settings())._guarded(Api(Settings()).receive)(request, token=TOKEN))
    assert answer.status == 403
    assert say("room_session_full", "en") in answer.body.decode()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    """The API with its results database away."""

    async def away(*_: object) -> Any:
        raise AWAY

    monkeypatch.setattr(Api, "_attempts", away)
    return Api(Settings())


def ask(api: Api, name: str) -> Any:
    request = SimpleNamespace(headers={"Sparring-Trainee": "me"}, remote_addr="", ip="127.0.0.1")
    return run(api._guarded(getattr(api, name))(request))


def test_the_lobby_is_open_without_results(api: Api) -> None:
    answer = ask(api, "lobby")
    assert answer.status == 200
    assert '"best":null' in answer.body.decode()


def test_progress_without_results_is_told(api: Api) -> None:
    answer = ask(api, "report")
    assert answer.status == 503
    assert say("room_results_away", "en") in answer.body.decode()


def test_a_broken_customer_file_closes_nobody_elses_door(api: Api, tmp_path: Any) -> None:
    for path in Library().paths().values():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "haggler.yml").write_text("id: [", encoding="utf-8")
    api.game.library = Library(tmp_path)
    answer = ask(api, "lobby")
    assert answer.status == 200
    assert '"haggler"' not in answer.body.decode() and '"dictatorial"' in answer.body.decode()


def test_anything_else_is_told_too(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_customers", None)
    assert ask(api, "lobby").status == 500
