"""The real thing: `sparring serve` with its two processes, spoken to over Rasa's REST channel."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from sparring.content import read_yaml
from sparring.game import Game
from sparring.servers import ROOT
from sparring.tagger import Tagger
from tests.messages import Message, payload, payloads
from tests.served import PATIENCE, Served, serving

GHOSTS = ROOT / "tests" / "ghosts" / "first"
START = '/start{"customer":"haggler","story":"winter_coat","language":"en","seed":7}'


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served


def test_both_servers_listen_to_this_machine_only(served: Served) -> None:
    for module in ("rasa_sdk", "addons.quiet_rasa"):
        sockets = [one for one in served.part(module).net_connections() if one.status == "LISTEN"]
        assert {socket.laddr.ip for socket in sockets} == {"127.0.0.1"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_session_runs_to_its_scorecard(
    served: Served, game: Game, tagger: Tagger, language: str
) -> None:
    """Over REST comes just what the core says, and the result is kept."""
    start = START.replace('"en"', f'"{language}"')
    briefing = payload(served.say(start, language), "briefing")
    saved, messages = game.start(
        briefing["session"],
        {"customer": "haggler", "story": "winter_coat", "language": language, "seed": 7},
    )
    assert briefing == messages[0].payload
    for reply in read_yaml(GHOSTS / f"haggler_winter_coat.{language}.yml")["ordinary"]:
        spans = tagger.tag(reply, game.play(saved).last_words)
        saved, messages = game.reply(saved, reply, spans)
        answer = served.say(reply, language)
        assert customs(answer) == [m.payload for m in messages if m.payload is not None]
        if game.play(saved).over:
            break
    else:
        saved, messages = game.end(saved)
        answer = served.say("/end", language)
    card = payload(answer, "scorecard")
    assert card == messages[-1].payload
    (row,) = [row for row in served.results.sessions() if row["id"] == briefing["session"]]
    assert (row["status"], row["score"], row["trainee"]) == ("finished", card["score"], language)


def customs(messages: list[Message]) -> list[dict[str, Any]]:
    return [message["custom"] for message in messages if "custom" in message]


def test_two_messages_at_once_are_two_turns(served: Served) -> None:
    served.say(START, "hasty")
    replies = ["I'm afraid the price is fixed.", "It is the same for everybody, you know."]
    with ThreadPoolExecutor(len(replies)) as threads:
        answers = list(threads.map(lambda reply: served.say(reply, "hasty"), replies))
    assert {payload(answer, "turn")["turn"] for answer in answers} == {1, 2}
    assert payload(served.say("Would you like the navy one?", "hasty"), "turn")["turn"] == 3


def test_trainees_at_once_have_a_session_each(served: Served) -> None:
    names = [f"one of many {number}" for number in range(6)]
    with ThreadPoolExecutor(len(names)) as threads:
        starts = list(threads.map(lambda name: served.say(START, name), names))
        turns = list(threads.map(lambda name: served.say("The price is fixed.", name), names))
    assert len({payload(answer, "briefing")["session"] for answer in starts}) == len(names)
    assert [payload(answer, "turn")["turn"] for answer in turns] == [1] * len(names)
    assert len({str(customs(answer)) for answer in turns}) == 1


def test_a_restart_of_the_action_server_loses_nothing(served: Served) -> None:
    session = payload(served.say(START, "patient"), "briefing")["session"]
    first = payload(served.say("Hello! The price is fixed, I'm afraid.", "patient"), "turn")
    served.stop_actions()
    served.start_actions()
    second = payload(served.say("It is the same for everybody.", "patient"), "turn")
    assert (first["turn"], second["turn"]) == (1, 2)
    messages = served.say("/end", "patient")
    card = payload(messages, "scorecard")
    assert (card["session"], card["turns"]) == (session, 2)
    quotes = [item["turn"] for criterion in card["criteria"] for item in criterion["evidence"]]
    assert 1 in quotes, "what was said before the restart still counts"


def test_a_port_in_use_is_refused(served: Served) -> None:
    command = [sys.executable, "-m", "sparring", "serve", "--port", str(served.port)]
    refused = subprocess.run(
        [*command, "--no-browser"],
        env=served.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert refused.returncode == 2
    assert str(served.port) in refused.stderr
    assert not payloads(served.say("/menu", "still here"), "scorecard")


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_both_processes(tmp_path: Path, told: signal.Signals) -> None:
    with serving(tmp_path) as served:
        parts = [served.part("rasa_sdk"), served.part("addons.quiet_rasa")]
        os.kill(served.process.pid, told)
        assert served.process.wait(PATIENCE) == 0
        _, alive = psutil.wait_procs(parts, timeout=0)
        assert not alive
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", served.port)) != 0
