"""Whether a file has the shape of its model: every key known, there, and of the right kind.

A fault is mended in memory (the nearest name, else a stand-in) and the file is looked at again, so
that one fault gives one problem and hides no other.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from sparring.content.answers import Condition
from sparring.content.parts import LANGUAGES, Lines, Moods, Text, Topic, Words
from sparring.content.places import at, covers, expected, is_strange, place_of
from sparring.content.problems import LEFT_OUT, NOTHING, Fault, Place
from sparring.content.suggestions import closest, did_you_mean
from sparring.content.values import bounds, described, example, fill, meant, stand_in, wanted

Model = TypeVar("Model", bound=BaseModel)
# A mended fault may bring another one to light; a file needs few rounds.
ROUNDS = 12


class Shaped(Generic[Model]):
    """A model made of a file's data, the faults, and the places where it was mended."""

    def __init__(self, model: Model | None, data: Any, faults: list[Fault]) -> None:
        self.model = model
        self.data = data
        self.faults = faults

    @property
    def mended(self) -> list[Place]:
        return [fault.place for fault in self.faults]


def shaped(model: type[Model], data: Any) -> Shaped[Model]:
    """``data`` as ``model``; never raises for what is in it."""
    data = copy.deepcopy(data)
    faults: list[Fault] = []
    for _ in range(ROUNDS):
        try:
            return Shaped(model.parse_obj(data), data, faults)
        except ValidationError as error:
            for fault in _faults(model, data, error):
                if not any(covers(known.place, fault.place) for known in faults):
                    faults.append(fault)
                mend(data, fault)
    return Shaped(None, data, faults)


def mend(data: Any, fault: Fault) -> None:
    """Put what the fault says in its place in the data, if it says anything."""
    if fault.instead is NOTHING or not fault.place:
        return
    *way, last = fault.place
    for step in way:
        if not isinstance(data, (dict, list)):
            return
        data = data.get(step) if isinstance(data, dict) else data[step] if step < len(data) else None
    if isinstance(data, dict):
        if fault.instead is LEFT_OUT:
            data.pop(last, None)
        else:
            data[last] = fault.instead
    elif isinstance(data, list) and isinstance(last, int) and last < len(data):
        data[last] = fault.instead


def _faults(model: type[BaseModel], data: Any, error: ValidationError) -> Iterator[Fault]:
    errors = [(place_of(entry), entry) for entry in error.errors()]
    missing = [place for place, entry in errors if entry["type"] == "value_error.missing"]
    done: set[Place] = set()
    for place, entry in errors:
        around = place[:-1]
        if entry["type"] != "value_error.extra" or around in done:
            continue
        strange = _strange_group(model, data, around)
        if strange is not None:
            done.add(around)
            yield strange
            continue
        fault, meant_key = _unknown_key(model, data, place, missing)
        if meant_key:
            mend(data, Fault("", meant_key, "", "", instead=at(data, place)))
            done.add(meant_key)
        if fault.code == "S129":
            for key in [key for key, value in at(data, around).items() if value is None]:
                mend(data, Fault("", (*around, key), "", "", instead=LEFT_OUT))
            done.add(around)
        yield fault
    for place, entry in errors:
        if entry["type"] != "value_error.extra" and place not in done and place[:-1] not in done:
            yield _fault(model, data, place, entry)


def _strange_group(model: type[BaseModel], data: Any, place: Place) -> Fault | None:
    """A group of another kind than is wanted: `en:` and `zh:` where `calm:` and `heated:` belong."""
    owner, field = expected(model, place)
    group = at(data, place)
    if owner not in (Text, Lines, Moods, Words) or not is_strange(model, data, place) or len(group) < 2:
        return None
    names = list(owner.__fields__)
    if any(closest(str(key), names) for key in group):
        return None
    mending = f"put them under {' and '.join(f'`{name}:`' for name in names)}"
    if not {*group} <= {*LANGUAGES}:
        mending = f"write {example(owner, field)}"
    instead = dict.fromkeys(names, group) if owner is Moods else stand_in(owner, field, is_item=False)
    said = " and ".join(f"`{key}:`" for key in group)
    return Fault("S122", place, f"`{place[-1]}` has {said} at once", mending, at_key=True, instead=instead)


