"""Tables of the diary.

`diary_spans` is what the database guards: one row for each time that is given away, to an appointment or
a hold, in UTC seconds so that both databases compare alike. No two may conflict (see `booking_guard.py`).
A cancelled appointment keeps its row in `appointments` and loses the one in `diary_spans`.
"""

import sqlalchemy as sa

from frontdesk.storage.database import JsonText, UtcDateTime, metadata

clients = sa.Table(
    "clients",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("phone", sa.String(20), nullable=False, index=True),
    sa.Column("email", sa.String(254)),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

appointments = sa.Table(
    "appointments",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("service", sa.String(40), nullable=False),
    sa.Column("location", sa.String(40), nullable=False),
    sa.Column("starts_at", UtcDateTime, nullable=False, index=True),
    sa.Column("ends_at", UtcDateTime, nullable=False),
    sa.Column("client_id", sa.String(32), sa.ForeignKey("clients.id"), nullable=False, index=True),
    sa.Column("conversation_id", sa.String(64), index=True),
    sa.Column("note", sa.Text),
    sa.Column("recent_head_injury", sa.Boolean),
    sa.Column("migraine_history", sa.Text),
    sa.Column("decided_at", UtcDateTime),
    sa.Column("secret", sa.String(64), nullable=False, unique=True),
    sa.Column("sequence", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("attendance_confirmed_at", UtcDateTime),
    sa.Column("cancelled_at", UtcDateTime),
    sa.Column("cancelled_by", sa.String(10)),
)

# The therapist has to decide about the client: an appointment waits for her, or a client who answered yes
# took theirs back. As text, so that both databases see in a query what their index is of.
UNDECIDED = sa.text(
    "(status = 'pending_approval' OR (recent_head_injury AND decided_at IS NULL AND cancelled_by = 'client'))"
)
DECIDED = appointments.c.decided_at.is_not(None)
for _name, _which in (("ix_appointments_undecided", UNDECIDED), ("ix_appointments_decided", DECIDED)):
    sa.Index(_name, appointments.c.client_id, postgresql_where=_which, sqlite_where=_which)

spans = sa.Table(
    "diary_spans",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("location", sa.String(40), nullable=False),
    sa.Column("starts", sa.BigInteger, nullable=False, index=True),
    sa.Column("near_until", sa.BigInteger, nullable=False),
    sa.Column("far_until", sa.BigInteger, nullable=False),
    # Of a hold only: whose it is, for what, and until when.
    sa.Column("holder", sa.String(80), unique=True),
    sa.Column("service", sa.String(40)),
    sa.Column("ends", sa.BigInteger),
    sa.Column("expires", sa.BigInteger, index=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.CheckConstraint("starts < near_until AND near_until <= far_until", name="order"),
    # The guard and every reader look back one day for what may still reach into a window.
    sa.CheckConstraint("far_until - starts <= 86400", name="length"),
)

blocks = sa.Table(
    "diary_blocks",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("source", sa.String(20), nullable=False),
    sa.Column("location", sa.String(40)),
    sa.Column("starts", sa.BigInteger, nullable=False),
    sa.Column("ends", sa.BigInteger, nullable=False, index=True),
    sa.Column("reason", sa.Text),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.CheckConstraint("starts < ends", name="order"),
)

waitlist = sa.Table(
    "waitlist",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("client_id", sa.String(32), sa.ForeignKey("clients.id"), nullable=False, index=True),
    sa.Column("conversation_id", sa.String(64), index=True),
    sa.Column("service", sa.String(40), nullable=False),
    sa.Column("location", sa.String(40)),
    sa.Column("days", JsonText, nullable=False),
    sa.Column("parts_of_day", JsonText, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

offers = sa.Table(
    "waitlist_offers",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("entry_id", sa.String(32), sa.ForeignKey("waitlist.id"), nullable=False, index=True),
    sa.Column("secret", sa.String(64), nullable=False, unique=True),
    sa.Column("service", sa.String(40), nullable=False),
    sa.Column("location", sa.String(40), nullable=False),
    sa.Column("starts", sa.BigInteger, nullable=False),
    sa.Column("ends", sa.BigInteger, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("expires", sa.BigInteger, nullable=False, index=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("appointment_id", sa.String(32)),
    sa.Column("told_at", UtcDateTime),
)

idempotency_keys = sa.Table(
    "idempotency_keys",
    metadata,
    sa.Column("key", sa.String(200), primary_key=True),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("body", JsonText),
    sa.Column("created_at", UtcDateTime, nullable=False, index=True),
)
