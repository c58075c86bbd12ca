"""System wording: the responses of ``domain.yml``, in the language asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from sparring.content import DATA, read_yaml

DOMAIN = DATA.parent / "domain.yml"


@lru_cache(maxsize=1)
def _responses(path: Path = DOMAIN) -> dict[str, dict[str, str]]:
    texts = {}
    for name, variations in read_yaml(path)["responses"].items():
        texts[name] = {
            "zh" if "condition" in variation else "en": variation["text"]
            for variation in variations
        }
    return texts


def say(name: str, language: str, **values: Any) -> str:
    """The response ``utter_<name>`` with its {placeholders} filled in."""
    return _responses()["utter_" + name][language].format(**values)
