"""Opening a conversation, and the one thing every channel must know about it: who is answering."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.conversations.texts import desk_text
from frontdesk.practice import Practice
from frontdesk.storage.conversations import conversations
from frontdesk.storage.messages import ASSISTANT, Message, add_message

WEB, SMS = "web", "sms"
WITH_ASSISTANT, WITH_THERAPIST = "assistant", "therapist"


@dataclass(frozen=True)
class Conversation:
    """One row of `conversations`, as far as others need it."""

    id: str
    channel: str
    phone: str | None
    mode: str
    paused_by: str | None
    session: int
    last_seq: int
    created_at: datetime
    last_message_at: datetime
    erased_at: datetime | None


def open_conversation(
    connection: Connection, channel: str, now: datetime, *, phone: str | None = None
) -> Conversation:
    """A new, empty conversation. What opens it says the channel itself: `greet`, or SMS's first text."""
    conversation = Conversation(
        uuid4().hex, channel, phone, WITH_ASSISTANT, None, 1, 0, now, now, erased_at=None
    )
    connection.execute(conversations.insert().values(**vars(conversation)))
    return conversation


def greet(connection: Connection, conversation: Conversation, practice: Practice, now: datetime) -> Message:
    """The first message on the website: automated, and not for emergencies."""
    text = desk_text("greeting", practice)
    return add_message(connection, conversation.id, ASSISTANT, text, now, kind="greeting")


def find_conversation(connection: Connection, conversation_id: str) -> Conversation | None:
    """The conversation, erased ones included (`erased_at` is set, everything said in it is gone)."""
    columns = [conversations.c[name] for name in Conversation.__dataclass_fields__]
    query = sa.select(*columns).where(conversations.c.id == conversation_id)
    row = connection.execute(query).mappings().first()
    return Conversation(**row) if row else None
