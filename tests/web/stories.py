"""What visitors say: replies of the ghosts, whole conversations in both languages."""

from __future__ import annotations

from sparring.content import read_yaml
from sparring.servers import ROOT

GHOSTS = ROOT / "tests" / "ghosts" / "first"


def replies(story: str, language: str, skill: str = "gold") -> list[str]:
    """The replies of one of the ghosts (gold, ordinary, …) of ``customer_story``."""
    found: list[str] = read_yaml(GHOSTS / f"{story}.{language}.yml")[skill]
    return found
