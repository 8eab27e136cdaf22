"""A conversation as the therapist reads it: what was said, how it was understood, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.conversations.opening import Conversation, find_conversation
from frontdesk.storage.conversations import findings, messages, turns
from frontdesk.storage.messages import Message, read_messages


@dataclass(frozen=True)
class Found:
    """A safety finding in a message; `answered` when its text was sent."""

    tier: str
    rule: str
    label: str
    language: str
    version: str
    answered: bool


@dataclass(frozen=True)
class Understood:
    """How the assistant read a turn: its best label (a topic as `faq/...`), the runners-up, the details."""

    label: str
    confidence: float
    parts: Sequence[Mapping[str, Any]]
    ranking: Sequence[Mapping[str, Any]]
    entities: Sequence[Mapping[str, Any]]
    times: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class TurnRecord:
    """One turn: when, how it ended, how it was read, which actions ran, which slots they set."""

    id: str
    state: str
    received_at: datetime
    ended_at: datetime | None
    apologised_at: datetime | None
    understood: Understood | None
    actions: Sequence[str]
    slots: Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """One message with what belongs to it. A turn stands with each of its messages."""

    message: Message
    found: Sequence[Found]
    turn: TurnRecord | None


@dataclass(frozen=True)
class Transcript:
    """The whole conversation, oldest message first."""

    conversation: Conversation
    entries: Sequence[Entry]


def transcript(connection: Connection, conversation_id: str) -> Transcript | None:
    """The transcript; None when there is no such conversation. An erased one has no entries."""
    conversation = find_conversation(connection, conversation_id)
    if conversation is None:
        return None
    found = _found_in(connection, conversation_id)
    turn_records = _turns_of(connection, conversation_id)
    said = read_messages(
        connection,
        sa.select(messages).where(messages.c.conversation_id == conversation_id).order_by(messages.c.seq),
    )
    entries = [Entry(m, found.get(m.id, ()), turn_records.get(m.turn_id or "")) for m in said]
    return Transcript(conversation, entries)


def understood_from(events: Sequence[Mapping[str, Any]]) -> Understood | None:
    """How the client's message was read, from the kept events of its turn."""
    parse = next((event.get("parse") for event in events if event.get("event") == "user"), None)
    if not parse:
        return None
    intent = parse.get("intent") or {}
    label = parse.get("topic") if intent.get("name") == "faq" else intent.get("name")
    return Understood(
        label or "",
        float(intent.get("confidence") or 0.0),
        *(parse.get(name) or () for name in ("parts", "label_ranking", "entities", "times")),
    )


def _found_in(connection: Connection, conversation_id: str) -> dict[str, list[Found]]:
    by_message: dict[str, list[Found]] = {}
    query = sa.select(findings).where(findings.c.conversation_id == conversation_id).order_by(findings.c.id)
    for row in connection.execute(query):
        found = Found(row.tier, row.rule, row.label, row.language, row.version, row.answered)
        by_message.setdefault(row.message_id, []).append(found)
    return by_message


def _turns_of(connection: Connection, conversation_id: str) -> dict[str, TurnRecord]:
    query = sa.select(turns).where(turns.c.conversation_id == conversation_id)
    return {row.id: _record(row) for row in connection.execute(query)}


def _record(row: Any) -> TurnRecord:
    events = row.events or ()
    return TurnRecord(
        row.id,
        row.state,
        row.received_at,
        row.ended_at,
        row.apologised_at,
        understood_from(events),
        [event["name"] for event in events if event.get("event") == "action" and event.get("name")],
        {event["name"]: event.get("value") for event in events if event.get("event") == "slot"},
    )
