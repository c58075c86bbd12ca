"""Lines that stand in the wrong place: too far left or right, without their dash, or without the
key above them.

Such a line makes the parser stumble far below it, or gives the lines after it a meaning that nobody
intended. These are the changes that could have been meant; ``attempts`` finds the one that was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.fields import SHAPE_SINGLETON

from sparring.content.attempts import best, errors, read, wrongs
from sparring.content.places import at, expected, is_strange, keys, place_of
from sparring.content.problems import Place, Slip
from sparring.content.source import Source

# Stands for the key of a line that is missing, until its name is found.
_NAMELESS = "…"


def misplaced(source: Source, model: type[BaseModel]) -> Slip | None:
    """A change of layout that explains several faults of shape at once, or a key that only stands
    too far left or right."""
    lines = list(_suspicious(source, model))
    if not lines:
        return None
    rows = source.text.split("\n")
    near = list(dict.fromkeys(row for line in lines[:2] for row in around(rows, line)[:2]))
    now = wrongs(source.text, model)
    # One fault alone may be what it seems; several must come down to nearly none.
    enough = now._replace(faults=max(0, now.faults - 2))
    return best(changes(rows, near, model), model, enough)


def changes(rows: list[str], near: list[int], model: type[BaseModel]) -> Iterator[Slip]:
    """What may have been meant, the likeliest first."""
    for number in near:
        yield from _folded(rows, number)
        yield from _dash(rows, number)
        for level in _levels(rows, number):
            yield _moved(rows, number, number, level)
    for number in near:
        yield from _key_line(rows, number, model)
    for number in near:
        for level in _levels(rows, number):
            for last in _blocks(rows, number):
                yield _moved(rows, number, last, level)


def _dash(rows: list[str], number: int) -> Iterator[Slip]:
    """A dash that was forgotten, or that is one too many."""
    row, stands = rows[number], indent(rows[number])
    words = row.lstrip()
    if not words.startswith("- "):
        if stands >= 2:
            mend = "write `- ` before it, in the column of the other items"
            yield slip(rows, number, " " * (stands - 2) + "- " + words, stands + 1, "the dash of an item is missing", mend)
        mend = "write `- ` before it, in the column of the others"
        yield slip(rows, number, " " * stands + "- " + words, stands + 1, "no dash before the first item", mend)
        return
    for level in (stands, stands + 2):
        mend = "take the dash out: these are keys, not a list"
        yield slip(rows, number, " " * level + words[2:].lstrip(), stands + 1, "a dash where none belongs", mend)


def _moved(rows: list[str], first: int, last: int, level: int) -> Slip:
    shift = level - indent(rows[first])
    moved = [_shifted(row, shift) for row in rows[first : last + 1]]
    side = "further right" if shift > 0 else "further left"
    what = "this line" if first == last else f"lines {first + 1} to {last + 1}"
    mend = f"move {what} {side}, to as many spaces as the lines of its level ({level})"
    text = "\n".join([*rows[:first], *moved, *rows[last + 1 :]])
    return Slip("S112", first + 1, indent(rows[first]) + 1, "wrong indentation", mend, text)


def _shifted(row: str, shift: int) -> str:
    return " " * shift + row if shift > 0 else row[min(-shift, indent(row)) :]


def _levels(rows: list[str], number: int) -> list[int]:
    """Where a line could stand instead: beside its neighbours, or below one of them."""
    said = [n for n in range(number - 1, -1, -1) if says(rows[n])][:12]
    after = [n for n in range(number + 1, min(number + 4, len(rows))) if says(rows[n])]
    stands = indent(rows[number])
    levels = {indent(rows[n]) for n in [*said, *after]} | {indent(rows[n]) + 2 for n in said[:1]}
    levels |= {indent(rows[n]) - 2 for n in after[:1] if indent(rows[n]) >= 2}
    return sorted(levels - {stands}, key=lambda level: (abs(level - stands), level))[:6]


def _blocks(rows: list[str], number: int) -> list[int]:
    """Where lines that were moved together may end: with what belongs to the first one, to the
    first two, and so on."""
    stands, ends = indent(rows[number]), []
    last = number
    for row in range(number + 1, len(rows)):
        if says(rows[row]):
            if indent(rows[row]) < stands:
                break
            if indent(rows[row]) == stands:
                ends.append(last)
            last = row
    return list(dict.fromkeys([*ends[:3], last]))


def _folded(rows: list[str], number: int) -> Iterator[Slip]:
    """A text over several lines whose key lacks its `>-`."""
    words = rows[number].strip().removeprefix("- ")
    if words in ("en:", "zh:"):
        mend = f"write `{words} >-` before a text over several lines"
        yield slip(rows, number, rows[number].rstrip() + " >-", len(rows[number].rstrip()), "`>-` is missing", mend, "S102")


def _key_line(rows: list[str], number: int, model: type[BaseModel]) -> Iterator[Slip]:
    """A line that is missing above this one, such as `calm:`."""
    stands = indent(rows[number])
    level = stands - 2
    above = next((row for row in reversed(rows[:number]) if says(row)), "")
    if level < 0 or (above.rstrip().endswith(":") and indent(above) >= level):  # or that key would have nothing below it
        return
    nameless = "\n".join([*rows[:number], f"{' ' * level}{_NAMELESS}:", *rows[number:]])
    found = read(nameless)
    place = _nameless(found.data) if not isinstance(found, int) else None
    if place is None or isinstance(found, int):
        return
    owner, _ = expected(model, place[:-1])
    there = at(found.data, place[:-1])
    absent = [f for f in owner.__fields__.values() if f.alias not in there and _is_group(f)] if owner else []
    for field in sorted(absent, key=lambda field: not field.required):
        text = nameless.replace(f"{_NAMELESS}:", f"{field.alias}:", 1)
        message = f"the line `{field.alias}:` is missing above this one"
        yield Slip("S121", number + 1, stands + 1, message, f"write `{field.alias}:` above it, with {level} spaces before it", text)


def _is_group(field: Any) -> bool:
    """Whether a key's value can stand on lines of its own below it."""
    return field.shape != SHAPE_SINGLETON or (isinstance(field.type_, type) and issubclass(field.type_, BaseModel))


