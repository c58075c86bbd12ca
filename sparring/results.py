"""The results database: every session and every turn, written as they happen.

Any SQLAlchemy URL (``SPARRING_DB_URL``), an SQLite file by default. A turn is written in one
transaction with its session's row, keyed by session and number, so that a crash loses at most the
turn in flight and writing it again counts nothing twice.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    inspect,
    select,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError

from sparring.content import DATA
from sparring.progress import Attempt, Points
from sparring.scoring import Scorecard
from sparring.session import Play, Saved

_metadata = MetaData()
SESSIONS = Table(
    "sessions",
    _metadata,
    Column("id", String(64), primary_key=True),
    Column("trainee", String(255)),
    Column("customer", String(64), nullable=False),
    Column("story", String(64), nullable=False),
    Column("language", String(2), nullable=False),
    Column("difficulty", String(8), nullable=False),
    Column("seed", String(20), nullable=False),
    Column("coach", Boolean, nullable=False),
    Column("content_version", String(64), nullable=False),
    Column("started", DateTime, nullable=False),
    Column("changed", DateTime, nullable=False),
    Column("status", String(9), nullable=False),  # running, finished or abandoned
    Column("turns", Integer, nullable=False),
    Column("retries", Integer, nullable=False),
    Column("score", Integer),
    Column("medal", String(6)),
    Column("ending", String(64)),
    Column("kind", String(7)),
)
TURNS = Table(
    "turns",
    _metadata,
    Column("session", ForeignKey("sessions.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("reply", Text),  # null for a silent turn
    Column("moves", Text, nullable=False),  # JSON, as in the turn payload
    Column("marks", Text, nullable=False),  # JSON: criterion, points, start, end
    Column("verdict", String(6), nullable=False),
    Column("mood", String(9), nullable=False),
    Column("patience", Float, nullable=False),  # 0 to 1
    Column("seconds", Float),
    Column("typing", Float),  # seconds, too
)
CRITERIA = Table(
    "criteria",
    _metadata,
    Column("session", ForeignKey("sessions.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # in the order of the scorecard
    Column("criterion", String(64), nullable=False),
    Column("points", Integer, nullable=False),
    Column("max", Integer, nullable=False),  # 0 for a mistake
    Column("status", String(6), nullable=False),
)


def database_url() -> str:
    """Where results are kept: ``SPARRING_DB_URL``, else a file beside the data."""
    return os.environ.get("SPARRING_DB_URL") or f"sqlite:///{DATA.parent / 'results.db'}"


class Results:
    """The database behind a URL; tables and columns are made when they are missing."""

    def __init__(self, url: str | None = None) -> None:
        self.engine: Engine = create_engine(url or database_url(), future=True)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", quick_but_safe)
        _metadata.create_all(self.engine)
        self._add_missing_columns()

    def _add_missing_columns(self) -> None:
        """Bring a database of an older version up to date; what was added since may be empty."""
        for table in _metadata.sorted_tables:
            there = {column["name"] for column in inspect(self.engine).get_columns(table.name)}
            for column in table.columns:
                if column.name not in there:
                    self._add_column(table, column)

    def _add_column(self, table: Table, column: Column) -> None:
        kind = column.type.compile(self.engine.dialect)
        try:
            with self.engine.begin() as connection:
                connection.execute(DDL(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"))
        except DatabaseError:
            there = [known["name"] for known in inspect(self.engine).get_columns(table.name)]
            if column.name not in there:  # else another process was quicker
                raise

    def record(self, saved: Saved, play: Play, trainee: str | None) -> None:
        """Keep the session as it stands now."""
        now = datetime.now(timezone.utc).replace(tzinfo=None)
        row: dict[str, Any] = {
            "trainee": trainee,
            "changed": now,
            "status": "finished" if play.over else "running",
            "turns": len(play.turns),
            "retries": saved.retries,
            "score": None,
            "medal": None,
            "ending": None,
            "kind": None,
        }
        criteria: list[dict[str, Any]] = []
        if play.over:
            card = play.scorecard()
            criteria = _criteria_rows(saved, card)
            row |= {"score": card.score, "medal": card.medal, "ending": card.ending, "kind": card.kind}
        with self.engine.begin() as connection:
            same = SESSIONS.c.id == saved.id
            retries = connection.execute(select(SESSIONS.c.retries).where(same)).scalar()
            if connection.execute(SESSIONS.update().where(same).values(row)).rowcount == 0:
                connection.execute(SESSIONS.insert().values(row | _beginning(saved, now)))
            of_session = TURNS.c.session == saved.id
            kept = connection.execute(select(func.count()).where(of_session)).scalar_one()
            # The last turn is written again, in case it was answered anew; all of them if any was
            # taken back since.
            first = min(kept, max(0, len(play.turns) - 1)) if retries == saved.retries else 0
            connection.execute(TURNS.delete().where(of_session, TURNS.c.number > first))
            rows = [_turn_row(saved, play, number) for number in range(first, len(play.turns))]
            if rows:
                connection.execute(TURNS.insert(), rows)
            connection.execute(CRITERIA.delete().where(CRITERIA.c.session == saved.id))
            if criteria:
                connection.execute(CRITERIA.insert(), criteria)

    def abandon(self, session_id: str) -> None:
        """Mark a session as abandoned, unless it is finished."""
        running = (SESSIONS.c.id == session_id) & (SESSIONS.c.status == "running")
        with self.engine.begin() as connection:
            connection.execute(SESSIONS.update().where(running).values(status="abandoned"))

    def sessions(self) -> list[dict[str, Any]]:
        """All sessions, the newest first."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(SESSIONS).order_by(SESSIONS.c.started.desc()))
            return [dict(row._mapping) for row in rows]

    def attempts(self, trainee: str) -> list[Attempt]:
        """What a trainee has finished, the oldest first."""
        finished = (SESSIONS.c.trainee == trainee) & (SESSIONS.c.status == "finished")
        criteria: dict[str, list[Points]] = {}
        with self.engine.connect() as connection:
            for row in connection.execute(
                select(CRITERIA).join(SESSIONS).where(finished).order_by(CRITERIA.c.number)
            ):
                points = Points(row.criterion, row.points, row.max, row.status)
                criteria.setdefault(row.session, []).append(points)
            columns = [SESSIONS.c[name] for name in Attempt._fields if name in SESSIONS.c]
            rows = connection.execute(
                select(SESSIONS.c.id.label("session"), *columns)
                .where(finished)
                .order_by(SESSIONS.c.started)
            )
            return [
                Attempt(**row._mapping, criteria=tuple(criteria.get(row.session, ()))) for row in rows
            ]


