"""A data file's text and where in it each piece stands, in lines and columns from 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from sparring.content.problems import Fault, Place, Problem, Severity


class Source:
    """A parsed file: its plain data, and the positions of the keys and values.

    ``lines`` are the lines of the file that the text's rows stand in, where rows were put in.
    """

    def __init__(self, file: str, text: str, root: Node, lines: Sequence[int] = ()) -> None:
        self.file = file
        self.text = text
        self.lines = lines
        self.root = root
        self.doubled = list(_doubled_keys(root))
        self.data: Any = YAML(typ="safe").constructor.construct_document(root)

    def problem(self, fault: Fault, severity: Severity) -> Problem:
        line, column = self.position(fault.place, fault.word, fault.at_key)
        return Problem(fault.code, severity, self.file, line, column, fault.message, fault.mend)

    def position(self, place: Place, word: str = "", at_key: bool = False) -> tuple[int, int]:
        """Where ``place`` stands, or the nearest thing around it that is there; ``word`` inside it,
        if that is found, else its key or its value."""
        key: Node | None = None
        node = self.root
        for step in place:
            found = _step_into(node, step)
            if found is None:
                break
            key, node = found
        if word:
            start, end = node.start_mark.index, node.end_mark.index
            match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.text[start:end])
            index = match.start() if match else self.text.find(word, start, end) - start
            if index >= 0:
                return self._line_and_column(start + index)
        stands_at = key if key is not None and (at_key or not isinstance(node, ScalarNode)) else node
        return self.start(stands_at)

    def row(self, place: Place) -> int:
        """The row of the text, counted from 0, in which the key or item at ``place`` begins."""
        node, begins = self.root, 0
        for step in place:
            found = _step_into(node, step)
            if found is None:
                break
            begins = (found[0] or found[1]).start_mark.line
            node = found[1]
        return begins

    def start(self, node: Node) -> tuple[int, int]:
        """Where a key or a value begins."""
        return self._line(node.start_mark.line), node.start_mark.column + 1

    def _line(self, row: int) -> int:
        return self.lines[row] if row < len(self.lines) else row + 1

    def _line_and_column(self, index: int) -> tuple[int, int]:
        before = self.text[:index]
        return self._line(before.count("\n")), index - (before.rfind("\n") + 1) + 1

    def written(self, place: Place) -> bool:
        """Whether the file itself has something at ``place``."""
        node = self.root
        for step in place:
            found = _step_into(node, step)
            if found is None:
                return False
            _, node = found
        return True

    def place_at(self, line: int, column: int) -> Place:
        """The innermost place whose key and value cover a position; that of the line's first word
        for one in its indentation."""
        number = max((n for n, of in enumerate(self.lines) if of == line), default=line - 1)
        row = self.text.split("\n")[number]
        at = (number + 1, max(column, len(row) - len(row.lstrip()) + 1))
        place: list[Any] = []
        node = self.root
        while True:
            for step, first, child in _children(node):
                start = (first.start_mark.line + 1, first.start_mark.column + 1)
                if start <= at < (child.end_mark.line + 1, child.end_mark.column + 1):
                    place.append(step)
                    node = child
                    break
            else:
                return tuple(place)


def _step_into(node: Node, step: Any) -> tuple[Node | None, Node] | None:
    """The key (None for an item of a list) and the value that ``step`` leads to."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key, value
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def _children(node: Node) -> Iterator[tuple[Any, Node, Node]]:
    """The steps that lead on, each with the node it begins with and its value."""
    if isinstance(node, MappingNode):
        yield from ((key.value, key, value) for key, value in node.value)
    elif isinstance(node, SequenceNode):
        yield from ((number, item, item) for number, item in enumerate(node.value))


def _doubled_keys(node: Node, place: Place = ()) -> Iterator[tuple[Place, Node, Node]]:
    """Keys that stand twice in a mapping, with both; the second is taken out of the tree."""
    if isinstance(node, MappingNode):
        first: dict[str, Node] = {}
        kept = []
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else repr(key.value)
            if name in first:
                yield (*place, name), first[name], key
            else:
                first[name] = key
                kept.append((key, value))
        node.value = kept
    for step, _, child in list(_children(node)):
        yield from _doubled_keys(child, (*place, step))
