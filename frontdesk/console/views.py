"""The console's pages: what needs the therapist, what was said, who comes when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import RedirectResponse, Response

from frontdesk.booking.calendars.feed import feed_path
from frontdesk.booking.calendars.sync import knowledge
from frontdesk.booking.intake import spoken
from frontdesk.booking.records import Appointment, Status
from frontdesk.console.gate import Refused, posted_here, session_of
from frontdesk.console.pages import signed_in_page
from frontdesk.console.presentation import (
    KINDS,
    STATUS,
    KindOfItem,
    Reading,
    calendar_line,
    item_text,
    reading,
)
from frontdesk.console.waiting import FreedTime, freed_time
from frontdesk.conversations import takeover
from frontdesk.conversations.inbox import MAX_CHARACTERS, clean
from frontdesk.conversations.transcript import Entry, transcript
from frontdesk.desk import Desk, get_desk
from frontdesk.items import service as item_service
from frontdesk.storage import console as records
from frontdesk.storage.conversation_list import PAGE, list_conversations
from frontdesk.storage.items import Item

router = APIRouter(prefix="/console", include_in_schema=False)
TheDesk = Annotated[Desk, Depends(get_desk)]
SignedIn = Annotated[str, Depends(session_of)]
Posted = Annotated[str, Depends(posted_here)]


@dataclass(frozen=True)
class ShownAppointment:
    """An appointment with its names filled in."""

    id: str
    status: str
    status_title: str
    tone: str
    day: date
    start: datetime
    end: datetime
    location_name: str
    service_name: str
    client_name: str
    client_phone: str
    conversation_id: str | None
    note: str | None


@dataclass(frozen=True)
class ShownItem:
    """An item with its name and, where it is about one, its appointment or the time that became free."""

    id: str
    kind: KindOfItem
    text: str | None
    conversation_id: str | None
    created_at: datetime
    acknowledged_at: datetime | None
    appointment: ShownAppointment | None
    freed: FreedTime | None


@dataclass(frozen=True)
class ShownEntry:
    """A message with what was found in it and how it was read."""

    message: Any
    found: Any
    reading: Reading | None


@router.get("/needs-you")
def needs_you(desk: TheDesk, session: SignedIn, error: str | None = None) -> Response:
    """Everything that is open, the most urgent first."""
    with desk.database.read() as connection:
        open_items = item_service.open_items(connection)
    shown = [_item(desk, item) for item in open_items]
    return signed_in_page(desk, "needs_you.html", "needs-you", session, items=shown, error=error)


@router.get("/conversations")
def conversations(desk: TheDesk, session: SignedIn, before: datetime | None = None) -> Response:
    """The conversations, newest first, a page at a time."""
    with desk.database.read() as connection:
        found = list_conversations(connection, before if before and before.tzinfo else None)
    older = found[-1].last_message_at.isoformat() if len(found) == PAGE else None
    return signed_in_page(
        desk, "conversations.html", "conversations", session, conversations=found, older=older
    )


@router.get("/conversations/{conversation_id}")
def conversation(conversation_id: str, desk: TheDesk, session: SignedIn) -> Response:
    """One conversation with how each message was understood."""
    with desk.database.write() as connection:
        found = transcript(connection, conversation_id)
        if found is not None:
            records.log(connection, "conversation_opened", conversation_id[:64], desk.clock.now())
    if found is None or found.conversation.erased_at is not None:
        return signed_in_page(desk, "missing.html", "conversations", session, 404, what="This conversation")
    return signed_in_page(
        desk,
        "conversation.html",
        "conversations",
        session,
        conversation=found.conversation,
        entries=[_entry(e) for e in found.entries],
        reply_key=uuid4().hex,
        longest=MAX_CHARACTERS,
    )


@router.get("/appointments")
def appointments(
    desk: TheDesk, session: SignedIn, day: Annotated[str, Query(max_length=10)] = ""
) -> Response:
    """The appointments of one day, today's where none is named."""
    zone = desk.practice.zone
    today = desk.clock.now().astimezone(zone).date()
    wanted = _day(day) or today
    start = datetime.combine(wanted, datetime.min.time(), tzinfo=zone)
    end = datetime.combine(wanted + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    found = desk.diary.find(start=start, end=end)
    later = [] if found else desk.diary.find(start=end, statuses=(Status.CONFIRMED, Status.PENDING_APPROVAL))
    return signed_in_page(
        desk,
        "appointments.html",
        "appointments",
        session,
        day=wanted,
        previous=wanted - timedelta(days=1),
        following=wanted + timedelta(days=1),
        appointments=[shown_appointment(desk, a) for a in found],
        next_day=later[0].slot.start.astimezone(zone).date() if later else None,
        feed=desk.settings.base_url + feed_path(desk.settings),
        own_calendar=calendar_line(
            desk.settings.calendar is not None, knowledge(desk.diary), zone, desk.clock.now()
        ),
    )


@router.post("/items/{item_id}/acknowledge")
def acknowledge(item_id: str, desk: TheDesk, session: Posted) -> Response:  # noqa: ARG001 - the door
    """Seen: a safety alert stops repeating."""
    with desk.database.write() as connection:
        _known(item_service.acknowledge, connection, item_id, desk.clock.now())
        records.log(connection, "item_acknowledged", item_id, desk.clock.now())
    return RedirectResponse("/console/needs-you", 303)


@router.post("/items/{item_id}/close")
def close(
    item_id: str,
    desk: TheDesk,
    session: Posted,
    outcome: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Done; a safety alert only with what came of it."""
    try:
        with desk.database.write() as connection:
            _known(item_service.close, connection, item_id, desk.clock.now(), outcome)
            records.log(connection, "item_closed", item_id, desk.clock.now())
    except item_service.OutcomeNeeded:
        return needs_you(desk, session, error="A safety alert is closed with a word on what came of it.")
    return RedirectResponse("/console/needs-you", 303)


@router.post("/conversations/{conversation_id}/take-over")
def take_over(conversation_id: str, desk: TheDesk, session: Posted) -> Response:  # noqa: ARG001 - the door
    """The assistant goes silent."""
    takeover.take_over(desk, conversation_id)
    return _back_to(desk, conversation_id, "taken_over")


@router.post("/conversations/{conversation_id}/hand-back")
def hand_back(conversation_id: str, desk: TheDesk, session: Posted) -> Response:  # noqa: ARG001 - the door
    """The assistant answers again, at its question."""
    takeover.hand_back(desk, conversation_id)
    return _back_to(desk, conversation_id, "handed_back")


@router.post("/conversations/{conversation_id}/reply")
def reply(
    conversation_id: str,
    desk: TheDesk,
    session: Posted,  # noqa: ARG001 - the door
    text: Annotated[str, Form(max_length=MAX_CHARACTERS * 2)],
    key: Annotated[str, Form(min_length=8, max_length=64)],
) -> Response:
    """Send the therapist's words; a form that is sent twice sends once."""
    words = clean(text)[:MAX_CHARACTERS]
    if words:
        takeover.say(desk, conversation_id, words, f"console:{key}")
    return _back_to(desk, conversation_id, "replied")


def shown_appointment(desk: Desk, appointment: Appointment) -> ShownAppointment:
    """The appointment as the pages show it."""
    title, tone = STATUS[appointment.status]
    slot = appointment.slot
    injury = "Said yes to a recent severe head injury." if appointment.screening.recent_head_injury else None
    return ShownAppointment(
        id=appointment.id,
        status=appointment.status,
        status_title=title,
        tone=tone,
        day=slot.start.astimezone(desk.practice.zone).date(),
        start=slot.start,
        end=slot.end,
        location_name=desk.practice.locations[slot.location].name,
        service_name=desk.practice.services[slot.service].name,
        client_name=appointment.client.name,
        client_phone=appointment.client.phone,
        conversation_id=appointment.conversation_id,
        note=" ".join(filter(None, (injury, appointment.note))) or None,
    )


def _item(desk: Desk, item: Item) -> ShownItem:
    appointment = None
    if item.appointment_id is not None:
        appointment = shown_appointment(desk, desk.diary.get(item.appointment_id))
    freed = freed_time(desk, item)
    # Time and place are shown from the diary itself; a text that says no more than that is left out.
    said_below = freed is not None or (
        appointment is not None and item.text == _when_and_where(desk, appointment)
    )
    return ShownItem(
        item.id,
        KINDS[item.kind],
        None if said_below else item_text(item.kind, item.text),
        item.conversation_id,
        item.created_at,
        item.acknowledged_at,
        appointment,
        freed,
    )


def _when_and_where(desk: Desk, appointment: ShownAppointment) -> str:
    return f"{appointment.location_name}, {spoken(appointment.start, desk.practice.zone)}"


def _entry(entry: Entry) -> ShownEntry:
    read = reading(entry.turn) if entry.message.sender == "client" else None
    return ShownEntry(entry.message, entry.found, read)


def _known(work: Any, *arguments: Any) -> None:
    try:
        work(*arguments)
    except item_service.UnknownItem as error:
        raise Refused(404, "unknown_item", "There is no such item") from error


def _back_to(desk: Desk, conversation_id: str, action: str) -> Response:
    with desk.database.write() as connection:
        records.log(connection, action, conversation_id[:64], desk.clock.now())
    return RedirectResponse(f"/console/conversations/{conversation_id}#end", 303)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None
