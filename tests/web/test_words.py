"""What the pages say themselves, without a browser."""

from __future__ import annotations

import json
import re
from typing import Any

from sparring.moves import GROUPS
from sparring.servers import ROOT

WEB = ROOT / "web"


def wording(language: str) -> dict[str, str]:
    """All wordings, by dotted key."""

    def flat(node: Any, path: str) -> dict[str, str]:
        if isinstance(node, str):
            return {path: node}
        return {
            k: v for name, below in node.items() for k, v in flat(below, f"{path}.{name}").items()
        }

    data = json.loads((WEB / "wording" / f"{language}.json").read_text(encoding="utf-8"))
    return {key.lstrip("."): text for key, text in flat(data, "").items()}


def test_both_languages_say_the_same_things() -> None:
    english, chinese = wording("en"), wording("zh")
    assert list(english) == list(chinese)
    for key, text in english.items():
        slots = re.findall(r"\{\w+\}", text)
        assert sorted(slots) == sorted(re.findall(r"\{\w+\}", chinese[key])), key
        assert text.strip() and chinese[key].strip()


def test_everything_the_modules_ask_for_is_there() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (WEB / "js").glob("*.js"))
    known = wording("en")
    asked = set(re.findall(r"\bt\(\s*\"([\w.]+)\"", source))
    many = set(re.findall(r"\bmany\(\s*\"([\w.]+)\"", source))
    assert asked and many
    assert asked | {f"{key}.{form}" for key in many for form in ("one", "other")} <= set(known)


def test_all_moves_have_names_and_their_group_a_colour() -> None:
    known = wording("en")
    for group, moves in GROUPS.items():
        assert f"groups.{group}" in known
        assert all(f"moves.{move}" in known for move in moves)
    style = (WEB / "css" / "room.css").read_text(encoding="utf-8")
    assert all(f".g-{group} " in style for group in GROUPS)
    script = (WEB / "js" / "moves.js").read_text(encoding="utf-8")
    listed = {
        group: tuple(re.findall(r"\w+", moves.replace('"', " ")))
        for group, moves in re.findall(r"(\w+): \[(.*?)\]", script, re.DOTALL)
    }
    assert listed == GROUPS
