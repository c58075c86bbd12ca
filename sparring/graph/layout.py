"""Where everything stands in the drawing: demands in one column, endings in another beside it.

A story's demands come in an order, so that a layered drawing is one column of them; what jumps
over a demand, or goes back to one, goes round on the left, and what ends the story goes right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sparring.graph.model import Edge, Graph, Node

SIZE = 13  # of the letters, in pixels, as all that follows
BOX_WIDTH, ENDING_WIDTH = 320, 260
LINE, PADDING = 18, 10
GAP = 36  # between two boxes of a column
COLUMNS = 150  # between the columns
SIDE = 26  # what each way round takes on the left
TOP = 60  # for the title
MOST_LINES = 3


class Box(NamedTuple):
    """A node's place and its text, line by line."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


class Curve(NamedTuple):
    """An edge's way, as points of a cubic Bézier curve: start, two handles, end."""

    edge: Edge
    points: tuple[tuple[float, float], ...]


class Layout(NamedTuple):
    """The drawing as figures."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def layout(graph: Graph) -> Layout:
    """Place everything."""
    spine = [node for node in graph.nodes if not node.is_ending]
    endings = _by_where_they_come_from(graph, [node for node in graph.nodes if node.is_ending])
    place = {node.id: number for number, node in enumerate(spine)}
    detours = [e for e in graph.edges if e.target in place and place[e.target] != place[e.source] + 1]
    left = 40 + SIDE * min(8, len(detours))
    column = list(_column(spine, left, TOP, BOX_WIDTH, GAP))
    bottom = column[-1].y + column[-1].height
    right = left + BOX_WIDTH + COLUMNS
    beside = list(_spread(endings, right, TOP, bottom))
    boxes = {box.node.id: box for box in (*column, *beside)}
    curves = tuple(_curves(graph.edges, boxes, place, left))
    height = max(bottom, beside[-1].y + beside[-1].height if beside else 0) + 40
    return Layout(right + ENDING_WIDTH + 40, height, tuple(boxes.values()), curves)


def _by_where_they_come_from(graph: Graph, endings: list[Node]) -> list[Node]:
    """Endings that come early stand above those that come late, so that fewer lines cross."""
    number = {node.id: n for n, node in enumerate(graph.nodes)}

    def mean(ending: Node) -> float:
        sources = [(number[e.source], e.share or 0.01) for e in graph.edges if e.target == ending.id]
        weight = sum(share for _, share in sources)
        return sum(n * share for n, share in sources) / weight if weight else 0.0

    return sorted(endings, key=mean)


def _column(nodes: Sequence[Node], x: float, y: float, width: float, gap: float) -> Iterator[Box]:
    for node in nodes:
        box = _box(node, x, y, width)
        yield box
        y += box.height + gap


def _spread(nodes: Sequence[Node], x: float, top: float, bottom: float) -> Iterator[Box]:
    """A column as high as the other one, if it isn't higher by itself."""
    boxes = [_box(node, x, 0, ENDING_WIDTH) for node in nodes]
    room = bottom - top - sum(box.height for box in boxes)
    gap = max(GAP / 2, room / max(1, len(boxes) - 1)) if len(boxes) > 1 else GAP
    yield from _column(nodes, x, top, ENDING_WIDTH, gap)


def _box(node: Node, x: float, y: float, width: float) -> Box:
    lines = (node.title, *wrapped(node.text, width - 2 * PADDING))
    return Box(node, x, y, width, 2 * PADDING + LINE * len(lines), lines)


def _curves(
    edges: Sequence[Edge], boxes: Mapping[str, Box], place: Mapping[str, int], left: float
) -> Iterator[Curve]:
    detours = 0
    for edge in edges:
        source, target = boxes[edge.source], boxes[edge.target]
        if target.node.is_ending:
            start, end = (source.x + source.width, source.middle), (target.x, target.middle)
            bend = COLUMNS * 0.55
            handles = ((start[0] + bend, start[1]), (end[0] - bend, end[1]))
        elif place[edge.target] == place[edge.source] + 1:
            middle = source.x + source.width / 2
            start, end = (middle, source.y + source.height), (middle, target.y)
            handles = (start, end)
        else:
            out = left - SIDE * (1 + detours % 8) * 1.3
            detours += 1
            start, end = (source.x, source.middle + 6), (target.x, target.middle - 6)
            handles = ((out, start[1]), (out, end[1]))
        yield Curve(edge, (start, *handles, end))


def wrapped(text: str, width: float) -> list[str]:
    """The text in lines of at most ``width`` pixels, and at most ``MOST_LINES`` of them."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and text_width(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines.append(line.rstrip())
    lines = [cut for line in lines if line for cut in _cut(line, width)]
    if len(lines) > MOST_LINES:
        lines = lines[:MOST_LINES]
        while text_width(lines[-1] + "…") > width:
            lines[-1] = lines[-1][:-1]
        lines[-1] += "…"
    return lines


def _pieces(text: str) -> Iterator[str]:
    """Where a line can break: after a space, and anywhere between Chinese characters."""
    piece = ""
    for char in " ".join(text.split()):
        piece += char
        if char == " " or _is_wide(char):
            yield piece
            piece = ""
    yield piece


def _cut(line: str, width: float) -> Iterator[str]:
    """A word that is too long for a line, in several."""
    while text_width(line) > width:
        length = next(n for n in range(len(line), 0, -1) if n == 1 or text_width(line[:n]) <= width)
        yield line[:length]
        line = line[length:]
    if line:
        yield line


def text_width(text: str) -> float:
    """About how many pixels a text is wide; rather too many than too few."""
    return sum(SIZE if _is_wide(char) else SIZE * 0.6 for char in text)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
