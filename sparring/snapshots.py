"""Versions of customers that sessions were played with, kept in the results database.

A session that runs over a restart of the server goes on with the version it began with, whatever
has become of the file. One row a version, written when its first session starts.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Column, DateTime, MetaData, String, Table, Text, create_engine, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from sparring.content import Version
from sparring.results import database_url

logger = logging.getLogger(__name__)

_metadata = MetaData()
CONTENTS = Table(
    "contents",
    _metadata,
    Column("customer", String(64), primary_key=True),
    Column("content_version", String(64), primary_key=True),
    Column("data", Text, nullable=False),  # JSON: customer, house rules and styles
    Column("kept", DateTime, nullable=False),
)


class DatabaseSnapshots:
    """The versions in the database behind a URL (that of the results by default).

    While the database is away, nothing is kept and nothing found; the log says so, and practice
    goes on.
    """

    def __init__(self, url: str | None = None) -> None:
        self.url = url or database_url()
        self._engine: Engine | None = None
        self._kept: set[tuple[str, str]] = set()

    def put(self, version: Version) -> None:
        name = (version.customer.id, version.content_version)
        if name in self._kept:
            return
        row = {
            "customer": version.customer.id,
            "content_version": version.content_version,
            "data": json.dumps(version.data, ensure_ascii=False),
            "kept": datetime.now(timezone.utc).replace(tzinfo=None),
        }
        try:
            with self._connected().begin() as connection:
                connection.execute(CONTENTS.insert().values(row))
        except IntegrityError:
            pass  # kept already, by an earlier process or by one beside us
        except SQLAlchemyError as error:
            logger.warning("%s of %s can't be kept: %s", name[1], name[0], error)
            return
        self._kept.add(name)

    def get(self, customer_id: str, content_version: str | None = None) -> Mapping[str, Any] | None:
        wanted = select(CONTENTS.c.data).where(CONTENTS.c.customer == customer_id)
        if content_version is not None:
            wanted = wanted.where(CONTENTS.c.content_version == content_version)
        try:
            with self._connected().connect() as connection:
                last = connection.execute(wanted.order_by(CONTENTS.c.kept.desc()).limit(1))
                data = last.scalar()
        except SQLAlchemyError as error:
            logger.warning("earlier versions of %s can't be read: %s", customer_id, error)
            return None
        found: Mapping[str, Any] | None = json.loads(data) if data is not None else None
        return found

    def _connected(self) -> Engine:
        if self._engine is None:
            engine = create_engine(self.url, future=True)
            _metadata.create_all(engine)
            self._engine = engine
        return self._engine
