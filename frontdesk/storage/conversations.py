"""Tables of conversations: messages, safety findings, turns, drafts and the outbox.

The rows here are the truth; Rasa's tracker and every wake-up in memory can be lost at any moment.
Their queries stand in the modules beside this one.
"""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.database import JsonText, UtcDateTime, metadata

# States of a client's message: `waiting` for a turn, taken into a `turn`, or `kept` without one,
# because the therapist answers, because a safety text did, or because it was only an opt-out word.
WAITING, IN_TURN, KEPT = "waiting", "turn", "kept"
# States of a turn: `open` until its replies are stored; `dropped` when a safety text overtook it.
OPEN, DONE, DROPPED = "open", "done", "dropped"

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("channel", sa.String(8), nullable=False),
    sa.Column("phone", sa.String(20), index=True),
    sa.Column("mode", sa.String(12), nullable=False, server_default="assistant"),
    sa.Column("paused_by", sa.String(1)),
    sa.Column("paused_at", UtcDateTime),
    sa.Column("last_seq", sa.Integer, nullable=False, server_default="0"),
    sa.Column("session", sa.Integer, nullable=False, server_default="1"),
    sa.Column("session_turns", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("last_message_at", UtcDateTime, nullable=False, index=True),
    sa.Column("erased_at", UtcDateTime),
    sa.Column("forgotten_at", UtcDateTime),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("sender", sa.String(10), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    # Of a client's message: its key, where it stands, and what a chosen option sends to the assistant.
    sa.Column("key", sa.String(80)),
    sa.Column("state", sa.String(10)),
    sa.Column("payload", sa.Text),
    # Of a reply: the options with their payloads, the appointment, and the message that a desk text answers.
    sa.Column("choices", JsonText),
    sa.Column("appointment", JsonText),
    sa.Column("reply_to", sa.String(32)),
    sa.Column("turn_id", sa.String(32), index=True),
    sa.UniqueConstraint("conversation_id", "seq"),
    sa.UniqueConstraint("conversation_id", "key"),
    sa.Index("ix_messages_state_at", "state", "at"),
)

findings = sa.Table(
    "findings",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("message_id", sa.String(32), sa.ForeignKey("messages.id"), nullable=False, index=True),
    sa.Column("conversation_id", sa.String(64), nullable=False, index=True),
    sa.Column("tier", sa.String(1), nullable=False),
    sa.Column("rule", sa.String(80), nullable=False),
    sa.Column("label", sa.String(40), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("version", sa.String(40), nullable=False),
    sa.Column("answered", sa.Boolean, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("sender", sa.String(80), nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("apologised_at", UtcDateTime),
    # The booking's draft when the turn began: where it begins again, should it have to.
    sa.Column("draft", JsonText),
    # The tracker's events of this turn: how the message was read, what was done.
    sa.Column("events", JsonText),
    sa.Index("ix_turns_conversation_id_created_at", "conversation_id", "created_at"),
    # One open turn a conversation: two workers cannot both answer.
    sa.Index(
        "uq_turns_open",
        "conversation_id",
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    ),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversations.id"), primary_key=True),
    sa.Column("draft", JsonText, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("key", sa.String(120), nullable=False, unique=True),
    sa.Column("conversation_id", sa.String(64), index=True),
    sa.Column("message_id", sa.String(32)),
    sa.Column("to", sa.String(20), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_attempt_at", UtcDateTime, nullable=False),
    sa.Column("provider_id", sa.String(64), index=True),
    sa.Column("error", sa.String(40)),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    sa.Index("ix_outbox_state_next_attempt_at", "state", "next_attempt_at"),
)


def is_paused(connection: Connection, conversation_id: str) -> bool:
    """Whether a safety text has paused booking here, and the client has not asked to go on."""
    query = sa.select(conversations.c.paused_by).where(conversations.c.id == conversation_id)
    return connection.execute(query).scalar() is not None


def phone_of(connection: Connection, conversation_id: str) -> str | None:
    """The number an SMS conversation is held with (E.164); None for a website conversation."""
    query = sa.select(conversations.c.phone).where(
        conversations.c.id == conversation_id, conversations.c.erased_at.is_(None)
    )
    phone: str | None = connection.execute(query).scalar()
    return phone
