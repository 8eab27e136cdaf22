"""The list of conversations as the console shows it: newest first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.conversations import conversations, messages
from frontdesk.storage.items import items

PAGE = 30


@dataclass(frozen=True)
class ConversationSummary:
    """One line of the list: the client's last message, and how many items still need the therapist."""

    id: str
    channel: str
    mode: str
    paused_by: str | None
    last_message_at: datetime
    last_text: str | None
    open_items: int


def list_conversations(
    connection: Connection, before: datetime | None = None, limit: int = PAGE
) -> list[ConversationSummary]:
    """Conversations in which a client has said something, last active before `before`, newest first."""
    c = conversations.c
    query = (
        sa.select(c.id, c.channel, c.mode, c.paused_by, c.last_message_at, _last_text(), _open_items())
        .where(c.erased_at.is_(None), _has_client_message())
        .order_by(c.last_message_at.desc(), c.id)
        .limit(limit)
    )
    if before is not None:
        query = query.where(c.last_message_at < before)
    return [ConversationSummary(**row._mapping) for row in connection.execute(query)]


def _from_client() -> Any:
    return sa.and_(messages.c.conversation_id == conversations.c.id, messages.c.sender == "client")


def _has_client_message() -> Any:
    return sa.exists().where(_from_client()).correlate(conversations)


def _last_text() -> Any:
    newest = sa.select(messages.c.text).where(_from_client()).order_by(messages.c.seq.desc()).limit(1)
    return newest.correlate(conversations).scalar_subquery().label("last_text")


def _open_items() -> Any:
    counted = sa.select(sa.func.count()).where(
        items.c.conversation_id == conversations.c.id, items.c.closed_at.is_(None)
    )
    return counted.correlate(conversations).scalar_subquery().label("open_items")
