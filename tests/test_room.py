"""The practice room's API, over the real servers."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from sparring.content import Library, read_yaml
from sparring.servers import ROOT
from sparring.wording import say
from tests import contract
from tests.served import PATIENCE, Served, serving
from tests.visitor import Visitor, custom, said

GHOSTS = ROOT / "tests" / "ghosts" / "first"
HOLD = "I'm afraid the price is the same for everybody."
INTRANET = "https://intranet.example:8443"
SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def credentials(folder: Path, **settings: Any) -> Path:
    """A credentials file with the room in it, and these settings (YAML takes JSON)."""
    path = folder / "credentials.yml"
    path.write_text(json.dumps({"rest": None, "addons.room.channel.Room": settings}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Servers that allow an intranet's pages to embed the room, and us to ask as fast as we can."""
    folder = tmp_path_factory.mktemp("room")
    fast = {"sessions_per_minute": 10_000, "requests_per_minute": 10_000}
    with serving(folder, credentials(folder, allowed_origins=[INTRANET], **fast)) as served:
        yield served


@pytest.fixture
def visitor(served: Served) -> Visitor:
    return Visitor(served)


def ghost(name: str, language: str = "en") -> list[str]:
    """What one of the ghosts says to the haggler."""
    replies: list[str] = read_yaml(GHOSTS / f"haggler_winter_coat.{language}.yml")[name]
    return replies


def error(response: requests.Response, status: int) -> str:
    """The one line of a refusal."""
    assert response.status_code == status, response.text
    assert response.json().keys() == {"error"}
    line: str = response.json()["error"]
    assert line.strip() and "\n" not in line
    return line


# Sessions


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_session_from_lobby_to_scorecard(served: Served, language: str) -> None:
    visitor = Visitor(served, language=language)
    lobby = visitor.get("api/lobby")
    assert [customer["id"] for customer in lobby["customers"]] == Library().ids()
    room = visitor.begin(customer="haggler", story="winter_coat", language=language, seed=7)
    assert [m["role"] for m in room["messages"]] == ["briefing", "customer"]
    briefing = custom(room["messages"], "briefing")
    contract.satisfied(briefing, [])
    assert room["start"] == {
        **{"customer": "haggler", "story": "winter_coat", "language": language},
        **{"difficulty": "standard", "seed": 7, "coach": True},
    }
    assert (room["over"], room["state"]["turn"], room["session"]) == (False, 0, briefing["session"])
    titles = {criterion: about["title"] for criterion, about in room["criteria"].items()}
    assert titles["greeting"] == {"en": "Open warmly", "zh": "热情开场"}[language]

    replies = ghost("gold", language)
    for number, reply in enumerate(replies, 1):
        answer = visitor.send(room["token"], text=reply, seconds=9.5, typing=4)
        turn = custom(answer["messages"], "turn")
        contract.satisfied(turn, replies[:number])
        state = {key: turn[key] for key in ("turn", "mood", "patience")}
        assert answer["state"] == {**state, "retries": 0}
        assert {mark["criterion"] for mark in (*turn["credits"], *turn["costs"])} <= titles.keys()
        assert said(answer["messages"], "coach")
        assert answer["over"] == turn["over"]
        if turn["over"]:
            break
    else:
        answer = visitor.send(room["token"], command="end")
    card = custom(answer["messages"], "scorecard")
    contract.satisfied(card, replies[:number])
    (row,) = [row for row in served.results.sessions() if row["id"] == room["session"]]
    assert (row["status"], row["score"], row["trainee"]) == ("finished", card["score"], visitor.trainee)

    best = {"medal": card["medal"], "score": card["score"]}
    haggler = next(c for c in visitor.get("api/lobby")["customers"] if c["id"] == "haggler")
    assert (haggler["attempts"], haggler["best"], haggler["stories"][0]["best"]) == (1, best, best)
    progress = visitor.get("api/progress")
    (attempt,) = progress["attempts"]
    assert (attempt["session"], attempt["score"]) == (room["session"], card["score"])
    assert [c["id"] for c in attempt["criteria"]] == [c["id"] for c in card["criteria"]]
    assert progress["weakest"][0]["share"] == min(c["share"] for c in progress["criteria"])


