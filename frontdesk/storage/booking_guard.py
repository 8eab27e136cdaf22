"""The guard of `diary_spans`: the database itself refuses two sessions that conflict.

It says what `frontdesk.booking.model.conflict` says: in one office `near_until` counts, else `far_until`.
On SQLite a trigger looks for the other row; BEGIN IMMEDIATE lets one writer in at a time.
On PostgreSQL two exclusion constraints do it, one for each kind of pair.
"""

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

MESSAGE = "diary_overlap"

_TRIGGER = """
CREATE TRIGGER diary_spans_{event}_overlap BEFORE {event} ON diary_spans
WHEN EXISTS (
    SELECT 1 FROM diary_spans AS other
    WHERE other.id <> NEW.id
      AND other.starts > NEW.starts - 86400 AND other.starts < NEW.far_until
      AND CASE WHEN other.location = NEW.location
          THEN other.starts < NEW.near_until AND NEW.starts < other.near_until
          ELSE NEW.starts < other.far_until END
)
BEGIN SELECT RAISE(ABORT, 'diary_overlap'); END
"""

_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE diary_spans ADD CONSTRAINT diary_overlap_near
    EXCLUDE USING gist (location WITH =, int8range(starts, near_until) WITH &&)
    """,
    """
    ALTER TABLE diary_spans ADD CONSTRAINT diary_overlap_far
    EXCLUDE USING gist (location WITH <>, int8range(starts, far_until) WITH &&)
    """,
)


def create(connection: Connection) -> None:
    """Put the guard on the table."""
    if connection.dialect.name == "sqlite":
        statements = tuple(_TRIGGER.format(event=event) for event in ("INSERT", "UPDATE"))
    else:
        statements = _POSTGRESQL
    for statement in statements:
        connection.execute(sa.text(statement))


def drop(connection: Connection) -> None:
    """Take it off again: for the way down, and for the tests that show what happens without it."""
    if connection.dialect.name == "sqlite":
        for event in ("INSERT", "UPDATE"):
            connection.execute(sa.text(f"DROP TRIGGER diary_spans_{event}_overlap"))
        return
    for kind in ("near", "far"):
        connection.execute(sa.text(f"ALTER TABLE diary_spans DROP CONSTRAINT diary_overlap_{kind}"))


def refused(error: IntegrityError) -> bool:
    """Whether this is the guard speaking, and not another constraint."""
    return MESSAGE in str(error.orig)
