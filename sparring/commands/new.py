"""``sparring new``: a customer or a story to start from."""

from __future__ import annotations

from pathlib import Path

import typer

from sparring.commands.terminal import console, stop
from sparring.content import ContentError, Library
from sparring.content.folders import folders


def command(
    name: str = typer.Argument(..., metavar="CUSTOMER[/STORY]", help="What the new one is called."),
    template: str | None = typer.Option(
        None, "--from", metavar="CUSTOMER[/STORY]", help="Copy this one; else a short start file, or the customer's first story."
    ),
    folder: Path | None = typer.Option(
        None, exists=True, file_okay=False, help="Where; by default the last of SPARRING_CUSTOMERS, else data/customers."
    ),
) -> None:
    """Make a customer or a story that can be played at once, to be rewritten step by step."""
    from sparring.creating import create

    try:
        path = create(Library(), folder or folders()[-1], name, template)
    except ContentError as problem:
        stop(problem)
    console.print(f"written: {path}", soft_wrap=True)
    console.print(f"next:    sparring play {name} --watch · sparring check {path} · docs/write-a-customer.md", soft_wrap=True)
