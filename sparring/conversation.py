"""How the customer takes a reply, and what they say next.

``begin`` opens a conversation, ``take`` answers one reply. Both are pure: (story, state, reply) →
(state, what was said). What comes next depends on what the trainee did, never on a turn's number.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from sparring.content import (
    Answer,
    AnswerKind,
    Condition,
    Customer,
    Demand,
    Ending,
    HouseRules,
    Lines,
    Story,
)
from sparring.moves import NEVER, Span
from sparring.procedure import steps_left
from sparring.reading import POLITE, Reading, read
from sparring.rubric import Rubric, rubric

MAX_REPLIES = 20
# The worst is answered first: a customer who was insulted doesn't discuss the overpromise.
GRAVITY = (
    "insult", "challenge", "patronise", "blame", "dismiss", "stonewall", "pester", "overpromise",
    "disparage",
)  # fmt: skip

Mood = Literal["pleased", "calm", "uneasy", "irritated", "furious"]
Difficulty = Literal["easy", "standard", "hard"]


@dataclass(frozen=True)
class Level:
    """What a difficulty changes (playbook §11): patience at the start (in points of 100), how hard
    breaches hit (in percent), and how often more or less a demand comes back."""

    patience: int
    losses: int
    presses: int


LEVELS: dict[str, Level] = {
    "easy": Level(patience=15, losses=65, presses=0),
    "standard": Level(patience=0, losses=100, presses=0),
    "hard": Level(patience=-15, losses=140, presses=1),
}


@dataclass(frozen=True)
class Setting:
    """What a conversation is played with; it stays the same to the end."""

    customer: Customer
    house: HouseRules
    story: Story
    language: str
    difficulty: Difficulty
    seed: int

    @property
    def level(self) -> Level:
        return LEVELS[self.difficulty]

    @cached_property
    def demands(self) -> dict[str, Demand]:
        """All demands of the story by id, the bargaining one included."""
        return {demand.id: demand for demand in self.story.all_demands}

    @cached_property
    def rubric(self) -> Rubric:
        return rubric(self.customer, self.house).within(self.story)


@dataclass(frozen=True)
class State:
    """Where a conversation stands. ``patience`` is 0 to 100; demands are named by id. ``out`` are
    those that were asked out from behind another one."""

    patience: int
    open: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    yielded: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    asked: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    said: tuple[str, ...] = ()
    last_words: str = ""
    asks_for: int | None = None
    offer: int | None = None
    promise: str | None = None
    last_answer: AnswerKind | None = None
    ending: str | None = None


@dataclass(frozen=True)
class Response:
    """What came of one reply: how it answered each demand, and the customer's next words.

    ``answers`` says for each demand that was on the table (or was settled early) how it was
    answered, ``answer`` sums them up. ``lines`` is empty when the customer stays silent.
    """

    reading: Reading
    answers: Mapping[str, AnswerKind]
    answer: AnswerKind
    lines: tuple[str, ...]
    mood: Mood
    patience: int
    ending: Ending | None = None


def begin(setting: Setting) -> tuple[State, tuple[str, ...]]:
    """The state before the first reply, and the customer's opening words (none if silent)."""
    patience = _bounded(setting.customer.temper.patience + setting.level.patience)
    state = _open_next(setting, State(patience=patience))
    return _speak(setting, state, reaction=None)


