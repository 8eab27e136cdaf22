"""What the views of the booking API share: the diary, problem documents, answers by idempotency key."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.engine import Connection

from frontdesk.booking.answers import PROBLEM_SCHEMA
from frontdesk.booking.documents import problem
from frontdesk.booking.errors import BookingError
from frontdesk.booking.idempotency import fingerprint
from frontdesk.booking.service import Diary
from frontdesk.desk import Desk, get_desk
from frontdesk.storage.booking_keys import Answer

Documents = dict[int | str, dict[str, Any]]
_PROBLEM = {"content": {"application/problem+json": {"schema": PROBLEM_SCHEMA}}}
READS: Documents = {
    401: _PROBLEM | {"description": "No valid key"},
    404: _PROBLEM | {"description": "Nothing has this id"},
    422: _PROBLEM | {"description": "Not possible; `type` says why"},
}
WRITES: Documents = READS | {
    400: _PROBLEM | {"description": "Not readable, or without the key it needs"},
    409: _PROBLEM | {"description": "Not possible now; `type` says why"},
}


async def get_diary(request: Request) -> Diary:
    """FastAPI dependency: the desk's diary."""
    return (await get_desk(request)).diary


DiaryIn = Annotated[Diary, Depends(get_diary)]
DeskIn = Annotated[Desk, Depends(get_desk)]


@contextmanager
def problems(diary: Diary) -> Iterator[None]:
    """Let the diary's refusals leave as problem documents."""
    try:
        yield
    except BookingError as error:
        raise problem(error, diary.practice) from error


def answer(
    diary: Diary,
    key: str | None,
    operation: str,
    body: BaseModel | None,
    status: int,
    work: Callable[[Connection], Any],
) -> Response:
    """Do `work` in one transaction and answer with what it returns.

    With a key it is done once: the repeat gets the first answer, be it a refusal.
    """

    def done(connection: Connection) -> Answer:
        return Answer(status, work(connection))

    def refused(error: BookingError) -> Answer:
        found = problem(error, diary.practice)
        return Answer(found.status, found.document())

    with problems(diary):
        if key is None:
            with diary.writing() as connection:
                return respond(done(connection))
        mark = fingerprint(operation, body.model_dump(mode="json") if body else None)
        return respond(diary.once(key, mark, done, refused))


def respond(given: Answer) -> Response:
    """The stored answer as a response."""
    if given.body is None:
        return Response(status_code=given.status)
    media = "application/problem+json" if given.status >= 400 else "application/json"
    return JSONResponse(given.body, given.status, media_type=media)
