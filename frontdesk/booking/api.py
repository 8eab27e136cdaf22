"""The booking API: parses, calls the diary, translates. Mounted at /api/v1 behind the desk's bearer key."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy.engine import Connection

from frontdesk.booking import answers, documents, ics, waitlist_api
from frontdesk.booking.answers import ok
from frontdesk.booking.errors import NotPossibleNow
from frontdesk.booking.model import PartOfDay
from frontdesk.booking.records import Status
from frontdesk.booking.requests import (
    BlockRequest,
    BookingRequest,
    HoldRequest,
    Key,
    PathId,
    QueryId,
    RescheduleRequest,
    Time,
)
from frontdesk.booking.writes import READS, WRITES, DiaryIn, answer, problems
from frontdesk.problems import Problem
from frontdesk.storage.conversations import is_paused, phone_of

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
    responses=READS | ok(200, answers.AvailabilityAnswer),
)
def availability(
    diary: DiaryIn,
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
    with problems(diary):
        slots = diary.availability(
            service,
            location,
            start,
            end,
            part_of_day=part_of_day,
            limit=limit,
            conversation_id=conversation_id,
            moving=moving,
        )
    return {
        "slots": [documents.slot_document(slot, diary.practice) for slot in slots],
        "timezone": diary.practice.practice.timezone,
    }


@router.post(
    "/holds",
    status_code=201,
    response_model=None,
    responses=WRITES | ok(201, answers.HoldAnswer),
)
def hold(diary: DiaryIn, body: HoldRequest, key: Key = None) -> Response:
    """Keep a time for a conversation; what it held before is let go."""

    def work(tx: Connection) -> dict[str, Any]:
        held = diary.hold(body.service, body.location, body.start, body.conversation_id, connection=tx)
        return documents.hold_document(held, diary.practice)

    return answer(diary, key, "hold", body, 201, work)


@router.post(
    "/holds/{hold_id}/extend",
    response_model=None,
    responses=WRITES | ok(200, answers.HoldAnswer),
)
def extend_hold(diary: DiaryIn, hold_id: PathId, key: Key = None) -> Response:
    """Give a live hold its full time again, up to an hour in all."""

    def work(tx: Connection) -> dict[str, Any]:
        return documents.hold_document(diary.extend(hold_id, connection=tx), diary.practice)

    return answer(diary, key, f"extend {hold_id}", None, 200, work)


@router.delete("/holds/{hold_id}", status_code=204, response_class=Response, responses=WRITES)
def release_hold(diary: DiaryIn, hold_id: PathId, key: Key = None) -> Response:
    """Let a held time go; one that is gone already is fine."""
    return answer(
        diary, key, f"release {hold_id}", None, 204, lambda tx: diary.release(hold_id, connection=tx)
    )


@router.post(
    "/appointments",
    status_code=201,
    response_model=None,
    responses=WRITES | ok(201, answers.AppointmentAnswer),
)
def book(diary: DiaryIn, body: BookingRequest, key: Key = None) -> Response:
    """Make an appointment. Needs an Idempotency-Key: who heard nothing asks again with the same one."""
    if key is None:
        raise Problem(400, "idempotency_key_required", "A booking needs an Idempotency-Key")

    def work(tx: Connection) -> dict[str, Any]:
        if body.conversation_id and is_paused(tx, body.conversation_id):
            raise NotPossibleNow("booking_paused", "A safety text has paused booking in this conversation.")
        known = phone_of(tx, body.conversation_id) if body.conversation_id else None
        booked = diary.book(
            body.service,
            body.location,
            body.start,
            body.client.details(known),
            hold_id=body.hold_id,
            conversation_id=body.conversation_id,
            note=body.note,
            screening=body.screening.answers(),
            connection=tx,
        )
        return documents.appointment_document(booked, diary.practice)

    return answer(diary, key, "book", body, 201, work)


@router.get(
    "/appointments",
    response_model=None,
    responses=READS | ok(200, answers.AppointmentsAnswer),
)
def find(
    diary: DiaryIn,
    phone: Annotated[str | None, Query(max_length=40)] = None,
    client_id: QueryId = None,
    conversation_id: QueryId = None,
    start: Annotated[Time | None, Query(alias="from")] = None,
    end: Annotated[Time | None, Query(alias="to")] = None,
    status: Annotated[list[Status] | None, Query()] = None,
) -> dict[str, Any]:
    """Appointments that match everything given, in order of time."""
    with problems(diary):
        found = diary.find(
            phone=phone,
            client_id=client_id,
            conversation_id=conversation_id,
            start=start,
            end=end,
            statuses=tuple(status or ()),
        )
    return {"appointments": [documents.appointment_document(each, diary.practice) for each in found]}


@router.get("/appointments/{appointment_id}.ics", response_class=Response, responses=READS)
def calendar_file(diary: DiaryIn, appointment_id: PathId) -> Response:
    """The appointment for the client's calendar."""
    with problems(diary):
        found = diary.get(appointment_id)
    return Response(ics.calendar_file(found, diary.practice), media_type="text/calendar; charset=utf-8")