def test_a_bare_start_takes_the_first_story(visitor: Visitor) -> None:
    room = visitor.begin(customer="haggler")
    assert room["start"]["story"] == "winter_coat"
    assert room["start"]["language"] == "en"


def test_without_the_coach_nobody_comments(visitor: Visitor) -> None:
    token = visitor.begin(customer="haggler", coach=False)["token"]
    assert not said(visitor.send(token, text=HOLD)["messages"], "coach")


def test_a_silence_is_a_turn(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    answer = visitor.send(token, wait=45)
    assert custom(answer["messages"], "turn")["turn"] == 1
    own = visitor.drawn(token)["messages"][2]
    assert {**own, "id": "…"} == {"role": "trainee", "id": "…", "text": None, "turn": 1, "seconds": 45}


def test_a_hint_is_no_turn(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    answer = visitor.send(token, command="hint")
    assert [m["role"] for m in answer["messages"]] == ["coach"]
    assert answer["state"]["turn"] == 0
    assert [m["role"] for m in visitor.drawn(token)["messages"]] == ["briefing", "customer", "coach"]


def test_times_are_kept(served: Served, visitor: Visitor) -> None:
    room = visitor.begin()
    visitor.send(room["token"], text=HOLD, seconds=12.5, typing=6)
    with served.results.engine.connect() as connection:
        row = connection.exec_driver_sql(
            "SELECT seconds, typing FROM turns WHERE session = ?", (room["session"],)
        ).one()
    assert tuple(row) == (12.5, 6)


def test_a_trainee_without_a_key_may_practise(served: Served) -> None:
    url = f"{served.url}webhooks/sparring/api/"
    room = requests.post(url + "sessions", json={"customer": "haggler"}, timeout=PATIENCE).json()
    answer = requests.post(
        f"{url}sessions/{room['token']}/messages", json={"id": "1", "command": "end"}, timeout=PATIENCE
    )
    assert answer.json()["over"]
    assert requests.get(url + "progress", timeout=PATIENCE).json()["attempts"] == []


def test_trainees_see_only_their_own_progress(served: Served) -> None:
    first, second = Visitor(served), Visitor(served)
    first.send(first.begin()["token"], command="end")
    assert len(first.get("api/progress")["attempts"]) == 1
    assert second.get("api/progress")["attempts"] == []
    assert all(c["best"] is None for c in second.get("api/lobby")["customers"])


# Reload, retry, restart


def test_a_reload_shows_what_was_said(visitor: Visitor) -> None:
    room = visitor.begin()
    shown = room["messages"]
    for number, reply in enumerate((HOLD, "It's 80 % wool and lined."), 1):
        answer = visitor.send(room["token"], text=reply, id=f"m{number}")
        own = {"role": "trainee", "id": f"m{number}", "text": reply, "turn": number}
        shown = [*shown, own, *answer["messages"]]
    again = visitor.drawn(room["token"])
    assert again == {**room, "messages": shown, "state": answer["state"]}


def test_what_was_taken_back_is_not_shown(visitor: Visitor) -> None:
    room = visitor.begin()
    first = visitor.send(room["token"], text=HOLD, id="first")
    before = visitor.drawn(room["token"])["messages"]
    visitor.send(room["token"], text="Seriously? How many times do I have to tell you no?")
    visitor.send(room["token"], command="hint")
    answer = visitor.send(room["token"], command="retry")
    assert answer["state"] == {**first["state"], "retries": 1}
    assert said(answer["messages"], "customer") == said(first["messages"], "customer")
    drawn = visitor.drawn(room["token"])
    assert (drawn["messages"], drawn["state"]) == (before, answer["state"])
    visitor.send(room["token"], text="It is wool.")
    turns = [m["turn"] for m in visitor.drawn(room["token"])["messages"] if m["role"] == "trainee"]
    assert turns == [1, 2]


def test_a_retry_opens_a_session_that_was_over(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    visitor.send(token, text=HOLD)
    assert visitor.send(token, command="end")["over"]
    assert not visitor.send(token, command="retry")["over"]
    drawn = visitor.drawn(token)
    assert (drawn["over"], drawn["state"]["turn"]) == (False, 0)
    assert [m["role"] for m in drawn["messages"]] == ["briefing", "customer"]


def test_nothing_to_take_back_is_said(visitor: Visitor) -> None:
    answer = visitor.send(visitor.begin()["token"], command="retry")
    assert answer["messages"] == [{"role": "system", "text": say("nothing_to_retry", "en")}]


def test_a_reply_after_the_end_is_no_turn(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    visitor.send(token, command="end")
    answer = visitor.send(token, text=HOLD)
    assert answer["messages"] == [{"role": "system", "text": say("session_over", "en")}]
    assert (answer["over"], answer["state"]["turn"]) == (True, 0)


def test_a_restart_of_both_servers_in_mid_session(served: Served, visitor: Visitor) -> None:
    room = visitor.begin()
    visitor.send(room["token"], text=HOLD, id="before")
    before = visitor.drawn(room["token"])
    served.restart()
    assert visitor.drawn(room["token"]) == before
    assert visitor.send(room["token"], text=HOLD, id="before")["state"]["turn"] == 1
    answer = visitor.send(room["token"], text="It's 80 % wool and lined.")
    assert answer["state"]["turn"] == 2
    card = custom(visitor.send(room["token"], command="end")["messages"], "scorecard")
    assert (card["session"], card["turns"]) == (room["session"], 2)
    quotes = {item["quote"] for criterion in card["criteria"] for item in criterion["evidence"]}
    assert any(quote and quote in HOLD for quote in quotes), "what was said before still counts"


def test_a_message_while_the_customer_is_away_is_not_counted(served: Served, visitor: Visitor) -> None:
    visitor.language = "zh"
    room = visitor.begin()
    before = visitor.drawn(room["token"])
    served.stop_actions()
    away = visitor.post(room["token"], id="1", text="价格是统一的。")
    assert error(away, 503) == say("room_away", "zh")
    assert away.headers["Retry-After"]
    for _ in range(3):
        error(visitor.post(room["token"], id="1", text="价格是统一的。"), 503)
    assert events_of(served, room["token"], "user") == 2, "trying again leaves nothing behind"
    assert visitor.drawn(room["token"]) == before
    assert visitor.request("POST", "api/sessions", json={"customer": "haggler"}).status_code == 503
    served.start_actions()
    answer = visitor.send(room["token"], id="1", text="价格是统一的。")
    assert answer["state"]["turn"] == 1
    own = [m for m in visitor.drawn(room["token"])["messages"] if m["role"] == "trainee"]
    assert [(m["id"], m["turn"]) for m in own] == [("1", 1)]


def events_of(served: Served, token: str, kind: str) -> int:
    """How many events of a kind Rasa's tracker holds of a session."""
    with contextlib.closing(sqlite3.connect(served.folder / "conversations.db")) as database:
        query = "SELECT count(*) FROM events WHERE sender_id = ? AND type_name = ?"
        (count,) = database.execute(query, (token, kind)).fetchone()
        return int(count)


# Twice and at once


def test_a_message_sent_twice_is_played_once(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    once = visitor.send(token, id="same", text=HOLD)
    assert visitor.send(token, id="same", text=HOLD) == once
    assert visitor.send(token, id="same", text="Whatever else it says.") == once
    assert visitor.drawn(token)["state"]["turn"] == 1


def test_the_same_message_many_times_at_once_is_played_once(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(lambda _: visitor.send(token, id="same", text=HOLD), range(5)))
    assert all(answer == answers[0] for answer in answers)
    assert visitor.drawn(token)["state"]["turn"] == 1


def test_messages_at_once_are_played_one_after_the_other(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda n: visitor.send(token, text=f"{HOLD} {n}"), range(4)))
    assert sorted(answer["state"]["turn"] for answer in answers) == [1, 2, 3, 4]


# Again


def test_again_replays_the_start_and_the_replies_before_a_turn(visitor: Visitor) -> None:
    old = visitor.begin(customer="haggler", language="zh", difficulty="hard", seed=11)
    replies = ["您好！价格是统一的哦。", "百分之八十是羊毛的呢。", "别烦我！"]
    visitor.send(old["token"], text=replies[0], seconds=3)
    visitor.send(old["token"], wait=30)
    visitor.send(old["token"], text=replies[2])
    old = visitor.drawn(old["token"])
    new = visitor.begin(again={"token": old["token"], "turn": 3})
    assert new["token"] != old["token"] and new["session"] != old["session"]
    assert new["start"] == old["start"]
    assert new["state"]["turn"] == 2
    shared = len(new["messages"])
    assert list(map(anonymous, new["messages"])) == list(map(anonymous, old["messages"][:shared]))
    assert visitor.send(new["token"], text="好的，我给您留一件。")["state"]["turn"] == 3
    assert visitor.drawn(old["token"]) == old, "the older session stays as it was"


def anonymous(message: dict[str, Any]) -> dict[str, Any]:
    """A message without the names that are a session's own."""
    shown = {key: value for key, value in message.items() if key != "id"}
    if "session" in shown.get("payload", {}):
        shown["payload"] = {**shown["payload"], "session": "…"}
    return shown


def test_again_from_the_first_turn_starts_anew(visitor: Visitor) -> None:
    old = visitor.begin(customer="haggler")
    visitor.send(old["token"], text=HOLD)
    visitor.send(old["token"], command="end")
    new = visitor.begin(again={"token": old["token"], "turn": 1})
    assert new["start"]["seed"] == old["start"]["seed"]
    assert list(map(anonymous, new["messages"])) == list(map(anonymous, old["messages"]))


def test_both_results_of_again_are_kept(visitor: Visitor) -> None:
    old = visitor.begin()
    visitor.play(old["token"], ghost("gold"))
    new = visitor.begin(again={"token": old["token"], "turn": 2})
    visitor.send(new["token"], command="end")
    attempts = visitor.get("api/progress")["attempts"]
    assert [attempt["session"] for attempt in attempts] == [old["session"], new["session"]]
    assert attempts[0]["score"] > attempts[1]["score"]


# Who may


def test_a_session_opens_only_to_its_token(served: Served, visitor: Visitor) -> None:
    room = visitor.begin()
    served.say("/start", "somebody_on_the_rest_channel_with_a_long_nam")
    strangers = (
        room["session"],
        room["token"][:-1] + ("A" if room["token"][-1] != "A" else "B"),
        "A" * 43,
        "somebody_on_the_rest_channel_with_a_long_nam"[:43],
        "x",
        "..%2F..%2Fetc",
    )
    for token in strangers:
        shown = visitor.request("GET", f"api/sessions/{token}")
        assert error(shown, 404) in (say("room_no_session", "en"), say("room_nothing_here", "en"))
        assert visitor.post(token, id="1", text=HOLD).status_code in (404, 405)
        again = visitor.request("POST", "api/sessions", json={"again": {"token": token, "turn": 1}})
        assert error(again, 404) == say("room_no_session", "en")


def test_a_conversation_of_another_channel_is_none_of_the_rooms(served: Served, visitor: Visitor) -> None:
    sender = "a_sender_of_the_rest_channel_of_43_letters_"
    assert len(sender) == 43
    served.say('/start{"customer":"haggler"}', sender)
    error(visitor.request("GET", f"api/sessions/{sender}"), 404)


def test_tokens_differ_and_are_long(visitor: Visitor) -> None:
    tokens = {visitor.begin()["token"] for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) == 43 for token in tokens)


def test_no_token_is_logged(served: Served, visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    visitor.send(token, text=HOLD)
    visitor.post(token, id="1")
    assert token not in Path(served.log.name).read_text(encoding="utf-8")


# What is refused


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "1"},
        {"id": "1", "text": "a", "wait": 3},
        {"id": "1", "text": 7},
        {"id": "1", "text": ["a"]},
        {"id": "1", "text": "   \n"},
        {"id": "", "text": "a"},
        {"id": "a b", "text": "a"},
        {"id": "i" * 65, "text": "a"},
        {"text": "a"},
        {"id": "1", "wait": -1},
        {"id": "1", "wait": 1e9},
        {"id": "1", "wait": "soon"},
        {"id": "1", "command": "restart"},
        {"id": "1", "command": "start"},
        {"id": "1", "text": "a", "seconds": -3},
        {"id": "1", "text": "a", "metadata": {}},
        [],
        "hello",
        None,
    ],
)
def test_a_message_of_another_form_is_refused(served: Served, body: object, language: str) -> None:
    visitor = Visitor(served, language=language)
    token = visitor.begin()["token"]
    error(visitor.request("POST", f"api/sessions/{token}/messages", json=body), 400)
    assert visitor.drawn(token)["state"]["turn"] == 0


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"id": "1", "wait": NaN}', b"[" * 50_000])
def test_what_is_no_json_is_refused(visitor: Visitor, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    refused = visitor.request("POST", "api/sessions", data=body, headers=headers)
    assert error(refused, 400) == say("room_no_json", "en")


def test_a_form_of_another_site_is_refused(visitor: Visitor) -> None:
    """Browsers send such without asking; JSON they don't."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        body, headers = '{"customer":"haggler"}', {"Content-Type": kind}
        error(visitor.request("POST", "api/sessions", data=body, headers=headers), 400)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "start",
    [
        {"customer": "hagler"},
        {"customer": "haggler", "story": "winter_goat"},
        {"customer": "../haggler"},
        {},
        {"customer": 7},
        {"customer": "haggler", "seed": -1},
        {"customer": "haggler", "difficulty": "brutal"},
        {"again": {"token": "A" * 43, "turn": 0}},
    ],
)
def test_a_start_that_cannot_be_is_refused(served: Served, start: dict[str, Any], language: str) -> None:
    visitor = Visitor(served, language=language)
    line = error(visitor.request("POST", "api/sessions", json={"language": language, **start}), 400)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in line) == (language == "zh")


def test_nearest_names_are_told(visitor: Visitor) -> None:
    line = error(visitor.request("POST", "api/sessions", json={"customer": "hagler"}), 400)
    assert "`haggler`" in line


@pytest.mark.parametrize("key", ["a" * 129, "two words", "å"])
def test_an_odd_trainee_key_is_refused(visitor: Visitor, key: str) -> None:
    headers = {"Sparring-Trainee": key.encode()}
    error(visitor.request("GET", "api/lobby", headers=headers), 400)


def test_what_is_too_long_is_refused(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    for text in ("a" * 4_001, "a" * 100_000):
        assert error(visitor.post(token, id="1", text=text), 413) == say(
            "room_too_long", "en", characters=4_000
        )
    assert custom(visitor.send(token, text="价" * 4_000)["messages"], "turn")["turn"] == 1


def test_an_endless_body_is_cut_short(visitor: Visitor) -> None:
    token = visitor.begin()["token"]

    def parts() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 10_000

    headers = {"Content-Type": "application/json"}
    try:
        refused = visitor.request(
            "POST", f"api/sessions/{token}/messages", data=parts(), headers=headers
        )
    except requests.ConnectionError:
        return  # the server hung up while we were still sending
    error(refused, 413)


def test_unknown_addresses_say_so(visitor: Visitor) -> None:
    assert error(visitor.request("GET", "api/nothing"), 404) == say("room_nothing_here", "en")


# Text stays text


@pytest.mark.parametrize("text", [SCRIPT, "{{7*7}} ${7*7}", "'; drop table events; --", "\u202eabc", "a\x00b", "😀" * 50])
def test_any_reply_comes_back_as_it_was(visitor: Visitor, text: str) -> None:
    token = visitor.begin()["token"]
    contract.satisfied(custom(visitor.send(token, text=text)["messages"], "turn"), [text])
    response = visitor.request("GET", f"api/sessions/{token}")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    (own,) = [m for m in response.json()["messages"] if m["role"] == "trainee"]
    assert own["text"] == text


def test_half_a_character_is_no_trouble(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    body = b'{"id": "1", "text": "half \\ud83d a character"}'
    sent = visitor.request(
        "POST", f"api/sessions/{token}/messages", data=body, headers={"Content-Type": "application/json"}
    )
    assert sent.status_code == 200
    (own,) = [m for m in visitor.drawn(token)["messages"] if m["role"] == "trainee"]
    assert own["text"] == "half ? a character"


@pytest.mark.parametrize("command", ["/restart", "/back", "/session_start", "/nlu_fallback", '/restart{"a": 1}'])
def test_rasas_own_commands_end_nothing(visitor: Visitor, command: str) -> None:
    token = visitor.begin()["token"]
    visitor.send(token, text=HOLD)
    line = error(visitor.post(token, id="1", text=command), 400)
    assert line == say("unknown_command", "en", command=command.partition("{")[0])
    assert visitor.send(token, text=HOLD)["state"]["turn"] == 2


def test_an_unknown_command_is_no_turn(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    answer = visitor.send(token, id="1", text="/help")
    assert said(answer["messages"], "system") == [say("unknown_command", "en", command="/help")]
    own = visitor.drawn(token)["messages"][2]
    assert own == {"role": "trainee", "id": "1", "text": "/help", "turn": None}


def test_a_typed_command_is_followed(visitor: Visitor) -> None:
    token = visitor.begin()["token"]
    visitor.send(token, text=HOLD)
    assert visitor.send(token, text="/retry")["state"] == {**visitor.drawn(token)["state"], "turn": 0}
    assert [m["role"] for m in visitor.drawn(token)["messages"]] == ["briefing", "customer"]


# The page, and who may show it


def policy(response: requests.Response) -> dict[str, list[str]]:
    """The Content-Security-Policy, by directive."""
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def test_the_page_may_do_only_what_it_needs(visitor: Visitor) -> None:
    page = visitor.request("GET", "")
    assert page.status_code == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    allowed = policy(page)
    assert allowed["default-src"] == allowed["base-uri"] == ["'none'"]
    assert allowed["script-src"] == ["'self'"]
    assert allowed["connect-src"] == ["'self'"]
    assert allowed["frame-ancestors"] == ["'self'", INTRANET]
    sources = {source for sources in allowed.values() for source in sources} - {INTRANET}
    assert sources == {"'self'", "'none'", "data:"}
    assert [name for name in allowed if "data:" in allowed[name]] == ["img-src"]


@pytest.mark.parametrize("path", ["api/lobby", "api/nothing", "web/nothing.js", "api/sessions/x"])
def test_everything_else_may_do_nothing(visitor: Visitor, path: str) -> None:
    answer = visitor.request("GET", path)
    assert policy(answer) == {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_address_without_its_slash_leads_to_the_page(visitor: Visitor) -> None:
    bare = requests.get(visitor.url.rstrip("/"), timeout=PATIENCE, allow_redirects=False)
    assert (bare.status_code, bare.headers["Location"]) == (302, "/webhooks/sparring/")


def test_the_servers_address_leads_a_browser_to_the_page(served: Served) -> None:
    headers = {"Accept": "text/html,*/*"}
    root = requests.get(served.url, headers=headers, timeout=PATIENCE, allow_redirects=False)
    assert (root.status_code, root.headers["Location"]) == (302, "/webhooks/sparring/")
    assert requests.get(served.url, timeout=PATIENCE).text.startswith("Hello from Rasa")


def test_files_are_sent_once(visitor: Visitor) -> None:
    path = "web/node_modules/deep-chat/dist/deepChat.bundle.js"
    first = visitor.request("GET", path)
    assert (first.status_code, first.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert first.headers["Content-Encoding"] == "gzip"
    again = visitor.request("GET", path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = visitor.request("GET", path, headers={"Accept-Encoding": "identity"})
    assert plain.content == first.content == (ROOT / path).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        *("web/package.json", "web/package-lock.json", "web/.npmrc", "web/../Makefile"),
        *("web/%2e%2e/Makefile", "web/..%2fcredentials.yml", "web//etc/hostname", "web/"),
        *("web/node_modules/axe-core/axe.min.js", "web/node_modules/deep-chat/package.json"),
    ],
)
def test_other_files_are_not_sent(visitor: Visitor, path: str) -> None:
    url = visitor.url + path
    prepared = requests.Request("GET", url).prepare()
    prepared.url = url  # as it stands, dots and all
    with requests.Session() as session:
        assert session.send(prepared, timeout=PATIENCE).status_code == 404


@pytest.mark.parametrize("origin", [INTRANET, None])
def test_an_allowed_origin_may_embed(visitor: Visitor, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    answer = visitor.request("GET", "api/embed?customer=haggler", headers=headers)
    assert answer.status_code == 200
    assert answer.headers.get("Access-Control-Allow-Origin") == origin
    assert (answer.json()["allowed"], answer.json()["name"]["zh"]) == (True, "讲价型")
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "https://intranet.example", "null", "https://intranet.example:8443.evil.example"])
def test_another_origin_may_not_embed(visitor: Visitor, origin: str) -> None:
    refused = visitor.request("GET", "api/embed?customer=haggler", headers={"Origin": origin})
    assert origin in error(refused, 403)
    assert "Access-Control-Allow-Origin" not in refused.headers


def test_no_other_answer_is_for_other_origins(visitor: Visitor) -> None:
    for path in ("api/lobby", "api/progress", ""):
        answer = visitor.request("GET", path, headers={"Origin": INTRANET})
        assert "Access-Control-Allow-Origin" not in answer.headers
    preflight = visitor.request(
        "OPTIONS",
        "api/sessions",
        headers={"Origin": INTRANET, "Access-Control-Request-Method": "POST"},
    )
    assert "Access-Control-Allow-Origin" not in preflight.headers


def test_an_unknown_customer_cannot_be_embedded(visitor: Visitor) -> None:
    error(visitor.request("GET", "api/embed?customer=nobody"), 404)


# Limits and settings


def test_whoever_asks_too_often_has_to_wait(tmp_path: Path) -> None:
    limits = {"messages_per_minute": 3, "sessions_per_minute": 2, "requests_per_minute": 12}
    with serving(tmp_path, credentials(tmp_path, **limits)) as served:
        visitor = Visitor(served, language="zh")
        token, other = visitor.begin()["token"], visitor.begin()["token"]
        third = visitor.request("POST", "api/sessions", json={"customer": "haggler"})
        assert error(third, 429) == say("room_too_fast", "zh")
        for number in range(3):
            visitor.send(token, id=str(number), command="hint")
        refused = visitor.post(token, id="4", command="hint")
        assert error(refused, 429) == say("room_too_fast", "zh")
        assert 1 <= int(refused.headers["Retry-After"]) <= 21
        visitor.send(other, command="hint")
        for _ in range(12):
            answer = visitor.request("GET", "api/lobby")
            if answer.status_code != 200:
                break
        assert 1 <= int(answer.headers["Retry-After"]) <= 6
        assert visitor.request("GET", "").status_code == 200, "the page itself is not limited"


@pytest.mark.parametrize(
    "settings",
    [
        {"allowed_origins": ["https://intranet.example/"]},
        {"allowed_origins": ["*"]},
        {"allowed_origins": ["https://a.example; script-src *"]},
        {"messages_per_minute": 0},
        {"allowed_orgins": []},
    ],
)
def test_settings_that_cannot_be_are_told_at_once(settings: dict[str, Any]) -> None:
    from addons.room.settings import Settings, SettingsError

    (name,) = settings
    with pytest.raises(SettingsError, match=rf"credentials\.yml: practice room: {name}"):
        Settings.read(settings)
