"""What the therapist does with the waiting list: offer a freed time with one tap, take somebody off."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from frontdesk.booking.errors import BookingError
from frontdesk.console.gate import Refused, posted_here, session_of
from frontdesk.console.pages import signed_in_page
from frontdesk.console.waiting import everybody, freed_slot
from frontdesk.desk import Desk, get_desk
from frontdesk.items.service import UnknownItem, find_item
from frontdesk.storage import console as records

router = APIRouter(prefix="/console/waitlist", include_in_schema=False)
TheDesk = Annotated[Desk, Depends(get_desk)]
SignedIn = Annotated[str, Depends(session_of)]
Posted = Annotated[str, Depends(posted_here)]


@router.get("")
def waiting_list(desk: TheDesk, session: SignedIn) -> Response:
    """Everybody who waits, in order."""
    return signed_in_page(desk, "waitlist.html", "appointments", session, entries=everybody(desk))


@router.post("/{entry_id}/offer")
def offer(
    entry_id: str,
    desk: TheDesk,
    session: Posted,  # noqa: ARG001 - the door
    item: Annotated[str, Form(max_length=32)],
) -> Response:
    """Hold the item's time for this client; background work tells them."""
    try:
        with desk.database.read() as connection:
            slot = freed_slot(find_item(connection, item), desk.practice)
    except UnknownItem as error:
        raise Refused(404, "unknown_item", "There is no such item") from error
    if slot is None:
        raise Refused(409, "not_possible", "This item is not about a free time")
    try:
        desk.diary.waitlist.offer(entry_id, slot.location, slot.start)
    except BookingError as error:
        raise Refused(409, "not_possible", "That is not possible any more", str(error)) from error
    _log(desk, "waitlist_offered", entry_id)
    return RedirectResponse(f"/console/needs-you#item-{item}", 303)


@router.post("/{entry_id}/remove")
def remove(entry_id: str, desk: TheDesk, session: Posted) -> Response:  # noqa: ARG001 - the door
    """Off the list; a time that they had on offer goes to the next."""
    try:
        desk.diary.waitlist.leave(entry_id)
    except BookingError as error:
        raise Refused(404, "unknown_entry", "This client is not on the waiting list") from error
    _log(desk, "waitlist_removed", entry_id)
    return RedirectResponse("/console/waitlist", 303)


def _log(desk: Desk, action: str, entry_id: str) -> None:
    with desk.database.write() as connection:
        records.log(connection, action, entry_id[:64], desk.clock.now())
