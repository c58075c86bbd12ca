"""What a customer is scored by, what moves their patience, and how they react."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, validator

from sparring.content.answers import Answer, known_move
from sparring.content.parts import Lines, Moods, Part, Text

AnswerKind = Literal["answered", "partly", "yielded", "dodged", "hurt", "repeated", "silent"]


class Criterion(Part):
    """Something a reply earns points for (``points`` > 0) or loses them by (``points`` < 0).

    ``points`` is what one reply earns or costs, ``at_most`` the most that it can come to in a
    session (default: once). ``shown_by`` lists the ways to show it, any one will do. ``on`` limits
    it to replies to demands of these kinds, ``first_reply`` to the trainee's first words.
    ``answering`` is shown by settling a demand, in whatever way; ``even_if_evasive`` counts also
    in a reply that settles nothing.
    """

    id: str
    title: Text
    points: int
    at_most: int | None = None
    shown_by: list[Answer] = []
    on: list[str] = []
    first_reply: bool = False
    answering: bool = False
    even_if_evasive: bool = False
    reason: Text
    tip: Text
    example: Text

    @property
    def limit(self) -> int:
        """The most points, or the highest cost (below zero), of a whole session."""
        return self.points if self.at_most is None else self.at_most


class Temper(Part):
    """How patience (0 to 100) moves: what a kind of answer, a move or a breach adds or takes."""

    patience: int = Field(ge=10, le=100)
    answers: dict[AnswerKind, int]
    moves: dict[str, int] = {}

    @validator("moves")
    def _moves_known(cls, moves: dict[str, int]) -> dict[str, int]:
        for move in moves:
            known_move(move)
        return moves


class Reactions(Part):
    """What the customer says to *how* they were answered, before they go on to what they want."""

    answered: Moods
    partly: Lines
    dodged: Moods
    yielded: Lines
    repeated: Lines
    silent: Lines
    stuffed: Lines
    misinformation: Lines
    remembers_promise: Lines
    overpromise: Lines
    blame: Lines
    dismiss: Lines
    stonewall: Lines
    challenge: Lines
    patronise: Lines
    insult: Lines
    pester: Lines
    disparage: Lines
