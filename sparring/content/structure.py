"""Lines that stand in the wrong place: too far left or right, without their colon or their dash.

The parser stumbles over what comes after such a line, often far below. So each likely cause is
mended for a try, and the one that lets the parser read furthest is the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from sparring.content.customers import Customer, Style
from sparring.content.problems import Slip

_END = 10**9


def structure(rows: list[str], line: int, column: int, problem: str) -> Slip:
    """What is wrong at ``line``, where the parser stopped (counted from 1)."""
    best: Slip | None = None
    furthest = line
    for slip in _causes(rows, line, column):
        assert slip.text is not None
        reached = _reads_to(slip.text)
        if reached > furthest:
            best, furthest = slip, reached
        if reached == _END:
            break
    if best is not None:
        return best
    return Slip("S102", line, column, f"YAML can't read this line ({problem})", "write `key: value` or `- item`", None)


def _causes(rows: list[str], line: int, column: int) -> Iterator[Slip]:
    """Likely causes, the likeliest first, each with the text without it."""
    here = line - 1
    near = [n for n in range(min(here, len(rows) - 1), max(-1, here - 4), -1) if _says(rows[n])]
    for number in near:
        yield from _colon(rows, number)
    for number in near[:2]:
        dash = re.match(r"( *-)(?=[^\s-])", rows[number])
        if dash:
            mended = dash[1] + " " + rows[number][dash.end() :]
            yield _slip(rows, number, mended, "S102", dash.end(), "no space after the dash", "write `- key: value`")
    if here >= len(rows):
        return
    stands = _indent(rows[here])
    above = [n for n in range(here - 1, -1, -1) if _says(rows[n])]
    dashed = next((n for n in above if _indent(rows[n]) == stands and rows[n].lstrip().startswith("- ")), None)
    if dashed is not None and not rows[here].lstrip().startswith("- "):
        words = rows[dashed].lstrip()[2:]
        yield _slip(rows, dashed, " " * stands + words, "S112", stands + 1, "a dash where none belongs", "take the dash out: these are keys, not a list")
    levels = sorted({_indent(rows[n]) for n in above}, key=lambda level: (abs(level - stands), level))
    for level in levels[:6]:
        if level != stands:
            yield _moved(rows, here, level)
    first = next((n for n in above if _indent(rows[n]) <= stands and rows[n].rstrip().endswith(":")), None)
    after = [n for n in above if first is not None and n > first]
    if after:
        child = after[-1]
        yield _moved(rows, child, stands)
        if rows[here].lstrip().startswith("- "):
            words = rows[child].lstrip()
            yield _slip(rows, child, " " * stands + "- " + words, "S112", _indent(rows[child]) + 1, "no dash before the first item", "write `- ` before it, in the column of the others")
    # What it should stand beside may be what is wrong.
    left = next((n for n in above if _indent(rows[n]) < stands), None)
    if left is not None and not rows[left].lstrip().startswith("- "):
        yield _moved(rows, left, stands)


def _colon(rows: list[str], number: int) -> Iterator[Slip]:
    """A colon that is missing, too tight, or one too many."""
    row = rows[number]
    tight = re.match(r"( *(?:- )?[a-z_]+):(?=[^\s:/])", row)
    if tight:
        mended = row[: tight.end()] + " " + row[tight.end() :]
        yield _slip(rows, number, mended, "S102", tight.end(), "no space after the colon", "write `key: value`")
    bare = re.match(r" *(?:- )?([a-z_]+)(?=\s|$)", row)
    if bare and bare[1] in _keys() and not re.match(r" *:", row[bare.end() :]):
        mended = row[: bare.end()] + ":" + row[bare.end() :]
        mend = f"write `{bare[1]}:`"
        yield _slip(rows, number, mended, "S102", bare.end() + 1, f"no colon after `{bare[1]}`", mend)
    key = re.match(r" *(?:- )?[\w]+: +(?=[^\"'{\[>|&*!#\s])", row)
    inner = re.compile(r":(?= |$)").search(row, key.end()) if key else None
    if key and inner:
        value = row[key.end() :].replace('"', "'")
        mended = f'{row[: key.end()]}"{value}"'
        mend = "put the whole text in double quotes"
        yield _slip(rows, number, mended, "S102", inner.start() + 1, "a colon in a text without quotes", mend)


def _moved(rows: list[str], number: int, level: int) -> Slip:
    mend = f"give it as many spaces as the lines of its level ({level})"
    return _slip(rows, number, " " * level + rows[number].lstrip(), "S112", _indent(rows[number]) + 1, "wrong indentation", mend)


def _slip(rows: list[str], number: int, mended: str, code: str, column: int, message: str, mend: str) -> Slip:
    text = "\n".join([*rows[:number], mended, *rows[number + 1 :]])
    return Slip(code, number + 1, column, message, mend, text)


def _says(row: str) -> bool:
    return bool(row.strip()) and not row.lstrip().startswith("#")


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _reads_to(text: str) -> int:
    """The line at which the parser stops, a very high number if it reads all."""
    try:
        YAML(typ="safe").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return int(mark.line) + 1 if mark is not None else 0
    except YAMLError:
        return 0
    return _END


@lru_cache(maxsize=1)
def _keys() -> frozenset[str]:
    """Every key that a data file can have."""
    keys: set[str] = set()
    seen: set[type[BaseModel]] = set()
    waiting: list[type[BaseModel]] = [Customer, Style]
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for field in model.__fields__.values():
            keys.add(field.alias)
            if isinstance(field.type_, type) and issubclass(field.type_, BaseModel):
                waiting.append(field.type_)
    return frozenset(keys)