def _nameless(data: Any, place: Place = ()) -> Place | None:
    """Where the key without a name stands."""
    steps: Iterable[tuple[Any, Any]] = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        if step == _NAMELESS:
            return (*place, step)
        found = _nameless(value, (*place, step))
        if found is not None:
            return found
    return None


def _suspicious(source: Source, model: type[BaseModel]) -> Iterable[int]:
    """Rows with a fault that a wrong layout can bring about: known keys where they don't belong,
    or twice, and groups that have the wrong kind."""
    found = [second.start_mark.line for _, _, second in source.doubled]
    for error in errors(source.data, model):
        place, kind = place_of(error), error["type"]
        if kind == "value_error.missing" and place[-1] == "id" and len(place) > 1:
            found.append(source.row(place[:-1]))
        elif kind == "value_error.extra" and not is_strange(model, source.data, place[:-1]):
            if place[-1] in keys(model) or " " in str(place[-1]):
                found.append(source.row(place))
        elif kind.startswith("type_error"):
            owner, _ = expected(model, place)
            if owner is not None or isinstance(at(source.data, place), (dict, list)):
                found.append(source.row(place))
    return sorted(set(found))


def around(rows: list[str], number: int) -> list[int]:
    """The row itself and those before it that say something, the nearest first; then the first row
    of its block, from which the parser took the block's level."""
    above = [n for n in range(min(number, len(rows) - 1), -1, -1) if says(rows[n])]
    if not above or number >= len(rows):
        return above[:5]
    stands = indent(rows[above[0]])
    opens = next((n for n in above[1:] if indent(rows[n]) <= stands and rows[n].rstrip().endswith(":")), -1)
    first = [n for n in above if n > opens][-1:]
    left = [n for n in above if indent(rows[n]) < stands][:1]
    return list(dict.fromkeys([*above[:5], *first, *left]))


def slip(rows: list[str], number: int, mended: str, column: int, message: str, mend: str, code: str = "S112") -> Slip:
    """A fault of a row, with the text as it is with another row in its place."""
    text = "\n".join([*rows[:number], mended, *rows[number + 1 :]])
    return Slip(code, number + 1, column, message, mend, text)


def says(row: str) -> bool:
    """Whether a row has more than a comment."""
    return bool(row.strip()) and not row.lstrip().startswith("#")


def indent(row: str) -> int:
    """How many spaces a row begins with."""
    return len(row) - len(row.lstrip())