def quick_but_safe(connection: Any, _record: Any) -> None:
    """SQLite's write-ahead log: readers don't wait, and a crash loses no committed turn."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _beginning(saved: Saved, now: datetime) -> dict[str, Any]:
    start = saved.start
    return {
        "id": saved.id,
        "customer": start.customer,
        "story": start.story,
        "language": start.language,
        "difficulty": start.difficulty,
        "seed": str(start.seed),
        "coach": start.coach,
        "content_version": saved.content_version,
        "started": now,
    }


def _turn_row(saved: Saved, play: Play, number: int) -> dict[str, Any]:
    turn = play.turns[number]
    spans = turn.response.reading.spans
    marks = (*turn.credits, *turn.costs)
    return {
        "session": saved.id,
        "number": turn.number,
        "reply": turn.reply,
        "moves": json.dumps([[span.move, span.start, span.end] for span in spans]),
        "marks": json.dumps([list(mark[:4]) for mark in marks]),
        "verdict": turn.verdict,
        "mood": turn.response.mood,
        "patience": turn.response.patience / 100,
        "seconds": saved.history[number].seconds,
        "typing": saved.history[number].typing,
    }


def _criteria_rows(saved: Saved, card: Scorecard) -> list[dict[str, Any]]:
    return [
        {
            "session": saved.id,
            "number": number,
            "criterion": result.criterion.id,
            "points": result.points,
            "max": max(0, result.criterion.limit),
            "status": result.status,
        }
        for number, result in enumerate(card.results)
    ]
