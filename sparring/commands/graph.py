"""``sparring graph``: a story as Mermaid or SVG."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

import typer

from sparring.commands.playtest import LanguageName, chosen, progress
from sparring.commands.terminal import console, stop
from sparring.content import Version
from sparring.graph.mermaid import mermaid
from sparring.graph.model import graph_of
from sparring.graph.svg import svg
from sparring.playtest.run import Cast, Plan, playtest
from sparring.playtest.tally import Tally

SESSIONS = 1000  # of the playtest that colours the graph


class Format(str, Enum):
    mermaid = "mermaid"
    svg = "svg"


def command(
    story: str = typer.Argument(..., metavar="CUSTOMER[/STORY]", help="The first story, if none is named."),
    form: Format = typer.Option(Format.mermaid, "--format"),
    coverage: bool = typer.Option(False, "--coverage", help="Colour it by what a playtest reaches."),
    lang: LanguageName = typer.Option("en", help="The language of the texts."),
    out: Path | None = typer.Option(None, "--out", metavar="FILE", help="Write to a file."),
) -> None:
    """Draw a story: its demands, its endings, and what leads to what."""
    versions, cast = chosen([story])
    customer = versions[cast[0].customer].customer
    told = customer.story(cast[0].story)
    language = str(lang.value)
    tally = _played(cast[:1], versions, language) if coverage else None
    title = f"{customer.name[language]} · {told.title[language]}"
    graph = graph_of(title, told, language, tally)
    text = svg(graph) if form is Format.svg else mermaid(graph)
    if out is None:
        print(text, end="")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        stop(f"{out}: can't be written: {error}")
    console.print(f"{out} written", markup=False, soft_wrap=True)


def _played(cast: list[Cast], versions: dict[str, Version], language: str) -> Tally:
    with progress() as bar:
        task = bar.add_task("sessions", total=SESSIONS)
        plan = Plan(cast=cast, languages=(language,), sessions=SESSIONS)
        report = playtest(versions, plan, lambda done, total: bar.advance(task, done))
    return report.played[0].together
