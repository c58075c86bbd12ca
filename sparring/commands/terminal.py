"""What the commands share: how they print, and how they stop."""

from __future__ import annotations

from typing import NoReturn

import typer
from rich.console import Console
from rich.markup import escape

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def stop(problem: object, code: int = 2) -> NoReturn:
    """One clear line on stderr, and out."""
    errors.print(escape(str(problem)), style="red", soft_wrap=True)
    raise typer.Exit(code)
