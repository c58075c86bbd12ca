from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sparring.commands.watch import rehearse, replay, typed, whenever_changed
from sparring.content import Library
from sparring.game import Game, Message
from sparring.moves import Span
from sparring.session import Saved
from tests.talk import FILE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(FILE, tmp_path / FILE.name))


@pytest.fixture
def game(file: Path) -> Game:
    return Game(Library(file.parent))


def tag(text: str, context: str) -> list[Span]:
    return [Span("hold_firm", 0, len(text))] if text.startswith("No") else []


def follow(game: Game, saved: Saved, line: str) -> tuple[Saved, list[Message]]:
    if line == "/wait":
        return game.reply(saved, None)
    return game.reply(saved, line, tag(line, ""))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def begin(game: Game) -> Saved:
    return game.start("s", {"customer": "corner_shop", "seed": 7})[0]


def rehearsed(game: Game, lines: Iterator[str | None]) -> list[str]:
    """All words shown."""
    shown: list[Message] = []
    rehearse(game, begin(game), lines, lambda saved, line: follow(game, saved, line), tag, shown.extend)
    return [message.text for message in shown if message.text is not None]


def test_replies_are_given_again_to_the_changed_customer(game: Game, file: Path) -> None:
    def lines() -> Iterator[str | None]:
        yield "No, I'm afraid not"
        yield "/wait"
        yield None
        change(file, "says 1: ", "says, anew, 1: ")
        for word in ("says 2: ", "says 3: ", "says 4: "):
            change(file, word, "says, anew, " + word[5:])
        yield None
        yield None
        yield "No gifts"

    words = rehearsed(game, lines())
    told = next(n for n, text in enumerate(words) if "changed" in text)
    assert "2" in words[told]
    assert "price says, anew" in words[told + 1]
    assert [w for w in words[told:] if w.startswith(">")] == ["> No, I'm afraid not", "> /wait"]
    assert sum("changed" in word for word in words) == 1


def test_the_session_goes_on_from_there(game: Game, file: Path) -> None:
    saved, _ = follow(game, begin(game), "No, I'm afraid not")
    before = game.play(saved)
    change(file, "partly: 0", "partly: 25")
    again, messages = replay(game, saved, tag)
    assert len(game.play(again).turns) == 1
    assert game.play(again).state.patience > before.state.patience
    assert game.play(follow(game, again, "No gifts")[0]).turns[1].number == 2
    assert not any(message.role == "briefing" for message in messages)


def test_replies_after_the_end_are_left_out(game: Game, file: Path) -> None:
    saved = begin(game)
    for line in ("Nice weather", "Lovely day", "Sunny"):
        saved, _ = follow(game, saved, line)
    change(file, "dodged: -10", "dodged: -60")
    again, _ = replay(game, saved, tag)
    assert game.play(again).over
    assert len(again.history) == 1


def test_a_broken_file_changes_nothing(game: Game, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    def lines() -> Iterator[str | None]:
        yield "No, I'm afraid not"
        change(file, "patience: 60", "patience: [")
        yield None
        yield None
        change(file, "patience: [", "patience: 60")
        yield None
        yield "No gifts"

    assert not any("changed" in word for word in rehearsed(game, lines()))
    assert len(caplog.records) == 1


def test_a_story_that_is_gone_is_told(game: Game, file: Path) -> None:
    def lines() -> Iterator[str | None]:
        change(file, "- id: lantern", "- id: lamp")
        yield None
        yield "No gifts"

    words = rehearsed(game, lines())
    assert any("no story `lantern`" in word for word in words)
    assert "no story" not in words[-1]


def test_what_is_typed_comes_between_looks() -> None:
    answers = iter(["Hello", "", "/quit"])
    assert [line for line in typed(lambda: next(answers)) if line is not None] == ["Hello"]


def test_the_end_of_input_ends_it() -> None:
    def ask() -> str:
        raise EOFError

    assert [line for line in typed(ask) if line is not None] == []


def test_it_acts_when_the_state_has_changed() -> None:
    states = iter([1, 1, 2, 2, 1])
    acted = []
    left = iter(range(5))

    def wait(seconds: float) -> None:
        if next(left) == 4:
            raise KeyboardInterrupt

    whenever_changed(lambda: next(states), lambda: acted.append(1), wait)
    assert len(acted) == 3
