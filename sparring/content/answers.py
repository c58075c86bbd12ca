"""How trainers write what a reply does, and what a condition counts."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pydantic import Field, validator

from sparring.content.parts import Part
from sparring.content.problems import Wrong
from sparring.content.suggestions import closest, did_you_mean, nearest
from sparring.moves import MOVES

# What conditions can count, besides the replies that made a move.
COUNTS = frozenset(
    {
        "answered", "dropped", "beyond_policy", "misinformation", "breaches", "reminders", "waits",
        "replies", "patience",
    }
)  # fmt: skip
FORM = "write `move`, `move about topic` or `about topic`, joined by `and`, then `without move`"


class Asked(NamedTuple):
    """One thing that an answer asks of a reply: a move, a topic, or a move on a topic."""

    move: str | None
    topic: str | None


class Answer:
    """A way to answer, as trainers write it: ``hold_firm``, ``explain about second_lot``,
    ``about refund``, ``offer_choice and commit``, ``praise without recommend``, ``wait`` (a silent
    turn).

    A reply must have all of ``parts`` and none of ``without``.
    """

    def __init__(self, text: str, parts: tuple[Asked, ...], without: tuple[Asked, ...] = ()) -> None:
        self.text = text
        self.parts = parts
        self.without = without

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and (self.parts, self.without) == (other.parts, other.without)

    def __hash__(self) -> int:
        return hash((self.parts, self.without))

    def __repr__(self) -> str:
        return f"Answer({self.text!r})"

    @classmethod
    def __get_validators__(cls) -> Any:
        yield cls.parse

    @classmethod
    def __modify_schema__(cls, schema: dict[str, Any]) -> None:
        move = "|".join([*MOVES, "wait"])
        piece = rf"(?:(?:{move})(?:\s+about\s+\w+)?|about\s+\w+)"
        pattern = rf"^{piece}(?:\s+(?:and|without)\s+{piece})*$"
        schema.update(type="string", pattern=pattern, examples=["hold_firm", "explain about topic"])

    @classmethod
    def parse(cls, value: Any) -> Answer:
        if not isinstance(value, str):
            raise Wrong("S122", "an answer is a text", FORM, instead="describe")
        head, *excluded = re.split(r"\s+without\s+", value.strip())
        return cls(value.strip(), _asked(value, head), tuple(p for w in excluded for p in _asked(value, w)))


def _asked(answer: str, written: str) -> tuple[Asked, ...]:
    parts = []
    for piece in re.split(r"\s+and\s+", written.strip()):
        match = re.fullmatch(r"(?!about$)(?:(\w+))??(?:(?:^|\s+)about (\w+))?", piece)
        if match is None and (near := closest(piece, MOVES)[:1]) and re.sub(r"[ -]", "_", piece.lower()) == near[0]:
            raise Wrong("S126", f"can't read the answer `{answer}`", f"write `{near[0]}`, with _ between its words", instead=answer.replace(piece, near[0]))
        if not piece or match is None:
            raise Wrong("S126", f"can't read the answer `{answer}`", FORM, instead="describe")
        move, topic = match.groups()
        if move is not None and move != "wait" and move not in MOVES:
            near = closest(move, MOVES)
            whole = answer.replace(move, near[0]) if near else "describe"
            mend = did_you_mean(near) or f"the moves are: {', '.join(MOVES)}"
            raise Wrong("S201", f"unknown move `{move}`", mend, move, instead=whole)
        parts.append(Asked(move, topic))
    return tuple(parts)


def known_move(move: str) -> str:
    """Return ``move`` if the playbook has it; else raise ValueError with the nearest one."""
    if move not in MOVES:
        raise ValueError(f"unknown move `{move}`{nearest(move, MOVES)}")
    return move


class Condition(Part):
    """When a demand comes up or an ending is reached. All that is written must hold.

    ``at_least`` and ``at_most`` count replies: by move id, or ``reminders``, ``misinformation``,
    ``breaches`` (never moves), ``beyond_policy`` (grants outside the briefing), ``waits`` (silent
    turns), ``replies``; ``answered`` and ``dropped`` count demands; ``patience`` is 0 to 100.
    """

    settled: list[str] = Field([], description="These demands were answered.")
    unsettled: list[str] = Field([], description="These demands weren't answered.")
    any_said: list[Answer] = Field([], description="A reply so far did one of these.")
    not_said: list[Answer] = Field([], description="No reply so far did any of these.")
    at_least: dict[str, int] = Field({}, description="Counted over the session, as in {answered: 3}.")
    at_most: dict[str, int] = Field({}, description="Counted over the session, as in {breaches: 0}.")
    done: bool = Field(False, description="No demand is left.")

    @validator("at_least", "at_most")
    def _can_be_counted(cls, counts: dict[str, int]) -> dict[str, int]:
        for name in counts:
            if name not in COUNTS and name not in MOVES:
                near = closest(name, [*COUNTS, *MOVES])
                mend = did_you_mean(near) or f"count moves, or {', '.join(sorted(COUNTS))}"
                raise Wrong("S205", f"can't count `{name}`", mend, name, instead=_renamed(counts, name, near))
        return counts

    @property
    def is_for_the_rest(self) -> bool:
        """Whether it holds as soon as no demand is left, and says nothing else."""
        return self.dict(exclude_defaults=True) == {"done": True}


def _renamed(counts: dict[str, int], name: str, near: list[str]) -> dict[str, int]:
    """The counts with the nearest name in place of an unknown one, or without it."""
    kept = {key: value for key, value in counts.items() if key != name}
    return {near[0]: counts[name], **kept} if near else kept
