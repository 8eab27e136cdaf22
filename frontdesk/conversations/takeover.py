"""The therapist steps in, writes, and hands back. The assistant is silent from the moment she steps in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Connection

from frontdesk.conversations.opening import SMS, WITH_ASSISTANT, WITH_THERAPIST, Conversation
from frontdesk.conversations.reading import living
from frontdesk.conversations.texts import desk_text
from frontdesk.desk import Desk
from frontdesk.storage.conversations import conversations, messages, turns
from frontdesk.storage.drafts import load_draft
from frontdesk.storage.messages import ASSISTANT, DESK, THERAPIST, Message, add_message, message_with_key
from frontdesk.storage.turns import drop_work

# How many replies back the open question is looked for.
FAR_BACK = 20
# A question that is put again has another response: "utter_ask_name_again", "utter_ask_name_plain".
ENDINGS = ("", "_again", "_plain")

log = structlog.get_logger(__name__)


def take_over(desk: Desk, conversation_id: str) -> bool:
    """Silence the assistant in this conversation; False when the therapist had it already.

    What was asked and not answered yet stays for her, and a turn under way loses its replies.
    """
    with desk.database.write() as connection:
        conversation = living(connection, conversation_id)
        changed = _take_over(connection, conversation, desk.clock.now())
    desk.events.changed(conversation_id)
    return changed


def say(desk: Desk, conversation_id: str, text: str, key: str) -> Message:
    """Send the therapist's words, stepping in where she has not yet; the same key sends once."""
    now = desk.clock.now()
    with desk.database.write() as connection:
        conversation = living(connection, conversation_id)
        known = message_with_key(connection, conversation_id, key)
        if known is not None:
            return known
        _take_over(connection, conversation, now)
        message = add_message(connection, conversation_id, THERAPIST, text, now, key=key)
        _deliver(desk, connection, conversation, [message], now)
    _wake(desk, conversation_id)
    return message


def hand_back(desk: Desk, conversation_id: str) -> bool:
    """Let the assistant answer again; False when it does already.

    A booking that was under way goes on at its question, which is put again with its choices; not one that a
    safety text has paused, which waits until the client asks for it.
    """
    now = desk.clock.now()
    with desk.database.write() as connection:
        conversation = living(connection, conversation_id)
        if conversation.mode == WITH_ASSISTANT:
            return False
        _set_mode(connection, conversation_id, WITH_ASSISTANT)
        text = desk_text("handed_back", desk.practice)
        said = [add_message(connection, conversation_id, DESK, text, now, kind="notice")]
        asked = (load_draft(connection, conversation_id) or {}).get("asked")
        if asked and conversation.paused_by is None:
            said += _ask_again(connection, conversation_id, str(asked), now)
        _deliver(desk, connection, conversation, said, now)
    _wake(desk, conversation_id)
    log.info("handed_back", conversation_id=conversation_id)
    return True


def _take_over(connection: Connection, conversation: Conversation, now: datetime) -> bool:
    if conversation.mode == WITH_THERAPIST:
        return False
    drop_work(connection, conversation.id, now)
    _set_mode(connection, conversation.id, WITH_THERAPIST)
    log.info("taken_over", conversation_id=conversation.id)
    return True


def _ask_again(connection: Connection, conversation_id: str, asked: str, now: datetime) -> list[Message]:
    own = sa.and_(messages.c.conversation_id == conversation_id, messages.c.sender == ASSISTANT)
    query = (
        sa.select(messages.c.text, messages.c.choices, turns.c.events)
        .outerjoin(turns, turns.c.id == messages.c.turn_id)
        .where(own)
        .order_by(messages.c.seq.desc())
        .limit(FAR_BACK)
    )
    said = connection.execute(query).all()
    # What was said last may be an answer, or that she has been told.
    last = next((row for row in said if row.text in _wordings(row.events or (), asked)), None)
    if last is None:
        return []
    question: dict[str, Any] = {"choices": last.choices or ()}
    return [add_message(connection, conversation_id, ASSISTANT, last.text, now, **question)]


def _wordings(events: Sequence[Mapping[str, Any]], asked: str) -> set[str]:
    """What a turn said that puts this question, in whichever words."""
    question = {f"utter_ask_{asked}{ending}" for ending in ENDINGS}
    said = (e for e in events if e.get("event") == "bot")
    return {str(e["text"]) for e in said if (e.get("metadata") or {}).get("utter_action") in question}


def _set_mode(connection: Connection, conversation_id: str, mode: str) -> None:
    own = conversations.update().where(conversations.c.id == conversation_id)
    connection.execute(own.values(mode=mode))


def _deliver(
    desk: Desk, connection: Connection, conversation: Conversation, said: list[Message], now: datetime
) -> None:
    if conversation.channel == SMS and desk.sms is not None:
        desk.sms.reply(connection, conversation.id, said, now)


def _wake(desk: Desk, conversation_id: str) -> None:
    desk.events.changed(conversation_id)
    desk.events.outgoing()
