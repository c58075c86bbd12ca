"""What a YAML parser's complaint is about, in a trainer's words and at the place of its cause."""

from __future__ import annotations

import re

from pydantic import BaseModel
from ruamel.yaml.error import MarkedYAMLError

from sparring.content.attempts import ANY_NUMBER, Wrongs, best, wrongs
from sparring.content.brackets import CLOSING, mends, swallowed
from sparring.content.layout import says
from sparring.content.problems import Slip
from sparring.content.quotes import unclosed
from sparring.content.structure import structure


def complaint(text: str, error: MarkedYAMLError, model: type[BaseModel] | None) -> Slip:
    """What a parser's complaint is about, in a trainer's words and at the place of the cause."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    rows = text.split("\n")
    first = (error.context_mark or mark).line if mark else 0
    second = next((n for n, row in enumerate(rows[: line + 1]) if re.match(r"---(?: |$)", row) and any(says(r) for r in rows[:n])), None)
    if second is not None:
        return Slip("S102", second + 1, 1, "a second document begins", "take out the line with `---`", None)
    comment = swallowed(rows, min(first, len(rows) - 1)) or swallowed(rows, min(line, len(rows)) - 1)
    if comment is not None:
        return comment
    between = best(mends(rows, min(line, len(rows)) - 1), model, Wrongs(wrongs(text, model).unread - 1, ANY_NUMBER))
    if between is not None:
        return between
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
    return structure(rows, line, column, problem, model)


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
    closing = CLOSING.get(opened, "]")
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