def take(
    setting: Setting, state: State, text: str | None, spans: Sequence[Span] = ()
) -> tuple[State, Response]:
    """Answer one reply; ``text`` None is a silent turn.

    The state must be open (``state.ending`` None). The result's state has an ending when the
    conversation is over; it is over at the latest after ``MAX_REPLIES`` replies.
    """
    story = setting.story
    open_demands = [setting.demands[name] for name in state.open]
    reading = _read(setting, state, text, spans, open_demands)
    answers = {demand.id: _answer_to(demand, reading) for demand in open_demands}
    asked_out = _asked_out(setting, state, reading)
    answers |= {demand.behind: "answered" for demand in asked_out if demand.behind is not None}
    if not (state.readings or reading.stuffed) and reading.moves and reading.moves <= POLITE:
        # A first "hello" by itself evades nothing yet.
        answers = {name: "partly" if kind == "dodged" else kind for name, kind in answers.items()}
    answer = _overall(reading, answers.values())

    state = _counted(state, reading, answers)
    state = replace(
        state,
        patience=_patience_after(setting, state, reading, answer),
        last_answer=answer,
        promise=reading.promise or state.promise,
        offer=_believable(story, reading.offer) or state.offer,
        readings=(*state.readings, reading),
        out=(*state.out, *(demand.id for demand in asked_out)),
    )
    state = _settle(setting, state, answers)
    early = _early_answers(setting, state, reading)
    state = _settle(setting, state, early)
    answers |= early
    ending = _ending(setting, state)
    if ending is None:
        reaction = _reaction(setting, state, reading, answer, answers)
        state, lines = _go_on(setting, state, reaction)
        ending = _ending(setting, state)
        if ending is None and state.counts["replies"] >= MAX_REPLIES:
            ending = closing_ending(setting, state)
    else:
        lines = ()
    if ending is not None:
        state, lines = _end(setting, state, ending)
    response = Response(
        reading=reading,
        answers=answers,
        answer=answer,
        lines=lines,
        mood=mood(setting, state),
        patience=state.patience,
        ending=ending,
    )
    return state, response


def closing_ending(setting: Setting, state: State) -> Ending:
    """The ending if the talk stops now: the story's own if all but the farewell is done, else a
    house ending."""
    ending = _ending(setting, state, without_closing=True)
    if ending is not None:
        return ending
    return next(e for e in setting.house.endings if _holds(setting, state, e.when, False))


def mood(setting: Setting, state: State) -> Mood:
    """The customer's mood: patience in words, and how it ended."""
    if state.patience <= 15:
        return "furious"
    if state.patience <= 35:
        return "irritated"
    if state.patience <= 55:
        return "uneasy"
    ended_well = state.ending is not None and find_ending(setting, state.ending).kind == "won"
    if ended_well or (state.patience >= 85 and state.last_answer == "answered"):
        return "pleased"
    return "calm"


def find_ending(setting: Setting, ending_id: str) -> Ending:
    """The story's or the house's ending of that id."""
    return next(
        e for e in [*setting.story.endings, *setting.house.endings] if e.id == ending_id
    )


# How a reply answers


def _read(
    setting: Setting,
    state: State,
    text: str | None,
    spans: Sequence[Span],
    open_demands: Sequence[Demand],
) -> Reading:
    if text is None:
        return Reading(text="", silent=True)
    return read(
        setting.story,
        text,
        spans,
        earlier=[reading.text for reading in state.readings],
        customer_words=" ".join(state.said),
        refusable=any(demand.yielded_by for demand in open_demands),
        closing=all(demand.closing for demand in open_demands),
        due=_due(setting, state, open_demands),
    )


def _due(setting: Setting, state: State, open_demands: Sequence[Demand]) -> frozenset[str]:
    """The moves that are called for, however courteous: a greeting at first, and the next steps of
    a procedure."""
    due = set() if state.readings else {"greet"}
    kinds = {demand.kind for demand in open_demands}
    for criterion in setting.rubric.strategy:
        if criterion.in_order and not (criterion.on and kinds.isdisjoint(criterion.on)):
            for step in steps_left(setting.story, criterion, state.readings):
                due |= {part.move for way in step.shown_by for part in way.parts if part.move}
    return frozenset(due)


def _answer_to(demand: Demand, reading: Reading) -> AnswerKind:
    if reading.silent:
        waited = any(reading.gives(answer) for answer in demand.answered_by)
        return "answered" if waited else "silent"
    if reading.repeated:
        return "repeated"
    if reading.stuffed:
        return "dodged"
    if demand.yielded_by and (
        reading.beyond_policy or any(reading.gives(answer) for answer in demand.yielded_by)
    ):
        return "yielded"
    if any(reading.gives(answer) for answer in demand.answered_by):
        return "answered"
    if any(reading.gives(answer) for answer in demand.partly_by):
        return "partly"
    return "dodged"


