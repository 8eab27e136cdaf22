"""One turn: take what waits, ask the assistant, store the replies. Every step can be interrupted and resumed.

No transaction is open while the assistant is asked, since its actions call back into the desk.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from sqlalchemy.engine import Connection

from frontdesk.assistant.protocol import (
    AssistantFailed,
    AssistantUnavailable,
    Reply,
    SessionUnknown,
    TurnRequest,
    TurnResult,
)
from frontdesk.conversations.erasure import forget_again
from frontdesk.conversations.inbox import without_slashes
from frontdesk.conversations.opening import SMS, WITH_ASSISTANT, Conversation, find_conversation
from frontdesk.conversations.texts import desk_text
from frontdesk.desk import Desk
from frontdesk.storage import turns
from frontdesk.storage.conversations import DONE, DROPPED
from frontdesk.storage.drafts import save_draft
from frontdesk.storage.items import ItemKind, raise_item
from frontdesk.storage.messages import ASSISTANT, DESK, Message, add_message
from frontdesk.storage.turns import Turn

QUIET = timedelta(seconds=2)
QUIET_AT_LATEST = timedelta(seconds=6)
APOLOGISE_AFTER = timedelta(seconds=8)
# An answer this late would only confuse; the therapist has had the item all the time.
GIVE_UP_AFTER = timedelta(hours=1)

log = structlog.get_logger(__name__)


def work(desk: Desk, conversation_id: str) -> float | None:
    """Do this conversation's next turn, if there is one.

    Returns after how many seconds to look again, 0 for at once; None when nothing is left to do.
    """
    with structlog.contextvars.bound_contextvars(conversation_id=conversation_id, turn_id=None):
        now = desk.clock.now()
        with desk.database.write() as connection:
            interrupted = turns.open_turn_of(connection, conversation_id)
            turn = interrupted or _start(connection, conversation_id, now)
            if not isinstance(turn, Turn):
                return turn
            request = _request(connection, turn)
        structlog.contextvars.bind_contextvars(turn_id=turn.id)
        return _work_off(desk, turn, request, sent_before=interrupted is not None)


def retry_in(age: timedelta) -> float:
    """Seconds until an unavailable assistant is asked again: soon at first, every five seconds at last."""
    return min(5.0, max(0.25, age.total_seconds() / 2))


def apologise_for_late_turns(desk: Desk) -> None:
    """Say once to everybody who has waited too long that it takes longer, and tell the therapist."""
    with desk.database.read() as connection:
        late = turns.turns_without_answer(connection, desk.clock.now() - APOLOGISE_AFTER)
    for turn in late:
        apologise(desk, turn)


def apologise(desk: Desk, turn: Turn) -> None:
    """Tell the client that the answer takes longer, once for a turn; the therapist gets an item."""
    now = desk.clock.now()
    with desk.database.write() as connection:
        if not turns.mark_apologised(connection, turn, now):
            return
        text = desk_text("unavailable", desk.practice)
        own = turn.conversation_id
        said = add_message(connection, own, DESK, text, now, kind="notice", turn_id=turn.id)
        _deliver(desk, connection, own, [said], now)
        key = f"unavailable:{turn.id}"
        raise_item(connection, ItemKind.QUESTION, now, key=key, conversation_id=own, turn_id=turn.id)
    desk.events.changed(turn.conversation_id)
    log.warning("client_told_of_outage", conversation_id=turn.conversation_id, turn_id=turn.id)


def _start(connection: Connection, conversation_id: str, now: datetime) -> Turn | float | None:
    waiting = turns.waiting_messages(connection, conversation_id)
    conversation = find_conversation(connection, conversation_id)
    if not waiting or conversation is None:
        return None
    if conversation.mode != WITH_ASSISTANT:
        turns.drop_work(connection, conversation_id, now)
        return None
    quiet_in = _quiet_in(conversation, waiting, now)
    if quiet_in > 0:
        return quiet_in
    return turns.start_turn(connection, _taken_together(waiting), now)


def _quiet_in(conversation: Conversation, waiting: Sequence[Message], now: datetime) -> float:
    """Seconds that a burst of texts may still go on before its turn starts; on the website nothing waits."""
    if conversation.channel != SMS:
        return 0.0
    return (min(waiting[-1].at + QUIET, waiting[0].at + QUIET_AT_LATEST) - now).total_seconds()


def _taken_together(waiting: Sequence[Message]) -> Sequence[Message]:
    """The first messages that make one turn: texts join, a chosen option stands alone."""
    chosen = next((n for n, message in enumerate(waiting) if message.payload is not None), len(waiting))
    return waiting[: max(chosen, 1)]


def _request(connection: Connection, turn: Turn) -> TurnRequest:
    taken = turns.messages_of(connection, turn)
    conversation = find_conversation(connection, turn.conversation_id)
    assert conversation is not None
    return TurnRequest(
        turn.id,
        turn.conversation_id,
        turn.sender,
        taken[0].payload or "\n".join(without_slashes(message.text) for message in taken),
        turn.received_at,
        conversation.channel,
        {
            "paused": conversation.paused_by is not None,
            "paused_by": conversation.paused_by,
            "safety_tiers": turns.tiers_of(connection, turn),
        },
    )


def _work_off(desk: Desk, turn: Turn, request: TurnRequest, *, sent_before: bool) -> float:
    started = desk.clock.now()
    if started - turn.created_at > GIVE_UP_AFTER:
        _close(desk, turn, DROPPED)
        return 0.0
    try:
        result = _ask_again(desk, turn, request) if sent_before else desk.assistant.take_turn(request)
    except AssistantUnavailable as error:
        log.warning("assistant_unavailable", error=str(error))
        return retry_in(desk.clock.now() - turn.created_at)
    except AssistantFailed:
        if desk.clock.now() - turn.created_at < APOLOGISE_AFTER:
            return retry_in(desk.clock.now() - turn.created_at)
        return _give_up(desk, turn)
    except Exception:
        log.exception("turn_broke")
        return _give_up(desk, turn)
    _store(desk, turn, result)
    log.info("turn_done", ms=round((desk.clock.now() - started).total_seconds() * 1000))
    return 0.0


def _give_up(desk: Desk, turn: Turn) -> float:
    log.error("turn_failed")
    apologise(desk, turn)
    _close(desk, turn, DROPPED)
    return 0.0


def _ask_again(desk: Desk, turn: Turn, request: TurnRequest) -> TurnResult:
    """The result of a turn that may have reached the assistant already; sends it only where it did not."""
    try:
        found = desk.assistant.find_turn(turn.sender, turn.id)
        sender = turn.sender
    except SessionUnknown:
        # Looking may have left an empty session that never saw the turn's metadata, so a new one is used.
        found, sender = None, None
    if found is not None:
        return found
    with desk.database.write() as connection:
        if turns.open_turn_of(connection, turn.conversation_id) is None:
            return TurnResult(())
        # Its actions may have moved the draft on before their words were lost.
        save_draft(connection, turn.conversation_id, turn.draft or {}, desk.clock.now())
        sender = sender or turns.start_session(connection, turn)
    return desk.assistant.take_turn(replace(request, sender=sender))


def _close(desk: Desk, turn: Turn, state: str) -> None:
    with desk.database.write() as connection:
        turns.close_turn(connection, turn, state, desk.clock.now())
    desk.events.changed(turn.conversation_id)


def _store(desk: Desk, turn: Turn, result: TurnResult) -> None:
    now = desk.clock.now()
    with desk.database.write() as connection:
        conversation = find_conversation(connection, turn.conversation_id)
        if turns.close_turn(connection, turn, DONE, now, result.events):
            replies = [_say(connection, turn, reply, now) for reply in result.replies]
            _deliver(desk, connection, turn.conversation_id, replies, now)
    desk.events.changed(turn.conversation_id)
    if conversation is not None and conversation.erased_at is not None:
        forget_again(desk, turn.conversation_id)


def _say(connection: Connection, turn: Turn, reply: Reply, now: datetime) -> Message:
    message_id = uuid4().hex
    choices = [
        {"id": f"{message_id}.{number}", "title": choice.title, "payload": choice.payload}
        for number, choice in enumerate(reply.choices, start=1)
    ]
    return add_message(
        connection,
        turn.conversation_id,
        ASSISTANT,
        reply.text,
        now,
        id=message_id,
        kind=reply.kind,
        choices=choices,
        appointment=reply.appointment,
        turn_id=turn.id,
    )


def _deliver(
    desk: Desk, connection: Connection, conversation_id: str, replies: Sequence[Message], now: datetime
) -> None:
    conversation = find_conversation(connection, conversation_id)
    if replies and desk.sms is not None and conversation is not None and conversation.channel == SMS:
        desk.sms.reply(connection, conversation_id, replies, now)
