"""Turns: taking what waits into one, recovering it, closing it. Each function works in a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.conversations import (
    DROPPED,
    IN_TURN,
    KEPT,
    OPEN,
    WAITING,
    conversations,
    findings,
    messages,
    turns,
)
from frontdesk.storage.drafts import load_draft
from frontdesk.storage.messages import CLIENT, Message, read_messages

SESSION_TURNS = 30
SESSION_IDLE = timedelta(hours=1)


@dataclass(frozen=True)
class Turn:
    """One row of `turns`. `sender` is the assistant's session, `events` what it did in it.

    `draft` is the booking's draft as it was when the turn began.
    """

    id: str
    conversation_id: str
    state: str
    sender: str
    received_at: datetime
    created_at: datetime
    ended_at: datetime | None = None
    apologised_at: datetime | None = None
    draft: dict[str, Any] | None = None
    events: Sequence[dict[str, Any]] | None = None


def open_turn_of(connection: Connection, conversation_id: str) -> Turn | None:
    """The turn that is being worked on."""
    own = sa.and_(turns.c.conversation_id == conversation_id, turns.c.state == OPEN)
    row = connection.execute(sa.select(turns).where(own)).mappings().first()
    return Turn(**row) if row else None


def waiting_messages(connection: Connection, conversation_id: str) -> list[Message]:
    """The client's messages that no turn has taken yet, oldest first."""
    return _messages(connection, messages.c.conversation_id == conversation_id, messages.c.state == WAITING)


def messages_of(connection: Connection, turn: Turn) -> list[Message]:
    """The client's messages that this turn answers."""
    return _messages(connection, messages.c.turn_id == turn.id, messages.c.sender == CLIENT)


def start_turn(connection: Connection, taken: Sequence[Message], now: datetime) -> Turn:
    """Open a turn over these messages, in a new session where the old one is over."""
    conversation_id = taken[0].conversation_id
    sender = _session_for(connection, conversation_id, now)
    draft = load_draft(connection, conversation_id)
    turn = Turn(uuid4().hex, conversation_id, OPEN, sender, taken[-1].at, created_at=now, draft=draft)
    connection.execute(turns.insert().values(**vars(turn)))
    ids = [message.id for message in taken]
    change = messages.update().where(messages.c.id.in_(ids))
    connection.execute(change.values(state=IN_TURN, turn_id=turn.id))
    return turn


def start_session(connection: Connection, turn: Turn) -> str:
    """Move an open turn into a new session of the assistant; returns the new sender id."""
    own = conversations.c.id == turn.conversation_id
    change = conversations.update().where(own)
    connection.execute(change.values(session=conversations.c.session + 1, session_turns=1))
    session = connection.execute(sa.select(conversations.c.session).where(own)).scalar_one()
    sender = f"{turn.conversation_id}.{session}"
    connection.execute(turns.update().where(turns.c.id == turn.id).values(sender=sender))
    return sender


def close_turn(
    connection: Connection, turn: Turn, state: str, now: datetime, events: Sequence[Any] = ()
) -> bool:
    """Close a turn; False when it is not open any more (dropped, erased): its replies must not go out."""
    change = turns.update().where(turns.c.id == turn.id)
    kept = {"events": list(events) or None}
    closing = change.where(turns.c.state == OPEN).values(state=state, ended_at=now, **kept)
    if connection.execute(closing).rowcount:
        return True
    connection.execute(change.values(**kept))
    return False


def drop_work(connection: Connection, conversation_id: str, now: datetime) -> None:
    """Nothing asked so far gets an answer any more: a safety text or the therapist took its place."""
    own = sa.and_(turns.c.conversation_id == conversation_id, turns.c.state == OPEN)
    connection.execute(turns.update().where(own).values(state=DROPPED, ended_at=now))
    waits = sa.and_(messages.c.conversation_id == conversation_id, messages.c.state == WAITING)
    connection.execute(messages.update().where(waits).values(state=KEPT))


def conversations_with_work(connection: Connection) -> list[str]:
    """Where a turn is open or a message waits: what a restarted desk goes on with."""
    opened = sa.select(turns.c.conversation_id).where(turns.c.state == OPEN)
    waits = sa.select(messages.c.conversation_id).where(messages.c.state == WAITING)
    return list(connection.execute(sa.union(opened, waits)).scalars())


def turns_without_answer(connection: Connection, before: datetime) -> list[Turn]:
    """Open turns older than `before` whose client has not been told yet that it takes longer."""
    late = sa.and_(turns.c.state == OPEN, turns.c.apologised_at.is_(None), turns.c.created_at <= before)
    return [Turn(**row) for row in connection.execute(sa.select(turns).where(late)).mappings()]


def mark_apologised(connection: Connection, turn: Turn, now: datetime) -> bool:
    """Note the apology; False when somebody did already, or the turn is over."""
    own = sa.and_(turns.c.id == turn.id, turns.c.state == OPEN, turns.c.apologised_at.is_(None))
    return bool(connection.execute(turns.update().where(own).values(apologised_at=now)).rowcount)


def tiers_of(connection: Connection, turn: Turn) -> list[str]:
    """The safety tiers found in the messages of this turn (a tier C that the dialogue itself asked for)."""
    taken = sa.select(messages.c.id).where(messages.c.turn_id == turn.id)
    query = sa.select(findings.c.tier).where(findings.c.message_id.in_(taken)).distinct()
    return sorted(connection.execute(query).scalars())


def _session_for(connection: Connection, conversation_id: str, now: datetime) -> str:
    own = conversations.c.id == conversation_id
    row = connection.execute(sa.select(conversations).where(own)).one()
    newest = sa.select(sa.func.max(turns.c.created_at)).where(turns.c.conversation_id == conversation_id)
    last = connection.execute(newest).scalar()
    over = row.session_turns >= SESSION_TURNS or (last is not None and now - last > SESSION_IDLE)
    session, count = (row.session + 1, 1) if over else (row.session, row.session_turns + 1)
    connection.execute(conversations.update().where(own).values(session=session, session_turns=count))
    return f"{conversation_id}.{session}"


def _messages(connection: Connection, *conditions: Any) -> list[Message]:
    query = sa.select(messages).where(*conditions).order_by(messages.c.seq)
    return read_messages(connection, query)
