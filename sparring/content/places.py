"""Where something stands in a file (``Place``), and what the model wants there."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.fields import SHAPE_SINGLETON, ModelField

from sparring.content.problems import Place


def place_of(error: Any) -> Place:
    """Where one of pydantic's errors stands, without pydantic's own signs."""
    place = tuple(step for step in error["loc"] if step not in ("__root__", "__key__"))
    return (*place, error["ctx"]["given"]) if "__key__" in error["loc"] else place


def at(data: Any, place: Place) -> Any:
    """What stands at a place; None if there is nothing."""
    for step in place:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def covers(place: Place, other: Place) -> bool:
    """Whether ``other`` is ``place`` or something in it."""
    return other[: len(place)] == place


def expected(model: type[BaseModel], place: Place) -> tuple[type[BaseModel] | None, ModelField | None]:
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


def is_strange(model: type[BaseModel], data: Any, place: Place) -> bool:
    """Whether none of the keys of the group at ``place`` belongs there: it is one of another kind."""
    owner, _ = expected(model, place)
    group = at(data, place)
    known = {field.alias for field in owner.__fields__.values()} if owner is not None else set()
    return bool(place) and isinstance(group, dict) and not known & {*group}


@lru_cache(maxsize=4)
def keys(model: type[BaseModel]) -> frozenset[str]:
    """Every key that a file of this model can have."""
    found: set[str] = set()
    seen: set[type[BaseModel]] = set()
    waiting = [model]
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        for field in part.__fields__.values():
            found.add(field.alias)
            if isinstance(field.type_, type) and issubclass(field.type_, BaseModel):
                waiting.append(field.type_)
    return frozenset(found)
