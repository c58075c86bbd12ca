"""Where Rasa keeps its conversations: its own SQL tracker store, on a file beside the data.

``SPARRING_CONVERSATIONS_URL`` names another database, as SQLAlchemy writes it.
"""

from __future__ import annotations

import json
import os
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import create_engine, event, insert
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Query, Session, sessionmaker
from sqlalchemy.pool import QueuePool

from addons import quick_events
from sparring.content import DATA
from sparring.results import quick_but_safe

quick_events.install()


class Conversations(SQLTrackerStore):
    """Rasa's store, named in ``endpoints.yml`` by its class path, made quick enough for every turn."""

    engine: Engine

    def __init__(self, host: str | None = None, **kwargs: Any) -> None:
        url = os.environ.get("SPARRING_CONVERSATIONS_URL") or host
        super().__init__(host=url or f"sqlite:///{DATA.parent / 'conversations.db'}", **kwargs)
        if self.engine.dialect.name == "sqlite":
            # By itself SQLAlchemy opens the file anew for each query.
            self.engine = create_engine(self.engine.url, poolclass=QueuePool)
            self.sessionmaker = sessionmaker(bind=self.engine)
            event.listen(self.engine, "connect", quick_but_safe)

    def _event_query(self, session: Session, *args: Any, **kwargs: Any) -> Query[Any]:
        """Rasa's query, for the one column that is read; whole rows take twice as long."""
        query = super()._event_query(session, *args, **kwargs)
        return query.with_entities(self.SQLEvent.data)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the new events as Rasa does, in one statement; one object an event takes thrice as long."""
        await self.stream_events(tracker)
        with self.session_scope() as session:
            rows = [_row(tracker.sender_id, new) for new in self._additional_events(session, tracker)]
            if rows:
                session.execute(insert(self.SQLEvent.__table__), rows)
                session.commit()


def _row(sender_id: str, new: Event) -> dict[str, Any]:
    data = new.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": new.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }
