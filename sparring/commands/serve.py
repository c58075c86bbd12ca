"""``sparring serve`` and ``sparring shell``: the servers, run together."""

from __future__ import annotations

from pathlib import Path

import typer

from sparring.commands.terminal import stop
from sparring.content import DATA


def command(
    host: str = typer.Option("127.0.0.1"),
    port: int = typer.Option(5005, min=1, max=65535),
    credentials: Path = typer.Option(
        DATA.parent / "credentials.yml", help="Rasa's channels and the practice room's settings."
    ),
    no_browser: bool = typer.Option(False, "--no-browser", help="Don't open the page."),
) -> None:
    """Run the practice room: the action server and the Rasa server together; Ctrl-C stops both."""
    from sparring.servers import serve as run

    if not credentials.is_file():
        stop(f"{credentials}: there is no such file")
    raise typer.Exit(run(host, port, credentials, open_browser=not no_browser))


def shell() -> None:
    """Practise in the Rasa shell, with the action server beside it."""
    from sparring.servers import shell as run

    raise typer.Exit(run())
