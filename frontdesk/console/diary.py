"""What the therapist decides about appointments in the console, and telling the client about it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from frontdesk.booking.errors import BookingError
from frontdesk.booking.records import Appointment, By, Status
from frontdesk.console.gate import Refused, posted_here
from frontdesk.console.presentation import clock, long_day
from frontdesk.conversations.notices import notify_client
from frontdesk.desk import Desk, get_desk
from frontdesk.items import service as item_service
from frontdesk.storage import console as records

router = APIRouter(prefix="/console/appointments", include_in_schema=False)
TheDesk = Annotated[Desk, Depends(get_desk)]
Posted = Annotated[str, Depends(posted_here)]


@router.post("/{appointment_id}/approve")
def approve(appointment_id: str, desk: TheDesk, session: Posted) -> Response:  # noqa: ARG001 - the door
    """The client may come: confirmed, and told so."""
    return _decide(desk, appointment_id, "approved", desk.diary.approve)


@router.post("/{appointment_id}/decline")
def decline(appointment_id: str, desk: TheDesk, session: Posted) -> Response:  # noqa: ARG001 - the door
    """Not at this time: the time becomes free, and the client is told."""
    return _decide(desk, appointment_id, "declined", desk.diary.decline)


@router.post("/{appointment_id}/cancel")
def cancel(appointment_id: str, desk: TheDesk, session: Posted) -> Response:  # noqa: ARG001 - the door
    """The therapist cancels; the client is told."""
    return _decide(desk, appointment_id, "cancelled", lambda known: desk.diary.cancel(known, by=By.THERAPIST))


def _decide(desk: Desk, appointment_id: str, decision: str, work: Callable[[str], Appointment]) -> Response:
    try:
        appointment = work(appointment_id)
    except BookingError as error:
        raise Refused(409, "not_possible", "That is not possible any more", str(error)) from error
    start = appointment.slot.start.astimezone(desk.practice.zone)
    notify_client(
        desk,
        appointment,
        decision,
        when=f"{long_day(start.date())}, {clock(start, desk.practice.zone)}",
        where=desk.practice.locations[appointment.slot.location].name,
    )
    # One decision settles every appointment of this client that was waiting.
    settled = [
        a.id for a in desk.diary.find(client_id=appointment.client.id) if a.status != Status.PENDING_APPROVAL
    ]
    with desk.database.write() as connection:
        item_service.close_decided(connection, settled, desk.clock.now(), decision)
        records.log(connection, f"appointment_{decision}", appointment_id[:64], desk.clock.now())
    return RedirectResponse(f"/console/appointments?day={start.date().isoformat()}", 303)
