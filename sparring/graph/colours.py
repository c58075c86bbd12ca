"""The colours of a story's graph: by what a node is, and by how much of it a playtest reached."""

from __future__ import annotations

from typing import NamedTuple

from sparring.graph.model import RARE, Node


class Colours(NamedTuple):
    """Fill and border of a node, as in CSS."""

    fill: str
    border: str


BY_KIND = {
    "start": Colours("#e8eaed", "#5f6368"),
    "demand": Colours("#eef3fb", "#3b6fb6"),
    "won": Colours("#e3f4e6", "#2e7d3a"),
    "partial": Colours("#fdf3d7", "#a87a00"),
    "lost": Colours("#fbe4e2", "#b3392f"),
}
BY_COVERAGE = {
    "often": Colours("#d5efd9", "#2e7d3a"),
    "rarely": Colours("#fff0c2", "#a87a00"),
    "never": Colours("#f9cfcb", "#b3261e"),
}


def coverage_class(node: Node) -> str:
    """How much of a node was reached: ``often``, ``rarely`` or ``never``; "" without a playtest."""
    if node.share is None:
        return ""
    if node.missed:
        return "never"
    return "often" if node.share >= RARE else "rarely"


def colours(node: Node) -> Colours:
    """The colours of a node."""
    reached = coverage_class(node)
    return BY_COVERAGE[reached] if reached else BY_KIND[node.kind]


def percent(share: float) -> str:
    """A share in percent, rounded, but never down to nothing."""
    return f"{share:.0%}" if share >= 0.01 or share == 0 else "<1%"
