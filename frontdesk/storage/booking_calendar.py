"""Tables and queries of the sync with the therapist's own calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.booking.records import Block
from frontdesk.storage import booking_spans
from frontdesk.storage.booking_tables import blocks
from frontdesk.storage.database import UtcDateTime, metadata

BUSY = "calendar"  # the source of blocks that stand for busy times

events = sa.Table(
    "calendar_events",
    metadata,
    sa.Column("appointment_id", sa.String(32), primary_key=True),
    # The times and the place as they were written, to see what has changed since on either side.
    sa.Column("written", sa.Text, nullable=False),
    sa.Column("written_at", UtcDateTime, nullable=False),
)

state = sa.Table(
    "calendar_state",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("read_at", UtcDateTime),
    sa.Column("failing_since", UtcDateTime),
    sa.Column("error", sa.String(80)),
)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How old what the diary knows of the calendar is; `error` is why it could not be read since."""

    read_at: datetime | None = None
    failing_since: datetime | None = None
    error: str | None = None


def knowledge(connection: Connection) -> Knowledge:
    """What is known; empty before the first sync."""
    row = connection.execute(sa.select(state)).first()
    return Knowledge(row.read_at, row.failing_since, row.error) if row else Knowledge()


def set_knowledge(connection: Connection, new: Knowledge) -> None:
    """Store it."""
    connection.execute(state.delete())
    connection.execute(
        state.insert().values(
            id=1, read_at=new.read_at, failing_since=new.failing_since, error=new.error and new.error[:80]
        )
    )


def replace_busy(connection: Connection, spans: Iterable[tuple[datetime, datetime]], now: datetime) -> None:
    """Put these busy times in the place of those known before."""
    connection.execute(blocks.delete().where(blocks.c.source == BUSY))
    for start, end in spans:
        booking_spans.add_block(connection, Block(uuid4().hex, start, end, None, None, now), BUSY)


def written(connection: Connection) -> dict[str, str]:
    """What stands in the calendar as far as we wrote it, by appointment."""
    return {row.appointment_id: row.written for row in connection.execute(sa.select(events))}


def set_written(connection: Connection, appointment_id: str, text: str | None, now: datetime) -> None:
    """The calendar has the event like this now; None: it has it no more."""
    connection.execute(events.delete().where(events.c.appointment_id == appointment_id))
    if text is not None:
        connection.execute(
            events.insert().values(appointment_id=appointment_id, written=text, written_at=now)
        )
