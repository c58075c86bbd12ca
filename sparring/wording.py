"""What the program itself says (``data/wording.yml``), in the language asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sparring.content import DATA, read_yaml


@lru_cache(maxsize=1)
def _wording() -> dict[str, dict[str, str]]:
    wording: dict[str, dict[str, str]] = read_yaml(DATA / "wording.yml")
    return wording


def say(name: str, language: str, **values: Any) -> str:
    """The text ``name`` with its {placeholders} filled in."""
    return _wording()[name][language].format(**values)
