"""``sparring play``: a session in the terminal."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import click
import typer

from sparring.commands.terminal import console, errors, stop, trained_tagger
from sparring.content import ContentError, Library
from sparring.game import Game, Message, Refused
from sparring.wording import say

if TYPE_CHECKING:
    from sparring.results import Results
    from sparring.session import Saved
    from sparring.tagger import Tagger


STYLES = {
    "system": "dim",
    "briefing": "cyan",
    "customer": "bold",
    "coach": "green",
    "scorecard": "cyan",
}


class Language(str, Enum):
    en = "en"
    zh = "zh"


class Difficulty(str, Enum):
    easy = "easy"
    standard = "standard"
    hard = "hard"


def command(
    customer: str | None = typer.Argument(
        None, help="CUSTOMER or CUSTOMER/STORY, as in haggler/winter_coat; without it you choose."
    ),
    lang: Language | None = typer.Option(None, help="The language you practise in."),
    seed: int | None = typer.Option(None, min=0, help="The same seed and replies give the same session."),
    difficulty: Difficulty = typer.Option(Difficulty.standard),
    coach: bool = typer.Option(True, help="A line of feedback after each reply."),
    replies: str | None = typer.Option(None, metavar="FILE|-", help="Take the replies from a file, one a line."),
    as_json: bool = typer.Option(False, "--json", help="Print the payloads as JSON lines."),
    watch: bool = typer.Option(
        False, "--watch", help="Give your replies again after each change of the customer's file."
    ),
) -> None:
    """Practise in the terminal, without a server."""
    try:
        game = Game(Library())
    except ContentError as problem:
        stop(problem)
    if customer is None:
        customer, lang = _choose(game, lang)
    customer_id, _, story = customer.partition("/")
    request: dict[str, object] = {
        "customer": customer_id,
        "story": story or None,
        "language": (lang or Language.en).value,
        "difficulty": difficulty.value,
        "seed": seed,
        "coach": coach,
    }
    if watch:
        _watch(game, request, replies, as_json)
    else:
        begun = _start(game, request)
        lines = _prompt() if replies is None else _from_file(replies)
        _play(game, begun, lines, trained_tagger(), _open_results(), replies is not None, as_json)


def _play(
    game: Game,
    begun: tuple[Saved, list[Message]],
    lines: Iterable[str],
    tagger: Tagger,
    results: Results | None,
    from_file: bool,
    as_json: bool,
) -> None:
    """One session; replies from a file are shown too, and end with it."""
    saved, messages = begun
    _show(messages, as_json)
    for line in lines:
        if from_file and not as_json:
            console.print(f"> {line}", markup=False, soft_wrap=True)
        try:
            saved, messages = _follow(game, saved, line, tagger)
        except Refused as problem:
            (errors if as_json else console).print(str(problem), style="dim", markup=False)
            continue
        _show(messages, as_json)
        _keep(game, saved, results)
        if game.play(saved).over:
            if not from_file:
                continue  # the trainee may still take the last reply back
            return
    if not game.play(saved).over:
        saved, messages = game.end(saved)
        _show(messages, as_json)
        _keep(game, saved, results)


def _start(game: Game, request: dict[str, object]) -> tuple[Saved, list[Message]]:
    try:
        return game.start(uuid.uuid4().hex, request)
    except Refused as problem:
        stop(problem)


def _watch(game: Game, request: dict[str, object], replies: str | None, as_json: bool) -> None:
    """Play while the customer is written; nothing of it goes into the results."""
    from sparring.commands.watch import current_version, rehearse, typed, whenever_changed

    saved, messages = _start(game, request)
    if replies == "-":
        stop("--watch takes replies from a file or from the prompt, not from `-`")
    tagger = trained_tagger()
    if replies is not None:
        file, customer = replies, saved.start.customer
        whenever_changed(
            lambda: (current_version(game, customer, ""), tuple(_from_file(file))),
            lambda: _play(game, _start(game, request), _from_file(file), tagger, None, True, as_json),
        )
        return

    def show(messages: list[Message]) -> None:
        _show(messages, as_json)
        if not as_json:
            console.print("> ", style="bold blue", end="")

    show(messages)
    rehearse(
        game, saved, typed(input), lambda now, line: _follow(game, now, line, tagger), tagger.tag, show
    )


def _choose(game: Game, lang: Language | None) -> tuple[str, Language]:
    """Ask for language and story, by number."""
    if lang is None:
        lang = Language(typer.prompt("Language / 语言 (en, zh)", default="en", type=Language).value)
    stories = [
        (f"{customer.id}/{story.id}", customer.name[lang.value], story.title[lang.value])
        for customer in (version.customer for version in game.library.versions())
        for story in customer.stories
    ]
    for number, (_, name, title) in enumerate(stories, 1):
        console.print(f"{number:3}  {name} · {title}", markup=False)
    question = {"en": "Which one", "zh": "选哪一个"}[lang.value]
    choice = typer.prompt(question, default=1, type=click.IntRange(1, len(stories)))
    return stories[choice - 1][0], lang


def _prompt() -> Iterator[str]:
    """What is typed, until the end of input or /quit."""
    while True:
        try:
            line = console.input("[bold blue]> [/]")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip() == "/quit":
            return
        if line.strip():
            yield line


def _from_file(name: str) -> list[str]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{name}: can't be read: {error}")
    return [line for line in text.splitlines() if line.strip()]


def _follow(game: Game, saved: Saved, line: str, tagger: Tagger) -> tuple[Saved, list[Message]]:
    command = line.strip().split("{")[0]
    if command == "/wait":
        return game.reply(saved, None)
    if command == "/hint":
        return saved, game.hint(saved)
    if command == "/retry":
        return game.retry(saved)
    if command == "/end":
        return game.end(saved)
    if command.startswith("/"):
        raise Refused(say("unknown_command", saved.start.language, command=command))
    return game.reply(saved, line, tagger.tag(line, game.play(saved).last_words))


def _show(messages: list[Message], as_json: bool) -> None:
    for message in messages:
        if as_json:
            payload = message.payload or {"type": message.role, "text": message.text}
            print(json.dumps(payload, ensure_ascii=False))
        elif message.text is not None:
            console.print(message.text, style=STYLES[message.role], markup=False, soft_wrap=True)


def _open_results() -> Results | None:
    """The results database, opened once a session; None, with a clear line, if it is away."""
    from sqlalchemy.exc import SQLAlchemyError

    from sparring.results import Results

    try:
        return Results()
    except SQLAlchemyError as error:
        errors.print(f"the result can't be written: {error}", style="red", markup=False)
        return None


def _keep(game: Game, saved: Saved, results: Results | None) -> None:
    from sqlalchemy.exc import SQLAlchemyError

    if results is None:
        return
    try:
        results.record(saved, game.play(saved), trainee="terminal")
    except SQLAlchemyError as error:
        errors.print(f"the result can't be written: {error}", style="red", markup=False)
