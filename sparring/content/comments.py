"""Comments that were meant as text: `en: The parcel # 12 is late.`"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sparring.content.problems import Fault, Place
from sparring.content.source import Source

_COMMENT = re.compile(r" +#")


def cut_texts(source: Source, node: Node | None = None, place: Place = ()) -> Iterator[Fault]:
    """Texts of several words without quotes that a `#` cuts off. (A comment beside a number or a
    name is one.)"""
    node = node or source.root
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from cut_texts(source, value, (*place, key.value))
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            yield from cut_texts(source, item, (*place, number))
    elif isinstance(node, ScalarNode) and place and place[-1] in ("en", "zh"):
        after = _COMMENT.match(source.text, node.end_mark.index)
        if node.style in ("'", '"', "|", ">") or not after:
            return
        yield Fault("S130", place, "` #` begins a comment, which cuts this text off", "put the text in double quotes")
