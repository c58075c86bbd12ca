"""What the commands share: how they print, and how they stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from sparring.content import DATA

if TYPE_CHECKING:
    from sparring.tagger import Tagger

MODELS = DATA.parent / "models"
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def stop(problem: object, code: int = 2) -> NoReturn:
    """One clear line on stderr, and out."""
    errors.print(escape(str(problem)), style="red", soft_wrap=True)
    raise typer.Exit(code)


def trained_tagger() -> Tagger:
    """The tagger of the newest model; stops with a clear line if there is none."""
    from sparring.tagger import NoModel, Tagger, model_bytes

    try:
        return Tagger.load(model_bytes(MODELS))
    except NoModel as problem:
        stop(problem)
