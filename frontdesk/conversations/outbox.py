"""Outbound texts: stored before they are sent, sent once, tried again when the provider stumbles.

Website replies need none of this: being stored as messages is their delivery. A channel that sends
(SMS) enqueues in the transaction of its cause and plugs in as `Sender`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import uuid4

import sqlalchemy as sa
import structlog
from sqlalchemy import select
from sqlalchemy.engine import Connection

from frontdesk.storage.conversations import messages, outbox
from frontdesk.storage.database import Database
from frontdesk.storage.messages import Message

QUEUED, SENDING, SENT, FAILED, OPTED_OUT = "queued", "sending", "sent", "failed", "opted_out"
# Overtaken by a safety text before it was handed over.
DROPPED = "dropped"
_OF_A_TURN = select(messages.c.id).where(messages.c.turn_id.is_not(None))
RETRY_AFTER = tuple(timedelta(seconds=s) for s in (2, 10, 60, 300, 1800))

log = structlog.get_logger(__name__)


class SendFailed(Exception):
    """The provider did not take the text. `again` tells whether another try may help."""

    def __init__(self, error: str, *, again: bool, opted_out: bool = False) -> None:
        super().__init__(error)
        self.error = error
        self.again = again
        self.opted_out = opted_out


@dataclass(frozen=True)
class OutgoingText:
    """One text on its way. `key` identifies it for the provider as well, where that knows keys."""

    id: str
    key: str
    conversation_id: str | None
    to: str
    text: str
    attempts: int
    created_at: datetime


class Sender(Protocol):
    """A channel that can send a text to a number. `send` blocks; the others work in a transaction."""

    def reply(
        self, connection: Connection, conversation_id: str, replies: Sequence[Message], now: datetime
    ) -> None:
        """Enqueue what brings these messages, all of one cause and in order, to the client's phone."""

    def send(self, text: OutgoingText) -> str:
        """Hand the text over and return the provider's id; raises `SendFailed`."""

    def given_up(
        self, connection: Connection, text: OutgoingText, failure: SendFailed, now: datetime
    ) -> None:
        """Record that it will never be sent, in the transaction that says so."""


def enqueue(
    connection: Connection,
    *,
    key: str,
    to: str,
    text: str,
    now: datetime,
    not_before: datetime | None = None,
    conversation_id: str | None = None,
    message_id: str | None = None,
) -> str:
    """Store a text for sending; the same `key` is never stored twice. Returns its id."""
    known: str | None = connection.execute(select(outbox.c.id).where(outbox.c.key == key)).scalar()
    if known is not None:
        return known
    text_id = uuid4().hex
    row = {"id": text_id, "key": key, "to": to, "text": text, "state": QUEUED, "created_at": now}
    row |= {"conversation_id": conversation_id, "message_id": message_id}
    connection.execute(outbox.insert().values(next_attempt_at=not_before or now, **row))
    return text_id


def drop_queued_replies(connection: Connection, conversation_id: str) -> None:
    """What the assistant said and no provider has taken yet is not sent any more, nor is an offer of a time.

    A safety text took its place. What the therapist said or decided still goes out.
    """
    waits = sa.and_(outbox.c.conversation_id == conversation_id, outbox.c.state == QUEUED)
    overtaken = sa.or_(outbox.c.message_id.in_(_OF_A_TURN), outbox.c.key.startswith("offer:"))
    connection.execute(outbox.update().where(waits, overtaken).values(state=DROPPED))


def requeue_interrupted(connection: Connection, now: datetime) -> int:
    """At start: what was being handed over when the desk died is tried again. Returns how many.

    The one window in which a text can go out twice; `Sender` narrows it by asking the provider first.
    """
    change = outbox.update().where(outbox.c.state == SENDING).values(state=QUEUED, next_attempt_at=now)
    return int(connection.execute(change).rowcount)


def drop_queued(connection: Connection, keys: Sequence[str]) -> None:
    """Texts with these keys that no provider has taken yet are not sent any more."""
    waits = sa.and_(outbox.c.key.in_(keys), outbox.c.state == QUEUED)
    connection.execute(outbox.update().where(waits).values(state=DROPPED))


def deliver_next(
    database: Database,
    sender: Sender,
    now: datetime,
    complete: Callable[[OutgoingText, datetime], OutgoingText] = lambda text, _: text,
) -> bool:
    """Send the text that is due longest; False when none is due. No transaction is open while it is sent.

    `complete` puts in what is not stored with it, or raises `SendFailed` where it is too late for it.
    """
    text = _claim(database, now)
    if text is None:
        return False
    try:
        provider_id = sender.send(complete(text, now))
    except SendFailed as failure:
        _not_sent(database, sender, text, failure, now)
        return True
    with database.write() as connection:
        sent = outbox.update().where(outbox.c.id == text.id, outbox.c.state == SENDING)
        connection.execute(sent.values(state=SENT, provider_id=provider_id, sent_at=now))
    log.info("text_sent", conversation_id=text.conversation_id, attempts=text.attempts)
    return True


def _claim(database: Database, now: datetime) -> OutgoingText | None:
    due = select(outbox).where(outbox.c.state == QUEUED, outbox.c.next_attempt_at <= now)
    with database.write() as connection:
        row = connection.execute(
            due.order_by(outbox.c.next_attempt_at, outbox.c.created_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        attempts = row.attempts + 1
        claimed = outbox.update().where(outbox.c.id == row.id).values(state=SENDING, attempts=attempts)
        connection.execute(claimed)
    return OutgoingText(row.id, row.key, row.conversation_id, row.to, row.text, attempts, row.created_at)


def _not_sent(
    database: Database, sender: Sender, text: OutgoingText, failure: SendFailed, now: datetime
) -> None:
    again = failure.again and text.attempts <= len(RETRY_AFTER)
    with database.write() as connection:
        change = outbox.update().where(outbox.c.id == text.id)
        if again:
            due = now + RETRY_AFTER[text.attempts - 1]
            connection.execute(change.values(state=QUEUED, error=failure.error, next_attempt_at=due))
        else:
            state = OPTED_OUT if failure.opted_out else FAILED
            connection.execute(change.values(state=state, error=failure.error))
            sender.given_up(connection, text, failure, now)
    log.warning("text_not_sent", conversation_id=text.conversation_id, error=failure.error, again=again)
