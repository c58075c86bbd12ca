"""The situations a walk comes to: what tells them apart, and which is explored next."""

from __future__ import annotations

from collections import deque
from itertools import count
from typing import Any, NamedTuple

from sparring.content import Condition
from sparring.conversation import Setting, State
from sparring.scoring import Turn

PATIENCE_STEP = 10  # patience within a step is taken for the same


class Node(NamedTuple):
    """A situation and how it was reached."""

    state: State
    turns: tuple[Turn, ...]
    steps: tuple[str, ...]


class Waiting:
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


class Telling:
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
