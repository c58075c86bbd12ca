"""Customer files that change while sessions are running: nobody's session changes under them."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from actions import actions
from sparring.content import Library
from sparring.game import Game
from sparring.servers import pass_on_warnings
from sparring.session import Saved
from sparring.snapshots import DatabaseSnapshots
from tests.talk import FILE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(FILE, tmp_path / FILE.name))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'results.db'}"


def server(file: Path, url: str) -> Game:
    """A server as it is when it has just started."""
    return Game(Library(file.parent, snapshots=DatabaseSnapshots(url)))


def begin(game: Game, session: str) -> Saved:
    return game.start(session, {"customer": "corner_shop", "seed": 7})[0]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def kept(saved: Saved) -> Saved:
    """The session as the tracker gives it back after a restart."""
    return Saved.load(json.loads(json.dumps(saved.dump())))


def test_new_sessions_have_the_changed_file_and_running_ones_the_old(file: Path, url: str) -> None:
    game = server(file, url)
    running = begin(game, "one")
    change(file, "patience: 60", "patience: 90")
    fresh = begin(game, "two")
    assert fresh.content_version != running.content_version
    running, _ = game.reply(running, "Nice weather")
    assert (game.play(running).state.patience, game.play(fresh).state.patience) == (50, 90)


def test_a_running_session_goes_on_the_same_after_a_restart(file: Path, url: str) -> None:
    game = server(file, url)
    running, _ = game.reply(begin(game, "one"), "Nice weather")
    change(file, "dodged: -10", "dodged: -60")
    change(file, "- id: lantern", "- id: lamp")
    restarted = server(file, url)
    after, _ = restarted.reply(kept(running), "Lovely day")
    expected, _ = game.reply(running, "Lovely day")
    assert restarted.play(after).turns == game.play(expected).turns


def test_it_goes_on_when_the_file_is_broken_or_gone(file: Path, url: str) -> None:
    game = server(file, url)
    running = begin(game, "one")
    change(file, "patience: 60", "patience: [")
    restarted = server(file, url)
    running, _ = restarted.reply(kept(running), "Nice weather")
    assert begin(restarted, "two").content_version == running.content_version  # the last good one
    file.unlink()
    running, _ = server(file, url).reply(kept(running), "Lovely day")
    assert len(running.history) == 2


def test_the_menu_is_there_whatever_a_file_says(file: Path, url: str) -> None:
    change(file, "patience: 60", "patience: [")
    (menu,) = server(file, url).menu("en")
    assert len(menu.buttons) == 1  # the other language


def test_the_action_server_keeps_versions_beside_the_results() -> None:
    library = actions.game().library
    assert isinstance(library._snapshots, DatabaseSnapshots)
    assert library._snapshots.url == actions.results().engine.url.render_as_string(False)


def test_the_terminal_shows_what_the_action_server_warns_of(capsys: pytest.CaptureFixture[str]) -> None:
    told = "2026-01-01 WARNING  sparring.content.library  - haggler.yml:9:13: …; the last good version stays"
    log = f"2026-01-01 INFO     rasa_sdk.endpoint  - Starting\n{told}\n2026-01-01 WARNING  sanic  - old\n"
    pass_on_warnings(io.BytesIO(log.encode()))
    assert capsys.readouterr().err == told + "\n"
