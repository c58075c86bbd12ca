"""Whether a file has the shape of its model: every key known, there, and of the right kind.

A fault is mended in memory (the nearest name, else a stand-in) and the file is looked at again, so
that one fault gives one problem and hides no other.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import SHAPE_LIST, SHAPE_SINGLETON, ModelField

from sparring.content.answers import Answer, closest, did_you_mean
from sparring.content.parts import Lines, Text, Topic, Words
from sparring.content.problems import LEFT_OUT, NOTHING, Fault, Place
from sparring.content.story_tests import Score

Model = TypeVar("Model", bound=BaseModel)
STAND_IN = "…"
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


def covers(place: Place, other: Place) -> bool:
    """Whether ``other`` is ``place`` or something in it."""
    return other[: len(place)] == place


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
    errors = [(_place(entry), entry) for entry in error.errors()]
    renamed: set[Place] = set()
    for place, entry in errors:
        if entry["type"] == "value_error.extra":
            fault, takes_place_of = _unknown_key(model, data, place)
            if takes_place_of:
                mend(data, Fault("", takes_place_of, "", "", instead=_at(data, place)))
                renamed.add(takes_place_of)
            yield fault
    for place, entry in errors:
        if entry["type"] != "value_error.extra" and place not in renamed:
            yield _fault(model, data, place, entry)


def _place(entry: Any) -> Place:
    """Where a fault stands, without pydantic's own signs."""
    place = tuple(step for step in entry["loc"] if step not in ("__root__", "__key__"))
    return (*place, entry["ctx"]["given"]) if "__key__" in entry["loc"] else place


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data


def _unknown_key(model: type[BaseModel], data: Any, place: Place) -> tuple[Fault, Place | None]:
    """An unknown key, and the place of the known one that it surely stands for."""
    *around, key = place
    owner, _ = _expected(model, tuple(around))
    siblings = _at(data, tuple(around))
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


def _expected(model: type[BaseModel], place: Place) -> tuple[type[BaseModel] | None, ModelField | None]:
    """The model and the field that ``place`` leads to; the model is None for plain values."""
    current: type[BaseModel] | None = model
    field: ModelField | None = None
    inside = False  # a list or a table: the next step only chooses an item of it
    for step in place:
        if inside:
            inside = False
            continue
        if current is None:
            return None, None
        field = next((f for f in current.__fields__.values() if f.alias == step), None)
        if field is None:
            return None, None
        current = field.type_ if isinstance(field.type_, type) and issubclass(field.type_, BaseModel) else None
        inside = field.shape != SHAPE_SINGLETON
    return (None if inside else current), field


_KINDS = {bool: "`true` or `false`", int: "a whole number", float: "a number"}


def _kind_of(field: ModelField) -> str | None:
    """A number or a yes and no, in words; None for other fields. (For Python, a bool is an int.)"""
    if not isinstance(field.type_, type):
        return None
    return next((said for kind, said in _KINDS.items() if issubclass(field.type_, kind)), None)


def _fault(model: type[BaseModel], data: Any, place: Place, entry: Any) -> Fault:
    kind, context = entry["type"], entry.get("ctx", {})
    owner, field = _expected(model, place)
    name = next((step for step in reversed(place) if isinstance(step, str)), "file")
    stands = _stand_in(owner, field, is_item=bool(place) and isinstance(place[-1], int))
    if "mend" in context:  # one of ours
        instead = stands if context["instead"] is NOTHING else context["instead"]
        return Fault(context["code"], place, entry["msg"], context["mend"], context["word"], instead=instead)
    if kind == "value_error.missing":
        return Fault("S121", place, f"`{name}` is missing", f"add `{name}: {_example(owner, field)}`", instead=stands)
    if kind == "type_error.none.not_allowed":
        return Fault("S123", place, f"`{name}` is empty", f"write {_example(owner, field)}", at_key=True, instead=stands)
    if kind == "value_error.const":
        allowed = [str(value) for value in context["permitted"]]
        near = closest(str(context["given"]), allowed)
        said = did_you_mean(near[:1]) or f"write one of {', '.join(allowed)}"
        key = "__key__" in entry["loc"]
        instead = LEFT_OUT if key else (near or allowed)[0]
        return Fault("S125", place, f"`{context['given']}` can't stand here", said, at_key=key, instead=instead)
    if kind.startswith("value_error.number"):
        least, most = _bounds(field)
        said = f"write a number from {least}" + (f" to {most}" if most is not None else " up")
        return Fault("S124", place, f"`{name}` is {_at(data, place)}", said, instead=least)
    if kind == "value_error.list.min_items":
        least = context["limit_value"]
        said = f"write at least {'one' if least == 1 else least}"
        return Fault("S128", place, f"`{name}` has too few items", said, at_key=True, instead=_fill(_at(data, place), owner, field))
    if kind == "value_error.list.max_items":
        said = f"write at most {context['limit_value']}"
        return Fault("S128", place, f"`{name}` has too many items", said, at_key=True, instead=_at(data, place)[: context["limit_value"]])
    found = _at(data, place)
    wanted = _wanted(owner, field, kind)
    message = f"`{name}` is {_is(found)}"
    return Fault("S122", place, message, f"write {wanted}", instead=_as(found, owner, field, kind, stands))


