"""A story's graph in the language of Mermaid, which many editors and websites draw."""

from __future__ import annotations

from collections.abc import Iterator

from sparring.graph.colours import BY_COVERAGE, BY_KIND, coverage_class, percent
from sparring.graph.model import Edge, Graph, Node

LONGEST = 60  # characters of a line in a box


def mermaid(graph: Graph) -> str:
    """The graph as a Mermaid flowchart."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    yield "---"
    yield f'title: "{_escaped(graph.title)}"'
    yield "---"
    yield "flowchart TD"
    for node in graph.nodes:
        yield f"  {names[node.id]}{_box(node)}:::{coverage_class(node) or node.kind}"
    for edge in graph.edges:
        yield f"  {names[edge.source]} {_arrow(edge)} {names[edge.target]}"
    with_coverage = any(node.share is not None for node in graph.nodes)
    for name, (fill, border) in (BY_COVERAGE if with_coverage else BY_KIND).items():
        yield f"  classDef {name} fill:{fill},stroke:{border},color:#202124"


def _box(node: Node) -> str:
    lines = [node.title]
    if node.text:
        lines.append(node.text if len(node.text) <= LONGEST else node.text[: LONGEST - 1] + "…")
    if node.share is not None and node.kind != "start":
        lines.append(percent(node.share))
    text = "<br/>".join(_escaped(line) for line in lines)
    return f'(["{text}"])' if node.kind == "demand" else f'[["{text}"]]' if node.is_ending else f'(("{text}"))'


def _arrow(edge: Edge) -> str:
    if edge.share:
        return f'-->|"{percent(edge.share)}"|'
    return "-.->" if edge.sometimes or edge.share is not None else "-->"


def _escaped(text: str) -> str:
    """Without what Mermaid or HTML would take for markup."""
    for char, code in (("#", "#35;"), ("&", "#amp;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "#96;")):
        text = text.replace(char, code)
    return text
