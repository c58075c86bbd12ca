"""Lists whose items aren't parted by commas, or have half a quote: `[包装，礼品袋]`, `[Hello", "Hi"]`."""

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
from sparring.moves import MOVES

# Between words; at the end of one they may be meant (`第一，`), and between figures (`两、三天`). A quoted
# word is meant as it is.
_MARK = re.compile(r"(?<=\S\S)\s*([，、；;])\s*(?=\S\S)")


def part(source: Source, model: type[BaseModel]) -> list[Fault]:
    """Words and answers that are one item and should be several, and topics in place of answers;
    in the source's data they are as they should be."""
    faults = []
    topics = _topics(source.data)
    for place, nodes in list(_lists(source.root)):
        kind = _kind(model, place)
        items: list[Any] = []
        for number, (node, item) in enumerate(zip(nodes, at(source.data, place))):
            fault, meant = _slip(node, item, kind, topics)
            if fault is not None:
                faults.append(fault._replace(place=(*place, number)))
            items += meant
        at(source.data, place)[:] = items
    return faults


def _slip(node: Node, item: Any, kind: str, topics: set[str]) -> tuple[Fault | None, list[Any]]:
    """What is wrong with an item, without its place, and the items that were meant."""
    if not isinstance(node, ScalarNode) or not isinstance(item, str) or node.style in ("'", '"'):
        return None, [item]
    if item.endswith('"') and item.count('"') % 2 == 1:
        return Fault("S107", (), "a text ends with a quote but doesn't begin with it", 'write `"` before it'), [item]
    mark = _MARK.search(item) if kind else None
    if mark:
        code, what = ("S126", "a `;` between two items") if mark[1] == ";" else ("S106", f"a full-width `{mark[1]}`")
        return Fault(code, (), what, "write `,` and a space between two items", mark[1]), _MARK.sub("\n", item).split("\n")
    if kind == "answers" and " or " in item:
        mend = "write two items with a comma between them; any one of a list will do"
        return Fault("S126", (), f"can't read the answer `{item}`", mend), item.split(" or ")
    if kind == "answers" and item in topics and item not in MOVES:
        return Fault("S201", (), f"unknown move `{item}`", f"it is a topic: write `about {item}`"), [f"about {item}"]
    return None, [item]


def _topics(data: Any) -> set[str]:
    """The names of all stories' topics."""
    stories = data.get("their_stories") if isinstance(data, dict) else None
    tables = [story.get("topics") for story in stories if isinstance(story, dict)] if isinstance(stories, list) else []
    return {name for table in tables if isinstance(table, dict) for name in table}


def _lists(node: Node, place: Place = ()) -> Iterator[tuple[Place, list[Node]]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _lists(value, (*place, key.value))
    elif isinstance(node, SequenceNode):
        if node.flow_style:
            yield place, node.value
        for number, item in enumerate(node.value):
            yield from _lists(item, (*place, number))


def _kind(model: type[BaseModel], place: Place) -> str:
    """Whether a list is one of words, or of ways to answer; "" for others."""
    owner, _ = expected(model, place[:-1])
    _, field = expected(model, place)
    return "words" if owner in (Words, Topic) else "answers" if field is not None and field.type_ is Answer else ""
