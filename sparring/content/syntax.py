"""From a file's bytes to its YAML tree, past every fault that can be mended on the way.

Each fault is mended in memory and reading goes on, so that all of them are told at once and none
brings others in its train.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode

from sparring.content.complaints import complaint
from sparring.content.customers import Customer
from sparring.content.encoding import decode, invisible
from sparring.content.layout import misplaced
from sparring.content.marks import blank, tight_colon, wide_mark
from sparring.content.problems import Problem, Slip
from sparring.content.source import Source

# So many faults of syntax are mended, then reading stops.
MOST = 40


class Parsed(NamedTuple):
    """What came of reading a file. ``source`` is None if nothing can be made of it; ``mended`` are
    the positions where its text was changed."""

    source: Source | None
    problems: list[Problem]
    mended: list[tuple[int, int]]


class _Text:
    """A text that is being mended: how it is now, the slips so far, and which line of the file each
    of its rows was."""

    def __init__(self, file: str, text: str, slip: Slip | None) -> None:
        self.file = file
        self.text = text
        self.slips = [slip] if slip else []
        self.lines = list(range(1, text.count("\n") + 2))

    def mend(self, slip: Slip) -> bool:
        """Note a slip and go on without it; whether that can be done."""
        line = self.lines[min(slip.line, len(self.lines)) - 1] + max(0, slip.line - len(self.lines))
        self.slips.append(slip._replace(line=line))
        if slip.text is None or slip.text == self.text or len(self.slips) >= MOST:
            return False
        before, after = self.text.split("\n"), slip.text.split("\n")
        changed = next((n for n, (old, new) in enumerate(zip(before, after)) if old != new), len(before) - 1)
        for _ in range(len(after) - len(before)):  # a row that was put in stands in the line of the next
            self.lines.insert(changed, self.lines[changed])
        self.text = slip.text
        return True

    @property
    def problems(self) -> list[Problem]:
        return [Problem(s.code, s.severity, self.file, s.line, s.column, s.message, s.mend) for s in self.slips]

    def parsed(self, source: Source | None) -> Parsed:
        return Parsed(source, self.problems, [(s.line, s.column) for s in self.slips if s.severity == "error"])


def parse(path: Path, model: type[BaseModel] | None = Customer) -> Parsed:
    """Read a file that is to have the keys of ``model``, or any shape if that is None. Never raises
    for what is in it."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return Parsed(None, [Problem("S101", "error", str(path), 1, 1, f"can't be read ({reason})", "name a file that is there")], [])
    decoded, slip = decode(raw)
    text = _Text(str(path), decoded or "", slip)
    if decoded is None or not _mend_signs(text):
        return text.parsed(None)
    while True:
        source, found = _composed(text, model)
        if found is None:
            break
        if not text.mend(found):
            return text.parsed(None)
    if model is not None and (source is None or not _has_keys(source)):
        if not text.slips:
            what = "an empty file" if source is None else "no keys and values"
            mend = "write `id:` and the other keys; `sparring new` makes a start"
            text.mend(Slip("S108", 1, 1, what, mend, None))
        return text.parsed(None)
    return text.parsed(source)


def _mend_signs(text: _Text) -> bool:
    """Mend what can be seen without reading the whole; whether reading can go on."""
    for find in (invisible, blank, wide_mark, tight_colon):
        while (found := find(text.text)) is not None:
            if not text.mend(found):
                return False
    return True


def _composed(text: _Text, model: type[BaseModel] | None) -> tuple[Source | None, Slip | None]:
    """The text's tree and data, or the next thing that is wrong with it."""
    try:
        root = YAML(typ="safe").compose(text.text)
        source = Source(text.file, text.text, root, text.lines) if root is not None else None
    except MarkedYAMLError as error:
        return None, complaint(text.text, error, model)
    except YAMLError as error:  # pragma: no cover - what the parser can't place
        return None, Slip("S102", 1, 1, str(error).splitlines()[0], "write plain YAML", None)
    return source, misplaced(source, model) if model is not None and source is not None and _has_keys(source) else None


def _has_keys(source: Source) -> bool:
    return isinstance(source.root, MappingNode) and bool(source.root.value)
