"""What a customer is scored by, what moves their patience, and how they react."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, validator

from sparring.content.answers import Answer
from sparring.content.parts import Lines, Moods, Part, Text
from sparring.content.problems import Wrong
from sparring.content.suggestions import closest, did_you_mean
from sparring.moves import MOVES

AnswerKind = Literal["answered", "partly", "yielded", "dodged", "hurt", "repeated", "silent"]


class Step(Part):
    """One step of a procedure, as in the seven of a complaint (playbook §8)."""

    title: Text = Field(description="What the step is called.")
    shown_by: list[Answer] = Field(min_items=1, description="Ways to take it; any one will do.")


class Criterion(Part):
    """Something a reply earns points for (``points`` > 0) or loses them by (``points`` < 0).

    ``points`` is what one reply earns or costs, ``at_most`` the most that it can come to in a
    session (default: once). ``shown_by`` lists the ways to show it, any one will do. ``on`` limits
    it to replies to demands of these kinds, ``first_reply`` to the trainee's first words.
    ``answering`` is shown by settling a demand, in whatever way; ``even_if_evasive`` counts also
    in a reply that settles nothing. ``in_order`` are steps, each of which earns ``points`` when it
    is taken in its turn (see ``steps``).
    """

    id: str = Field(description="A name of your own; that of a house rule takes its place.")
    title: Text = Field(description="How the scorecard calls it.")
    points: int = Field(description="For one reply: above zero in `strategy`, below zero in `mistakes`.")
    at_most: int | None = Field(None, description="In a whole session; once, if left out.")
    shown_by: list[Answer] = Field([], description="Ways to show it; any one will do.")
    in_order: list[Step] = Field([], description="Steps; each earns the points when taken in its turn.")
    on: list[str] = Field([], description="Only in replies to demands of these kinds.")
    first_reply: bool = Field(False, description="Only in the trainee's first words.")
    answering: bool = Field(False, description="Shown by settling a demand, in whatever way.")
    even_if_evasive: bool = Field(False, description="Counts also in a reply that settles nothing.")
    reason: Text = Field(description="Why it matters.")
    tip: Text = Field(description="What to do, in one sentence.")
    example: Text = Field(description="A wording that shows it.")

    @property
    def limit(self) -> int:
        """The most points, or the highest cost (below zero), of a whole session."""
        return self.points if self.at_most is None else self.at_most


class Temper(Part):
    """How patience (0 to 100) moves: what a kind of answer, a move or a breach adds or takes."""

    patience: int = Field(ge=10, le=100, description="At the start, 10 to 100.")
    answers: dict[AnswerKind, int] = Field(description="What each kind of answer adds or takes.")
    moves: dict[str, int] = Field({}, description="What each move adds or takes.")

    @validator("moves")
    def _moves_known(cls, moves: dict[str, int]) -> dict[str, int]:
        return known_moves(moves)


def known_moves(moves: dict[str, int]) -> dict[str, int]:
    """``moves``, if the playbook has them all."""
    for move in moves:
        if move not in MOVES:
            near = closest(move, MOVES)
            mend = did_you_mean(near) or f"the moves are: {', '.join(MOVES)}"
            kept: dict[str, Any] = {name: value for name, value in moves.items() if name != move}
            raise Wrong("S201", f"unknown move `{move}`", mend, move, instead=kept)
    return moves


class Reactions(Part):
    """What the customer says to *how* they were answered, before they go on to what they want."""

    answered: Moods = Field(description="Their point was answered.")
    partly: Lines = Field(description="Half an answer.")
    dodged: Moods = Field(description="The reply passed over what they asked.")
    yielded: Lines = Field(description="They got what the briefing doesn't allow.")
    repeated: Lines = Field(description="The same text came again.")
    silent: Lines = Field(description="Nothing came.")
    stuffed: Lines = Field(description="Every polite phrase in one reply.")
    misinformation: Lines = Field(description="A figure or claim that contradicts the briefing.")
    remembers_promise: Lines = Field(description="Comes back to a promise; {promise} is its time.")
    overpromise: Lines = Field(description="A guarantee of what the agent can't control.")
    blame: Lines = Field(description="The fault was put on them.")
    dismiss: Lines = Field(description="Their feeling was belittled or forbidden.")
    stonewall: Lines = Field(description="A bare no.")
    challenge: Lines = Field(description="A hostile counter-question.")
    patronise: Lines = Field(description="They were talked down to.")
    insult: Lines = Field(description="They were insulted.")
    pester: Lines = Field(description="They were chased.")
    disparage: Lines = Field(description="A competitor was run down.")