def _asked_out(setting: Setting, state: State, reading: Reading) -> list[Demand]:
    """Demands that come out from behind the one on the table, for the reply asked after them
    (playbook §7)."""
    if reading.silent or reading.repeated or reading.stuffed or reading.hurtful:
        return []
    return [
        demand
        for demand in setting.story.demands
        if demand.behind in state.open and any(reading.gives(a) for a in demand.comes_out_by)
    ]


def _early_answers(
    setting: Setting, state: State, reading: Reading
) -> dict[str, AnswerKind]:
    """Demands that haven't come up yet but are settled already; a farewell only when no other is
    left."""
    waiting = _still_to_come(setting, state)
    early: dict[str, AnswerKind] = {
        demand.id: "answered"
        for demand in waiting
        if demand.early and _answer_to(demand, reading) == "answered"
    }
    more = state.open or any(d.id not in early for d in waiting if not d.closing)
    return {name: kind for name, kind in early.items() if not (more and _closes(setting, name))}


def _closes(setting: Setting, name: str) -> bool:
    return setting.demands[name].closing


def _overall(reading: Reading, answers: Iterable[AnswerKind]) -> AnswerKind:
    """One word for the whole reply: the kind that says most about it."""
    kinds = set(answers)
    if reading.hurtful:
        return "hurt"
    for kind in ("silent", "repeated", "yielded"):
        if kind in kinds:
            return kind  # type: ignore[return-value]
    if kinds == {"answered"}:
        return "answered"
    return "partly" if kinds & {"answered", "partly"} else "dodged"


def _counted(
    state: State, reading: Reading, answers: Mapping[str, AnswerKind]
) -> State:
    counts = dict(state.counts)

    def add(name: str, times: int = 1) -> None:
        counts[name] = counts.get(name, 0) + times

    add("replies")
    # One doubtful never move may be misheard; a second one hardly is.
    again = any(earlier.breaches for earlier in state.readings)
    moves = reading.moves if again else reading.sure_moves
    for move in moves:
        add(move)
    add("waits", reading.silent)
    add("breaches", bool(moves & NEVER))
    add("misinformation", bool(reading.misinformation))
    yielded = "yielded" in answers.values()
    add("beyond_policy", yielded or bool(reading.beyond_policy))
    add("reminders", bool(reading.moves & {"remind_payment", "ask_to_order", "pester"}))
    return replace(state, counts=counts)


def _patience_after(
    setting: Setting, state: State, reading: Reading, answer: AnswerKind
) -> int:
    temper = setting.customer.temper
    change = temper.answers.get(answer, 0)
    if not reading.stuffed:
        change += sum(temper.moves.get(move, 0) for move in sorted(reading.moves))
    if change < 0:
        change = change * setting.level.losses // 100
    return _bounded(state.patience + change)


def _bounded(patience: int) -> int:
    return max(0, min(100, patience))


# What is on the table


def _settle(setting: Setting, state: State, answers: Mapping[str, AnswerKind]) -> State:
    """Close what was answered or granted. Of what is left the first comes back, if it hasn't come
    back often enough; the others wait for their turn."""
    asked = dict(state.asked)
    settled: list[str] = []
    yielded: list[str] = []
    dropped: list[str] = []
    still_open = [name for name in state.open if name not in answers]
    for name, kind in answers.items():
        demand = setting.demands[name]
        if kind == "answered":
            settled.append(name)
        elif demand.silent and kind == "silent":
            dropped.append(name)
        elif kind == "yielded":
            yielded.append(name)
        else:
            presses = 0 if demand.presses == 0 else demand.presses + setting.level.presses
            if still_open:
                still_open.append(name)
            elif asked[name] > presses:
                dropped.append(name)
            else:
                asked[name] += 1
                still_open.append(name)
    counts = dict(state.counts)
    counts["answered"] = counts.get("answered", 0) + len(settled)
    counts["dropped"] = counts.get("dropped", 0) + len(dropped)
    state = replace(
        state,
        asked=asked,
        open=tuple(still_open),
        settled=(*state.settled, *settled),
        yielded=(*state.yielded, *yielded),
        dropped=(*state.dropped, *dropped),
        counts=counts,
    )
    return _raise_the_bid(setting, state) if yielded else state


