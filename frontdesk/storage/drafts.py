"""The draft of a booking: what the dialogue has understood so far, kept outside of the assistant's memory."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.conversations import drafts


def load_draft(connection: Connection, conversation_id: str) -> dict[str, Any]:
    """The draft; empty when there is none."""
    query = sa.select(drafts.c.draft).where(drafts.c.conversation_id == conversation_id)
    draft: dict[str, Any] = connection.execute(query).scalar() or {}
    return draft


def save_draft(connection: Connection, conversation_id: str, draft: dict[str, Any], now: datetime) -> None:
    """Replace the draft."""
    delete_draft(connection, conversation_id)
    row = {"conversation_id": conversation_id, "draft": draft, "updated_at": now}
    connection.execute(drafts.insert().values(**row))


def delete_draft(connection: Connection, conversation_id: str) -> None:
    """Forget the draft, if there is one."""
    connection.execute(drafts.delete().where(drafts.c.conversation_id == conversation_id))
