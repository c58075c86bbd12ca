"""Values in words: what a key wants, what was found there, and what stands in for a missing one."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import SHAPE_LIST, SHAPE_SINGLETON, ModelField

from sparring.content.answers import Answer
from sparring.content.parts import Lines, Text, Topic, Words
from sparring.content.story_tests import Score

STAND_IN = "…"

_KINDS = {bool: "`true` or `false`", int: "a whole number", float: "a number"}


def kind_of(field: ModelField) -> str | None:
    """A number or a yes and no, in words; None for other fields. (For Python, a bool is an int.)"""
    if not isinstance(field.type_, type):
        return None
    return next((said for kind, said in _KINDS.items() if issubclass(field.type_, kind)), None)


def wanted(owner: type[BaseModel] | None, field: ModelField | None, kind: str) -> str:
    if kind == "type_error.str":
        return 'a text; a number in quotes, "…"'
    if kind == "type_error.list":
        return "a list, [ … ] or one `- …` a line"
    if owner is not None:
        return example(owner, field)
    if field is not None and kind == "type_error.dict":
        return "keys and values"
    return (kind_of(field) or "another value") if field is not None else "keys and values"


def example(owner: type[BaseModel] | None, field: ModelField | None) -> str:
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
    return (kind_of(field) or "…") if field is not None else "…"


def described(found: Any) -> str:
    if isinstance(found, dict):
        return "a group of keys and values"
    if isinstance(found, list):
        return "a list"
    if isinstance(found, bool) or found is None:
        return f"`{str(found).lower()}`"
    if isinstance(found, (int, float)):
        return f"the number {found}"
    return f"the text `{found if len(str(found)) <= 24 else str(found)[:23] + '…'}`"


def meant(found: Any, owner: type[BaseModel] | None, field: ModelField | None, kind: str, stands: Any) -> Any:
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


def fill(found: list[Any], owner: type[BaseModel] | None, field: ModelField | None) -> list[Any]:
    assert field is not None
    least = getattr(field.field_info, "min_items", None) or 1
    return [*found, *(_plain(field.type_, field) for _ in range(least - len(found)))]


def bounds(field: ModelField | None) -> tuple[int, int | None]:
    info = field.field_info if field is not None else None
    if info is None:
        return 0, None
    least = info.ge if info.ge is not None else info.gt + 1 if info.gt is not None else 0
    return int(least), None if info.le is None else int(info.le)


def stand_in(owner: type[BaseModel] | None, field: ModelField | None, is_item: bool) -> Any:
    """A harmless value where a right one is missing."""
    if field is None or (is_item and field.shape != SHAPE_SINGLETON):
        return _plain(field.type_, field) if field is not None else STAND_IN
    if field.shape == SHAPE_LIST:
        return fill([], owner, field) if getattr(field.field_info, "min_items", None) else []
    return {} if field.shape != SHAPE_SINGLETON and owner is None else _plain(field.type_, field)


def _plain(kind: Any, field: ModelField) -> Any:
    if kind is Text:
        return {"en": STAND_IN, "zh": STAND_IN}
    if kind in (Lines, Words, Topic):
        return {"en": [STAND_IN], "zh": [STAND_IN]}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        needed = [f for f in kind.__fields__.values() if f.required]
        return {f.alias: stand_in(None if f.shape != SHAPE_SINGLETON else kind, f, False) for f in needed}
    if kind is Answer:
        return "describe"
    if kind is bool:
        return False
    if kind is Score or (isinstance(kind, type) and issubclass(kind, (int, float))):
        return bounds(field)[0]
    return get_args(kind)[0] if get_origin(kind) is not None else STAND_IN
