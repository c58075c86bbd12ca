"""`sparring serve`, started with a results database of its own and stopped again."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import requests

from sparring.results import Results
from sparring.servers import LOCAL, ROOT, environment, free_port, stop, wait_for
from tests.messages import Message

PATIENCE = 120  # seconds; only a server that hangs takes so long


class Served:
    """A running `sparring serve`, of the project at ``root``."""

    def __init__(
        self, folder: Path, credentials: Path = ROOT / "credentials.yml", root: Path = ROOT
    ) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://{LOCAL}:{self.port}/"
        self.results = Results(f"sqlite:///{folder / 'results.db'}")
        self.environment = {
            **environment(),
            "PYTHONPATH": str(root),
            "SPARRING_DB_URL": str(self.results.engine.url),
            "SPARRING_CONVERSATIONS_URL": f"sqlite:///{folder / 'conversations.db'}",
        }
        self.credentials = credentials
        self.root = root
        self.log = (folder / "log.txt").open("w+", encoding="utf-8")
        self.restarted: subprocess.Popen[bytes] | None = None
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "sparring", "serve", "--no-browser"),
                *("--port", str(self.port), "--credentials", str(self.credentials)),
            ],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self.log,
        )
        self._answers = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        """Read what it prints, until it says that it answers, and on, so that it isn't blocked."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            print(line.decode(), end="", file=self.log, flush=True)
            if self.url.encode() in line:
                self._answers.set()
        self._answers.set()

    def wait(self) -> None:
        """Wait until it prints its address."""
        assert self._answers.wait(PATIENCE)
        assert self.process.poll() is None, Path(self.log.name).read_text(encoding="utf-8")

    def part(self, module: str) -> psutil.Process:
        """The process that runs ``python -m module``."""
        children = psutil.Process(self.process.pid).children()
        (found,) = [child for child in children if child.cmdline()[2] == module]
        return found

    def say(self, text: str, trainee: str) -> list[Message]:
        """Send a message to the REST channel."""
        body = {"sender": trainee, "message": text}
        answer = requests.post(self.url + "webhooks/rest/webhook", json=body, timeout=PATIENCE)
        answer.raise_for_status()
        messages: list[Message] = answer.json()
        return messages

    def stop_actions(self) -> None:
        """Kill the action server and leave it dead."""
        server = self.part("rasa_sdk")
        self._actions = server.cmdline()
        ended = os.pidfd_open(server.pid)
        server.kill()
        select.select([ended], [], [], PATIENCE)
        os.close(ended)

    def start_actions(self) -> None:
        """Start another action server in the place of the one that was killed."""
        self.restarted = subprocess.Popen(
            self._actions,
            cwd=ROOT,
            env={**self.environment, "SANIC_HOST": LOCAL},
            stdout=self.log,
            stderr=self.log,
        )
        port = self._actions[self._actions.index("--port") + 1]
        wait_for(f"http://{LOCAL}:{port}/health", self.restarted)

    def restart(self) -> None:
        """Stop both servers and start them anew, on the same port and data."""
        self.stop_servers()
        self.start_servers()

    def start_servers(self) -> None:
        """Start both servers anew, on the same port and data."""
        self._start()
        self.wait()

    def stop_servers(self) -> None:
        """Stop both servers."""
        stop(self.process)
        if self.restarted is not None:
            stop(self.restarted)
            self.restarted = None
        self._reader.join()

    def close(self) -> None:
        """End everything that was started."""
        self.stop_servers()
        self.log.close()
        self.results.engine.dispose()


@contextlib.contextmanager
def serving(
    folder: Path, credentials: Path = ROOT / "credentials.yml", root: Path = ROOT
) -> Iterator[Served]:
    served = Served(folder, credentials, root)
    try:
        served.wait()
        yield served
    finally:
        served.close()
