"""Rows with brackets, read sign by sign: what is open, what is quoted, what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sparring.content.problems import Slip
from sparring.content.words import KNOWN

CLOSING = {"[": "]", "{": "}"}
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")


class Sign(NamedTuple):
    """A sign of a row outside quotes, and the brackets that are open before it."""

    at: int
    char: str
    open: str


def signs(row: str) -> Iterator[Sign]:
    """The signs of a row outside quotes, up to a comment. A quote opens only where a text begins."""
    opened = ""
    at = 0
    while at < len(row):
        char = row[at]
        if char in "\"'" and re.search(r"(?:^\s*(?:- +)*|[:,]\s*|[\[{]\s*)$", row[:at]):
            quoted = _QUOTED.match(row, at)
            if quoted is not None:
                at = quoted.end()
                continue
        yield Sign(at, char, opened)
        if char == "#" and (at == 0 or row[at - 1] in " \t"):
            return
        if char in "[{" and (opened or re.search(r"(?:^\s*(?:- +)*|: *|[-,] +)$", row[:at])):
            opened += char
        elif char in "]}" and opened:
            opened = opened[:-1]
        at += 1


def swallowed(rows: list[str], number: int) -> Slip | None:
    """A `#` between brackets, which makes a comment of the rest of its row."""
    for sign in signs(rows[number]):
        if sign.char == "#" and sign.open and sign.at and rows[number][sign.at - 1] in " \t":
            row, at = rows[number], sign.at
            alone = row[:at].rstrip()[-1] in ",[{"  # then what follows is an item of its own
            mended = row[:at] + (row[at + 1 :] if alone else re.sub(r"^#[^,\]}]*", "", row[at:]))
            message = f"`#` begins a comment, so `{sign.open[-1]}` is never closed"
            mend = "put the text in double quotes, or take the `#` out"
            return _slip(rows, number, mended, sign.at, "S111", message, mend)
    return None


def mends(rows: list[str], number: int) -> Iterator[Slip]:
    """What may be missing between the brackets of a row, though each of them is closed."""
    yield from _commas(rows, number)
    yield from _quotes(rows, number)


def _commas(rows: list[str], number: int) -> Iterator[Slip]:
    row = rows[number]
    for sign in signs(row):
        if sign.char == " " and sign.open and row[: sign.at].rstrip()[-1] not in ",:[{" and not row[sign.at - 1].isspace():
            rest = row[sign.at :].lstrip()
            key = re.match(r"(\w+): ", rest)
            if rest[:1] == '"' or (key and key[1] in KNOWN):
                mended = row[: sign.at] + "," + row[sign.at :]
                message = f"no comma before `{key[1]}:`" if key else "no comma between two texts"
                yield _slip(rows, number, mended, sign.at, "S102", message, "put a comma here")


def _quotes(rows: list[str], number: int) -> Iterator[Slip]:
    """A text that ends with a quote but begins without one."""
    row = rows[number]
    for sign in signs(row):
        ends = re.match(r'" *(?:[,\]}]|$)', row[sign.at :])
        if sign.char == '"' and sign.open and ends:
            start = max(found.end() for found in re.finditer(r'^|[\[{] *|, +|\w: +', row[: sign.at]))
            while row[:start].count('"') % 2:  # a comma inside a quoted text
                start = row.rfind('"', 0, start - 1)
            mended = row[:start] + '"' + row[start:]
            message = "a text ends with `\"` but doesn't begin with it"
            yield _slip(rows, number, mended, start, "S107", message, "write `\"` before it")


def lonely(rows: list[str], number: int) -> Iterator[Slip]:
    """A closing bracket without its partner: what it closes was never opened, or it is one too many."""
    row = rows[number]
    stray = re.search(r"(?<=[\]}])[\"'“”]\s*$", row)
    if stray:
        yield _slip(rows, number, row[: stray.start()], stray.start(), "S107", "a quote that belongs to no text", "take it out")
    at = _unopened(row)
    if at is None:
        return
    bracket = "[" if row[at] == "]" else "{"
    for found in [*re.finditer(r"^ *(?:- +)?(?:\w+: +)?|[{,] *\w+: +", row[:at])]:
        start = found.end()
        mended = row[:start] + bracket + row[start:]
        message = f"`{row[at]}` closes what was never opened"
        yield _slip(rows, number, mended, start, "S111", message, f"write `{bracket}` before it")
    yield _slip(rows, number, row[:at] + row[at + 1 :], at, "S111", f"a `{row[at]}` too many", "take it out")


def _unopened(row: str) -> int | None:
    """Where the first bracket closes that was never opened."""
    opened: list[str] = []
    bare = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), row)
    for at, char in enumerate(bare):
        if char in CLOSING:
            opened.append(CLOSING[char])
        elif char in "]}" and (not opened or opened.pop() != char):
            return at
    return None


def _slip(rows: list[str], number: int, mended: str, at: int, code: str, message: str, mend: str) -> Slip:
    text = "\n".join([*rows[:number], mended, *rows[number + 1 :]])
    return Slip(code, number + 1, at + 1, message, mend, text)