def _wanted(owner: type[BaseModel] | None, field: ModelField | None, kind: str) -> str:
    if kind == "type_error.str":
        return 'a text; a number in quotes, "…"'
    if kind == "type_error.list":
        return "a list, [ … ] or one `- …` a line"
    if owner is not None:
        return _example(owner, field)
    if field is not None and kind == "type_error.dict":
        return "keys and values"
    return (_kind_of(field) or "another value") if field is not None else "keys and values"


def _example(owner: type[BaseModel] | None, field: ModelField | None) -> str:
    """How a value of this field is written."""
    if field is not None and field.shape == SHAPE_LIST and owner is None:
        return "[ … ]"
    if owner in (Text,):
        return "{en: …, zh: …}"
    if owner in (Lines, Words, Topic):
        return "{en: [ … ], zh: [ … ]}"
    if owner is not None:
        needed = [f.alias for f in owner.__fields__.values() if f.required] or [*owner.__fields__][:2]
        return f"keys and values: {', '.join(needed)}"
    if field is not None and get_origin(field.type_) is not None:
        return " or ".join(str(value) for value in get_args(field.type_))
    return (_kind_of(field) or "…") if field is not None else "…"


def _is(found: Any) -> str:
    if isinstance(found, dict):
        return "a group of keys and values"
    if isinstance(found, list):
        return "a list"
    if isinstance(found, bool) or found is None:
        return f"`{str(found).lower()}`"
    if isinstance(found, (int, float)):
        return f"the number {found}"
    return f"the text `{found if len(str(found)) <= 24 else str(found)[:23] + '…'}`"


def _as(found: Any, owner: type[BaseModel] | None, field: ModelField | None, kind: str, stands: Any) -> Any:
    """What was surely meant, or a stand-in."""
    if kind == "type_error.list" and isinstance(found, (str, int, float)):
        return [str(found)] if owner is None and not _of_models(field) else stands
    if owner is Text and isinstance(found, (str, int, float)):
        return {"en": str(found), "zh": str(found)}
    if owner in (Lines, Words, Topic) and isinstance(found, (str, list)):
        lines = [str(line) for line in found] if isinstance(found, list) else [found]
        return {"en": lines or [STAND_IN], "zh": lines or [STAND_IN]}
    if kind == "type_error.str" and isinstance(found, (int, float)):
        return str(found)
    return stands


def _of_models(field: ModelField | None) -> bool:
    return field is not None and isinstance(field.type_, type) and issubclass(field.type_, BaseModel)


def _fill(found: list[Any], owner: type[BaseModel] | None, field: ModelField | None) -> list[Any]:
    assert field is not None
    least = getattr(field.field_info, "min_items", None) or 1
    return [*found, *(_plain(field.type_, field) for _ in range(least - len(found)))]


def _bounds(field: ModelField | None) -> tuple[int, int | None]:
    info = field.field_info if field is not None else None
    if info is None:
        return 0, None
    least = info.ge if info.ge is not None else info.gt + 1 if info.gt is not None else 0
    return int(least), None if info.le is None else int(info.le)


def _stand_in(owner: type[BaseModel] | None, field: ModelField | None, is_item: bool) -> Any:
    """A harmless value where a right one is missing."""
    if field is None or (is_item and field.shape != SHAPE_SINGLETON):
        return _plain(field.type_, field) if field is not None else STAND_IN
    if field.shape == SHAPE_LIST:
        return _fill([], owner, field) if getattr(field.field_info, "min_items", None) else []
    return {} if field.shape != SHAPE_SINGLETON and owner is None else _plain(field.type_, field)


def _plain(kind: Any, field: ModelField) -> Any:
    if kind is Text:
        return {"en": STAND_IN, "zh": STAND_IN}
    if kind in (Lines, Words, Topic):
        return {"en": [STAND_IN], "zh": [STAND_IN]}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        needed = [f for f in kind.__fields__.values() if f.required]
        return {f.alias: _stand_in(None if f.shape != SHAPE_SINGLETON else kind, f, False) for f in needed}
    if kind is Answer:
        return "describe"
    if kind is bool:
        return False
    if kind is Score or (isinstance(kind, type) and issubclass(kind, (int, float))):
        return _bounds(field)[0]
    return get_args(kind)[0] if get_origin(kind) is not None else STAND_IN
