"""The booking API: parses, asks, translates. Mounted at /api/v1 behind the desk's bearer key.

Offers, holds, bookings, moves, cancellations and searches go to the booking system that the desk was given;
what only our own diary knows (pages, blocks, the waitlist) is asked of it.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.engine import Connection

from frontdesk.booking import answers, documents, ics, waitlist_api
from frontdesk.booking.answers import ok
from frontdesk.booking.model import PartOfDay
from frontdesk.booking.records import Status
from frontdesk.booking.requests import (
    BlockRequest,
    BookingRequest,
    HoldRequest,
    Key,
    OfferRequest,
    PathId,
    QueryId,
    RescheduleRequest,
    Time,
)
from frontdesk.booking.writes import CONFLICT, BookingsIn, DeskIn, DiaryIn, answer, problems
from frontdesk.problems import Problem, documented

router = APIRouter(tags=["booking"])


@router.get(
    "/services",
    response_model=None,
    responses=ok(200, answers.ServicesAnswer),
)
def services(diary: DiaryIn) -> dict[str, Any]:
    """What can be booked; `price` is null where the practice has not said."""
    return {
        "services": [
            {"id": key, "name": s.name, "minutes": s.minutes, "price": s.price, "aliases": s.aliases}
            for key, s in diary.practice.services.items()
        ]
    }


@router.get(
    "/locations",
    response_model=None,
    responses=ok(200, answers.LocationsAnswer),
)
def locations(diary: DiaryIn) -> dict[str, Any]:
    """The offices, with their weekly hours as local times."""
    return {
        "timezone": diary.practice.practice.timezone,
        "locations": [
            {"id": key, **office.model_dump(mode="json", include={"name", "address", "hours"})}
            for key, office in diary.practice.locations.items()
        ],
    }


@router.get(
    "/availability",
    response_model=None,
    responses=documented(422) | ok(200, answers.AvailabilityAnswer),
)
def availability(
    desk: DeskIn,
    bookings: BookingsIn,
    service: str,
    location: str,
    start: Annotated[Time, Query(alias="from")],
    end: Annotated[Time, Query(alias="to")],
    part_of_day: PartOfDay | None = None,
    limit: Annotated[int | None, Query(ge=1, le=10_000)] = None,
    conversation_id: QueryId = None,
    moving: QueryId = None,
) -> dict[str, Any]:
    """Free times that start in [from, to). Own holds and the appointment `moving` count as free."""
    wanted = OfferRequest(
        service=service,
        location=location,
        start=start,
        end=end,
        part_of_day=part_of_day,
        limit=limit,
        conversation_id=conversation_id,
        moving=moving,
    )
    with problems(desk.practice):
        slots = [slot.model_dump(mode="json") for slot in bookings.offer(wanted)]
    return {"slots": slots, "timezone": desk.practice.practice.timezone}


@router.post(
    "/holds",
    status_code=201,
    response_model=None,
    responses=documented(400, 422) | CONFLICT | ok(201, answers.HoldAnswer),
)
def hold(desk: DeskIn, bookings: BookingsIn, body: HoldRequest, key: Key = None) -> Response:
    """Keep a time for a conversation; what it held before is let go."""
    with problems(desk.practice):
        return _answer(bookings.hold(body, key), 201)


@router.post(
    "/holds/{hold_id}/extend",
    response_model=None,
    responses=documented(404, 422) | CONFLICT | ok(200, answers.HoldAnswer),
)
def extend_hold(diary: DiaryIn, hold_id: PathId, key: Key = None) -> Response:
    """Give a live hold its full time again, up to an hour in all."""

    def work(tx: Connection) -> dict[str, Any]:
        return documents.hold_document(diary.extend(hold_id, connection=tx), diary.practice)

    return answer(diary, key, f"extend {hold_id}", None, 200, work)


@router.delete(
    "/holds/{hold_id}", status_code=204, response_class=Response, responses=documented(422) | CONFLICT
)
def release_hold(desk: DeskIn, bookings: BookingsIn, hold_id: PathId, key: Key = None) -> Response:
    """Let a held time go; one that is gone already is fine."""
    with problems(desk.practice):
        bookings.release(hold_id, key)
    return Response(status_code=204)


@router.post(
    "/appointments",
    status_code=201,
    response_model=None,
    responses=documented(400, 422) | CONFLICT | ok(201, answers.AppointmentAnswer),
)
def book(desk: DeskIn, bookings: BookingsIn, body: BookingRequest, key: Key = None) -> Response:
    """Make an appointment. Needs an Idempotency-Key: who heard nothing asks again with the same one."""
    if key is None:
        raise Problem(400, "idempotency_key_required", "A booking needs an Idempotency-Key")
    with problems(desk.practice):
        return _answer(bookings.book(body, key), 201)


@router.get(
    "/appointments",
    response_model=None,
    responses=documented(422) | ok(200, answers.AppointmentsAnswer),
)
def find(
    desk: DeskIn,
    bookings: BookingsIn,
    phone: Annotated[str | None, Query(max_length=40)] = None,
    client_id: QueryId = None,
    conversation_id: QueryId = None,
    start: Annotated[Time | None, Query(alias="from")] = None,
    end: Annotated[Time | None, Query(alias="to")] = None,
    status: Annotated[list[Status] | None, Query()] = None,
) -> dict[str, Any]:
    """Appointments that match everything given, in order of time."""
    with problems(desk.practice):
        found = bookings.find(
            phone=phone,
            client_id=client_id,
            conversation_id=conversation_id,
            start=start,
            end=end,
            statuses=tuple(status or ()),
        )
    return {"appointments": [each.model_dump(mode="json") for each in found]}


@router.get("/appointments/{appointment_id}.ics", response_class=Response, responses=documented(404, 422))
def calendar_file(diary: DiaryIn, appointment_id: PathId) -> Response:
    """The appointment for the client's calendar."""
    with problems(diary.practice):
        found = diary.get(appointment_id)
    return Response(ics.calendar_file(found, diary.practice), media_type="text/calendar; charset=utf-8")


