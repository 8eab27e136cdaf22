"""Queries of the SMS channel: whose number, which text."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.conversations.opening import SMS, Conversation, find_conversation
from frontdesk.storage.conversations import conversations, messages, outbox


def conversation_with(connection: Connection, phone: str) -> Conversation | None:
    """The conversation held with this number: the newest that was not erased."""
    c = conversations.c
    own = sa.and_(c.phone == phone, c.channel == SMS, c.erased_at.is_(None))
    found: str | None = connection.execute(
        sa.select(c.id).where(own).order_by(c.created_at.desc()).limit(1)
    ).scalar()
    return find_conversation(connection, found) if found else None


def text_was_received(connection: Connection, sid: str, phone: str) -> bool:
    """Whether a text of this SID from this number is stored already."""
    query = (
        sa.select(messages.c.id)
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .where(messages.c.key == sid, conversations.c.phone == phone)
    )
    return connection.execute(query).first() is not None


def text_sent_as(
    connection: Connection, provider_id: str, text_id: str | None
) -> tuple[str | None, str | None]:
    """The conversation that a sent text belongs to, and its key; None for both where it is not ours.

    `text_id` is ours: the provider's may not be noted yet.
    """
    own = sa.or_(outbox.c.provider_id == provider_id, outbox.c.id == text_id)
    found = connection.execute(sa.select(outbox.c.conversation_id, outbox.c.key).where(own)).first()
    return (found.conversation_id, found.key) if found else (None, None)


def text_was_enqueued(connection: Connection, key: str) -> bool:
    """Whether a text with this key of ours is in the outbox, sent or not."""
    return connection.execute(sa.select(outbox.c.id).where(outbox.c.key == key)).first() is not None
