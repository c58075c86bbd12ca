"""A session: its settings and its history of replies. Everything else follows from these two.

The history is the only thing that is kept (in Rasa's tracker, in a saved game): playing it again
gives the same session, turn by turn. Taking a reply back is dropping it from the history.
"""

from __future__ import annotations

import hashlib
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, Extra, Field, ValidationError

from sparring.coach import coach_line
from sparring.content import Version
from sparring.conversation import Setting, State, begin, closing_ending, take
from sparring.moves import Span
from sparring.scoring import Scorecard, Turn, score_turn, scorecard


class StartError(ValueError):
    """A session can't start so; the message is one clear line."""


class Start(BaseModel):
    """How a session is asked for (design §5): ``/start{"customer": …}``."""

    customer: str
    story: str | None = None
    language: Literal["en", "zh"] = "en"
    difficulty: Literal["easy", "standard", "hard"] = "standard"
    seed: int | None = Field(None, ge=0, le=2**53)
    coach: bool = True

    class Config:
        extra = Extra.forbid

    @classmethod
    def parse(cls, data: Any) -> Start:
        """Read a start request; raises StartError naming the first thing wrong with it."""
        if not isinstance(data, dict):
            raise StartError("/start takes a JSON object, as in /start{\"customer\":\"haggler\"}")
        try:
            return cls.parse_obj(data)
        except ValidationError as error:
            fault = error.errors()[0]
            name = ".".join(str(part) for part in fault["loc"])
            raise StartError(f"/start: {name}: {fault['msg']}") from error


class Entry(NamedTuple):
    """One reply of the history. ``text`` None is a silent turn.

    ``seconds`` is how long it took, ``typing`` how much of that was typing, where a page tells.
    """

    text: str | None
    spans: tuple[Span, ...] = ()
    seconds: float | None = None
    typing: float | None = None


def seed_from(session_id: str) -> int:
    """The seed of a session that named none: the same for the same id, on any machine."""
    return int.from_bytes(hashlib.sha256(session_id.encode()).digest()[:4], "big")


def setting_for(version: Version, start: Start, session_id: str) -> Setting:
    """What the session is played with; raises ContentError for an unknown story."""
    customer = version.customer
    story = customer.story(start.story) if start.story else customer.stories[0]
    return Setting(
        customer=version.customer_in(story),
        house=version.house,
        story=story,
        language=start.language,
        difficulty=start.difficulty,
        seed=seed_from(session_id) if start.seed is None else start.seed,
    )


class Play:
    """A session in play. Immutable: ``reply``, ``retry`` and ``end`` give a new one."""

    def __init__(
        self,
        setting: Setting,
        opening: tuple[str, ...],
        states: tuple[State, ...],
        turns: tuple[Turn, ...],
        coaching: tuple[str, ...],
        ended: str | None,
    ) -> None:
        self.setting = setting
        self.opening = opening
        self.states = states
        self.turns = turns
        self.coaching = coaching
        self.ended = ended

    @classmethod
    def begin(cls, setting: Setting) -> Play:
        """A session with the customer's opening words said, waiting for the first reply."""
        state, opening = begin(setting)
        return cls(setting, opening, (state,), (), (), None)

    @property
    def state(self) -> State:
        return self.states[-1]

    @property
    def over(self) -> bool:
        return self.ended is not None

    @property
    def last_words(self) -> str:
        """What the customer said last; the context of the next reply."""
        return self.state.last_words

    def reply(self, entry: Entry) -> Play:
        """The session after one more reply. Only for a session that isn't over."""
        assert not self.over
        state, response = take(self.setting, self.state, entry.text, entry.spans)
        turn = score_turn(self.setting, self.state, entry.text, response, self.turns)
        turns = (*self.turns, turn)
        coaching = coach_line(self.setting, state, turns, self.coaching)
        return Play(
            self.setting,
            self.opening,
            (*self.states, state),
            turns,
            (*self.coaching, coaching),
            state.ending,
        )

    def end(self) -> Play:
        """The session closed by the trainee, now."""
        if self.over:
            return self
        ending = closing_ending(self.setting, self.state).id
        return Play(
            self.setting, self.opening, self.states, self.turns, self.coaching, ending
        )

    def scorecard(self) -> Scorecard:
        """The result of a session that is over."""
        assert self.ended is not None
        return scorecard(self.setting, self.ended, self.turns)


class Saved(NamedTuple):
    """A session as it is kept between turns, and what tells it from all others."""

    id: str
    start: Start
    content_version: str
    history: tuple[Entry, ...] = ()
    retries: int = 0
    ended: bool = False

    def dump(self) -> dict[str, Any]:
        """Plain JSON data; ``load`` reads it back."""
        return {
            "id": self.id,
            "start": self.start.dict(),
            "content_version": self.content_version,
            "history": [
                [e.text, [list(s) for s in e.spans], e.seconds, e.typing] for e in self.history
            ],
            "retries": self.retries,
            "ended": self.ended,
        }

    @classmethod
    def load(cls, data: dict[str, Any]) -> Saved:
        history = tuple(
            Entry(text, tuple(Span(*span) for span in spans), *times)
            for text, spans, *times in data["history"]
        )
        start = Start.parse_obj(data["start"])
        return cls(
            data["id"], start, data["content_version"], history, data["retries"], data["ended"]
        )
