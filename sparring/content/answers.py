"""How trainers write what a reply does, and what a condition counts."""

from __future__ import annotations

import re
from typing import Any

from pydantic import validator
from rapidfuzz import process

from sparring.content.parts import Part
from sparring.moves import MOVES

# What conditions can count, besides the replies that made a move.
COUNTS = frozenset(
    {
        "answered", "dropped", "beyond_policy", "misinformation", "breaches", "reminders", "waits",
        "replies", "patience",
    }
)  # fmt: skip


class Answer:
    """A way to answer, as trainers write it: ``hold_firm``, ``explain about second_lot``,
    ``about refund``, ``offer_choice and commit``, ``wait`` (a silent turn).

    ``parts`` are (move, topic) pairs, either may be None; a reply must have all of them.
    """

    def __init__(self, text: str, parts: tuple[tuple[str | None, str | None], ...]) -> None:
        self.text = text
        self.parts = parts

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls.parse

    @classmethod
    def parse(cls, value: Any) -> Answer:
        if not isinstance(value, str):
            raise ValueError("write an answer as `move`, `move about topic` or `about topic`")
        parts = []
        for piece in re.split(r"\s+and\s+", value.strip()):
            match = re.fullmatch(r"(?!about$)(?:(\w+))??(?:(?:^|\s+)about (\w+))?", piece)
            if not piece or match is None:
                raise ValueError(
                    f"can't read `{value}`: write `move`, `move about topic` or `about topic`,"
                    " joined by `and`"
                )
            move, topic = match.groups()
            if move is not None and move != "wait":
                known_move(move)
            parts.append((move, topic))
        return cls(value.strip(), tuple(parts))


def known_move(move: str) -> str:
    """Return ``move`` if the playbook has it; else raise ValueError with the nearest one."""
    if move not in MOVES:
        raise ValueError(f"unknown move `{move}`{nearest(move, MOVES)}")
    return move


def nearest(name: str, names: Any) -> str:
    """A hint with the known names most like ``name``, or nothing."""
    found: list[Any] = process.extract(name, list(names), limit=3, score_cutoff=55)
    return ": did you mean " + " or ".join(f"`{hit[0]}`" for hit in found) + "?" if found else ""


class Condition(Part):
    """When a demand comes up or an ending is reached. All that is written must hold.

    ``at_least`` and ``at_most`` count replies: by move id, or ``reminders``, ``misinformation``,
    ``breaches`` (never moves), ``beyond_policy`` (grants outside the briefing), ``waits`` (silent
    turns), ``replies``; ``answered`` and ``dropped`` count demands; ``patience`` is 0 to 100.
    """

    settled: list[str] = []
    unsettled: list[str] = []
    any_said: list[Answer] = []
    not_said: list[Answer] = []
    at_least: dict[str, int] = {}
    at_most: dict[str, int] = {}
    done: bool = False

    @validator("at_least", "at_most")
    def _can_be_counted(cls, counts: dict[str, int]) -> dict[str, int]:
        for name in counts:
            if name not in COUNTS and name not in MOVES:
                raise ValueError(f"can't count `{name}`{nearest(name, [*COUNTS, *MOVES])}")
        return counts
