"""What a text from a client sets off: stored once, opt-outs honoured, the rest handed to the conversation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event

import structlog
import yaml
from sqlalchemy.engine import Connection

from frontdesk.booking.records import Status
from frontdesk.channels.texting.keywords import Keyword, is_network_word, is_reaction, keyword
from frontdesk.conversations import inbox
from frontdesk.conversations.codes import carries_code
from frontdesk.conversations.inbox import Accepted, Inbound
from frontdesk.conversations.opening import SMS, Conversation, open_conversation
from frontdesk.conversations.outbox import enqueue
from frontdesk.desk import Desk
from frontdesk.practice import Practice
from frontdesk.safety import Finding
from frontdesk.storage.consents import may_text, record_consent, record_status
from frontdesk.storage.conversations import WAITING
from frontdesk.storage.items import ItemKind, raise_item
from frontdesk.storage.messages import DESK, add_message
from frontdesk.storage.texting import (
    conversation_with,
    text_sent_as,
    text_was_enqueued,
    text_was_received,
)

FAILED = ("failed", "undelivered")
STANDING = (Status.CONFIRMED, Status.PENDING_APPROVAL)
# What Twilio's Advanced Opt-Out reports that it has answered already.
_OPT_OUT_TYPES = {"stop": Keyword.STOP, "start": Keyword.START, "help": Keyword.HELP}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ReceivedText:
    """One authenticated webhook. `opt_out_type` is set where the network handled the word itself."""

    sid: str
    phone: str
    body: str
    has_media: bool = False
    opt_out_type: str | None = None


def receive(
    desk: Desk, text: ReceivedText, found: tuple[Finding, ...] = (), answered: Event | None = None
) -> None:
    """Take a text in, in which safety has `found` what it did; the same SID again changes nothing.

    Once `answered` is set the webhook has given the safety text itself.
    """
    now = desk.clock.now()
    with desk.database.write() as connection:
        if text_was_received(connection, text.sid, text.phone):
            return
        accepted = _take_in(desk, connection, text, found, answered, now)
    inbox.announce(desk, accepted)
    desk.events.outgoing()
    log.info("text_received", conversation_id=accepted.message.conversation_id)


def receive_status(desk: Desk, sid: str, status: str, error: str | None, text_id: str | None = None) -> None:
    """Record a delivery report; a text that did not arrive becomes an item. `text_id` is the text's in the
    outbox, as the report's address carries it."""
    now = desk.clock.now()
    with desk.database.write() as connection:
        if not record_status(connection, sid, status, error, now) or status not in FAILED:
            return
        conversation_id, key = text_sent_as(connection, sid, text_id)
        if carries_code(key):
            return  # whoever waits for it says so in the conversation
        reason = f"Error {error}." if error else "The network could not deliver it."
        raise_item(
            connection,
            ItemKind.UNDELIVERED,
            now,
            key=f"undelivered:{sid}",
            conversation_id=conversation_id,
            text=reason,
        )


def _take_in(
    desk: Desk,
    connection: Connection,
    text: ReceivedText,
    found: tuple[Finding, ...],
    answered: Event | None,
    now: datetime,
) -> Accepted:
    conversation = conversation_with(connection, text.phone) or _first_contact(connection, text, now)
    said = inbox.clean(text.body)[: inbox.MAX_CHARACTERS]
    word = _word(connection, text, said)
    message = Inbound(
        conversation.id,
        text.sid,
        now,
        text=said or "(no text)",
        may_reply=may_text(connection, text.phone),
        found=found,
        answered=answered or Event(),
        for_assistant=word is None and bool(said) and not is_reaction(said),
    )
    accepted = inbox.accept_in(desk, connection, message)
    if word is not None:
        _honour(desk, connection, conversation, text, word, now, silent=accepted.flagged)
        return accepted
    # A safety text stands alone; who writes is said with the next reply.
    if accepted.message.state == WAITING:
        _introduce(desk, connection, conversation, text, now)
    if text.has_media and not accepted.flagged:
        _say(desk, connection, conversation, text, "media", now)
    return accepted


def _word(connection: Connection, text: ReceivedText, said: str) -> Keyword | None:
    if text.opt_out_type in _OPT_OUT_TYPES:
        return _OPT_OUT_TYPES[text.opt_out_type]
    # YES rejoins at the network; from everybody else it is an answer.
    if said.casefold().strip(" .!") == "yes" and not may_text(connection, text.phone):
        return Keyword.START
    return keyword(said)


def _first_contact(connection: Connection, text: ReceivedText, now: datetime) -> Conversation:
    record_consent(connection, text.phone, True, "the client wrote first", "inbound text", now)
    return open_conversation(connection, SMS, now, phone=text.phone)


def _introduce(
    desk: Desk, connection: Connection, conversation: Conversation, text: ReceivedText, now: datetime
) -> None:
    """Say once, before the first reply, that this is automated, not for emergencies, and how to stop."""
    if not text_was_enqueued(connection, key := f"first:{conversation.id}"):
        _say(desk, connection, conversation, text, "first", now, key=key)


def _honour(
    desk: Desk,
    connection: Connection,
    conversation: Conversation,
    text: ReceivedText,
    word: Keyword,
    now: datetime,
    *,
    silent: bool,
) -> None:
    """Do what the keyword asks, and answer it where the network has not.

    It is done silently where a safety text answers the same message: that one stands alone.
    """
    source = "network" if text.opt_out_type else "text"
    if word is Keyword.HELP:
        if text.opt_out_type is None and not silent:
            _say(desk, connection, conversation, text, "help", now)
        return
    # Twilio answers its own words, and after STOP takes no text of ours any more.
    answered = silent or text.opt_out_type is not None or is_network_word(text.body)
    if word is Keyword.START:
        record_consent(connection, text.phone, True, text.body, source, now)
        if not answered:
            _say(desk, connection, conversation, text, "started", now)
        return
    booked = bool(desk.diary.find(phone=text.phone, start=now, statuses=STANDING))
    if not answered:
        _say(desk, connection, conversation, text, "stopped_with_appointment" if booked else "stopped", now)
    record_consent(connection, text.phone, False, text.body, source, now)
    if booked:
        _tell_about_appointment(connection, conversation, text, now)


def _tell_about_appointment(
    connection: Connection, conversation: Conversation, text: ReceivedText, now: datetime
) -> None:
    raise_item(
        connection,
        ItemKind.OPT_OUT,
        now,
        key=f"opt_out:{text.sid}",
        conversation_id=conversation.id,
        text="Opted out of texts and has an appointment, which stands. Perhaps it was meant to be cancelled.",
    )


def _say(
    desk: Desk,
    connection: Connection,
    conversation: Conversation,
    text: ReceivedText,
    name: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """A fixed text of the channel: in the transcript and on its way."""
    if not may_text(connection, text.phone):
        return
    words = fixed_text(name, desk.practice)
    message = add_message(connection, conversation.id, DESK, words, now, kind="notice")
    enqueue(
        connection,
        key=key or f"{name}:{text.sid}",
        to=text.phone,
        text=words,
        now=now,
        # Before any reply to the same text.
        not_before=now - timedelta(milliseconds=1),
        conversation_id=conversation.id,
        message_id=message.id,
    )


def fixed_text(name: str, practice: Practice, **values: str) -> str:
    """The channel's text of this name with the practice's names and `values` filled in."""
    owner = practice.practice
    return _texts()[name].format(practice=owner.name, therapist=owner.therapist, **values)


@cache
def _texts() -> dict[str, str]:
    content: dict[str, str] = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text("utf-8"))
    return content
