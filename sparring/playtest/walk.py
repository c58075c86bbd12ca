"""The exhaustive walk: every kind of answer in every situation that a story can come to.

Situations that nothing in the story tells apart are walked once, by the shortest way that led there.
Each way to give an answer of one kind, and each criterion, is tried once for the demands that are
on the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sparring.content import Answer, Demand
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
from sparring.playtest.situations import Node, Telling, Waiting
from sparring.playtest.tally import Tally
from sparring.playtest.trainees import NEVER_MOVES
from sparring.scoring import scorecard

LIMIT = 10_000  # replies tried in one story and language, unless more are asked for


def walk(setting: Setting, limit: int = LIMIT) -> Tally:
    """Try every kind of reply in every situation (see ``Waiting`` for their order).

    At most ``limit`` replies are tried; the tally's ``cut_off`` says how many situations were left.
    """
    tally, index = Tally(), LineIndex(setting, setting.language)
    repertoire, telling = Repertoire(setting), Telling(setting)
    state, lines = begin(setting)
    tally.came_up(None, state)
    _spoke(index, lines, state, tally)
    waiting = Waiting()
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


def _spoke(index: LineIndex, lines: Sequence[str], state: State, tally: Tally) -> None:
    """Count every wording that another seed would have picked."""
    for line in lines:
        for name in {place.name for place in index.places(line)}:
            tally.lines.update(index.could_be_said(name, state))


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
