"""The diary's values as the JSON documents of the booking API, and its refusals as problem documents."""

from datetime import datetime
from typing import Any

from frontdesk.booking.errors import BookingError, KeyReused, NotBookable, NotPossibleNow, SlotTaken, Unknown
from frontdesk.booking.records import Appointment, Block, Entry, Hold, Slot
from frontdesk.practice import Practice
from frontdesk.problems import Problem


def slot_document(slot: Slot, practice: Practice) -> dict[str, Any]:
    """Times are the practice's local times with their offset."""
    local = slot.in_zone(practice.zone)
    return {
        "start": local.start.isoformat(),
        "end": local.end.isoformat(),
        "location": slot.location,
        "service": slot.service,
    }


def hold_document(hold: Hold, practice: Practice) -> dict[str, Any]:
    """The held time with its id and its end."""
    return {
        "id": hold.id,
        "expires_at": hold.expires_at.isoformat(),
        **slot_document(hold.slot, practice),
    }


def appointment_document(appointment: Appointment, practice: Practice) -> dict[str, Any]:
    """The appointment; what the client said about their health is left out."""
    client = appointment.client
    return {
        "id": appointment.id,
        "status": appointment.status.value,
        **slot_document(appointment.slot, practice),
        "timezone": practice.practice.timezone,
        "client": {"id": client.id, "name": client.name, "phone": client.phone, "email": client.email},
        "conversation_id": appointment.conversation_id,
        "created_at": appointment.created_at.isoformat(),
        "sequence": appointment.sequence,
        "attendance_confirmed": appointment.attendance_confirmed_at is not None,
        "page": f"/a/{appointment.secret}",
    }


def block_document(block: Block, practice: Practice) -> dict[str, Any]:
    """A block with its reason, which is for the therapist."""
    return {
        "id": block.id,
        "start": block.start.astimezone(practice.zone).isoformat(),
        "end": block.end.astimezone(practice.zone).isoformat(),
        "location": block.location,
        "reason": block.reason,
    }


def entry_document(entry: Entry) -> dict[str, Any]:
    """Somebody on the waitlist; null and empty lists mean that any will do."""
    client, wishes = entry.client, entry.preferences
    return {
        "id": entry.id,
        "state": entry.state.value,
        "client": {"id": client.id, "name": client.name, "phone": client.phone, "email": client.email},
        "service": wishes.service,
        "location": wishes.location,
        "days": list(wishes.days),
        "parts_of_day": list(wishes.parts_of_day),
        "conversation_id": entry.conversation_id,
        "created_at": entry.created_at.isoformat(),
    }


def problem(error: BookingError, practice: Practice) -> Problem:
    """The problem document of a refusal; of a taken time with the nearest free ones."""
    if isinstance(error, SlotTaken):
        nearest = [slot_document(slot, practice) for slot in error.nearest]
        return Problem(error.status, error.type, error.title, nearest=nearest)
    return Problem(error.status, error.type, error.title)


def refusal(document: dict[str, Any]) -> BookingError:
    """The refusal that a problem document tells of: the way back from `problem`."""
    kind, title = str(document["type"]), str(document.get("title", ""))
    if kind == "slot_taken":
        return SlotTaken(tuple(_slot(each) for each in document.get("nearest", ())))
    if kind == "idempotency_key_reused":
        return KeyReused()
    if document["status"] == Unknown.status:
        return Unknown(kind.removeprefix("unknown_"))
    if document["status"] == NotPossibleNow.status:
        return NotPossibleNow(kind, title)
    return NotBookable(kind, title)


def _slot(document: dict[str, str]) -> Slot:
    start, end = (datetime.fromisoformat(document[name]) for name in ("start", "end"))
    return Slot(start, end, document["location"], document["service"])
