"""Items: what the therapist must see. One row each, raised in the transaction of what caused it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.database import UtcDateTime, metadata


class ItemKind(StrEnum):
    """Why the therapist is told; the order is the order of urgency."""

    SAFETY = "safety"
    PERSON = "person"
    BOOKING_FAILED = "booking_failed"
    APPROVAL = "approval"
    QUESTION = "question"
    REQUEST = "request"
    UNDELIVERED = "undelivered"
    OPT_OUT = "opt_out"
    NOT_UNDERSTOOD = "not_understood"
    NEW_BOOKING = "new_booking"
    CHANGED_BOOKING = "changed_booking"
    CANCELLED_BOOKING = "cancelled_booking"
    WAITLIST = "waitlist"
    CALENDAR = "calendar"


items = sa.Table(
    "items",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("key", sa.String(120), nullable=False, unique=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("conversation_id", sa.String(64), index=True),
    sa.Column("turn_id", sa.String(64)),
    sa.Column("appointment_id", sa.String(64)),
    sa.Column("text", sa.Text),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("notified_at", UtcDateTime),
    sa.Column("notify_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("acknowledged_at", UtcDateTime),
    sa.Column("closed_at", UtcDateTime, index=True),
    sa.Column("outcome", sa.Text),
)


@dataclass(frozen=True)
class Item:
    """One row of `items`. `outcome` is what the therapist wrote when it was closed."""

    id: str
    key: str
    kind: ItemKind
    conversation_id: str | None
    turn_id: str | None
    appointment_id: str | None
    text: str | None
    created_at: datetime
    notified_at: datetime | None
    notify_count: int
    acknowledged_at: datetime | None
    closed_at: datetime | None
    outcome: str | None


_KNOWN = sa.select(items.c.id).where(items.c.key == sa.bindparam("key", type_=sa.String))
_INSERT = items.insert()


def raise_item(
    connection: Connection,
    kind: ItemKind,
    now: datetime,
    *,
    key: str | None = None,
    conversation_id: str | None = None,
    turn_id: str | None = None,
    appointment_id: str | None = None,
    text: str | None = None,
) -> str:
    """Store an item and return its id; with a `key` that is known already, the id of the first one."""
    key = key or uuid4().hex
    known: str | None = connection.execute(_KNOWN, {"key": key}).scalar()
    if known is not None:
        return known
    item_id = uuid4().hex
    row = {
        "id": item_id,
        "key": key,
        "kind": kind.value,
        "conversation_id": conversation_id,
        "turn_id": turn_id,
        "appointment_id": appointment_id,
        "text": text,
        "created_at": now,
    }
    connection.execute(_INSERT, row)
    return item_id