def _raise_the_bid(setting: Setting, state: State) -> State:
    """After a concession a haggler asks for less than they were just granted (playbook §4.4)."""
    bargain = setting.story.bargain
    if bargain is None:
        return state
    granted = state.offer if state.offer is not None else state.asks_for
    bid = (granted if granted is not None else bargain.list_price) - bargain.step
    demand = bargain.demand
    asked = {**state.asked, demand.id: 1}
    return replace(state, asks_for=bid, open=(demand.id,), asked=asked)


def _believable(story: Story, offer: int | None) -> int | None:
    """The offer, if it can be meant as the price: a waived ¥12 is no bid."""
    if offer is None or story.bargain is None:
        return offer
    bargain = story.bargain
    return offer if bargain.floor // 2 <= offer <= bargain.list_price else None


def _waits(state: State, demand: Demand) -> bool:
    """Whether a demand hasn't come up yet."""
    return demand.id not in (*state.open, *state.settled, *state.yielded, *state.dropped)


def _open_next(setting: Setting, state: State) -> State:
    """Bring up the next demand and what is said in the same breath; none if none is left."""
    batch: list[Demand] = []
    for demand in _still_to_come(setting, state):
        if batch and not demand.with_previous:
            break
        batch.append(demand)
    asked = dict(state.asked) | {demand.id: 1 for demand in batch}
    figures = [demand.asks_for for demand in batch if demand.asks_for is not None]
    return replace(
        state,
        open=tuple(demand.id for demand in batch),
        asked=asked,
        asks_for=figures[0] if figures else state.asks_for,
    )


def _still_to_come(setting: Setting, state: State) -> list[Demand]:
    """Demands that can still come up: a figure no better than what was granted is moot."""
    return [
        demand
        for demand in setting.story.demands
        if _waits(state, demand)
        and (demand.behind is None or demand.id in state.out)
        and _holds(setting, state, demand.only_if, False)
        and not (demand.asks_for and state.offer and demand.asks_for >= state.offer)
    ]


# When


def _holds(setting: Setting, state: State, when: Condition, without_closing: bool) -> bool:
    """Whether all that is written in ``when`` holds; what is quick to see is looked at first."""
    if not all(name in state.settled for name in when.settled):
        return False
    if any(name in state.settled for name in when.unsettled):
        return False
    if any(_count(state, name) < least for name, least in when.at_least.items()):
        return False
    if any(_count(state, name) > most for name, most in when.at_most.items()):
        return False
    if when.any_said and not any(_said(state, answer) for answer in when.any_said):
        return False
    if any(_said(state, answer) for answer in when.not_said):
        return False
    return not when.done or _is_done(setting, state, without_closing)


def _count(state: State, name: str) -> int:
    return state.patience if name == "patience" else state.counts.get(name, 0)


def _said(state: State, answer: Answer) -> bool:
    return any(reading.gives(answer, surely=True) for reading in state.readings)


def _is_done(setting: Setting, state: State, without_closing: bool) -> bool:
    """Whether no demand is left, or none but the farewell."""
    left = [setting.demands[name] for name in state.open] + _still_to_come(setting, state)
    return all(demand.closing and without_closing for demand in left)


def _ending(
    setting: Setting, state: State, without_closing: bool = False
) -> Ending | None:
    for ending in setting.story.endings:
        if _holds(setting, state, ending.when, without_closing):
            return ending
    return None


# What they say


