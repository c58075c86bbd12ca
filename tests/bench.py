"""Measures speed, memory and training, side by side with the bot of `rasa init` (`make bench`)."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil
import requests
from rich.console import Console
from rich.table import Table

from sparring.content import Library, read_yaml
from sparring.game import Game
from sparring.servers import ROOT, environment, free_port, rasa, stop, wait_for
from sparring.session import Saved
from sparring.tagger import Tagger, model_bytes
from tests.served import PATIENCE, Served, serving

GHOSTS = sorted((ROOT / "tests" / "ghosts").rglob("*.yml"))
CONVERSATIONS = 40
TURNS = 7  # in each conversation, as many as a session takes
SMALL_TALK = ["hi", "I'm so sad", "no", "are you a bot?", "hello", "I feel great", "bye"]
RUNS = 3  # of what takes no time

Say = Callable[[str, str], object]
console = Console(highlight=False)


class Session(NamedTuple):
    """A start and the replies to it."""

    start: dict[str, str]
    replies: list[str]


class Row(NamedTuple):
    """A measurement: ours, that of the bot of `rasa init` where it has one, and the unit."""

    name: str
    ours: float
    init: float | None
    unit: str


def sessions() -> list[Session]:
    """What the ghosts `gold` and `ordinary` say, in all stories and both languages."""
    found = []
    for file in GHOSTS:
        name, language, _ = file.name.split(".")
        customer = next(c for c in Library().ids() if name.startswith(f"{c}_"))
        start = {"customer": customer, "story": name[len(customer) + 1 :], "language": language}
        for ghost in ("gold", "ordinary"):
            replies = [reply for reply in read_yaml(file)[ghost] if reply != "/wait"]
            found.append(Session(start, replies))
    return found


def train(folder: Path, project: Path) -> float:
    """Seconds that `rasa train` takes in a project, from nothing; the model goes to ``folder``."""
    started = time.perf_counter()
    quietly(
        rasa("train", "--out", str(folder), "--fixed-model-name", "bench"),
        project,
        {"RASA_CACHE_DIRECTORY": str(folder / "cache")},
    )
    return time.perf_counter() - started


def quietly(command: list[str], folder: Path, more: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment() | (more or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


@contextlib.contextmanager
def init_bot(project: Path, model: Path) -> Iterator[tuple[Say, psutil.Process]]:
    """The bot of `rasa init`, run: how to talk to it, and its process."""
    port = free_port()
    process = subprocess.Popen(
        rasa("run", "--port", str(port), "--model", str(model)),
        cwd=project,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/"

    def say(text: str, sender: str) -> object:
        body = {"sender": sender, "message": text}
        return requests.post(url + "webhooks/rest/webhook", json=body, timeout=PATIENCE).json()

    try:
        wait_for(url, process)
        yield say, psutil.Process(process.pid)
    finally:
        stop(process)


def turns_over_rest(ours: Say, init: Say) -> tuple[list[float], list[float]]:
    """Milliseconds of each turn of ours and of the other, asked in turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number, session in zip(range(CONVERSATIONS), itertools.cycle(sessions())):
        sender = f"bench {number}"
        ours("/start" + str(session.start).replace("'", '"'), sender)
        for reply, talk in zip(session.replies[:TURNS], SMALL_TALK):
            for say, text, times in ((ours, reply, taken[0]), (init, talk, taken[1])):
                started = time.perf_counter()
                answer = say(text, sender)
                times.append((time.perf_counter() - started) * 1000)
                assert answer, f"no answer to {text}"
    return taken


def tagging(tagger: Tagger) -> tuple[list[float], float]:
    """Milliseconds of tagging each reply, and of one of 10,000 characters."""
    replies = [reply for session in sessions() for reply in session.replies]
    context = "OK, I'll be generous: ¥260. That's twenty more than I wanted to pay."

    def milliseconds(text: str) -> float:
        started = time.perf_counter()
        tagger.tag(text, context)
        return (time.perf_counter() - started) * 1000

    milliseconds("warm up")
    endless = (" ".join(replies) * 10)[:10_000]
    return (
        [milliseconds(reply) for _ in range(RUNS) for reply in replies],
        min(milliseconds(endless) for _ in range(RUNS)),
    )


def core_turns_a_second(tagger: Tagger) -> float:
    """Turns of the core alone: reading, scoring and answering replies that are tagged already."""
    tagged = [
        (session.start, [(reply, tagger.tag(reply)) for reply in session.replies])
        for session in sessions()
    ]
    game = Game(Library())
    for name in game.library.ids():
        game.library.version(name)  # read the files beforehand
    turns = 0
    started = time.perf_counter()
    for _ in range(RUNS):
        for start, replies in tagged:
            saved: Saved = game.start(uuid.uuid4().hex, start)[0]
            for reply, spans in replies:
                if game.play(saved).over:
                    break
                saved, _ = game.reply(saved, reply, spans)
                turns += 1
    return turns / (time.perf_counter() - started)


def megabytes(*processes: psutil.Process) -> float:
    return float(sum(process.memory_info().rss for process in processes)) / 2**20


def processes_of(served: Served) -> list[psutil.Process]:
    serve = psutil.Process(served.process.pid)
    return [serve, *serve.children(recursive=True)]


def measure(folder: Path) -> Iterator[Row]:
    """All measurements, as they come."""
    project, init_model, our_model = folder / "init", folder / "init_model", folder / "our_model"
    with console.status("rasa init …"):
        project.mkdir()
        quietly(rasa("init", "--no-prompt", "--init-dir", str(project)), folder)
    with console.status("training …"):
        yield Row("rasa train", train(our_model, ROOT), train(init_model, project), "s")

    with (
        console.status("turns over REST …"),
        serving(folder) as served,
        init_bot(project, init_model / "bench.tar.gz") as (init, init_process),
    ):
        ours, others = turns_over_rest(served.say, init)
        for percent in (50, 95):
            both = [float(np.percentile(times, percent)) for times in (ours, others)]
            yield Row(f"turn over REST, p{percent}", *both, "ms")
        rasa_server, action_server = served.part("addons.quiet_rasa"), served.part("rasa_sdk")
        yield Row("memory, Rasa server", megabytes(rasa_server), megabytes(init_process), "MB")
        yield Row("memory, action server", megabytes(action_server), None, "MB")
        everything = megabytes(*processes_of(served))
        yield Row("memory, all processes", everything, megabytes(init_process), "MB")

    with console.status("tagger and core …"):
        tagger = Tagger.load(model_bytes(ROOT / "models"))
        replies, endless = tagging(tagger)
        for percent in (50, 95):
            taken = float(np.percentile(replies, percent))
            yield Row(f"tagger, a reply, p{percent}", taken, None, "ms")
        yield Row("tagger, 10,000 characters", endless, None, "ms")
        yield Row("core alone", core_turns_a_second(tagger), None, "turns/s")


def main() -> None:
    table = Table("", "Sparring", "rasa init", "ratio", "")
    for column in table.columns[1:4]:
        column.justify = "right"
    with tempfile.TemporaryDirectory() as folder:
        for row in measure(Path(folder)):
            there = row.init is not None
            table.add_row(
                row.name,
                f"{row.ours:,.1f}",
                f"{row.init:,.1f}" if there else "",
                f"{row.ours / row.init:.2f}" if there else "",
                row.unit,
            )
    table.title = f"{CONVERSATIONS} conversations, {os.cpu_count()} cores"
    console.print(table)


if __name__ == "__main__":
    main()
