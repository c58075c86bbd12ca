"""Training examples as people write them: a reply with its moves marked where they stand.

    can you do 180? ⇒ {hold_firm: I'm afraid not}, {cite_policy: it's the same for everyone}

Before ⇒ stand the customer's words, where the reply needs them. Braces name the move of the words
inside (two moves of the same words: ``{offer_choice+offer_remedy: …}``); they may be nested. Words
outside all braces make no move. ⏎ is a line break.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from sparring.content import DATA, known_move, read_yaml
from sparring.moves import Span

_OPEN = re.compile(r"\{([a-z_]+(?:\+[a-z_]+)*):\s*")


class ExampleError(ValueError):
    """An example that can't be read; the message quotes it and says the mend."""


class Example(NamedTuple):
    """A reply, what the customer had said before it ("" if it matters not), and its moves."""

    text: str
    context: str
    spans: tuple[Span, ...]


def parse(line: str) -> Example:
    """Read one example; raises ExampleError if a move is unknown or a brace is left open."""
    context, arrow, marked = line.rpartition("⇒")
    marked = re.sub(r" ?⏎ ?", "\n", marked).strip()
    text = ""
    pending: list[tuple[list[str], int]] = []
    spans = []
    position = 0
    while position < len(marked):
        opening = _OPEN.match(marked, position)
        if opening:
            moves = opening[1].split("+")
            for move in moves:
                try:
                    known_move(move)
                except ValueError as error:
                    raise ExampleError(f"{error}, in the example: {line}") from error
            pending.append((moves, len(text)))
            position = opening.end()
        elif marked[position] == "}" and pending:
            moves, start = pending.pop()
            spans += [Span(move, start, len(text)) for move in moves]
            position += 1
        else:
            text += marked[position]
            position += 1
    if pending:
        raise ExampleError(f"a brace is never closed, in the example: {line}")
    spans.sort(key=lambda span: (span.start, span.end))
    return Example(text, re.sub(r" ?⏎ ?", "\n", context).strip() if arrow else "", tuple(spans))


def load(folder: Path = DATA / "nlu") -> list[Example]:
    """All examples of a folder of Rasa NLU files."""
    lines = [
        line.removeprefix("- ")
        for path in sorted(folder.glob("*.yml"))
        for part in read_yaml(path)["nlu"]
        for line in part["examples"].splitlines()
    ]
    return [parse(line) for line in lines if line.strip()]