@router.get(
    "/appointments/{appointment_id}",
    response_model=None,
    responses=READS | ok(200, answers.AppointmentAnswer),
)
def appointment(diary: DiaryIn, appointment_id: PathId) -> dict[str, Any]:
    """One appointment."""
    with problems(diary):
        return documents.appointment_document(diary.get(appointment_id), diary.practice)


@router.post(
    "/appointments/{appointment_id}/reschedule",
    response_model=None,
    responses=WRITES | ok(200, answers.AppointmentAnswer),
)
def reschedule(diary: DiaryIn, appointment_id: PathId, body: RescheduleRequest, key: Key = None) -> Response:
    """Move an appointment; to where it is already is no change at all."""

    def work(tx: Connection) -> dict[str, Any]:
        moved = diary.reschedule(
            appointment_id,
            body.start,
            location=body.location,
            service=body.service,
            hold_id=body.hold_id,
            conversation_id=body.conversation_id,
            connection=tx,
        )
        return documents.appointment_document(moved, diary.practice)

    return answer(diary, key, f"reschedule {appointment_id}", body, 200, work)


@router.post(
    "/appointments/{appointment_id}/cancel",
    response_model=None,
    responses=WRITES | ok(200, answers.AppointmentAnswer),
)
def cancel(diary: DiaryIn, appointment_id: PathId, key: Key = None) -> Response:
    """Give an appointment up; a second time changes nothing."""

    def work(tx: Connection) -> dict[str, Any]:
        return documents.appointment_document(diary.cancel(appointment_id, connection=tx), diary.practice)

    return answer(diary, key, f"cancel {appointment_id}", None, 200, work)


@router.post(
    "/appointments/{appointment_id}/confirm",
    response_model=None,
    responses=WRITES | ok(200, answers.AppointmentAnswer),
)
def confirm(diary: DiaryIn, appointment_id: PathId, key: Key = None) -> Response:
    """The client says that they will come."""

    def work(tx: Connection) -> dict[str, Any]:
        return documents.appointment_document(diary.confirm(appointment_id, connection=tx), diary.practice)

    return answer(diary, key, f"confirm {appointment_id}", None, 200, work)


@router.post(
    "/blocks",
    status_code=201,
    response_model=None,
    responses=WRITES | ok(201, answers.BlockAnswer),
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
    responses=READS | ok(200, answers.BlocksAnswer),
)
def blocks(
    diary: DiaryIn,
    start: Annotated[Time | None, Query(alias="from")] = None,
    end: Annotated[Time | None, Query(alias="to")] = None,
) -> dict[str, Any]:
    """The blocks that touch [from, to)."""
    with problems(diary):
        found = diary.blocks(start, end)
    return {"blocks": [documents.block_document(each, diary.practice) for each in found]}


@router.delete("/blocks/{block_id}", status_code=204, response_class=Response, responses=WRITES)
def unblock(diary: DiaryIn, block_id: PathId, key: Key = None) -> Response:
    """Put blocked time back."""
    return answer(
        diary, key, f"unblock {block_id}", None, 204, lambda tx: diary.unblock(block_id, connection=tx)
    )


router.include_router(waitlist_api.router)
