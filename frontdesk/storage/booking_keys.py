"""Answers kept by idempotency key, so that a repeated request gets the first answer. Kept for two days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.booking_tables import idempotency_keys as keys

KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: HTTP status and JSON body. A refusal is an answer too."""

    status: int
    body: Any


def find(connection: Connection, key: str) -> tuple[str, Answer] | None:
    """The fingerprint of the first request with this key, and its answer."""
    row = connection.execute(sa.select(keys).where(keys.c.key == key)).first()
    return (row.fingerprint, Answer(row.status, row.body)) if row else None


def keep(connection: Connection, key: str, fingerprint: str, answer: Answer, now: datetime) -> None:
    """Store the answer in the transaction of what it reports; forget those that are too old."""
    connection.execute(keys.delete().where(keys.c.created_at < now - KEPT_FOR))
    connection.execute(
        keys.insert().values(
            key=key, fingerprint=fingerprint, status=answer.status, body=answer.body, created_at=now
        )
    )


def in_use_elsewhere(connection: Connection, key: str) -> bool:
    """Whether another process works on this key right now (SQLite lets one writer in at a time)."""
    if connection.dialect.name != "postgresql":
        return False
    lock = sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(key, 0))
    return not connection.execute(sa.select(lock)).scalar()
