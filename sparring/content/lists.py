"""Lists whose items aren't parted by commas: `[包装，礼品袋]`, `[hold_firm or explain]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sparring.content.answers import Answer
from sparring.content.parts import Topic, Words
from sparring.content.places import at, expected
from sparring.content.problems import Fault, Place
from sparring.content.source import Source

# Between words; at the end of one they may be meant (`第一，`). A quoted word is meant as it is.
_MARK = re.compile(r"(?<=\S)\s*([，、；;])\s*(?=\S)")


def part(source: Source, model: type[BaseModel]) -> list[Fault]:
    """Words and answers that are one item and should be several; in the source's data they are."""
    faults = []
    for place, nodes in list(_lists(source.root)):
        if not _is_of_short_items(model, place):
            continue
        items: list[Any] = []
        for number, (node, item) in enumerate(zip(nodes, at(source.data, place))):
            mark = _MARK.search(item) if isinstance(item, str) and isinstance(node, ScalarNode) and node.style is None else None
            if mark:
                code, what = ("S106", f"a full-width `{mark[1]}`") if mark[1] != ";" else ("S126", "a `;` between two items")
                faults.append(Fault(code, (*place, number), what, "write `,` and a space between two items", mark[1]))
                items += _MARK.sub("\n", item).split("\n")
            else:
                items.append(item)
        at(source.data, place)[:] = items
    return faults


def _lists(node: Node, place: Place = ()) -> Iterator[tuple[Place, list[Node]]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _lists(value, (*place, key.value))
    elif isinstance(node, SequenceNode):
        if node.flow_style:
            yield place, node.value
        for number, item in enumerate(node.value):
            yield from _lists(item, (*place, number))


def _is_of_short_items(model: type[BaseModel], place: Place) -> bool:
    """Whether a list is one of words, or of ways to answer."""
    owner, _ = expected(model, place[:-1])
    _, field = expected(model, place)
    return bool(place) and (owner in (Words, Topic) or (field is not None and field.type_ is Answer))
