"""Where Rasa keeps its conversations: its own SQL tracker store, on a file beside the data.

``SPARRING_CONVERSATIONS_URL`` names another database, as SQLAlchemy writes it.
"""

from __future__ import annotations

import os
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import event

from sparring.content import DATA
from sparring.results import quick_but_safe


class Conversations(SQLTrackerStore):
    """Rasa's store, named in ``endpoints.yml`` by its class path; on SQLite with a write-ahead log."""

    def __init__(self, host: str | None = None, **kwargs: Any) -> None:
        url = os.environ.get("SPARRING_CONVERSATIONS_URL") or host
        super().__init__(host=url or f"sqlite:///{DATA.parent / 'conversations.db'}", **kwargs)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", quick_but_safe)
