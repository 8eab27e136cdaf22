"""Codes that were texted to prove a number: to which conversation, how often tried, what they proved.

A row holds no code, only what `frontdesk.conversations.codes` computes one from. Nothing here is older
than a day. An erased conversation leaves the keyed hash of the number behind for that time, or deleting
would be a way around the limits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.database import UtcDateTime, metadata

KEPT_FOR = timedelta(hours=24)
_LOCK = 6_174_004

verifications = sa.Table(
    "verifications",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.String(64), nullable=False, index=True),
    sa.Column("number_mark", sa.String(64), nullable=False, index=True),
    sa.Column("phone", sa.String(20)),
    sa.Column("sent_at", UtcDateTime, nullable=False, index=True),
    sa.Column("expires_at", UtcDateTime, nullable=False),
    # What started it, and the last try at it: a repeat under the same key changes nothing.
    sa.Column("key", sa.String(100)),
    sa.Column("checked_key", sa.String(100)),
    sa.Column("checked_as", sa.String(10)),
    sa.Column("wrong", sa.Integer, nullable=False, server_default="0"),
    sa.Column("wrong_at", UtcDateTime),
    # Used, replaced by a newer one, or tried too often.
    sa.Column("ended_at", UtcDateTime),
    sa.Column("proved_at", UtcDateTime),
    sa.UniqueConstraint("conversation_id", "key"),
)


@dataclass(frozen=True)
class Verification:
    """One row of `verifications`. `number_mark` is the keyed hash of the number."""

    id: str
    conversation_id: str
    number_mark: str
    phone: str | None
    sent_at: datetime
    expires_at: datetime
    key: str | None = None
    checked_key: str | None = None
    checked_as: str | None = None
    wrong: int = 0
    wrong_at: datetime | None = None
    ended_at: datetime | None = None
    proved_at: datetime | None = None


def one_at_a_time(connection: Connection) -> None:
    """Let no other transaction count codes and tries, or erase them, until this one ends.

    Comes before anything is read; SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def add(connection: Connection, verification: Verification) -> None:
    connection.execute(verifications.insert().values(**vars(verification)))


def change(connection: Connection, verification_id: str, **values: Any) -> None:
    own = verifications.update().where(verifications.c.id == verification_id)
    connection.execute(own.values(**values))


def started_under(connection: Connection, conversation_id: str, key: str) -> Verification | None:
    """What an earlier request with this key started."""
    own = (verifications.c.conversation_id == conversation_id, verifications.c.key == key)
    return _first(connection, sa.select(verifications).where(*own))


def newest(connection: Connection, conversation_id: str) -> Verification | None:
    """The code that can still be given in this conversation; where none can, the one sent last."""
    c = verifications.c
    query = sa.select(verifications).where(c.conversation_id == conversation_id, c.phone.is_not(None))
    return _first(connection, query.order_by(c.ended_at.is_(None).desc(), c.sent_at.desc()).limit(1))


def sent_since(
    connection: Connection, since: datetime, *, conversation_id: str | None = None, mark: str | None = None
) -> int:
    """How many codes went out after `since`: from a conversation, to a number, or in all."""
    c = verifications.c
    query = sa.select(sa.func.count()).select_from(verifications).where(c.sent_at > since)
    return int(connection.execute(_narrowed(query, conversation_id, mark)).scalar_one())


def wrong_since(
    connection: Connection, since: datetime, *, conversation_id: str | None = None, mark: str | None = None
) -> int:
    """How many wrong codes were given after `since`; those before a right one are forgiven."""
    c = verifications.c
    query = sa.select(sa.func.coalesce(sa.func.sum(c.wrong), 0)).where(
        c.wrong_at > since, c.proved_at.is_(None)
    )
    return int(connection.execute(_narrowed(query, conversation_id, mark)).scalar_one())


def proved_phones(connection: Connection, conversation_id: str, now: datetime) -> list[str]:
    """The numbers that whoever writes here has proved to be theirs within a day, the newest first."""
    c = verifications.c
    proved = sa.and_(c.proved_at > now - KEPT_FOR, c.phone.is_not(None), c.conversation_id == conversation_id)
    rows = connection.execute(sa.select(c.phone).where(proved).order_by(c.proved_at.desc()))
    return list(dict.fromkeys(row.phone for row in rows))


def end_others(connection: Connection, conversation_id: str, now: datetime) -> list[str]:
    """End every code of the conversation that could still be given; their ids."""
    c = verifications.c
    live = sa.and_(c.conversation_id == conversation_id, c.ended_at.is_(None))
    ids = list(connection.execute(sa.select(c.id).where(live)).scalars())
    connection.execute(verifications.update().where(c.id.in_(ids)).values(ended_at=now))
    return ids


def unname(connection: Connection, conversation_id: str, now: datetime) -> None:
    """Take number and proof out of what a conversation leaves behind."""
    own = verifications.update().where(verifications.c.conversation_id == conversation_id)
    connection.execute(own.values(phone=None, key=None, checked_key=None, proved_at=None, ended_at=now))


def forget_old(connection: Connection, now: datetime) -> None:
    """Remove what neither proves nor limits anything any more."""
    connection.execute(verifications.delete().where(verifications.c.sent_at <= now - KEPT_FOR))


def _narrowed(query: Any, conversation_id: str | None, mark: str | None) -> Any:
    if conversation_id is not None:
        query = query.where(verifications.c.conversation_id == conversation_id)
    return query if mark is None else query.where(verifications.c.number_mark == mark)


def _first(connection: Connection, query: Any) -> Verification | None:
    row: Mapping[str, Any] | None = connection.execute(query).mappings().first()
    return Verification(**row) if row else None
