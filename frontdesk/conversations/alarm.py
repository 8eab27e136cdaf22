"""What a safety finding does, in the transaction that stores the message: record, alert, answer, pause."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.conversations.opening import Conversation
from frontdesk.conversations.outbox import drop_queued_replies
from frontdesk.safety import Finding, check_burst, reply_texts, says_usual
from frontdesk.safety.finding import TIER_ORDER
from frontdesk.safety.usual import SAID_USUAL
from frontdesk.storage.conversations import conversations, drafts, findings
from frontdesk.storage.items import ItemKind, raise_item
from frontdesk.storage.messages import DESK, SAFETY, Message, add_message, safety_texts_since, texts_since
from frontdesk.storage.turns import drop_work

BURST = timedelta(seconds=60)
NOT_AGAIN_WITHIN = timedelta(minutes=10)
HEAD_INJURY: Literal["head_injury"] = "head_injury"


def look(
    connection: Connection,
    conversation: Conversation,
    text: str,
    now: datetime,
    known: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """What `text` may describe, by itself or with the client's messages of the last 60 seconds.

    `known` is what the channel has found already, which may remember messages that were never stored.
    """
    asked: Literal["head_injury"] | None = (
        HEAD_INJURY if asks_about_head_injury(connection, conversation) else None
    )
    texts = [*texts_since(connection, conversation.id, now - BURST), text]
    by_tier = {f.tier: f for f in (*known, *check_burst(texts, asked=asked))}
    if not by_tier and conversation.paused_by == "A" and (usual := says_usual(text)):
        return () if _said_usual(connection, conversation) else (usual,)
    return tuple(by_tier[tier] for tier in TIER_ORDER if tier in by_tier)


def asks_about_head_injury(connection: Connection, conversation: Conversation) -> bool:
    """Whether the booking's own question is what the client answers now; while it is paused, none is open."""
    query = sa.select(drafts.c.draft).where(drafts.c.conversation_id == conversation.id)
    draft: dict[str, Any] = connection.execute(query).scalar() or {}
    return conversation.paused_by is None and draft.get("asked") == HEAD_INJURY


def sound(
    connection: Connection, message: Message, found: Sequence[Finding], *, may_reply: bool
) -> list[Message]:
    """Record what was found, tell the therapist, drop pending work, pause the booking; returns the replies.

    A text already sent within ten minutes is not sent again, an emergency's always is.
    With `may_reply` false (a number that opted out) nothing is said and everything else happens.
    """
    said_lately = safety_texts_since(connection, message.conversation_id, message.at - NOT_AGAIN_WITHIN)
    speaks = [f for f in found if f.tier in "AD"] or found[:1]
    texts = {f.tier: reply_texts([f], alert_stored=True)[0] for f in speaks}
    to_say = [t for t, text in texts.items() if may_reply and (t == "A" or text not in said_lately)]
    record(connection, message, found, answered=set(to_say))
    for finding in found:
        _alert(connection, message, finding)
    drop_work(connection, message.conversation_id, message.at)
    drop_queued_replies(connection, message.conversation_id)
    _pause(connection, message, found[0].tier)
    return [_say(connection, message, texts[tier]) for tier in to_say]


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
        connection, message.conversation_id, DESK, text, message.at, kind=SAFETY, reply_to=message.id
    )


def _said_usual(connection: Connection, conversation: Conversation) -> bool:
    """Whether the client has been answered on this since the last emergency."""
    own = findings.c.conversation_id == conversation.id
    newest = sa.select(sa.func.max(findings.c.at)).where(own, findings.c.tier == "A").scalar_subquery()
    said = sa.select(findings.c.id).where(own, findings.c.rule == SAID_USUAL, findings.c.at >= newest)
    return connection.execute(said.limit(1)).first() is not None
