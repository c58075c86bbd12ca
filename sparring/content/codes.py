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


PAGE = DATA.parent / "docs" / "diagnostics.md"
_GROUPS = {
    "S1": "Syntax and shape", "S2": "Names", "S3": "Flow", "S4": "Scoring and fairness",
    "S5": "Language and wording", "S6": "Facts", "S7": "Tests and the tagger",
}  # fmt: skip
_HEAD = """# Diagnostics

What `sparring check` finds, by code. `sparring check --explain S107` shows the same in the terminal. This page is made of
`data/diagnostics.yml` by `sparring schema`.

An **error** keeps a file from being played, or a story from being what it should be; `check` exits with 1. A **warning** does so only
with `--strict`, which is what shipped customers are held to. Errors of S1 and S2 are mended in memory before the other checks look, so
that one fault gives one problem and all faults are told at once.
"""


def page() -> str:
    """docs/diagnostics.md as it should be."""
    lines = [_HEAD]
    group = ""
    for code in codes().values():
        if code.code[:2] != group:
            group = code.code[:2]
            lines += [f"## {group}xx {_GROUPS[group]}", ""]
        lines += [f"### {code.code} {code.title}", "", f"*{code.severity.capitalize()}.* {code.about}", ""]
        if code.wrong:
            lines += [f"    not:    {code.wrong}", f"    write:  {code.right}", ""]
    return "\n".join(lines).rstrip() + "\n"
