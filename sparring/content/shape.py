"""Whether a file has the shape of its model: every key known, there, and of the right kind.

A fault is mended in memory (the nearest name, else a stand-in) and the file is looked at again, so
that one fault gives one problem and hides no other.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from sparring.content.answers import closest, did_you_mean
from sparring.content.parts import Text, Topic, Words
from sparring.content.places import at, covers, expected, place_of
from sparring.content.problems import LEFT_OUT, NOTHING, Fault, Place
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
    renamed: set[Place] = set()
    for place, entry in errors:
        if entry["type"] == "value_error.extra":
            fault, takes_place_of = _unknown_key(model, data, place)
            if takes_place_of:
                mend(data, Fault("", takes_place_of, "", "", instead=at(data, place)))
                renamed.add(takes_place_of)
            yield fault
    for place, entry in errors:
        if entry["type"] != "value_error.extra" and place not in renamed:
            yield _fault(model, data, place, entry)


def _unknown_key(model: type[BaseModel], data: Any, place: Place) -> tuple[Fault, Place | None]:
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
    near = [name for name in closest(str(key), names) if name not in siblings]
    mending = did_you_mean(near) or f"take it out, or write one of {', '.join(names)}"
    fault = Fault("S120", place, f"there is no key `{key}` here", mending, at_key=True, instead=LEFT_OUT)
    return fault, (*around, near[0]) if near else None


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
    return Fault("S122", place, message, f"write {form}", instead=meant(found, owner, field, kind, stands))
