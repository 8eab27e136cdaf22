"""What the desk knows of a conversation and a booking system doesn't: applied before either books."""

from sqlalchemy.engine import Connection

from frontdesk.booking.errors import NotPossibleNow
from frontdesk.booking.requests import BookingRequest, ClientBody
from frontdesk.storage.conversations import is_paused, phone_of


def admitted(connection: Connection, wanted: BookingRequest) -> BookingRequest:
    """The request, complete; raises `NotPossibleNow("booking_paused")` while a safety text has paused it."""
    if wanted.conversation_id and is_paused(connection, wanted.conversation_id):
        raise NotPossibleNow("booking_paused", "A safety text has paused booking in this conversation.")
    client = with_number(connection, wanted.client, wanted.conversation_id)
    return wanted.model_copy(update={"client": client})


def with_number(connection: Connection, client: ClientBody, conversation_id: str | None) -> ClientBody:
    """The client with the number of their SMS conversation, where they gave none."""
    if client.phone or not conversation_id:
        return client
    return client.model_copy(update={"phone": phone_of(connection, conversation_id)})
