"""The graph of a story: as it is written, or as playtests went through it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sparring.content import Demand, Story
from sparring.playtest.tally import Tally

NodeKind = Literal["start", "demand", "won", "partial", "lost"]
START = "start"
# From this share of the sessions on, something is no rare sight.
RARE = 0.02
NAMES = {
    "en": {"start": "start", "silent": "(says nothing)", "same_breath": "(in the same breath)"},
    "zh": {"start": "开始", "silent": "（不说话）", "same_breath": "（同一句话里）"},
}


@dataclass(frozen=True)
class Node:
    """A demand or an ending. ``share`` is the part of the playtest's sessions that came here, 0 to
    1; None without a playtest."""

    id: str
    kind: NodeKind
    title: str
    text: str
    share: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the playtest never came here."""
        return self.share == 0

    @property
    def is_ending(self) -> bool:
        return self.kind in ("won", "partial", "lost")


@dataclass(frozen=True)
class Edge:
    """What can follow upon what. ``sometimes``: only under a condition. ``share`` is the part of
    those who left ``source`` that went this way; None without a playtest."""

    source: str
    target: str
    sometimes: bool = False
    share: float | None = None


@dataclass(frozen=True)
class Graph:
    """A story's graph; demands come in their order."""

    title: str
    language: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph_of(title: str, story: Story, language: str, tally: Tally | None = None) -> Graph:
    """The story's graph in a language. With a ``tally`` its edges are the ways that were taken,
    and, to what was never reached, those that are written."""
    nodes = tuple(_nodes(story, language, tally))
    written = tuple(_written(story))
    if tally is None:
        return Graph(title, language, nodes, written)
    taken = tuple(_taken(tally, {node.id for node in nodes}))
    missed = {node.id for node in nodes if node.missed}
    to_missed = [Edge(e.source, e.target, e.sometimes, 0.0) for e in written if e.target in missed]
    return Graph(title, language, nodes, (*taken, *to_missed))


def ending_node(ending_id: str) -> str:
    """The node of an ending; a demand may have the same id."""
    return f"ending {ending_id}"


def _nodes(story: Story, language: str, tally: Tally | None) -> Iterator[Node]:
    names = NAMES[language]
    yield Node(START, "start", names["start"], "", None if tally is None else 1.0)
    for demand in story.all_demands:
        share = None if tally is None else _part(tally.demands[demand.id], tally.sessions)
        yield Node(demand.id, "demand", demand.id, _opening(demand, language), share)
    for ending in story.endings:
        share = None if tally is None else _part(tally.endings[ending.id], tally.sessions)
        yield Node(ending_node(ending.id), ending.kind, ending.id, ending.title[language], share)


def _opening(demand: Demand, language: str) -> str:
    """How a demand is put, in its first wording."""
    if demand.silent:
        return NAMES[language]["silent"]
    if demand.says is None:
        return NAMES[language]["same_breath"]
    line = demand.says[language][0]
    return line.replace("{ask}", str(demand.asks_for or "…")).replace("{{", "{").replace("}}", "}")


def _part(count: int, of: int) -> float:
    return min(1.0, count / max(1, of))


def _written(story: Story) -> Iterator[Edge]:
    """What follows upon what as the file says: the next demand, those after it if it may be left
    out, and at the end the endings that wait for all to be done; the others can come any time."""
    before = [START]
    for demand in story.demands:
        for source in before:
            yield Edge(source, demand.id, sometimes=_may_be_left_out(demand) or source != before[-1])
        before = [*before, demand.id] if _may_be_left_out(demand) else [demand.id]
    if story.bargain is not None:
        after_yielding = [d.id for d in story.demands if d.yielded_by]
        yield from (Edge(source, story.bargain.demand.id, sometimes=True) for source in after_yielding)
    for ending in story.endings:
        if ending.when.done:
            yield from (Edge(source, ending_node(ending.id), sometimes=True) for source in before)
        else:
            yield Edge(START, ending_node(ending.id), sometimes=True)


def _may_be_left_out(demand: Demand) -> bool:
    hidden = demand.behind is not None
    return hidden or demand.early or demand.with_previous or demand.only_if != type(demand.only_if)()


def _taken(tally: Tally, known: set[str]) -> Iterator[Edge]:
    """The ways that were taken; rare ones only where they are the only way."""
    left: Counter[str] = Counter()
    arrived: Counter[str] = Counter()
    for (source, target), count in tally.steps.items():
        left[source] += count
        arrived[target] += count
    for (source, target), count in sorted(tally.steps.items()):
        common = count >= RARE * left[source] or count >= 0.2 * arrived[target]
        if common and source in known and target in known:
            yield Edge(source, target, share=count / left[source])
