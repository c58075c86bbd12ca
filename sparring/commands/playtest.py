"""``sparring playtest``: simulated trainees play, and what they never reach is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import Enum

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sparring.commands.terminal import console, errors, stop
from sparring.content import LANGUAGES, ContentError, Library, Version
from sparring.conversation import LEVELS
from sparring.playtest.report import as_data, show
from sparring.playtest.run import DIFFICULTIES, Cast, Plan, playtest
from sparring.playtest.trainees import SKILLS
from sparring.playtest.walk import LIMIT

SkillName = Enum("SkillName", {name: name for name in SKILLS}, type=str)  # type: ignore[misc]
LanguageName = Enum("LanguageName", {name: name for name in LANGUAGES}, type=str)  # type: ignore[misc]
LevelName = Enum("LevelName", {name: name for name in LEVELS}, type=str)  # type: ignore[misc]


def chosen(names: Sequence[str]) -> tuple[dict[str, Version], list[Cast]]:
    """The stories that ``CUSTOMER`` and ``CUSTOMER/STORY`` name, all of them if nothing is named;
    stops with a clear line if there is no such one."""
    versions: dict[str, Version] = {}
    cast: list[Cast] = []
    try:
        library = Library()
        for name in names or library.ids():
            customer_id, _, story = name.partition("/")
            versions[customer_id] = library.version(customer_id)
            customer = versions[customer_id].customer
            stories = [customer.story(story)] if story else customer.stories
            cast += [Cast(customer_id, one.id) for one in stories]
    except ContentError as problem:
        stop(problem)
    return versions, list(dict.fromkeys(cast))


def command(
    stories: list[str] | None = typer.Argument(
        None, metavar="[CUSTOMER[/STORY]]...", help="What to play; everything by default."
    ),
    exhaustive: bool = typer.Option(
        False, "--exhaustive", help="Every kind of answer in every situation (the default)."
    ),
    sessions: int | None = typer.Option(
        None, "--random", min=1, metavar="N", help="N sessions, in all, by simulated trainees."
    ),
    seed: int = typer.Option(0, min=0, max=2**52, help="The same seed plays the same sessions."),
    skill: list[SkillName] | None = typer.Option(None, help="Who plays; all by default."),
    lang: list[LanguageName] | None = typer.Option(None, help="Both by default."),
    difficulty: list[LevelName] | None = typer.Option(None, help="All by default."),
    limit: int = typer.Option(
        LIMIT, min=100, help="The most replies that a walk tries in a story, language and difficulty."
    ),
    jobs: int | None = typer.Option(None, min=1, help="How many processes; as many as processors by default."),
    as_json: bool = typer.Option(False, "--json"),
) -> None:
    """Play stories with simulated trainees: what is reached, what it scores, how it fails.

    Ends with 1 if something is never reached.
    """
    if exhaustive and sessions is not None:
        stop("choose one: --exhaustive or --random N")
    versions, cast = chosen(stories or [])
    plan = Plan(
        cast=cast,
        languages=_values(lang) or LANGUAGES,
        difficulties=[one.value for one in difficulty or ()] or DIFFICULTIES,
        sessions=sessions,
        seed=seed,
        skills=_values(skill) or tuple(SKILLS),
        limit=limit,
    )
    with progress() as bar:
        task = bar.add_task("sessions" if sessions is not None else "replies", total=None)


        def advance(done: int, total: int) -> None:
            bar.update(task, advance=done, total=total)

        report = playtest(versions, plan, advance, jobs)
    if as_json:
        print(json.dumps(as_data(report), ensure_ascii=False, indent=1))
    else:
        show(report, console)
    if not report.complete:
        raise typer.Exit(1)


def progress() -> Progress:
    """A bar on stderr, gone when the work is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=errors, transient=True)


def _values(names: Sequence[Enum] | None) -> tuple[str, ...]:
    return tuple(str(name.value) for name in names or ())
