"""What the views of the booking API share: the diary, problem documents, answers by idempotency key."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import structlog
from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.engine import Connection

from frontdesk.booking.documents import problem, refusal
from frontdesk.booking.errors import BookingError, ProviderDown
from frontdesk.booking.idempotency import fingerprint
from frontdesk.booking.provider import BookingProvider
from frontdesk.booking.service import Diary
from frontdesk.desk import Desk, get_desk
from frontdesk.practice import Practice
from frontdesk.problems import Problem, documented
from frontdesk.storage.booking_keys import Answer

log = structlog.get_logger()
NEAREST = {"type": "array", "items": {"$ref": "#/components/schemas/SlotAnswer"}}
# Of every write: its key may be in use or another request's.
CONFLICT = documented(409, nearest=NEAREST)


async def get_diary(request: Request) -> Diary:
    """FastAPI dependency: the desk's diary."""
    return (await get_desk(request)).diary


async def get_bookings(request: Request) -> BookingProvider:
    """FastAPI dependency: the system that bookings are handed to."""
    return (await get_desk(request)).bookings


DiaryIn = Annotated[Diary, Depends(get_diary)]
DeskIn = Annotated[Desk, Depends(get_desk)]
BookingsIn = Annotated[BookingProvider, Depends(get_bookings)]


@contextmanager
def problems(practice: Practice) -> Iterator[None]:
    """Let refusals of a booking system leave as problem documents."""
    try:
        yield
    except BookingError as error:
        raise problem(error, practice) from error
    except ProviderDown as error:
        log.warning("booking_system_down", detail=error.detail)
        title = "The booking system can't be reached just now"
        raise Problem(503, "booking_unavailable", title, headers={"Retry-After": "5"}) from error


def written(
    diary: Diary,
    key: str | None,
    operation: str,
    body: BaseModel | None,
    status: int,
    work: Callable[[Connection], Any],
) -> Answer:
    """Do `work` in one transaction; the answer is what it returns. Raises `BookingError`.

    With a key it is done once: the repeat gets the first answer, be it a refusal.
    """

    def done(connection: Connection) -> Answer:
        return Answer(status, work(connection))

    def refused(error: BookingError) -> Answer:
        found = problem(error, diary.practice)
        return Answer(found.status, found.document())

    if key is None:
        with diary.writing() as connection:
            return done(connection)
    mark = fingerprint(operation, body.model_dump(mode="json") if body else None)
    given = diary.once(key, mark, done, refused)
    if given.status >= 400:
        raise refusal(given.body)
    return given


def answer(
    diary: Diary,
    key: str | None,
    operation: str,
    body: BaseModel | None,
    status: int,
    work: Callable[[Connection], Any],
) -> Response:
    """The response to a write of the desk's own diary; see `written`."""
    with problems(diary.practice):
        given = written(diary, key, operation, body, status, work)
    if given.body is None:
        return Response(status_code=given.status)
    return JSONResponse(given.body, given.status)
