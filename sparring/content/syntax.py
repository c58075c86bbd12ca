"""From a file's bytes to its YAML tree, past every fault that can be mended on the way.

Each fault is mended in memory and reading goes on, so that all of them are told at once and none
brings others in its train.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode

from sparring.content.problems import Problem, Slip
from sparring.content.quotes import unclosed
from sparring.content.source import Source
from sparring.content.structure import structure

# So many faults of syntax are mended, then reading stops.
MOST = 40


class Parsed(NamedTuple):
    """What came of reading a file. ``source`` is None if nothing can be made of it; ``mended`` are
    the positions where its text was changed."""

    source: Source | None
    problems: list[Problem]
    mended: list[tuple[int, int]]


def parse(path: Path, any_shape: bool = False) -> Parsed:
    """Read a file; unless ``any_shape``, it must have keys and values. Never raises for what is in
    it."""
    file = str(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return Parsed(None, [Problem("S101", "error", file, 1, 1, f"can't be read ({reason})", "name a file that is there")], [])
    text, slip = decode(raw)
    slips = [slip] if slip else []
    if text is None:
        return Parsed(None, [_problem(file, slip) for slip in slips], [])
    for find in (_control_character, _tab, _wide_mark):
        while len(slips) < MOST and (found := find(text)) is not None:
            slips.append(found)
            assert found.text is not None
            text = found.text
    root = None
    while root is None:
        try:
            root = YAML(typ="safe").compose(text)
        except MarkedYAMLError as error:
            slips.append(_slip(text, error))
        except YAMLError as error:  # pragma: no cover - what the parser can't place
            slips.append(Slip("S102", 1, 1, str(error).splitlines()[0], "write plain YAML", None))
        else:
            break
        if slips[-1].text is None or len(slips) >= MOST:
            return Parsed(None, [_problem(file, slip) for slip in slips], [])
        text = slips[-1].text
    problems = [_problem(file, slip) for slip in slips]
    mended = [(slip.line, slip.column) for slip in slips if slip.severity == "error"]
    if root is None and any_shape:
        return Parsed(None, problems, mended)
    if not any_shape and (not isinstance(root, MappingNode) or not root.value):
        if not problems:
            what = "an empty file" if root is None else "no keys and values"
            mend = "write `id:` and the other keys; `sparring new` makes a start"
            problems.append(Problem("S108", "error", file, 1, 1, what, mend))
        return Parsed(None, problems, mended)
    try:
        return Parsed(Source(file, text, root), problems, mended)
    except MarkedYAMLError as error:
        slip = _slip(text, error)
        return Parsed(None, [*problems, _problem(file, slip)], mended)


def _problem(file: str, slip: Slip) -> Problem:
    return Problem(slip.code, slip.severity, file, slip.line, slip.column, slip.message, slip.mend)


def decode(raw: bytes) -> tuple[str | None, Slip | None]:
    """The text of UTF-8 bytes with "\\n" line ends; what is wrong with others."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, Slip("S103", 1, 1, "the file is written in UTF-16", "save it as UTF-8", None)
    slip = None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        text = raw.decode("gb18030", errors="replace")
        slip = Slip("S103", line, column, "the file isn't written in UTF-8", "save it as UTF-8", text)
    if text.startswith("\ufeff"):
        text = text[1:]
        mend = "save it as UTF-8 without BOM"
        slip = slip or Slip("S109", 1, 1, "an invisible mark (BOM) opens the file", mend, text, "warning")
    return text.replace("\r\n", "\n").replace("\r", "\n"), slip


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1


def _control_character(text: str) -> Slip | None:
    found = re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]", text)
    if found is None:
        return None
    name = f"U+{ord(found[0]):04X}"
    mended = text[: found.start()] + " " + text[found.end() :]
    return Slip("S104", *_position(text, found.start()), f"a control character ({name})", "take it out", mended)


def _tab(text: str) -> Slip | None:
    """A tab that indents, or stands before a value; the tab is mended in the whole file at once,
    as an editor would."""
    found = re.search(r"(?m)^ *\t+[ \t]*(?=\S)", text)
    if found is None:
        return None
    line, column = _position(text, text.index("\t", found.start()))
    lines = text.split("\n")
    before = next((row for row in reversed(lines[: line - 1]) if row.strip() and not row.lstrip().startswith("#")), "")
    deeper = 2 * (before.rstrip().endswith(":") + before.lstrip().startswith("- "))
    indent = len(before) - len(before.lstrip()) + deeper
    lines[line - 1] = " " * indent + lines[line - 1].lstrip()
    return Slip("S105", line, column, "a tab indents this line", "use spaces, two for each level", "\n".join(lines))


_WIDE = {"：": ":", "，": ",", "［": "[", "］": "]", "｛": "{", "｝": "}", "＂": '"', "“": '"'}
_WIDE_MARK = re.compile(
    r"""(?m)
    ^[ ]*(?:-[ ]+)?[a-z_]+(?P<colon>：)       # key：value
    | [{,，][ ]*(?:en|zh|[a-z]+_?[a-z]+)(?P<inner>：)(?=[ ]*\S)  # {en：…
    | (?P<comma>，)(?=[ ]*(?:zh|en):[ ])       # {en: …， zh: …}
    | "(?P<between>，)(?=[ ]*")                # "one"，"two"
    | (?:[\[,]|:)[ ]*(?P<quote>“)(?=[^“”"\n]*"[ ]*(?:[,\]}]|$))  # “one", "two"
    | :[ ]+(?P<brace>[｛［])                   # key: ｛
    """,
    re.VERBOSE,
)


