"""The problems that can be found in a data file, by their codes (``data/diagnostics.yml``)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ruamel.yaml import YAML

from sparring.content.parts import DATA
from sparring.content.problems import Severity


class Code(NamedTuple):
    """What a code means. ``wrong`` and ``right`` are an example and its mend, or empty."""

    code: str
    severity: Severity
    title: str
    about: str
    wrong: str = ""
    right: str = ""


@lru_cache(maxsize=1)
def codes() -> dict[str, Code]:
    """All codes, in order."""
    text = (DATA / "diagnostics.yml").read_text(encoding="utf-8")
    return {code: Code(code, **entry) for code, entry in YAML(typ="safe").load(text).items()}
