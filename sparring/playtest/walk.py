"""The exhaustive walk: every kind of answer in every situation that a story can come to.

Situations that nothing in the story tells apart are walked once, by the shortest way that led there.
Each way to give an answer of one kind, and each criterion, is tried once for the demands that are
on the table.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any, NamedTuple

from sparring.content import Answer, Condition, Demand
from sparring.conversation import Setting, State, begin
from sparring.playtest.lines import LineIndex
from sparring.playtest.replies import (
    SILENCE,
    WAIT,
    Chunk,
    Repertoire,
    Said,
    compose,
    stuffed,
    wall,
)
from sparring.playtest.sessions import exchange
from sparring.playtest.tally import Tally
from sparring.playtest.trainees import NEVER_MOVES
from sparring.scoring import Turn, scorecard

LIMIT = 10_000  # replies tried in one story and language, unless more are asked for
PATIENCE_STEP = 10  # patience within a step is taken for the same


class Node(NamedTuple):
    """A situation and how it was reached."""

    state: State
    turns: tuple[Turn, ...]
    steps: tuple[str, ...]


def walk(setting: Setting, limit: int = LIMIT) -> Tally:
    """Try every kind of reply in every situation, the ones soonest reached first.

    At most ``limit`` replies are tried; the tally's ``cut_off`` says how many situations were left.
    """
    tally, index = Tally(), LineIndex(setting, setting.language)
    repertoire, telling = Repertoire(setting), _Telling(setting)
    state, lines = begin(setting)
    tally.came_up(None, state)
    _spoke(index, lines, state, tally)
    waiting = _Waiting()
    waiting.add(Node(state, (), ()))
    seen: set[Any] = {(telling.key(state), *repertoire.next_steps(()))}
    while waiting.number and tally.replies < limit:
        node = waiting.next()
        options = _kinds(repertoire, node)
        if node.state.open not in seen:
            seen.add(node.state.open)
            options = chain(options, _variations(repertoire, node))
        for said in options:
            state, turn = exchange(setting, node.state, said, list(node.turns))
            after = Node(state, (*node.turns, turn), (*node.steps, said.does))
            tally.replies += 1
            tally.came_up(node.state, state)
            tally.marked((*turn.credits, *turn.costs))
            _spoke(index, turn.response.lines, state, tally)
            if state.ending is not None:
                tally.finished(scorecard(setting, state.ending, after.turns), after.steps)
            elif (key := (telling.key(state), *repertoire.next_steps(after.turns))) not in seen:
                seen.add(key)
                waiting.add(after)
    tally.cut_off = waiting.number
    return tally


class _Waiting:
    """Situations not yet explored. Every other time the first found goes first, so that short ways
    are found; in between, what is on the table takes turns, and how many demands were dropped or
    granted, so that a bounded walk comes to every end of a story."""

    def __init__(self) -> None:
        self.number = 0
        self._found = count()
        self._taken = count()
        self._queues: dict[tuple[Any, ...], deque[tuple[int, Node]]] = {}

    def add(self, node: Node) -> None:
        state = node.state
        table = (state.open, len(state.dropped), len(state.yielded))
        self._queues.setdefault(table, deque()).append((next(self._found), node))
        self.number += 1

    def next(self) -> Node:
        """Take one out; there must be one."""
        table = next(iter(self._queues))
        if next(self._taken) % 2:
            table = min(self._queues, key=lambda key: self._queues[key][0][0])
        queue = self._queues.pop(table)
        _, node = queue.popleft()
        if queue:
            self._queues[table] = queue  # its turn comes again after the others'
        self.number -= 1
        return node


def _spoke(index: LineIndex, lines: Sequence[str], state: State, tally: Tally) -> None:
    """Count every wording that another seed would have picked."""
    for line in lines:
        for name in {place.name for place in index.places(line)}:
            tally.lines.update(index.could_be_said(name, state))


class _Telling:
    """What tells two situations of a story apart: what its conditions look at, and its lines."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        conditions = [demand.only_if for demand in setting.story.all_demands]
        conditions += [e.when for e in (*setting.story.endings, *setting.house.endings)]
        self.named = {name for c in conditions for name in (*c.settled, *c.unsettled)}
        self.ways = list(dict.fromkeys(way for c in conditions for way in (*c.any_said, *c.not_said)))
        self.most: dict[str, int] = {}
        for condition in conditions:
            self._note(condition)
        self.most.pop("patience", None)

    def _note(self, condition: Condition) -> None:
        for counts in (condition.at_least, condition.at_most):
            for name, number in counts.items():
                self.most[name] = max(self.most.get(name, 0), number + 1)

    def counts(self, state: State) -> tuple[int, ...]:
        """What the conditions count, as far as they look."""
        return tuple(min(state.counts.get(name, 0), most) for name, most in self.most.items())

    def key(self, state: State) -> tuple[Any, ...]:
        """The same for situations that can be taken for one."""
        closed = frozenset((*state.settled, *state.yielded, *state.dropped))
        return (
            state.open,
            tuple(state.asked[name] for name in state.open),
            closed,
            state.out,
            frozenset(state.settled) & self.named,
            self.counts(state),
            tuple(any(reading.gives(way) for reading in state.readings) for way in self.ways),
            -(-state.patience // PATIENCE_STEP),
            state.asks_for,
            state.offer is None,
            state.promise is None,
        )


def _kinds(repertoire: Repertoire, node: Node) -> Iterator[Said]:
    """A reply of each kind to what is on the table, and what the story's conditions look at."""
    demands = _demands(repertoire, node)
    answers = _answers(repertoire, demands)
    full = _together(repertoire, answers.values())
    say = _Sayer(repertoire, node)
    if full:
        yield say("answer " + _named(answers), full)
    if len(answers) > 1:
        for name, way in answers.items():
            yield say(f"answer only {name} ({way.text})", _together(repertoire, [way]))
    for way in repertoire.ways(demands, "partly_by")[:1]:
        yield say(f"answer in part ({way.text})", repertoire.showing(way))
    for way in repertoire.ways(demands, "yielded_by")[:1]:
        yield say(f"give in ({way.text})", repertoire.showing(way))
    for way in (way for way in repertoire.looked_at if way != WAIT):
        yield say(f"answer and {way.text}", [*full, *(repertoire.showing(way) or ())])
    for way in repertoire.asking_out(node.state):
        yield say(f"ask what is behind it ({way.text})", repertoire.showing(way))
    for way in repertoire.next_steps(node.turns):
        yield say(f"answer and take the next step ({way.text})", [*full, *(repertoire.showing(way) or ())])
    yield from _early(repertoire, node, full)
    if repertoire.forbidden_grant is not None:
        yield say("forbidden grant", repertoire.forbidden_grant)
    yield SILENCE
    yield say("beside the point", [Chunk("oh well")])
    yield say("insult", [Chunk("", "insult")])
    earlier = [turn for turn in node.turns if turn.reply]
    if earlier:
        yield Said("the same again", earlier[-1].reply, earlier[-1].response.reading.spans)


def _variations(repertoire: Repertoire, node: Node) -> Iterator[Said]:
    """Every other way to give these answers, every criterion and every mistake."""
    demands = _demands(repertoire, node)
    answers = _answers(repertoire, demands)
    full = _together(repertoire, answers.values())
    say = _Sayer(repertoire, node)
    for demand in demands:
        others = [way for name, way in answers.items() if name != demand.id]
        for way in repertoire.ways([demand], "answered_by")[1:]:
            yield say(f"answer {demand.id} ({way.text})", _together(repertoire, [way, *others]))
        for way in repertoire.ways([demand], "partly_by")[1:]:
            yield say(f"answer in part ({way.text})", repertoire.showing(way))
    for way in repertoire.ways(demands, "yielded_by"):
        yield say(f"give in ({way.text})", repertoire.showing(way))
    if node.state.asks_for is not None:
        asked = node.state.asks_for
        yield say(f"give in to {asked}", repertoire.concession(asked))
    for way in (way for way in repertoire.looked_at if way != WAIT):
        yield say(way.text, repertoire.showing(way))
    for name, way in repertoire.credits:
        yield say(f"answer and {way.text} ({name})", [*full, *(repertoire.showing(way) or ())])
    for move in NEVER_MOVES:
        yield say(move, [Chunk("", move)])
    for does, chunks in (
        ("false claim", repertoire.false_claim),
        ("stuffing", stuffed()),
        ("wall of text", wall(repertoire.language)),
    ):
        if chunks is not None:
            yield say(does, chunks)
    yield Said("one word", chr(ord("a") + len(node.turns)) * 3)


def _early(repertoire: Repertoire, node: Node, full: Sequence[Chunk]) -> Iterator[Said]:
    """Settle what hasn't come up yet."""
    for demand in repertoire.story.all_demands:
        if demand.early and demand.id not in node.state.open:
            for way in repertoire.ways([demand], "answered_by")[:1]:
                does = f"answer, and {demand.id} early ({way.text})"
                chunks = [*full, *(repertoire.showing(way) or ())]
                yield compose(does, chunks, len(node.turns), repertoire.language)


class _Sayer:
    """Makes the reply that follows a situation."""

    def __init__(self, repertoire: Repertoire, node: Node) -> None:
        self.number, self.language = len(node.turns), repertoire.language

    def __call__(self, does: str, chunks: Sequence[Chunk] | None) -> Said:
        return compose(does, chunks or (), self.number, self.language)


def _demands(repertoire: Repertoire, node: Node) -> list[Demand]:
    return [repertoire.setting.demands[name] for name in node.state.open]


def _answers(repertoire: Repertoire, demands: Sequence[Demand]) -> dict[str, Answer]:
    """The first way to answer each demand that can be said."""
    found = {demand.id: repertoire.ways([demand], "answered_by") for demand in demands}
    return {name: ways[0] for name, ways in found.items() if ways}


def _named(answers: Mapping[str, Answer]) -> str:
    return ", ".join(f"{name} ({way.text})" for name, way in answers.items())


def _together(repertoire: Repertoire, ways: Iterable[Answer]) -> list[Chunk]:
    """The chunks of several ways, each once."""
    return list(dict.fromkeys(chunk for way in ways for chunk in repertoire.showing(way) or ()))
