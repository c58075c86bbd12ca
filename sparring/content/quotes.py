"""Quotes that are never closed, or closed too early: found line by line, as a reader would."""

from __future__ import annotations

import re

# Row, column, the row without the fault, what is wrong, and the mend. Both count from 0.
Unclosed = tuple[int, int, str, str, str]
_CURLY = "“”„‟＂"


def unclosed(rows: list[str], before: int) -> Unclosed | None:
    """The first quote of the first ``before`` rows that has no partner on its row.

    Texts over several rows are written as paragraphs (``>-``), so that each quote ends on its row.
    """
    inside: int | None = None
    for number, row in enumerate(rows[:before]):
        indent = len(row) - len(row.lstrip())
        if inside is not None and (not row.strip() or indent > inside):
            continue
        inside = indent if re.search(r": *[>|][+-]?\d? *$", row) else None
        at = _lonely(row)
        if at is not None:
            return number, at, _closed(row, at), *_said(row, at)
    return None


def _lonely(row: str) -> int | None:
    """Where a quote opens that isn't closed, or not where its text ends."""
    at = 0
    while at < len(row):
        char = row[at]
        if char == "#" and (at == 0 or row[at - 1] in " \t"):
            return None
        if char in "\"'" and re.search(r"(?:^\s*(?:- +)*|[:,]\s+|[\[{]\s*)$", row[:at]):
            body = r'"(?:[^"\\]|\\.)*"' if char == '"' else r"'(?:[^']|'')*'"
            quoted = re.compile(body).match(row, at)
            if quoted is None or not re.match(r"\s*(?:$|[,\]}:]|\s#)", row[quoted.end() :]):
                return at
            at = quoted.end()
        else:
            at += 1
    return None


def _said(row: str, at: int) -> tuple[str, str]:
    quote = row[at]
    curly = next((char for char in row[at:] if char in _CURLY), None)
    if curly and row.count(quote, at + 1) % 2 == 0:
        return f"a quote opens with `{quote}` and ends with `{curly}`", f"write `{quote}` at both ends"
    after = row.find(quote, at + 1)
    if after >= 0 and row[at:after].rstrip().endswith(","):
        return f"the quote `{quote}` is never closed", f"write `{quote}` before the comma, at the end of the text"
    if after >= 0:
        return "the quotes of this text don't match", 'write a quote inside a quoted text as `\\"`'
    return f"the quote `{quote}` is never closed", f"write `{quote}` at the end of the text"


def _closed(row: str, at: int) -> str:
    """The row with one whole text in place of all that follows the quote, brackets kept."""
    end = re.search(r"[\]}\s,]*$", row)
    assert end is not None
    opened = [char for char in re.sub(r'"(?:[^"\\]|\\.)*"', "", row[:at]) if char in "[{"]
    closing = end[0].strip() or "".join("]" if char == "[" else "}" for char in reversed(opened))
    return row[:at] + '"…"' + closing
