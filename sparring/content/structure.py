"""What is wrong with a row that YAML can't read: a colon, a bracket, a comma, or where it stands.

The parser stumbles over what comes after such a row, often far below. So each likely cause is mended
for a try (``attempts``), and the one that leaves the least wrong is the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from sparring.content import brackets, layout
from sparring.content.attempts import ANY_NUMBER, Wrongs, best, wrongs
from sparring.content.customers import Customer
from sparring.content.problems import Slip
from sparring.content.words import KNOWN


def structure(rows: list[str], line: int, column: int, problem: str, model: type[BaseModel] | None) -> Slip:
    """What is wrong at ``line``, where the parser stopped (counted from 1)."""
    now = wrongs("\n".join(rows), model)
    found = best(_causes(rows, line - 1, model), model, Wrongs(now.unread - 1, ANY_NUMBER))
    if found is not None:
        return found
    return Slip("S102", line, column, f"YAML can't read this line ({problem})", "write `key: value` or `- item`", None)


def _causes(rows: list[str], here: int, model: type[BaseModel] | None) -> Iterator[Slip]:
    """Likely causes, the likeliest first, each with the text without it."""
    near = layout.around(rows, here)
    for number in near:
        yield from _strange(rows, number)
        yield from _colon(rows, number)
        yield from brackets.mends(rows, number)
        yield from brackets.lonely(rows, number)
    for number in near[:2]:
        dash = re.match(r"( *-)(?=[^\s-])", rows[number])
        if dash:
            mended = dash[1] + " " + rows[number][dash.end() :]
            yield layout.slip(rows, number, mended, dash.end(), "no space after the dash", "write `- key: value`", "S102")
    yield from layout.changes(rows, near, model or Customer)


def _strange(rows: list[str], number: int) -> Iterator[Slip]:
    """A row that belongs to another notation: a comment, a mark of a merge, a second document."""
    words = rows[number].strip()
    column = layout.indent(rows[number]) + 1
    if re.match(r"//|/\*|;", words):
        yield layout.slip(rows, number, "#", column, f"`{words[:2]}` begins no comment here", "begin it with `#`", "S102")
    elif re.match(r"<{7}|={7}|>{7}", words):
        yield layout.slip(rows, number, "#", column, "a mark of a merge was left here", "keep one of the two versions, and take the marks out", "S102")


def _colon(rows: list[str], number: int) -> Iterator[Slip]:
    """A colon that is missing, too tight, or one too many."""
    row = rows[number]
    tight = re.match(r"( *(?:- )?[a-z_]+):(?=[^\s:/])", row)
    if tight:
        mended = row[: tight.end()] + " " + row[tight.end() :]
        yield layout.slip(rows, number, mended, tight.end(), "no space after the colon", "write `key: value`", "S102")
    bare = re.match(r" *(?:- )?([a-z_]+)(?=\s|$)", row)
    if bare and bare[1] in KNOWN and not re.match(r" *:", row[bare.end() :]):
        mended = row[: bare.end()] + ":" + row[bare.end() :]
        yield layout.slip(rows, number, mended, bare.end() + 1, f"no colon after `{bare[1]}`", f"write `{bare[1]}:`", "S102")
    key = re.match(r" *(?:- )?[\w]+: +(?=[^\"'{\[>|&*!#\s])", row)
    inner = re.compile(r":(?= |$)").search(row, key.end()) if key else None
    if key is None or inner is None:
        return
    another = re.compile(r" +(\w+)$").search(row, key.end(), inner.start())
    if another and another[1] in KNOWN and "," not in row[key.end() : inner.start()]:
        stands = " " * (len(key[0]) - len(key[0].lstrip(" -")))
        mended = f"{row[: another.start()]}\n{stands}{another[0].strip()}{row[inner.start() :]}"
        yield layout.slip(rows, number, mended, another.end() - len(another[1]) + 1, "two keys on one line", f"write `{another[1]}:` on a line of its own", "S102")
    if not re.match(r"\w+: .*[}\]] *$", row[key.end() :]):
        value = row[key.end() :].replace('"', "'")
        mend = "put the whole text in double quotes"
        yield layout.slip(rows, number, f'{row[: key.end()]}"{value}"', inner.start() + 1, "a colon in a text without quotes", mend, "S102")
