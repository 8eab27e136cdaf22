"""The waitlist's part of the booking API."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlalchemy.engine import Connection

from frontdesk.booking import answers, documents
from frontdesk.booking.admission import with_number
from frontdesk.booking.answers import ok
from frontdesk.booking.requests import Key, PathId, QueryId, WaitlistRequest
from frontdesk.booking.writes import CONFLICT, DiaryIn, answer, problems
from frontdesk.problems import documented

router = APIRouter(prefix="/waitlist")


@router.post(
    "",
    status_code=201,
    response_model=None,
    responses=documented(400, 422) | CONFLICT | ok(201, answers.EntryAnswer),
)
def join(diary: DiaryIn, body: WaitlistRequest, key: Key = None) -> Response:
    """Put a client on the list; who waits for this service already keeps their place with the new wishes."""

    def work(tx: Connection) -> dict[str, Any]:
        client = with_number(tx, body.client, body.conversation_id)
        entry = diary.waitlist.join(
            client.details(), body.wishes(), conversation_id=body.conversation_id, connection=tx
        )
        return documents.entry_document(entry)

    return answer(diary, key, "join waitlist", body, 201, work)


@router.get("", response_model=None, responses=documented(422) | ok(200, answers.EntriesAnswer))
def entries(
    diary: DiaryIn,
    phone: Annotated[str | None, Query(max_length=40)] = None,
    conversation_id: QueryId = None,
) -> dict[str, Any]:
    """The list in order, of everybody or of one client."""
    with problems(diary.practice):
        found = diary.waitlist.entries(phone=phone, conversation_id=conversation_id)
    return {"entries": [documents.entry_document(entry) for entry in found]}


@router.delete(
    "/{entry_id}", status_code=204, response_class=Response, responses=documented(404, 422) | CONFLICT
)
def leave(diary: DiaryIn, entry_id: PathId, key: Key = None) -> Response:
    """Take a client off the list; a second time changes nothing."""
    return answer(
        diary,
        key,
        f"leave waitlist {entry_id}",
        None,
        204,
        lambda tx: diary.waitlist.leave(entry_id, connection=tx),
    )
