"""``sparring results``: all sessions that were played."""

from __future__ import annotations

import csv
import json
import sys
from typing import IO

import typer
from rich.table import Table

from sparring.commands.terminal import console, stop


def command(
    as_csv: bool = typer.Option(False, "--csv"),
    as_json: bool = typer.Option(False, "--json"),
) -> None:
    """List all sessions, the newest first."""
    from sqlalchemy.exc import SQLAlchemyError

    from sparring.results import Results

    try:
        sessions = Results().sessions()
    except SQLAlchemyError as error:
        stop(f"the results database can't be read: {error}", code=1)
    rows = [
        {key: value.isoformat(timespec="seconds") if key in ("started", "changed") else value
         for key, value in session.items()}
        for session in sessions
    ]  # fmt: skip
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif as_csv:
        _write_csv(sys.stdout, rows)
    else:
        table = Table("started", "story", "language", "status", "score", "medal", "ending", "replies")
        for row in rows:
            cells = (
                str(row["started"]).replace("T", " ")[:16],
                f"{row['customer']}/{row['story']}",
                f"{row['language']} {row['difficulty']}",
                *(row[key] for key in ("status", "score", "medal", "ending", "turns")),
            )
            table.add_row(*("" if cell is None else str(cell) for cell in cells))
        console.print(table)


def _write_csv(stream: IO[str], rows: list[dict[str, object]]) -> None:
    from sparring.results import SESSIONS

    writer = csv.DictWriter(stream, SESSIONS.columns.keys())
    writer.writeheader()
    writer.writerows(rows)
