"""``sparring check`` and ``sparring schema``: the trainers' commands that look at files."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from pathlib import Path

import typer
from rich.markup import escape

from sparring.commands.terminal import console, errors, stop
from sparring.content import ContentError, Problem, nearest
from sparring.content.codes import Code, codes
from sparring.content.folders import file_at, files_of, folders
from sparring.content.parts import DATA
from sparring.diagnostics.heard import Tag
from sparring.diagnostics.memory import Memory

STYLES = {"error": "red", "warning": "yellow"}


def command(
    paths: list[Path] | None = typer.Argument(None, help="Customers, files or folders; all by default."),
    strict: bool = typer.Option(False, "--strict", help="Warnings count as errors."),
    as_json: bool = typer.Option(False, "--json", help="Print the problems as a JSON list."),
    explain: str | None = typer.Option(None, metavar="CODE", help="Say what a code means, as in S101."),
    quick: bool = typer.Option(False, "--quick", help="Leave out what needs the trained tagger."),
) -> None:
    """Check customer files: all problems at once, each with its code, place and mend."""
    if explain is not None:
        _explain(explain.upper())
        return
    from sparring.diagnostics import run

    try:
        files = _files(paths or folders())
        memory = None if quick else _memory()
        problems = run.check(files, memory)
    except ContentError as error:
        stop(error)
    if memory is not None:
        memory.save()
    if as_json:
        print(json.dumps([problem._asdict() for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            _show(problem)
        print(_summary(len(files), problems))
    if any(problem.severity == "error" or strict for problem in problems):
        raise typer.Exit(1)


def _files(paths: list[Path]) -> list[Path]:
    return [file for path in paths for file in (files_of(path) if path.is_dir() else [file_at(path)])]


def _memory() -> Memory | None:
    """The newest trained tagger and what it heard before; None, with a clear notice, if there is
    none."""
    models = sorted((DATA.parent / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        errors.print(
            "There is no trained model (`make setup`): examples and the stories' tests are not checked.",
            style="yellow",
            soft_wrap=True,
        )
        return None
    return Memory(models[-1], _load)


def _load() -> Tag:
    from sparring.tagger import NoModel, Tagger, model_bytes

    try:
        return Tagger.load(model_bytes(DATA.parent / "models")).tag
    except NoModel as problem:
        raise ContentError(str(problem)) from problem


def _show(problem: Problem) -> None:
    place = f"{problem.file}:{problem.line}:{problem.column}"
    text = f"{place}: [{STYLES[problem.severity]}]{problem.code}[/] {escape(problem.message)}: {escape(problem.mend)}"
    console.print(text, soft_wrap=True)


def _summary(files: int, problems: list[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    said = [f"{n} {kind}{'s' if n > 1 else ''}" for kind, n in sorted(counts.items())]
    return f"{files} checked, {', '.join(said) or 'no problems'}"


def schema() -> None:
    """Write what editors and people look up: the JSON Schema of a customer file and the page of codes."""
    from sparring.content.codes import PAGE, page
    from sparring.content.schema import FILE, written

    FILE.parent.mkdir(exist_ok=True)
    for file, text in ((FILE, written()), (PAGE, page())):
        file.write_text(text, encoding="utf-8")
        console.print(f"written: {file}", soft_wrap=True)


def _explain(name: str) -> None:
    known = codes()
    if name not in known:
        stop(f"there is no code `{name}`{nearest(name, known)}")
    print(explained(known[name]))


def explained(code: Code) -> str:
    """A code's meaning as text."""
    lines = [f"{code.code} ({code.severity}): {code.title}", "", *textwrap.wrap(code.about, 96)]
    if code.wrong:
        lines += ["", f"  not:   {code.wrong}", f"  write: {code.right}"]
    return "\n".join(lines)
