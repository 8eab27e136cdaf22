"""Conversations, messages, findings, turns, drafts, outbox and items."""

import sqlalchemy as sa
from alembic import op

from frontdesk.storage.database import JsonText, UtcDateTime

revision = "0001_conversations"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _conversations()
    _messages()
    _findings()
    _turns()
    _drafts()
    _outbox()
    _items()


def downgrade() -> None:
    for table in ("items", "outbox", "drafts", "turns", "findings", "messages", "conversations"):
        op.drop_table(table)


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("mode", sa.String(12), nullable=False, server_default="assistant"),
        sa.Column("paused_by", sa.String(1)),
        sa.Column("paused_at", UtcDateTime),
        sa.Column("last_seq", sa.Integer, nullable=False, server_default="0"),
        sa.Column("session", sa.Integer, nullable=False, server_default="1"),
        sa.Column("session_turns", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("last_message_at", UtcDateTime, nullable=False),
        sa.Column("erased_at", UtcDateTime),
        sa.Column("forgotten_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_phone", "conversations", ["phone"])
    op.create_index("ix_conversations_last_message_at", "conversations", ["last_message_at"])


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("sender", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("key", sa.String(80)),
        sa.Column("state", sa.String(10)),
        sa.Column("payload", sa.Text),
        sa.Column("choices", JsonText),
        sa.Column("appointment", JsonText),
        sa.Column("reply_to", sa.String(32)),
        sa.Column("turn_id", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_messages_conversation_id"
        ),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_messages_conversation_id_seq"),
        sa.UniqueConstraint("conversation_id", "key", name="uq_messages_conversation_id_key"),
    )
    op.create_index("ix_messages_turn_id", "messages", ["turn_id"])
    op.create_index("ix_messages_state_at", "messages", ["state", "at"])


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("message_id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("tier", sa.String(1), nullable=False),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_findings_message_id"),
    )
    op.create_index("ix_findings_message_id", "findings", ["message_id"])
    op.create_index("ix_findings_conversation_id", "findings", ["conversation_id"])


def _turns() -> None:
    op.create_table(
        "turns",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("sender", sa.String(80), nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("apologised_at", UtcDateTime),
        sa.Column("draft", JsonText),
        sa.Column("events", JsonText),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_turns_conversation_id"),
    )
    op.create_index("ix_turns_conversation_id_created_at", "turns", ["conversation_id", "created_at"])
    open_only = sa.text("state = 'open'")
    op.create_index(
        "uq_turns_open",
        "turns",
        ["conversation_id"],
        unique=True,
        sqlite_where=open_only,
        postgresql_where=open_only,
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("draft", JsonText, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_drafts"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_drafts_conversation_id"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("message_id", sa.String(32)),
        sa.Column("to", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("next_attempt_at", UtcDateTime, nullable=False),
        sa.Column("provider_id", sa.String(64)),
        sa.Column("error", sa.String(40)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("sent_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    op.create_index("ix_outbox_conversation_id", "outbox", ["conversation_id"])
    op.create_index("ix_outbox_provider_id", "outbox", ["provider_id"])
    op.create_index("ix_outbox_state_next_attempt_at", "outbox", ["state", "next_attempt_at"])


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("turn_id", sa.String(64)),
        sa.Column("appointment_id", sa.String(64)),
        sa.Column("text", sa.Text),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("notified_at", UtcDateTime),
        sa.Column("notify_count", sa.Integer, nullable=False, server_default="0"),
        sa.Column("acknowledged_at", UtcDateTime),
        sa.Column("closed_at", UtcDateTime),
        sa.Column("outcome", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("key", name="uq_items_key"),
    )
    op.create_index("ix_items_conversation_id", "items", ["conversation_id"])
    op.create_index("ix_items_closed_at", "items", ["closed_at"])
