"""Simulated trainees of different skill: what each is likely to say at a point of a session."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from sparring.content import Answer, Demand
from sparring.conversation import State
from sparring.moves import MOVES, NEVER
from sparring.playtest.replies import SILENCE, Chunk, Repertoire, Said, compose, stuffed, wall
from sparring.reading import POLITE
from sparring.scoring import Turn

SLIPS = ("false claim", "false claim", "forbidden grant", "stuffing", "wall of text", "one word")
NEVER_MOVES = tuple(move for move in MOVES if move in NEVER)


@dataclass(frozen=True)
class Skill:
    """How often (in percent) a trainee does what; what is left is answering as asked.

    ``extras`` is how often a good answer also says something else that earns points.
    """

    extras: int
    partly: int = 0
    dodged: int = 0
    yielded: int = 0
    silent: int = 0
    rude: int = 0
    repeated: int = 0
    careless: int = 0


SKILLS: dict[str, Skill] = {
    "skilled": Skill(extras=90, partly=4, dodged=1),
    "ordinary": Skill(extras=50, partly=22, dodged=9, yielded=4, silent=3, rude=1, repeated=2, careless=4),
    "beginner": Skill(extras=20, partly=28, dodged=18, yielded=12, silent=7, rude=5, repeated=6, careless=10),
    "distracted": Skill(extras=10, partly=15, dodged=32, silent=15, repeated=25, careless=5),
    "pushover": Skill(extras=40, partly=10, dodged=4, yielded=65, silent=2, careless=8),
    "rude": Skill(extras=5, partly=12, dodged=14, yielded=2, silent=8, rude=45, repeated=4, careless=5),
}


class Moment(NamedTuple):
    """What a trainee looks at."""

    demands: list[Demand]
    state: State
    turns: Sequence[Turn]
    dice: random.Random

    @property
    def number(self) -> int:
        """How many replies there were."""
        return len(self.turns)


class Trainee:
    """Plays one story; every choice is made by the dice it is given."""

    def __init__(self, repertoire: Repertoire, skill: Skill) -> None:
        self.repertoire = repertoire
        self.skill = skill
        setting = repertoire.setting
        costly = {
            part.move
            for criterion in setting.rubric.mistakes
            for way in criterion.shown_by
            for part in way.parts
            if part.move is not None
        }
        harmful = costly | NEVER | {"concede"}
        earning = {c.id: c for c in setting.rubric.strategy if not c.in_order}
        self._extras = [
            (earning[name], way)
            for name, way in repertoire.credits
            if name in earning and not any(part.move in harmful for part in way.parts)
        ]

    def reply(
        self, state: State, turns: Sequence[Turn], dice: random.Random, habit: Answer | None = None
    ) -> Said:
        """The next reply to what is on the table; ``habit`` is something they say all the time."""
        demands = [self.repertoire.setting.demands[name] for name in state.open]
        now = Moment(demands, state, turns, dice)
        if habit is not None and dice.random() < 0.5:
            said = self._habitual(habit, now)
            if said is not None:
                return said
        draw = dice.randrange(100)
        for name, act in self._acts.items():
            draw -= getattr(self.skill, name)
            if draw < 0:
                said = act(self, now)
                if said is not None:
                    return said
                break
        return self._answer(now)

    def _say(self, does: str, chunks: Sequence[Chunk], number: int) -> Said:
        return compose(does, chunks, number, self.repertoire.language)

    def _answer(self, now: Moment) -> Said:
        """Answer each demand as it wants to be answered, or ask what is behind it."""
        eager = now.dice.randrange(100) < self.skill.extras
        hidden = self.repertoire.asking_out(now.state) if eager else []
        ways = [now.dice.choice(demand.answered_by) for demand in now.demands]
        sayable = [way for way in ways if self.repertoire.showing(way) is not None]
        if hidden:
            sayable = [now.dice.choice(hidden)]
        if not sayable:
            return SILENCE
        if eager:
            sayable += self.repertoire.next_steps(now.turns)
            sayable += self._more(now)
        return self._say("answer", self._chunks(sayable), now.number)

    def _more(self, now: Moment) -> list[Answer]:
        """One or two other things that earn points where they are said."""
        kinds = {demand.kind for demand in now.demands} | {"closing" for d in now.demands if d.closing}
        fitting = [way for c, way in self._extras if not c.on or kinds.intersection(c.on)]
        here = [way for c, way in self._extras if kinds.intersection(c.on)]
        chosen = now.dice.sample(fitting, min(len(fitting), now.dice.choice((0, 1, 1))))
        return [*chosen, *([now.dice.choice(here)] if here else [])]

    def _habitual(self, habit: Answer, now: Moment) -> Said | None:
        """Say what they always say, half of the time with an answer to what was asked."""
        if any(part.move == "wait" for part in habit.parts):
            return SILENCE
        asked = self.repertoire.ways(now.demands, "answered_by") if now.dice.random() < 0.5 else []
        ways = [habit, *asked[:1]]
        return self._say(habit.text, self._chunks(ways), now.number)

    def _chunks(self, ways: Sequence[Answer]) -> list[Chunk]:
        """What the ways take, without doubles and with no more than two courtesies."""
        chunks: list[Chunk] = []
        for way in ways:
            for chunk in self.repertoire.showing(way) or ():
                courtesies = {c.move for c in chunks} & POLITE
                too_sweet = chunk.move in POLITE and len(courtesies) >= 2
                if chunk not in chunks and not too_sweet:
                    chunks.append(chunk)
        return chunks

    def _partly(self, now: Moment) -> Said | None:
        """Answer in part, or only some of what was asked."""
        ways = self.repertoire.ways(now.demands, "partly_by")
        if len(now.demands) > 1:
            ways += self.repertoire.ways(now.demands[:1], "answered_by")
        return self._say("answer in part", self._chunks([now.dice.choice(ways)]), now.number) if ways else None

    def _dodged(self, now: Moment) -> Said | None:
        """Talk beside the point."""
        return self._say("beside the point", [Chunk("oh well")], now.number)

    def _yielded(self, now: Moment) -> Said | None:
        """Grant what the briefing doesn't allow."""
        ways = self.repertoire.ways(now.demands, "yielded_by")
        if not ways:
            grant = self.repertoire.forbidden_grant
            return self._say("forbidden grant", grant, now.number) if grant else None
        way = now.dice.choice(ways)
        chunks = self.repertoire.showing(way) or ()
        if way.text == "concede" and now.dice.random() < 0.5:
            chunks = self.repertoire.concession(now.state.asks_for)
        return self._say("give in", chunks, now.number)

    def _silent(self, now: Moment) -> Said | None:
        return SILENCE

    def _rude(self, now: Moment) -> Said | None:
        """Say what nobody may ever say."""
        move = now.dice.choice(NEVER_MOVES)
        return self._say(move, [Chunk("", move)], now.number)

    def _repeated(self, now: Moment) -> Said | None:
        """Send the last reply once more."""
        earlier = [turn for turn in now.turns if turn.reply]
        if not earlier:
            return None
        return Said("the same again", earlier[-1].reply, earlier[-1].response.reading.spans)

    def _careless(self, now: Moment) -> Said | None:
        """Get a fact wrong, or the form of the reply."""
        fault = now.dice.choice(SLIPS)
        if fault == "one word":
            return Said(fault, chr(ord("a") + now.number) * 3)
        chunks: dict[str, Sequence[Chunk] | None] = {
            "false claim": self.repertoire.false_claim,
            "forbidden grant": self.repertoire.forbidden_grant,
            "stuffing": stuffed(),
            "wall of text": wall(self.repertoire.language),
        }
        said = chunks[fault]
        return self._say(fault, said, now.number) if said else None

    _acts: ClassVar[dict[str, Callable[[Trainee, Moment], Said | None]]] = {
        "partly": _partly,
        "dodged": _dodged,
        "yielded": _yielded,
        "silent": _silent,
        "rude": _rude,
        "repeated": _repeated,
        "careless": _careless,
    }