def _unknown_key(
    model: type[BaseModel], data: Any, place: Place, missing: list[Place]
) -> tuple[Fault, Place | None]:
    """An unknown key, and the place of the known one that it surely stands for."""
    *around, key = place
    owner, _ = expected(model, tuple(around))
    siblings = at(data, tuple(around))
    if siblings[key] is None and owner in (Text, Words, Topic):
        comma = f"the comma before `{key}` ends the text"
        mending = "put texts that have a comma in double quotes"
        return Fault("S129", place, comma, mending, at_key=True, instead=LEFT_OUT), None
    assert owner is not None
    names = [field.alias for field in owner.__fields__.values()]
    absent = [name for name in names if name not in siblings]
    near = closest(str(key), absent)
    near = [name for name in near if _fitting(owner, siblings[key], [name])] or near
    if not near:
        near = _fitting(owner, siblings[key], [name for name in absent if (*around, name) in missing])
    if not near and isinstance(siblings[key], dict):
        near = _fitting(owner, siblings[key], absent)
    mending = did_you_mean(near) or f"take it out, or write one of {', '.join(absent or names)}"
    fault = Fault("S120", place, f"there is no key `{key}` here", mending, at_key=True, instead=LEFT_OUT)
    return fault, (*around, near[0]) if near else None


def _fitting(owner: type[BaseModel], value: Any, names: list[str]) -> list[str]:
    """The one of these keys that could have the value; none if several could."""
    fields = [field for field in owner.__fields__.values() if field.alias in names]
    fit = [field.alias for field in fields if field.validate(value, {}, loc=field.alias)[1] is None]
    return fit if len(fit) == 1 else []


def _fault(model: type[BaseModel], data: Any, place: Place, entry: Any) -> Fault:
    kind, context = entry["type"], entry.get("ctx", {})
    owner, field = expected(model, place)
    name = next((step for step in reversed(place) if isinstance(step, str)), "file")
    stands = stand_in(owner, field, is_item=bool(place) and isinstance(place[-1], int))
    if "mend" in context:  # one of ours
        instead = stands if context["instead"] is NOTHING else context["instead"]
        return Fault(context["code"], place, entry["msg"], context["mend"], context["word"], instead=instead)
    if kind == "value_error.missing":
        return Fault("S121", place, f"`{name}` is missing", f"add `{name}: {example(owner, field)}`", instead=stands)
    if kind == "type_error.none.not_allowed":
        return Fault("S123", place, f"`{name}` is empty", f"write {example(owner, field)}", at_key=True, instead=stands)
    if kind == "value_error.const":
        allowed = [str(value) for value in context["permitted"]]
        near = closest(str(context["given"]), allowed)
        said = did_you_mean(near[:1]) or f"write one of {', '.join(allowed)}"
        key = "__key__" in entry["loc"]
        instead = LEFT_OUT if key else (near or allowed)[0]
        return Fault("S125", place, f"`{context['given']}` can't stand here", said, at_key=key, instead=instead)
    if kind.startswith("value_error.number"):
        least, most = bounds(field)
        said = f"write a number from {least}" + (f" to {most}" if most is not None else " up")
        return Fault("S124", place, f"`{name}` is {at(data, place)}", said, instead=least)
    if kind == "value_error.list.min_items":
        least = context["limit_value"]
        said = f"write at least {'one' if least == 1 else least}"
        return Fault("S128", place, f"`{name}` has too few items", said, at_key=True, instead=fill(at(data, place), owner, field))
    if kind == "value_error.list.max_items":
        said = f"write at most {context['limit_value']}"
        return Fault("S128", place, f"`{name}` has too many items", said, at_key=True, instead=at(data, place)[: context["limit_value"]])
    found = at(data, place)
    form = wanted(owner, field, kind)
    message = f"`{name}` is {described(found)}"
    if kind == "type_error.str" and isinstance(found, dict) and any(" " in str(key) for key in found):
        mend = "put the whole text in double quotes"
        return Fault("S102", place, "a colon in a text without quotes", mend, instead=stands)
    if kind == "type_error.str" and isinstance(found, list):
        form = "one text, not a list"
    if kind == "type_error.dict" and isinstance(found, str) and owner is Condition and found in owner.__fields__:
        form = f"`{{{found}: true}}`" if found == "done" else f"`{{{found}: …}}`"
    return Fault("S122", place, message, f"write {form}", instead=meant(found, owner, field, kind, stands))
