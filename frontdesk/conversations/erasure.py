"""Erasing a conversation at the client's wish: every word of it goes, its appointments stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Connection

from frontdesk.assistant.protocol import AssistantUnavailable
from frontdesk.conversations.opening import WITH_ASSISTANT
from frontdesk.conversations.reading import living
from frontdesk.desk import Desk
from frontdesk.safety.check import forget
from frontdesk.storage.conversations import conversations, drafts, findings, messages, outbox, turns
from frontdesk.storage.database import Database
from frontdesk.storage.items import items
from frontdesk.storage.verifications import one_at_a_time, unname

log = structlog.get_logger(__name__)
_FINISHING = Lock()


@dataclass(frozen=True)
class Receipt:
    """What was erased, and when."""

    conversation_id: str
    erased_at: datetime
    messages: int


def erase(desk: Desk, conversation_id: str) -> Receipt:
    """Erase everything that was said in a conversation, here and in the assistant's memory.

    Raises `UnknownConversation`, `ErasedConversation`. Open items stay, without their text: what made
    them urgent may still be so. What the assistant cannot forget at once it forgets later.
    """
    now = desk.clock.now()
    with desk.database.write() as connection:
        # No code is started or tried in between: it would bring the number back.
        one_at_a_time(connection)
        conversation = living(connection, conversation_id)
        erased = _erase_rows(connection, conversation_id)
        unname(connection, conversation_id, now)
        _leave_the_shell(connection, conversation_id, now)
    desk.events.changed(conversation.id)
    finish_erasures(desk)
    forget()
    log.info("conversation_erased", conversation_id=conversation_id)
    return Receipt(conversation_id, now, erased)


def forget_again(desk: Desk, conversation_id: str) -> None:
    """A turn was under way while its conversation was erased: the assistant knows of it again."""
    with desk.database.write() as connection:
        own = conversations.update().where(conversations.c.id == conversation_id)
        connection.execute(own.values(forgotten_at=None))
    finish_erasures(desk)


def finish_erasures(desk: Desk) -> None:
    """Let the assistant forget what is erased here, and sweep the database file; until both are done."""
    # One at a time: SQLite refuses a second checkpoint while one is under way.
    with _FINISHING:
        _finish(desk)


def _finish(desk: Desk) -> None:
    with desk.database.read() as connection:
        pending = _not_forgotten(connection)
    if not pending:
        return
    try:
        for conversation_id, sessions in pending:
            desk.assistant.forget(tuple(f"{conversation_id}.{n}" for n in range(1, sessions + 1)))
    except AssistantUnavailable as error:
        log.warning("assistant_did_not_forget", conversations=len(pending), error=str(error))
        return
    if sweep(desk.database):
        _mark_forgotten(desk, [conversation_id for conversation_id, _ in pending])


def sweep(database: Database) -> bool:
    """Clear SQLite's write-ahead log (`secure_delete` clears the pages themselves); False when it is busy."""
    if not database.is_sqlite:
        return True
    with database.engine.connect() as connection:
        # Outside of any transaction, hence past SQLAlchemy.
        busy, *_ = connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _erase_rows(connection: Connection, conversation_id: str) -> int:
    """Returns how many messages went."""
    for table in (findings, turns, drafts, outbox):
        connection.execute(table.delete().where(table.c.conversation_id == conversation_id))
    own_items = items.update().where(items.c.conversation_id == conversation_id)
    connection.execute(own_items.values(text=None))
    said = messages.delete().where(messages.c.conversation_id == conversation_id)
    return int(connection.execute(said).rowcount)


def _leave_the_shell(connection: Connection, conversation_id: str, now: datetime) -> None:
    own = conversations.update().where(conversations.c.id == conversation_id)
    connection.execute(own.values(erased_at=now, phone=None, paused_by=None, mode=WITH_ASSISTANT))


def _not_forgotten(connection: Connection) -> list[tuple[str, int]]:
    pending = sa.and_(conversations.c.erased_at.is_not(None), conversations.c.forgotten_at.is_(None))
    rows = connection.execute(sa.select(conversations.c.id, conversations.c.session).where(pending))
    return [(row.id, row.session) for row in rows]


def _mark_forgotten(desk: Desk, conversation_ids: Sequence[str]) -> None:
    with desk.database.write() as connection:
        done = conversations.update().where(conversations.c.id.in_(conversation_ids))
        connection.execute(done.values(forgotten_at=desk.clock.now()))
