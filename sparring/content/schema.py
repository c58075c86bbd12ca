"""The JSON Schema of a customer file (draft-07), for completion and errors in editors."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from sparring.content.answers import COUNTS, Condition
from sparring.content.criteria import Temper
from sparring.content.customers import Customer
from sparring.content.parts import DATA, Lines, Text
from sparring.moves import MOVES

FILE = DATA / "schema" / "customer.schema.json"


def customer_schema() -> dict[str, Any]:
    """What an editor needs to know of a customer file; ``sparring check`` knows more."""
    schema = Customer.schema(by_alias=True)
    parts = schema["definitions"]
    for model in (Text, Lines):
        # One language will do, with a warning: the other is shown then.
        part = parts[model.__name__]
        part["anyOf"] = [{"required": [language]} for language in part.pop("required")]
    counted = {"propertyNames": {"enum": sorted({*COUNTS, *MOVES})}}
    for name in ("at_least", "at_most"):
        parts[Condition.__name__]["properties"][name].update(counted)
    parts[Temper.__name__]["properties"]["moves"]["propertyNames"] = {"enum": list(MOVES)}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": FILE.name,
        **schema,
        "title": "A Sparring customer",
    }


def written() -> str:
    """The schema as the file says it."""
    return json.dumps(customer_schema(), ensure_ascii=False, indent=1) + "\n"


def modeline(folder: Path) -> str:
    """The first line of a customer file in ``folder``: it tells editors where the schema is."""
    inside = DATA.resolve() in folder.resolve().parents
    path = os.path.relpath(FILE, folder.resolve()) if inside else FILE.as_posix()
    return f"# yaml-language-server: $schema={Path(path).as_posix()}"
