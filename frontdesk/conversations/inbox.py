"""Accepting a client's message from any channel: stored durably, checked for safety, then handed on.

The caller has its answer when this returns; the turn is worked off afterwards.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

import structlog
from sqlalchemy.engine import Connection

from frontdesk.conversations import alarm
from frontdesk.conversations.opening import WITH_ASSISTANT, Conversation, find_conversation
from frontdesk.desk import Desk
from frontdesk.safety import Finding
from frontdesk.storage import booking_spans
from frontdesk.storage.conversations import KEPT, WAITING
from frontdesk.storage.messages import CLIENT, Message, add_message, message_with_id, message_with_key

MAX_CHARACTERS = 2000
# C0 and C1 controls except tab and newline, the bidirectional overrides, and lone surrogates.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

log = structlog.get_logger(__name__)


class UnknownConversation(Exception):
    """There is no such conversation."""


class ErasedConversation(Exception):
    """The conversation was erased at the client's wish."""


class UnknownChoice(Exception):
    """No option of this id was ever offered in this conversation."""


@dataclass(frozen=True)
class Inbound:
    """What a channel took in. `key` is the sender's own; exactly one of `text` and `choice` is given.

    `may_reply` is false where nothing may be sent (a number that opted out), `for_assistant` where the
    channel deals with the message itself (an opt-out word, a reaction); both are stored and checked as ever.
    `answered` is set once the channel has given the safety text by itself, because storing took too long.
    `found` is what the channel's own safety check has found, by itself or with what came just before.
    """

    conversation_id: str
    key: str
    received_at: datetime
    text: str = ""
    choice: str | None = None
    may_reply: bool = True
    found: tuple[Finding, ...] = ()
    answered: Event = field(default_factory=Event)
    for_assistant: bool = True


@dataclass(frozen=True)
class Accepted:
    """The stored message. `repeated` when its key was known; `mode` tells who answers.

    `flagged` when safety has dealt with it, in words or (a number that opted out) without.
    """

    message: Message
    mode: str
    repeated: bool = False
    flagged: bool = False


def clean(text: str) -> str:
    """The text without control characters and without white space around it."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def without_slashes(text: str) -> str:
    """What the assistant may read of a typed text: slashes in front would be commands to Rasa."""
    return re.sub(r"^[\s/]+", "", text)


def accept(desk: Desk, inbound: Inbound) -> Accepted:
    """Store a message and run safety over it; the same key gets the first answer and has no effect.

    `text` has been cleaned and is not empty.
    Raises `UnknownConversation`, `ErasedConversation`, `UnknownChoice`.
    """
    with desk.database.write() as connection:
        accepted = accept_in(desk, connection, inbound)
    if not accepted.repeated:
        announce(desk, accepted)
    return accepted


def accept_in(desk: Desk, connection: Connection, inbound: Inbound) -> Accepted:
    """The same within the caller's transaction; the caller calls `announce` after its commit."""
    conversation = find_conversation(connection, inbound.conversation_id)
    if conversation is None:
        raise UnknownConversation
    if conversation.erased_at is not None:
        raise ErasedConversation
    known = message_with_key(connection, conversation.id, inbound.key)
    if known is not None:
        return Accepted(known, conversation.mode, repeated=True)
    message, flagged = _store(desk, connection, conversation, inbound)
    return Accepted(message, conversation.mode, flagged=flagged)


def announce(desk: Desk, accepted: Accepted) -> None:
    """Wake whoever waits for the message: the worker for a turn, the console and other tabs for reading."""
    desk.events.changed(accepted.message.conversation_id)
    if accepted.message.state == WAITING:
        desk.events.arrived(accepted.message.conversation_id)


def _store(
    desk: Desk, connection: Connection, conversation: Conversation, inbound: Inbound
) -> tuple[Message, bool]:
    text, payload = inbound.text, None
    if inbound.choice is not None:
        text, payload = _resolve(connection, conversation.id, inbound.choice)
    found = () if payload else alarm.look(connection, conversation, text, inbound.received_at, inbound.found)
    # The dialogue itself asked about head injuries: what tier C would hold, it holds for approval.
    asked_for = [f.tier for f in found] == ["C"] and alarm.asks_about_head_injury(connection, conversation)
    for_turn = conversation.mode == WITH_ASSISTANT and (not found or asked_for)
    for_turn = for_turn and inbound.may_reply and inbound.for_assistant
    message = add_message(
        connection,
        conversation.id,
        CLIENT,
        text,
        inbound.received_at,
        key=inbound.key,
        state=WAITING if for_turn else KEPT,
        payload=payload,
    )
    if found and asked_for:
        alarm.record(connection, message, found, answered=set())
    elif found:
        replies = alarm.sound(connection, message, found, may_reply=inbound.may_reply)
        _keep_held_time(desk, connection, conversation.id, inbound.received_at)
        if desk.sms is not None and conversation.phone and not inbound.answered.is_set():
            for reply in replies:
                desk.sms.reply(connection, conversation.id, [reply], inbound.received_at)
        log.warning(
            "safety_found",
            conversation_id=conversation.id,
            tiers=[f.tier for f in found],
            rules=[f.rule for f in found],
            version=found[0].version,
        )
    return message, bool(found) and not asked_for


def _keep_held_time(desk: Desk, connection: Connection, conversation_id: str, now: datetime) -> None:
    """Give a held time its full length again: the booking is paused and kept, not lost."""
    hold = booking_spans.live_hold(connection, now, holder=conversation_id)
    if hold is not None:
        # Without the diary's lock, which an alarm must not wait for: a live hold that lasts longer is in
        # nobody's way.
        desk.diary.extend(hold.id, connection=connection)


def _resolve(connection: Connection, conversation_id: str, choice_id: str) -> tuple[str, str]:
    message = message_with_id(connection, choice_id.partition(".")[0])
    if message is not None and message.conversation_id == conversation_id:
        for choice in message.choices:
            if choice["id"] == choice_id:
                return choice["title"], choice["payload"]
    raise UnknownChoice
