"""Telling a client, in their own conversation, what the therapist decided: about an appointment, or on the
waitlist. Time and place only; a text waits for the hours in which the client may be texted unasked.
"""

from datetime import datetime

import structlog
from sqlalchemy.engine import Connection

from frontdesk.booking.intake import office, spoken
from frontdesk.booking.records import Appointment, Offer, OfferState
from frontdesk.channels.texting.hours import next_allowed
from frontdesk.channels.texting.wording import fold
from frontdesk.conversations.opening import SMS, Conversation, find_conversation
from frontdesk.conversations.outbox import enqueue
from frontdesk.conversations.texts import desk_text
from frontdesk.desk import Desk
from frontdesk.storage.booking_waitlist import offer_by_secret
from frontdesk.storage.consents import may_text
from frontdesk.storage.items import ItemKind, raise_item
from frontdesk.storage.messages import DESK, Message, add_message

log = structlog.get_logger(__name__)


def notify_client(desk: Desk, appointment: Appointment, decision: str, *, when: str, where: str) -> bool:
    """Say it where the appointment was made; False where that conversation is gone.

    A text message waits for the hours in which the client may be texted unasked.
    """
    conversation_id = appointment.conversation_id
    if conversation_id is None:
        return False
    now = desk.clock.now()
    text = desk_text(f"appointment_{decision}", desk.practice, when=when, where=where)
    with desk.database.write() as connection:
        conversation = find_conversation(connection, conversation_id)
        if conversation is None or conversation.erased_at is not None:
            return False
        said = add_message(connection, conversation_id, DESK, text, now, kind="notice")
        if conversation.channel == SMS and desk.sms is not None:
            desk.sms.reply(connection, conversation_id, [said], next_allowed(now, desk.practice.zone))
    desk.events.changed(conversation_id)
    desk.events.outgoing()
    return True


def tell_offers(desk: Desk) -> None:
    """Tell every client with an open offer from the waitlist of it, as a step of background work.

    Where that is not possible in time, the therapist gets an item that asks her to call them.
    """
    for offer in desk.diary.waitlist.offers_to_tell():
        now = desk.clock.now()
        # One transaction for all that is told and the note of it: a crash leaves both or neither.
        with desk.diary.writing() as connection:
            if not _is_to_be_told(connection, offer, now):
                continue
            told = _tell(desk, connection, offer, now)
            if not told:
                _ask_to_call(desk, connection, offer, now)
            desk.diary.waitlist.told(offer.id, connection=connection)
        if offer.entry.conversation_id is not None:
            desk.events.changed(offer.entry.conversation_id)
        desk.events.outgoing()
        log.info("offer_told", offer=offer.id, conversation_id=offer.entry.conversation_id, told=told)


def _is_to_be_told(connection: Connection, offer: Offer, now: datetime) -> bool:
    """Whether it still is, under the diary's lock: it may have been answered, or told by another process."""
    stands = offer_by_secret(connection, offer.secret)
    return bool(
        stands and stands.state == OfferState.OPEN and stands.told_at is None and stands.expires_at > now
    )


def _tell(desk: Desk, connection: Connection, offer: Offer, now: datetime) -> bool:
    """Put the offer into the client's conversation; False where it would not reach them in time."""
    conversation_id = offer.entry.conversation_id
    conversation = find_conversation(connection, conversation_id) if conversation_id else None
    if conversation is None or conversation.erased_at is not None:
        return False
    if conversation.paused_by in {"A", "D"}:
        return False  # nobody in an emergency or a crisis is offered appointments by a machine
    due = next_allowed(now, desk.practice.zone)
    if conversation.channel == SMS and not _reachable(desk, connection, conversation, due < offer.expires_at):
        return False
    text = desk_text("waitlist_offer", desk.practice, **_named(desk, offer))
    said = add_message(connection, conversation.id, DESK, text, now, kind="notice", key=f"offer:{offer.id}")
    if conversation.channel == SMS:
        _text(connection, conversation, said, now, due)
    return True


def _reachable(desk: Desk, connection: Connection, conversation: Conversation, in_time: bool) -> bool:
    phone = conversation.phone
    return in_time and desk.sms is not None and phone is not None and may_text(connection, phone)


def _text(
    connection: Connection, conversation: Conversation, said: Message, now: datetime, due: datetime
) -> None:
    enqueue(
        connection,
        key=str(said.key),
        to=str(conversation.phone),
        text=fold(said.text),
        now=now,
        not_before=due,
        conversation_id=conversation.id,
        message_id=said.id,
    )


def _ask_to_call(desk: Desk, connection: Connection, offer: Offer, now: datetime) -> None:
    client = offer.entry.client
    named = _named(desk, offer)
    raise_item(
        connection,
        ItemKind.REQUEST,
        now,
        key=f"offer:{offer.id}",
        conversation_id=offer.entry.conversation_id,
        text=desk_text("waitlist_call", desk.practice, who=client.name, phone=client.phone, **named),
    )


def _named(desk: Desk, offer: Offer) -> dict[str, str]:
    zone = desk.practice.zone
    return {
        "when": spoken(offer.slot.start, zone),
        "where": office(desk.practice, offer.slot.location).name,
        # An offer lasts for hours, so that its end needs no date.
        "until": spoken(offer.expires_at, zone).partition(", ")[2],
        "link": f"{desk.settings.base_url}/w/{offer.secret}",
    }
