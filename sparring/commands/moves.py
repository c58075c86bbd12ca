"""``sparring moves``: what the tagger hears, for people and for programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import typer

from sparring.commands.terminal import console, stop, trained_tagger

if TYPE_CHECKING:
    from sparring.tagger import Tagger


def command(
    text: str | None = typer.Argument(None, help="A reply to show; without it, JSON lines from stdin."),
    context: str = typer.Option("", help="What the customer had said before TEXT."),
    explain: bool = typer.Option(
        False, "--explain", help="What found each move: the rule, or the nearest taught examples."
    ),
) -> None:
    """Tag replies: JSON lines {"text", "lang"?, "context"?} in, {"moves": […]} out, in order."""
    tagger = trained_tagger()
    if text is not None:
        _show_moves(text, _heard(tagger, text, context, explain))
        return
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            request = json.loads(line)
            text, context = request["text"], request.get("context") or ""
            if not isinstance(text, str) or not isinstance(context, str):
                raise TypeError("text and context are strings")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            stop(f'line {number}: write {{"text": "…"}}, one object a line ({error!r})')
        found = _heard(tagger, text, context, explain)
        print(json.dumps({"moves": found}, ensure_ascii=False), flush=True)


def _heard(tagger: Tagger, text: str, context: str, explain: bool) -> list[dict[str, Any]]:
    """The moves of a reply as plain data, with the reason of each if it is asked for."""
    from sparring.explain import reason

    heard = []
    for span in tagger.tag(text, context):
        found: dict[str, Any] = {
            "move": span.move, "start": span.start, "end": span.end, "score": span.score
        }  # fmt: skip
        if explain:
            why = reason(text, span)
            found |= {"rule": why.rule, "nearest": [near._asdict() for near in why.neighbours]}
        heard.append(found)
    return heard


def _show_moves(text: str, heard: list[dict[str, Any]]) -> None:
    """The moves of one reply, for people."""
    if not heard:
        console.print("no move")
    for found in heard:
        quote = text[found["start"] : found["end"]]
        console.print(f"{found['move']:<16} {found['score']:.2f}  {quote}", markup=False, soft_wrap=True)
        if found.get("rule"):
            console.print(f"{'':<16} rule  {found['rule']}", style="dim", soft_wrap=True)
        for near in found.get("nearest", ()):
            line = f"{'':<16} like  {near['words']}  ({near['similarity']:.2f})"
            console.print(line, style="dim", markup=False, soft_wrap=True)
