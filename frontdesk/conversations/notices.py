"""Telling a client, in their own conversation, what the therapist decided about an appointment."""

from frontdesk.booking.records import Appointment
from frontdesk.channels.texting.hours import next_allowed
from frontdesk.conversations.opening import SMS, find_conversation
from frontdesk.conversations.texts import desk_text
from frontdesk.desk import Desk
from frontdesk.storage.messages import DESK, add_message


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
