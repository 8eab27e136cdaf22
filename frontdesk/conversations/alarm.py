"""What a safety finding does, in the transaction that stores the message: record, alert, answer, pause."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.safety import Finding, check, check_burst, reply_texts
from frontdesk.safety.finding import TIER_ORDER
from frontdesk.storage.conversations import conversations, drafts, findings
from frontdesk.storage.items import ItemKind, raise_item
from frontdesk.storage.messages import DESK, Message, add_message, texts_since
from frontdesk.storage.turns import drop_work

BURST = timedelta(seconds=60)
NOT_AGAIN_WITHIN = timedelta(minutes=10)
HEAD_INJURY: Literal["head_injury"] = "head_injury"


def look(
    connection: Connection,
    conversation_id: str,
    text: str,
    now: datetime,
    alone: tuple[Finding, ...] | None = None,
) -> tuple[Finding, ...]:
    """What `text` may describe, by itself or with the client's messages of the last 60 seconds.

    `alone` is what a check of it by itself has found already, to save the second one.
    """
    asked: Literal["head_injury"] | None = (
        HEAD_INJURY if asks_about_head_injury(connection, conversation_id) else None
    )
    earlier = texts_since(connection, conversation_id, now - BURST)
    if earlier:
        return check_burst([*earlier, text], asked=asked)
    return check(text, asked=asked) if alone is None or asked else alone


def asks_about_head_injury(connection: Connection, conversation_id: str) -> bool:
    """Whether the booking's own question is what the client answers now."""
    query = sa.select(drafts.c.draft).where(drafts.c.conversation_id == conversation_id)
    draft: dict[str, Any] = connection.execute(query).scalar() or {}
    return draft.get("asked") == HEAD_INJURY


def sound(
    connection: Connection, message: Message, found: Sequence[Finding], *, may_reply: bool
) -> list[Message]:
    """Record what was found, tell the therapist, drop pending work, pause the booking; returns the replies.

    A text already sent within ten minutes is not sent again, an emergency's always is.
    With `may_reply` false (a number that opted out) nothing is said and everything else happens.
    """
    said_lately = _tiers_answered_since(connection, message.conversation_id, message.at - NOT_AGAIN_WITHIN)
    speaks = [f for f in found if f.tier in "AD"] or found[:1]
    to_say = [f for f in speaks if may_reply and (f.tier == "A" or f.tier not in said_lately)]
    record(connection, message, found, answered={f.tier for f in to_say})
    for finding in found:
        _alert(connection, message, finding)
    drop_work(connection, message.conversation_id, message.at)
    _pause(connection, message, found[0].tier)
    return [_say(connection, message, text) for text in reply_texts(to_say, alert_stored=True)]


def go_on(connection: Connection, conversation_id: str) -> None:
    """End the pause: the client asked to go on with the booking, or the therapist allowed it."""
    own = conversations.c.id == conversation_id
    connection.execute(conversations.update().where(own).values(paused_by=None, paused_at=None))


def record(connection: Connection, message: Message, found: Sequence[Finding], *, answered: set[str]) -> None:
    """Store what was found in a message, with the rules' version; never the words themselves."""
    for f in found:
        row = {"tier": f.tier, "rule": f.rule, "label": f.label, "language": f.language, "version": f.version}
        row |= {"message_id": message.id, "conversation_id": message.conversation_id}
        connection.execute(findings.insert().values(answered=f.tier in answered, at=message.at, **row))


def _pause(connection: Connection, message: Message, tier: str) -> None:
    own = conversations.c.id == message.conversation_id
    before = connection.execute(sa.select(conversations.c.paused_by).where(own)).scalar()
    # A hold that follows an emergency must not make it look like less.
    by = next(t for t in TIER_ORDER if t in (before, tier))
    connection.execute(conversations.update().where(own).values(paused_by=by, paused_at=message.at))


def _alert(connection: Connection, message: Message, finding: Finding) -> None:
    raise_item(
        connection,
        ItemKind.SAFETY,
        message.at,
        key=f"safety:{message.id}:{finding.tier}",
        conversation_id=message.conversation_id,
        text=f"Tier {finding.tier}: {finding.label}",
    )


def _say(connection: Connection, message: Message, text: str) -> Message:
    return add_message(
        connection, message.conversation_id, DESK, text, message.at, kind="safety", reply_to=message.id
    )


def _tiers_answered_since(connection: Connection, conversation_id: str, since: datetime) -> set[str]:
    own = sa.and_(findings.c.conversation_id == conversation_id, findings.c.answered)
    query = sa.select(findings.c.tier).where(own, findings.c.at >= since)
    return set(connection.execute(query).scalars())
