"""What of a copied strategy stays: only what the stories that were copied with it give room for.

The text is cut, not written anew, so that comments and layout stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from sparring.content import Answer
from sparring.content.source import Source


class Cut(NamedTuple):
    """``text[start:end]`` gives way to ``kept``."""

    start: int
    end: int
    kept: str = ""


def trimmed(source: Source) -> str:
    """The text of a customer without the criteria, steps and answers that speak of topics or kinds of
    demand which none of its stories has, and without the topics that nothing speaks of then."""
    stories = source.data["their_stories"]
    topics = {name for story in stories for name in story.get("topics", {})}
    demands = [d for s in stories for d in (*s["demands"], *([s["bargain"]["demand"]] if "bargain" in s else []))]
    kinds = {demand["kind"] for demand in demands} | {"closing"}
    cuts = [
        cut
        for part in ("strategy", "mistakes")
        for item in _items(source.root, part)
        for cut in _cuts(item, source.text, topics, kinds)
    ]
    named = set(re.findall(r"\babout\s+(\w+)", _applied(source.text, cuts)))
    for story in _items(source.root, "their_stories"):
        cuts += [_lines(name, words, source.text) for name, words in _items(story, "topics") if name.value not in named]
    return _applied(source.text, cuts)


def _applied(text: str, cuts: list[Cut]) -> str:
    for cut in sorted(cuts, reverse=True):  # from the end, so that what comes before stays in place
        text = text[: cut.start] + cut.kept + text[cut.end :]
    return text


def _cuts(criterion: MappingNode, text: str, topics: set[str], kinds: set[str]) -> list[Cut]:
    """What to cut in a criterion, or the whole of it."""
    cuts: list[Cut] = []
    on = _value(criterion, "on")
    if on is not None:
        kept = [kind.value for kind in on.value if kind.value in kinds]
        if on.value and not kept:
            return [_lines(criterion, criterion, text)]
        cuts.append(_list(on, kept))
    steps = _items(criterion, "in_order")
    places = [criterion, *steps]
    empty = 0
    for place in places:
        ways = _value(place, "shown_by")
        if ways is None:
            continue
        kept = list(_possible([way.value for way in ways.value], topics))
        if not kept:
            empty += 1
            cuts.append(_lines(place, place, text))
        elif kept != [way.value for way in ways.value]:
            cuts.append(_list(ways, kept))
    gone = empty == (len(steps) or 1)
    return [_lines(criterion, criterion, text)] if gone else cuts


def _possible(ways: list[str], topics: set[str]) -> Iterator[str]:
    """The answers that can be given, without exceptions for topics that aren't there."""
    for way in ways:
        if all(part.topic is None or part.topic in topics for part in Answer.parse(way).parts):
            head, *excluded = re.split(r"\s+without\s+", way)
            left = [e for e in excluded if all(p.topic is None or p.topic in topics for p in Answer.parse(e).parts)]
            yield " without ".join([head, *left])


def _value(node: Node, key: str) -> Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _items(node: Node, key: str) -> list[Any]:
    """What stands under a key: the items of a list, or keys with their values."""
    value = _value(node, key)
    return list(value.value) if value is not None else []


def _list(node: SequenceNode, kept: list[str]) -> Cut:
    return Cut(node.start_mark.index, node.end_mark.index, f"[{', '.join(kept)}]")


def _lines(first: Node, last: Node, text: str) -> Cut:
    """All lines from the one in which ``first`` begins to the one in which ``last`` ends."""
    end = _end(last)
    end = end if text[end - 1] == "\n" else text.index("\n", end) + 1
    return Cut(text.rindex("\n", 0, first.start_mark.index) + 1, end)


def _end(node: Node) -> int:
    """Where the last piece of a node ends; the node itself ends where the next one begins."""
    if isinstance(node, (MappingNode, SequenceNode)) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)
