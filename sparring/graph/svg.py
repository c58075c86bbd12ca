"""A story's graph as an SVG drawing, complete in itself: no fonts, scripts or services from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sparring.graph.colours import BY_COVERAGE, BY_KIND, colours, percent
from sparring.graph.layout import LINE, PADDING, SIZE, Box, Curve, Layout, layout, text_width
from sparring.graph.model import Graph, Node

FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
INK = "#202124"
LEGEND = {
    "en": {"often": "reached", "rarely": "in less than 2 % of the sessions", "never": "never reached"},
    "zh": {"often": "走到过", "rarely": "不到2%的对话走到", "never": "从未走到"},
}


def svg(graph: Graph) -> str:
    """The graph as the text of an SVG file."""
    placed = layout(graph)
    legend = list(_legend(placed, LEGEND[graph.language])) if any(node.share is not None for node in graph.nodes) else []
    width, height = round(placed.width), round(placed.height) + (30 if legend else 0)
    ends = {node.id: node for node in graph.nodes}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="{escape(FONT)}" font-size="{SIZE}" role="img">',
        f"<title>{escape(graph.title)}</title>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse"'
        ' orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#5f6368"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="40" y="32" font-size="17" font-weight="600" fill="{INK}">{escape(graph.title)}</text>',
        *(_curve(curve, ends[curve.edge.target]) for curve in placed.curves),
        *(line for box in placed.boxes for line in _box(box)),
        *legend,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _curve(curve: Curve, target: Node) -> str:
    start, one, two, end = (f"{x:.1f} {y:.1f}" for x, y in curve.points)
    edge = curve.edge
    colour = BY_KIND[target.kind].border if target.is_ending else "#5f6368"
    width, opacity, dashes = 1.4, 0.85, ' stroke-dasharray="5 4"' if edge.sometimes else ""
    if edge.share is not None:
        width, opacity = 1 + 3 * edge.share, 0.25 + 0.7 * min(1.0, 2 * edge.share)
    if edge.share == 0:
        colour, width, opacity, dashes = BY_COVERAGE["never"].border, 1.2, 0.7, ' stroke-dasharray="5 4"'
    title = f"<title>{escape(percent(edge.share))}</title>" if edge.share is not None else ""
    return (
        f'<path d="M{start}C{one} {two} {end}" fill="none" stroke="{colour}" stroke-width="{width:.1f}"'
        f' stroke-opacity="{opacity:.2f}"{dashes} marker-end="url(#head)">{title}</path>'
    )


def _box(box: Box) -> Iterator[str]:
    fill, border = colours(box.node)
    edge = BY_KIND[box.node.kind].border if box.node.is_ending and not box.node.missed else border
    dashes = ' stroke-dasharray="6 4"' if box.node.missed else ""
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width}" height="{box.height}" rx="9"'
        f' fill="{fill}" stroke="{edge}" stroke-width="1.6"{dashes}/>'
    )
    for number, line in enumerate(box.lines):
        y = box.y + PADDING + LINE * (number + 0.75)
        weight = ' font-weight="600"' if number == 0 else ""
        yield f'<text x="{box.x + PADDING:.1f}" y="{y:.1f}" fill="{INK}"{weight}>{escape(line)}</text>'
    if box.node.share is not None and box.node.kind != "start":
        x, y = box.x + box.width - PADDING, box.y + PADDING + LINE * 0.75
        yield f'<text x="{x:.1f}" y="{y:.1f}" fill="{border}" text-anchor="end">{escape(percent(box.node.share))}</text>'


def _legend(placed: Layout, texts: dict[str, str]) -> Iterator[str]:
    x, y = 40.0, placed.height
    for name, text in texts.items():
        fill, border = BY_COVERAGE[name]
        yield f'<rect x="{x}" y="{y - 10}" width="14" height="14" rx="3" fill="{fill}" stroke="{border}"/>'
        yield f'<text x="{x + 20}" y="{y + 2}" fill="{INK}">{text}</text>'
        x += 50 + text_width(text)
