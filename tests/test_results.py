from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import DDL, select

from sparring.game import Game
from sparring.results import CRITERIA, SESSIONS, TURNS, Results, database_url
from sparring.session import Saved
from tests.talk import reply

HOLD = "{hold_firm: I'm afraid the price stays as it is}"
BRASS = "{describe: It is solid brass through and through}"
SALE = [f"{HOLD}. {BRASS}", "{hold_firm: No gifts here, sadly}", "There is lamp oil", "{farewell: All the best}"]


@pytest.fixture
def results(tmp_path: Path) -> Iterator[Results]:
    results = Results(f"sqlite:///{tmp_path / 'kept.db'}")
    yield results
    results.engine.dispose()


class Session:
    """A session whose results are kept after every command, as both hosts do it."""

    def __init__(self, game: Game, results: Results, name: str = "s", **arguments: Any) -> None:
        self.game, self.results = game, results
        self.saved, _ = game.start(name, {"customer": "corner_shop", "seed": 7, **arguments})
        self.keep()

    def keep(self, saved: Saved | None = None) -> None:
        self.saved = saved or self.saved
        self.results.record(self.saved, self.game.play(self.saved), "trainee")

    def say(
        self,
        *replies: str,
        seconds: float | None = None,
        typing: float | None = None,
        kept: bool = True,
    ) -> None:
        for marked in replies:
            entry = reply(marked)
            self.saved, _ = self.game.reply(self.saved, entry.text, entry.spans, seconds, typing)
            if kept:
                self.keep()

    def retry(self, kept: bool = True) -> None:
        self.saved, _ = self.game.retry(self.saved)
        if kept:
            self.keep()

    @property
    def row(self) -> dict[str, Any]:
        (row,) = self.results.sessions()
        return row

    @property
    def turns(self) -> list[dict[str, Any]]:
        with self.results.engine.connect() as connection:
            rows = connection.execute(select(TURNS).order_by(TURNS.c.number))
            return [dict(row._mapping) for row in rows]

    @property
    def replies(self) -> list[str | None]:
        return [turn["reply"] for turn in self.turns]


@pytest.fixture
def session(corner_shop: Game, results: Results) -> Session:
    return Session(corner_shop, results)


def test_a_session_is_kept_from_its_start(session: Session) -> None:
    row = session.row
    assert (row["id"], row["trainee"], row["status"], row["turns"]) == ("s", "trainee", "running", 0)
    assert (row["customer"], row["story"], row["language"]) == ("corner_shop", "lantern", "en")
    assert (row["difficulty"], row["seed"], row["coach"]) == ("standard", "7", True)
    assert row["content_version"] == session.saved.content_version
    assert row["score"] is row["medal"] is row["ending"] is row["kind"] is None
    assert row["started"] == row["changed"]


def test_every_turn_is_kept_as_it_happens(session: Session) -> None:
    session.say(SALE[0], seconds=4.5, typing=3)
    (turn,) = session.turns
    assert turn["reply"].startswith("I'm afraid")
    assert json.loads(turn["moves"]) == [["hold_firm", 0, 35], ["describe", 37, 74]]
    assert ["hold", 10, 0, 35] in json.loads(turn["marks"])
    assert (turn["verdict"], turn["mood"], turn["patience"], turn["seconds"]) == ("good", "calm", 0.65, 4.5)
    assert turn["typing"] == 3
    assert session.row["turns"] == 1


def test_a_silent_turn_has_no_reply(session: Session) -> None:
    session.keep(session.game.reply(session.saved, None, seconds=60)[0])
    assert session.replies == [None]


def test_the_end_is_kept_with_its_score(session: Session) -> None:
    session.say(*SALE)
    card = session.game.play(session.saved).scorecard()
    row = session.row
    assert (row["status"], row["ending"], row["kind"]) == ("finished", "buys", "won")
    assert (row["score"], row["medal"]) == (card.score, card.medal)
    assert row["turns"] == len(session.turns) == 4
    assert row["changed"] >= row["started"]


def test_the_end_is_kept_with_its_criteria(session: Session) -> None:
    session.say(*SALE)
    (attempt,) = session.results.attempts("trainee")
    card = session.game.play(session.saved).scorecard()
    assert attempt.criteria == tuple(
        (result.criterion.id, result.points, max(0, result.criterion.limit), result.status)
        for result in card.results
    )
    assert (attempt.session, attempt.score, attempt.kind) == ("s", card.score, "won")


def test_an_end_taken_back_takes_its_criteria_along(session: Session) -> None:
    session.say(*SALE)
    session.retry()
    with session.results.engine.connect() as connection:
        assert connection.execute(select(CRITERIA)).all() == []
    session.say(SALE[-1])
    assert session.results.attempts("trainee")[0].criteria


