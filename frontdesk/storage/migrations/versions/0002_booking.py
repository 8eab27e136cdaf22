"""The diary: clients, appointments, guarded times, blocks, waitlist, answers by idempotency key."""

import sqlalchemy as sa
from alembic import op

from frontdesk.storage import booking_guard
from frontdesk.storage.database import JsonText, UtcDateTime

revision = "0002_booking"
down_revision = "0001_conversations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _clients()
    _appointments()
    _spans()
    _blocks()
    _waitlist()
    _offers()
    _keys()
    booking_guard.create(op.get_bind())


def downgrade() -> None:
    for table in (
        "idempotency_keys",
        "waitlist_offers",
        "waitlist",
        "diary_blocks",
        "diary_spans",
        "appointments",
        "clients",
    ):
        op.drop_table(table)


def _clients() -> None:
    op.create_table(
        "clients",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
    )
    op.create_index("ix_clients_phone", "clients", ["phone"])


def _appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("location", sa.String(40), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("note", sa.Text),
        sa.Column("recent_head_injury", sa.Boolean),
        sa.Column("migraine_history", sa.Text),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.Column("attendance_confirmed_at", UtcDateTime),
        sa.Column("cancelled_at", UtcDateTime),
        sa.Column("cancelled_by", sa.String(10)),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_appointments_client_id"),
        sa.UniqueConstraint("secret", name="uq_appointments_secret"),
    )
    for column in ("starts_at", "client_id", "conversation_id"):
        op.create_index(f"ix_appointments_{column}", "appointments", [column])


def _spans() -> None:
    op.create_table(
        "diary_spans",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("location", sa.String(40), nullable=False),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("near_until", sa.BigInteger, nullable=False),
        sa.Column("far_until", sa.BigInteger, nullable=False),
        sa.Column("holder", sa.String(80)),
        sa.Column("service", sa.String(40)),
        sa.Column("ends", sa.BigInteger),
        sa.Column("expires", sa.BigInteger),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_diary_spans"),
        sa.UniqueConstraint("holder", name="uq_diary_spans_holder"),
        sa.CheckConstraint("starts < near_until AND near_until <= far_until", name="ck_diary_spans_order"),
        sa.CheckConstraint("far_until - starts <= 86400", name="ck_diary_spans_length"),
    )
    op.create_index("ix_diary_spans_starts", "diary_spans", ["starts"])
    op.create_index("ix_diary_spans_expires", "diary_spans", ["expires"])


def _blocks() -> None:
    op.create_table(
        "diary_blocks",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("location", sa.String(40)),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_diary_blocks"),
        sa.CheckConstraint("starts < ends", name="ck_diary_blocks_order"),
    )
    op.create_index("ix_diary_blocks_ends", "diary_blocks", ["ends"])


def _waitlist() -> None:
    op.create_table(
        "waitlist",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("location", sa.String(40)),
        sa.Column("days", JsonText, nullable=False),
        sa.Column("parts_of_day", JsonText, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_waitlist"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_waitlist_client_id"),
    )
    for column in ("client_id", "conversation_id"):
        op.create_index(f"ix_waitlist_{column}", "waitlist", [column])


def _offers() -> None:
    op.create_table(
        "waitlist_offers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("location", sa.String(40), nullable=False),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("appointment_id", sa.String(32)),
        sa.Column("told_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_waitlist_offers"),
        sa.ForeignKeyConstraint(["entry_id"], ["waitlist.id"], name="fk_waitlist_offers_entry_id"),
        sa.UniqueConstraint("secret", name="uq_waitlist_offers_secret"),
    )
    op.create_index("ix_waitlist_offers_entry_id", "waitlist_offers", ["entry_id"])
    op.create_index("ix_waitlist_offers_expires", "waitlist_offers", ["expires"])


def _keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("body", JsonText),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