@router.get(
    "/appointments/{appointment_id}",
    response_model=None,
    responses=documented(404, 422) | ok(200, answers.AppointmentAnswer),
)
def appointment(diary: DiaryIn, appointment_id: PathId) -> dict[str, Any]:
    """One appointment."""
    with problems(diary.practice):
        return documents.appointment_document(diary.get(appointment_id), diary.practice)


@router.post(
    "/appointments/{appointment_id}/reschedule",
    response_model=None,
    responses=documented(400, 404, 422) | CONFLICT | ok(200, answers.AppointmentAnswer),
)
def reschedule(
    desk: DeskIn, bookings: BookingsIn, appointment_id: PathId, body: RescheduleRequest, key: Key = None
) -> Response:
    """Move an appointment; to where it is already is no change at all."""
    with problems(desk.practice):
        return _answer(bookings.move(appointment_id, body, key))


@router.post(
    "/appointments/{appointment_id}/cancel",
    response_model=None,
    responses=documented(404, 422) | CONFLICT | ok(200, answers.AppointmentAnswer),
)
def cancel(desk: DeskIn, bookings: BookingsIn, appointment_id: PathId, key: Key = None) -> Response:
    """Give an appointment up; a second time changes nothing."""
    with problems(desk.practice):
        return _answer(bookings.cancel(appointment_id, key))


@router.post(
    "/appointments/{appointment_id}/confirm",
    response_model=None,
    responses=documented(404, 422) | CONFLICT | ok(200, answers.AppointmentAnswer),
)
def confirm(desk: DeskIn, bookings: BookingsIn, appointment_id: PathId, key: Key = None) -> Response:
    """The client says that they will come."""
    with problems(desk.practice):
        return _answer(bookings.confirm(appointment_id, key))


@router.post(
    "/blocks",
    status_code=201,
    response_model=None,
    responses=documented(400, 422) | CONFLICT | ok(201, answers.BlockAnswer),
)
def block(diary: DiaryIn, body: BlockRequest, key: Key = None) -> Response:
    """Take time out of the diary; appointments in it stay."""

    def work(tx: Connection) -> dict[str, Any]:
        made = diary.block(body.start, body.end, location=body.location, reason=body.reason, connection=tx)
        return documents.block_document(made, diary.practice)

    return answer(diary, key, "block", body, 201, work)


@router.get(
    "/blocks",
    response_model=None,
    responses=documented(422) | ok(200, answers.BlocksAnswer),
)
def blocks(
    diary: DiaryIn,
    start: Annotated[Time | None, Query(alias="from")] = None,
    end: Annotated[Time | None, Query(alias="to")] = None,
) -> dict[str, Any]:
    """The blocks that touch [from, to)."""
    with problems(diary.practice):
        found = diary.blocks(start, end)
    return {"blocks": [documents.block_document(each, diary.practice) for each in found]}


@router.delete(
    "/blocks/{block_id}", status_code=204, response_class=Response, responses=documented(404, 422) | CONFLICT
)
def unblock(diary: DiaryIn, block_id: PathId, key: Key = None) -> Response:
    """Put blocked time back."""
    return answer(
        diary, key, f"unblock {block_id}", None, 204, lambda tx: diary.unblock(block_id, connection=tx)
    )


def _answer(given: BaseModel, status: int = 200) -> Response:
    return JSONResponse(given.model_dump(mode="json"), status)


router.include_router(waitlist_api.router)