def test_attempts_are_a_trainees_own_and_finished_in_order(corner_shop: Game, results: Results) -> None:
    for name in ("first", "second", "third"):
        session = Session(corner_shop, results, name)
        if name != "second":
            session.say(*SALE)
    assert [attempt.session for attempt in results.attempts("trainee")] == ["first", "third"]
    assert results.attempts("somebody else") == []


def test_a_database_of_an_older_version_is_brought_up_to_date(session: Session, tmp_path: Path) -> None:
    session.say(*SALE)
    with session.results.engine.begin() as connection:
        connection.execute(DDL("DROP TABLE criteria"))
        connection.execute(DDL("ALTER TABLE turns DROP COLUMN typing"))
    before = session.row
    again = Results(f"sqlite:///{tmp_path / 'kept.db'}")
    session.results.engine.dispose()
    session.results = again
    assert session.row == before
    assert again.attempts("trainee")[0].criteria == ()
    session.retry()
    session.say(SALE[-1], typing=2)
    assert session.turns[-1]["typing"] == 2
    assert again.attempts("trainee")[0].criteria
    again.engine.dispose()


def test_the_same_turn_again_counts_nothing_twice(session: Session) -> None:
    session.say(*SALE)
    before = session.row, session.turns
    session.keep()
    session.keep()
    row, turns = session.row, session.turns
    assert turns == before[1]
    assert {**row, "changed": None} == {**before[0], "changed": None}


def test_what_is_taken_back_is_written_anew(session: Session) -> None:
    session.say("One", "Two", "Three")
    session.retry()
    assert session.replies == ["One", "Two"]
    session.retry()
    session.say("Other two")
    assert session.replies == ["One", "Other two"]
    assert (session.row["turns"], session.row["retries"]) == (2, 2)


def test_a_retry_after_the_end_reopens_it(session: Session) -> None:
    session.say(*SALE)
    session.retry()
    assert (session.row["status"], session.row["score"], session.row["ending"]) == ("running", None, None)
    session.say(SALE[-1])
    assert session.row["status"] == "finished"
    assert len(session.turns) == 4


def test_what_the_database_missed_is_made_good(session: Session) -> None:
    session.say("One")
    session.say("Two", "Three", kept=False)
    session.say("Four")
    assert session.replies == ["One", "Two", "Three", "Four"]


def test_what_was_taken_back_while_the_database_was_away_is_made_good(session: Session) -> None:
    session.say("One", "Two", "Three")
    session.retry(kept=False)
    session.retry(kept=False)
    session.say("Other two", "Other three", kept=False)
    session.say("Four")
    assert session.replies == ["One", "Other two", "Other three", "Four"]


def test_a_running_session_can_be_abandoned(session: Session) -> None:
    session.say(HOLD)
    session.results.abandon("s")
    assert session.row["status"] == "abandoned"
    assert session.replies == [reply(HOLD).text]


def test_a_finished_session_stays_finished(session: Session) -> None:
    session.say(*SALE)
    session.results.abandon("s")
    assert session.row["status"] == "finished"


def test_abandoning_nobody_is_no_error(results: Results) -> None:
    results.abandon("nobody")
    assert results.sessions() == []


def test_sessions_keep_apart_and_the_newest_comes_first(corner_shop: Game, results: Results) -> None:
    for name in ("first", "second", "third"):
        Session(corner_shop, results, name).say(f"I am {name}")
    assert [row["id"] for row in results.sessions()] == ["third", "second", "first"]
    assert all(row["turns"] == 1 for row in results.sessions())


@pytest.mark.parametrize("text", ["'; drop table turns; --", "😀\u200d", "a\x00b", "", "字" * 10_000])
def test_any_reply_can_be_kept(session: Session, text: str) -> None:
    session.keep(session.game.reply(session.saved, text)[0])
    assert session.replies == [text]


def test_a_second_connection_finds_what_the_first_kept(session: Session, tmp_path: Path) -> None:
    session.say(HOLD)
    again = Results(f"sqlite:///{tmp_path / 'kept.db'}")
    assert [row["id"] for row in again.sessions()] == ["s"]
    again.engine.dispose()


def test_long_values_fit() -> None:
    """What a contract or a house rule allows must fit its column."""
    assert SESSIONS.c.seed.type.length >= len(str(2**53))
    assert SESSIONS.c.difficulty.type.length >= len("standard")


def test_the_place_is_set_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARRING_DB_URL", "sqlite:////tmp/elsewhere.db")
    assert database_url() == "sqlite:////tmp/elsewhere.db"
    monkeypatch.delenv("SPARRING_DB_URL")
    assert database_url().endswith("/results.db")