def _wide_mark(text: str) -> Slip | None:
    """Full-width punctuation where YAML's own must stand; inside a paragraph it is just text."""
    paragraphs = list(_paragraphs(text))
    for found in _WIDE_MARK.finditer(text):
        group = found.lastgroup
        assert group is not None
        at = found.start(group)
        if any(start <= at < end for start, end in paragraphs) or _quoted(text, at):
            continue
        plain = _WIDE[text[at]] + (" " if text[at] in "：，" and text[at + 1] != " " else "")
        mended = text[:at] + plain + text[at + 1 :]
        if text[at] in "｛［":
            end = mended.find("\n", at)
            row = mended[at:end].replace("｝", "}").replace("］", "]")
            mended = mended[:at] + row + mended[end:]
        message = f"a full-width `{text[at]}`"
        return Slip("S106", *_position(text, at), message, f"write `{plain.strip()}`" + (" and a space" if plain.endswith(" ") else ""), mended)
    return None


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Where block texts (``>-`` and ``|``) stand."""
    found = []
    for head in re.finditer(r"(?m)^( *).*: *[>|][+-]?[0-9]? *\n", text):
        body = re.compile(rf"(?:^ {{{len(head[1]) + 1},}}.*\n?|^ *\n)*", re.MULTILINE).match(text, head.end())
        assert body is not None
        found.append((body.start(), body.end()))
    return found


def _quoted(text: str, at: int) -> bool:
    """Whether a position stands inside double quotes on its line."""
    row = text[text.rfind("\n", 0, at) + 1 : at]
    return row.replace('\\"', "").count('"') % 2 == 1


def _slip(text: str, error: MarkedYAMLError) -> Slip:
    """What a parser's complaint is about, in a trainer's words and at the place of the cause."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    rows = text.split("\n")
    quote = unclosed(rows, line)
    if quote is not None:
        row, at, mended, message, mend = quote
        rows[row] = mended
        return Slip("S107", row + 1, at + 1, message, mend, "\n".join(rows))
    problem = str(error.problem or "")
    if "duplicate key" in problem:
        return Slip("S110", line, column, "a key stands twice", "take one out", None)
    sign = rows[line - 1][column - 1 : column] if line <= len(rows) else ""
    inside = _open_brackets(rows[line - 1][: column - 1]) if line <= len(rows) else 0
    if sign == ":" and inside and ("unexpected ':'" in problem or "',' or" in problem):
        return _colon(rows, line, column)
    if "',' or" in problem and error.context_mark is not None:
        return _open_bracket(rows, error.context_mark.line, error.context_mark.column, line, column)
    if "cannot start any token" in problem:
        sign = text[mark.index] if mark and mark.index < len(text) else "?"
        here = rows[line - 1]
        rows[line - 1] = here[: column - 1] + "x" + here[column:]
        message = f"a text can't begin with `{sign}`"
        return Slip("S102", line, column, message, "put the text in double quotes", "\n".join(rows))
    if "alias" in problem or "tag" in problem or "anchor" in problem:
        return Slip("S102", line, column, f"YAML reads this as a sign of its own ({problem})", "put the text in double quotes", None)
    if "expected a single document" in problem or "document start" in problem:
        return Slip("S102", line, column, "a second document begins", "take out the line with `---`", None)
    return structure(rows, line, column, problem)


def _open_brackets(row: str) -> int:
    """How many brackets of a row are still open at its end."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", row)
    return sum(bare.count(sign) for sign in "[{") - sum(bare.count(sign) for sign in "]}")


def _colon(rows: list[str], line: int, column: int) -> Slip:
    """A colon inside a text between brackets."""
    row = rows[line - 1]
    start = max((found.end() for found in re.finditer(r"(?::|,|\[|\{) *", row[: column - 1])), default=0)
    end = re.compile(r"[,\]}]|$").search(row, column)
    assert end is not None
    value = row[start : end.start()].replace('"', "'").rstrip()
    rows[line - 1] = f'{row[:start]}"{value}"{row[end.start() :]}'
    mend = "put the whole text in double quotes"
    return Slip("S102", line, column, "a colon in a text without quotes", mend, "\n".join(rows))


def _open_bracket(rows: list[str], row: int, at: int, line: int, column: int) -> Slip:
    opened = rows[row][at]
    closing = {"[": "]", "{": "}"}.get(opened, "]")
    same_row = line - 1 == row
    message = f"`{opened}` is never closed"
    mend = f"write `{closing}` at the end"
    if same_row and rows[row][column - 1 : column] in ("]", "}"):
        rows[row] = rows[row][: column - 1] + closing + rows[row][column - 1 :]
        return Slip("S111", row + 1, at + 1, message, f"write `{closing}` before the `{rows[row][column]}`", "\n".join(rows))
    if same_row and column - 1 < len(rows[row]):
        message, mend = "YAML can't read on here", f"put a comma between two items, and `{closing}` at the end"
        return Slip("S102", line, column, message, mend, None)
    rows[row] = rows[row].rstrip() + closing
    return Slip("S111", row + 1, at + 1, message, mend, "\n".join(rows))
