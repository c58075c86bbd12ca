"""Reading data files: YAML with line numbers, and a customer with the rules it is scored by."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from sparring.content.customers import Customer, HouseRules
from sparring.content.parts import DATA, ContentError

Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path) -> Any:
    """The plain data of a YAML file; raises ContentError with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
        return YAML(typ="safe").load(text)
    except ReaderError as error:
        character = error.character if isinstance(error.character, str) else chr(error.character)
        line = text.count("\n", 0, text.find(character)) + 1
        raise ContentError(f"{path}:{line}: a control character: take it out") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ContentError(f"{path}:{line}: {error.problem}: mend the YAML here") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: can't be read: {error}") from error


# What pydantic says, for people.


# What pydantic says, for people.
_PLAIN = {
    "value_error.missing": "is missing",
    "value_error.extra": "there is no such key: correct or remove it",
    "type_error.none.not_allowed": "is empty",
    "type_error.dict": "write keys and values here",
    "type_error.list": "write a list here",
    "value_error.list.min_items": "is too short a list",
}


def _problems(path: Path, error: ValidationError) -> list[str]:
    """Each fault on a line of its own, with the place it stands at."""
    root = YAML(typ="safe").compose(path.read_text(encoding="utf-8"))
    problems = []
    for fault in error.errors():
        node, line, names = root, 1, []
        for key in fault["loc"]:
            if key in ("__root__", "__key__"):  # pydantic's own, not the file's
                continue
            names.append(str(key))
            found = _inside(node, key)
            if found is None:
                break
            line, node = found
        place = ".".join(names)
        message = _PLAIN.get(fault["type"], fault["msg"])
        problems.append(f"{path}:{line}: {place + ': ' if place else ''}{message}")
    return problems


def _inside(node: Any, key: str | int) -> tuple[int, Any] | None:
    """The line of a key, or of an item of a list, and what stands there; None if it isn't there."""
    if isinstance(node, MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark.line + 1, node.value[key]
    return None


def check_file(path: Path) -> list[str]:
    """All problems of one customer file, each one line; empty when it is fine."""
    try:
        customer, _ = _parse(path, Customer)
    except ContentError as error:
        return [str(error)]
    except ValidationError as error:
        return _problems(path, error)
    if customer.id != path.stem:
        return [f"{path}:1: the id is `{customer.id}`: name the file {customer.id}.yml"]
    return []


class Version(BaseModel):
    """A customer's content together with the house rules it is scored by."""

    customer: Customer
    house: HouseRules
    content_version: str

    class Config:
        arbitrary_types_allowed = True


def load_version(customer_path: Path, house_path: Path = DATA / "house_rules.yml") -> Version:
    """Read a customer with the house rules; raises ContentError naming the first problem.

    ``content_version`` is a hash of both files' data: it changes whenever the rubric does, and
    doesn't when only comments or layout do.
    """
    customer, customer_data = _read(customer_path, Customer)
    house, house_data = _read(house_path, HouseRules)
    rubric = json.dumps([customer_data, house_data], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(rubric.encode()).hexdigest()
    return Version(customer=customer, house=house, content_version=digest[:12])


def _read(path: Path, model: type[Model]) -> tuple[Model, Any]:
    try:
        return _parse(path, model)
    except ValidationError as error:
        raise ContentError(_problems(path, error)[0]) from error


def _parse(path: Path, model: type[Model]) -> tuple[Model, Any]:
    """A file as ``model`` and as plain data; raises ContentError or pydantic's ValidationError."""
    data = read_yaml(path)
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise ContentError(f"{path}:1: write keys, which are words, and their values, as in `id: …`")
    return model.parse_obj(data), data
