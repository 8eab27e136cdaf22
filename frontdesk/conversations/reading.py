"""Reading a conversation as its client does: what is new, and whether a message has its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.conversations.inbox import ErasedConversation, UnknownConversation
from frontdesk.conversations.opening import Conversation, find_conversation
from frontdesk.storage.conversations import IN_TURN, OPEN, WAITING, turns
from frontdesk.storage.database import Database
from frontdesk.storage.messages import Message, message_with_id, messages_after, replies_to


@dataclass(frozen=True)
class News:
    """Messages after a number, and who answers at present."""

    messages: Sequence[Message]
    mode: str


@dataclass(frozen=True)
class Answer:
    """What answers a message so far. `complete` when nothing more is to be waited for."""

    messages: Sequence[Message]
    complete: bool
    mode: str


def news(database: Database, conversation_id: str, after: int) -> News:
    """What was said after message number `after`; raises `UnknownConversation`, `ErasedConversation`."""
    with database.read() as connection:
        conversation = living(connection, conversation_id)
        # Most reads come from waiters that were woken for something else.
        fresh = messages_after(connection, conversation_id, after) if conversation.last_seq > after else []
    return News(fresh, conversation.mode)


def answer_to(database: Database, message_id: str) -> Answer:
    """The answer to a client's message, as far as there is one."""
    with database.read() as connection:
        message = message_with_id(connection, message_id)
        if message is None:
            raise ErasedConversation
        conversation = living(connection, message.conversation_id)
        complete = _is_answered(connection, message)
        return Answer(replies_to(connection, message) if complete else (), complete, conversation.mode)


def living(connection: Connection, conversation_id: str) -> Conversation:
    """The conversation, when there is one and it was not erased."""
    conversation = find_conversation(connection, conversation_id)
    if conversation is None:
        raise UnknownConversation
    if conversation.erased_at is not None:
        raise ErasedConversation
    return conversation


def _is_answered(connection: Connection, message: Message) -> bool:
    if message.state == WAITING:
        return False
    if message.state != IN_TURN:
        return True
    row = connection.execute(sa.select(turns).where(turns.c.id == message.turn_id)).one()
    # With the assistant down, the desk's own sentence is the answer for now.
    return row.state != OPEN or row.apologised_at is not None
