"""Messages of a conversation: adding them in order, finding them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.conversations import conversations, messages

CLIENT, ASSISTANT, THERAPIST, DESK = "client", "assistant", "therapist", "desk"
PAGE = 500
# The kind of a fixed text that answers a red flag.
SAFETY = "safety"


@dataclass(frozen=True)
class Message:
    """One bubble. `choices` are `{id, title, payload}`; the payload is for the assistant only."""

    id: str
    conversation_id: str
    seq: int
    sender: str
    kind: str
    text: str
    at: datetime
    key: str | None = None
    state: str | None = None
    payload: str | None = None
    choices: Sequence[Mapping[str, str]] = ()
    appointment: Mapping[str, Any] | None = None
    reply_to: str | None = None
    turn_id: str | None = None


def add_message(
    connection: Connection, conversation_id: str, sender: str, text: str, now: datetime, **more: Any
) -> Message:
    """Store a message under the conversation's next number. `more` are further fields of `Message`."""
    own = conversations.c.id == conversation_id
    # The update takes the row's lock, so that numbers follow the order of commits on PostgreSQL too.
    connection.execute(
        conversations.update().where(own).values(last_seq=conversations.c.last_seq + 1, last_message_at=now)
    )
    seq = connection.execute(sa.select(conversations.c.last_seq).where(own)).scalar_one()
    message_id = more.pop("id", None) or uuid4().hex
    fields = {"kind": "text"} | more
    message = Message(message_id, conversation_id, seq, sender, text=text, at=now, **fields)
    connection.execute(messages.insert().values(**_row(message)))
    return message


def messages_after(connection: Connection, conversation_id: str, seq: int) -> list[Message]:
    """At most `PAGE` messages numbered above `seq`, oldest first."""
    own = sa.and_(messages.c.conversation_id == conversation_id, messages.c.seq > seq)
    return read_messages(connection, sa.select(messages).where(own).order_by(messages.c.seq).limit(PAGE))


def message_with_key(connection: Connection, conversation_id: str, key: str) -> Message | None:
    """The client's message that came under this key."""
    own = sa.and_(messages.c.conversation_id == conversation_id, messages.c.key == key)
    return next(iter(read_messages(connection, sa.select(messages).where(own))), None)


def message_with_id(connection: Connection, message_id: str) -> Message | None:
    """The message of this id."""
    return next(iter(read_messages(connection, sa.select(messages).where(messages.c.id == message_id))), None)


def replies_to(connection: Connection, message: Message) -> list[Message]:
    """What answers a client's message: the desk's own texts to it, and the replies of its turn."""
    answers = messages.c.reply_to == message.id
    if message.turn_id is not None:
        answers = sa.or_(answers, messages.c.turn_id == message.turn_id)
    own = sa.and_(messages.c.conversation_id == message.conversation_id, messages.c.sender != CLIENT, answers)
    return read_messages(connection, sa.select(messages).where(own).order_by(messages.c.seq))


def texts_since(connection: Connection, conversation_id: str, since: datetime) -> list[str]:
    """What the client wrote from `since` on, oldest first; chosen options are our words and not theirs."""
    own = sa.and_(messages.c.conversation_id == conversation_id, messages.c.sender == CLIENT)
    typed = sa.and_(own, messages.c.payload.is_(None))
    query = sa.select(messages.c.text).where(typed, messages.c.at >= since).order_by(messages.c.seq)
    return list(connection.execute(query).scalars())


def safety_texts_since(connection: Connection, conversation_id: str, since: datetime) -> set[str]:
    """The safety texts that were sent from `since` on."""
    own = sa.and_(messages.c.conversation_id == conversation_id, messages.c.kind == SAFETY)
    return set(connection.execute(sa.select(messages.c.text).where(own, messages.c.at >= since)).scalars())


def _row(message: Message) -> dict[str, Any]:
    # An empty list is stored as NULL: most messages have no choices.
    return vars(message) | {"choices": list(message.choices) or None}


def read_messages(connection: Connection, query: Any) -> list[Message]:
    """The messages that `query`, a select of the whole table, gives."""
    rows = connection.execute(query).mappings()
    return [Message(**(dict(row) | {"choices": row["choices"] or ()})) for row in rows]
