"""The walk of docs/write-a-customer.md, followed to the letter, leads to a story without problems."""

from __future__ import annotations

import re
from pathlib import Path

from sparring.content import DATA, Library
from sparring.creating import create
from sparring.diagnostics.run import check
from sparring.moves import MOVES
from sparring.tagger import Tagger

PAGE = (DATA.parent / "docs" / "write-a-customer.md").read_text(encoding="utf-8")


def blocks(title: str) -> list[str]:
    """The code of a section, as it is to be pasted."""
    section = PAGE[PAGE.index(f"## {title}") :]
    section = section[: section.index("\n## ", 3)] if "\n## " in section[3:] else section
    return re.findall(r"(?ms)^```(?:yaml)?\n(.*?)^```$", section)


def test_the_walk_leads_to_a_story_without_problems(tmp_path: Path, tagger: Tagger) -> None:
    path = create(Library(tmp_path), tmp_path, "nobody_yet/first_order")
    text = path.read_text(encoding="utf-8")
    (name,) = blocks("3. Say who they are")
    text = re.sub(r"(?m)^name: .*\n", name, text)
    demand, topic, policy, ending = blocks("4. Let them ask something")
    text = text.replace("      - id: free_wrapping\n", demand + "      - id: free_wrapping\n")
    text = text.replace("    topics:\n", f"    topics:\n{topic}")
    text = text.replace("      policies:\n", f"      policies:\n{policy}")
    text = re.sub(r"(?m)^        when: \{done: true, settled: .*\n", ending, text)
    path.write_text(text, encoding="utf-8")
    assert [problem.code for problem in check([path], tagger.tag)] == ["S701", "S701"]
    _, english, chinese, *_ = blocks("5. Check")
    text = re.sub(r'(          - "Hello!.*\n)', rf"\1{english}", text)
    text = re.sub(r'(          - "您好！.*\n)', rf"\1{chinese}", text)
    path.write_text(text, encoding="utf-8")
    assert check([path], tagger.tag) == []


def test_every_move_is_named() -> None:
    assert all(f"`{move}`" in PAGE for move in MOVES)
