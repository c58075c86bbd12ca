"""Starting Rasa's two processes, the action server and Rasa itself, and stopping them together."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sparring.content import DATA

ROOT = DATA.parent
# Rasa's telemetry tries to reach the internet; SQLAlchemy's advice is not for our users.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}
ROOM = "/webhooks/sparring/"  # where the practice room is
LOCAL = "127.0.0.1"
PATIENCE = 120.0  # seconds a server may take to come up


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    """The environment for what we start: quiet, and with the project importable."""
    return {**os.environ, **QUIET, "PYTHONPATH": str(ROOT)}


@contextlib.contextmanager
def action_server() -> Iterator[Path]:
    """Run the action server on a free port; gives the endpoints file that names it."""
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "rasa_sdk", "--actions", "actions.actions"),
            *("--port", str(port), "--cors", f"http://{LOCAL}"),
        ],
        cwd=ROOT,
        # By itself it listens to the whole network.
        env={**environment(), "SANIC_HOST": LOCAL},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if not os.environ.get("SPARRING_DEBUG") else None,
        start_new_session=True,  # Ctrl-C is for us; we end it ourselves
    )
    if process.stderr is not None:
        threading.Thread(target=pass_on_warnings, args=(process.stderr,), daemon=True).start()
    try:
        wait_for(f"http://{LOCAL}:{port}/health", process)
        with tempfile.TemporaryDirectory() as folder:
            endpoints = Path(folder) / "endpoints.yml"
            text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
            endpoints.write_text(text.replace("localhost:5055", f"{LOCAL}:{port}"), encoding="utf-8")
            yield endpoints
    finally:
        stop(process)


def pass_on_warnings(log: IO[bytes]) -> None:
    """Show what our own code warns of, such as a customer's file that can't be read; the rest of
    the action server's log is for nobody."""
    for line in log:
        if re.search(rb" (?:WARNING|ERROR)\s+(?:sparring|actions)\.", line):
            print(line.decode("utf-8", "replace").rstrip(), file=sys.stderr, flush=True)


def rasa(*arguments: str) -> list[str]:
    """The command line that runs Rasa in our environment."""
    return [sys.executable, "-m", "addons.quiet_rasa", *arguments]


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until ``url`` answers; raises RuntimeError if the process ends or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server behind {url} ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"{url} didn't answer within {PATIENCE:.0f} seconds")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process: ask first, then insist."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def serve(host: str, port: int, credentials: Path, open_browser: bool) -> int:
    """Run both servers until Ctrl-C, SIGTERM or SIGHUP; returns the exit code."""
    if _taken(host, port):
        print(f"port {port} is in use: choose another one with --port", file=sys.stderr)
        return 2
    _stop_when_told()
    try:
        with action_server() as endpoints:
            server = subprocess.Popen(
                rasa(
                    "run", "--interface", host, "--port", str(port),
                    "--endpoints", str(endpoints), "--credentials", str(credentials.absolute()),
                ),
                cwd=ROOT,
                env=environment(),
                start_new_session=True,
            )
            try:
                address = f"[{host}]" if ":" in host else host
                room = f"http://{address}:{port}{ROOM}"
                wait_for(room, server)
                print(f"Sparring is ready: {room}", flush=True)
                if open_browser and _has_display():
                    webbrowser.open(room)
                return server.wait()
            finally:
                stop(server)
    except KeyboardInterrupt:
        return 0
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1


def shell() -> int:
    """Run the action server and, in the foreground, the Rasa shell."""
    _stop_when_told()
    try:
        with action_server() as endpoints:
            command = rasa(
                "shell", "--interface", LOCAL, "--port", str(free_port()), "--endpoints", str(endpoints)
            )
            return subprocess.call(command, cwd=ROOT, env=environment())
    except KeyboardInterrupt:
        return 0
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1


def _taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _has_display() -> bool:
    """Whether a browser would open a window; a text browser would take our terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _stop_when_told() -> None:
    """Go the way of Ctrl-C when the system says so (SIGTERM) or the terminal is closed (SIGHUP):
    what we started is in sessions of its own and would live on."""
    for told in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(told) is not signal.SIG_IGN:  # as under nohup
            signal.signal(told, _interrupt)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