def _reaction(
    setting: Setting,
    state: State,
    reading: Reading,
    answer: AnswerKind,
    answers: Mapping[str, AnswerKind],
) -> Lines | None:
    """What the customer says to how they were answered; None where they pass over it."""
    reactions = setting.customer.reactions
    heated = mood(setting, state) in ("irritated", "furious")
    for breach in GRAVITY:
        if breach in reading.breaches:
            return getattr(reactions, breach)  # type: ignore[no-any-return]
    own = [setting.demands[name] for name, kind in answers.items() if kind == answer]
    if reading.repeated:
        return reactions.repeated
    if reading.stuffed:
        return reactions.stuffed
    if reading.misinformation:
        return reactions.misinformation
    if answer == "yielded":
        return next((d.when_yielded for d in own if d.when_yielded), reactions.yielded)
    if answer == "answered":
        if reading.silent:
            return None
        usual = reactions.answered.heated if heated else reactions.answered.calm
        return next((d.when_answered for d in own if d.when_answered), usual)
    if answer == "silent":
        quiet = all(setting.demands[name].silent for name in answers)
        return None if quiet else reactions.silent
    reminded = any(state.promise in line for line in state.said) if state.promise else True
    if not reminded and not reading.promise and _fresh(state, reactions.remembers_promise, setting):
        return reactions.remembers_promise
    if answer == "partly":
        return reactions.partly
    return reactions.dodged.heated if heated else reactions.dodged.calm


def _go_on(
    setting: Setting, state: State, reaction: Lines | None
) -> tuple[State, tuple[str, ...]]:
    if not state.open:
        state = _open_next(setting, state)
    return _speak(setting, state, reaction)


def _speak(
    setting: Setting, state: State, reaction: Lines | None
) -> tuple[State, tuple[str, ...]]:
    """Say the reaction and put the first open demand; a customer out of words has had enough."""
    lines: list[str] = []
    if not state.open:
        return state, ()
    demand = setting.demands[state.open[0]]
    if demand.silent:
        return replace(state, last_words=""), ()
    if reaction is not None:
        state, line = _say(setting, state, reaction)
        lines += [line] if line else []
    state, line = _say(setting, state, _wording(setting, state, demand))
    if line is None:
        return replace(state, patience=0), tuple(lines)
    lines.append(line)
    return replace(state, last_words="\n".join(lines)), tuple(lines)


def _wording(setting: Setting, state: State, demand: Demand) -> Lines | None:
    # What is usually put in the same breath as another demand may have no words for coming first.
    first = state.asked[demand.id] == 1 and demand.says is not None
    if first or demand.again is None:
        return demand.says
    heated = mood(setting, state) in ("irritated", "furious")
    return demand.again.heated if heated else demand.again.calm


def _end(
    setting: Setting, state: State, ending: Ending
) -> tuple[State, tuple[str, ...]]:
    state = replace(state, ending=ending.id, open=())
    state, line = _say(setting, state, ending.says)
    return state, (line,) if line else ()


def _fresh(state: State, lines: Lines, setting: Setting) -> list[str]:
    """The wordings not yet said whose placeholders all have a value."""
    values = {"ask": state.asks_for, "offer": state.offer, "promise": state.promise}
    known = {name: value for name, value in values.items() if value is not None}
    fresh = []
    for wording in lines[setting.language]:
        try:
            line = wording.format_map(known)
        except KeyError:
            continue
        if wording.startswith("{"):
            line = line[:1].upper() + line[1:]
        if line not in state.said:
            fresh.append(line)
    return fresh


def _say(
    setting: Setting, state: State, lines: Lines | None
) -> tuple[State, str | None]:
    """Pick a fresh wording by the session's seed; None when there is none."""
    fresh = _fresh(state, lines, setting) if lines is not None else []
    if not fresh:
        return state, None
    dice = random.Random(f"{setting.story.id}/{setting.seed}/{len(state.said)}")
    line = dice.choice(fresh)
    return replace(state, said=(*state.said, line)), line
