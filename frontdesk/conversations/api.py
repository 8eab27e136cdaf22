"""What the assistant's actions ask of the desk besides bookings: facts, drafts, who this is, items."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header, Path, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.engine import Connection

from frontdesk.booking.answers import AppointmentAnswer
from frontdesk.booking.records import Status
from frontdesk.booking.writes import problems
from frontdesk.conversations.alarm import go_on
from frontdesk.conversations.facts import UnknownTopic, fact
from frontdesk.conversations.opening import Conversation
from frontdesk.conversations.reading import living
from frontdesk.conversations.refusals import refusals
from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem, documented
from frontdesk.storage.drafts import delete_draft, load_draft, save_draft
from frontdesk.storage.items import ItemKind, raise_item
from frontdesk.storage.verifications import proved_phones

MAX_DRAFT_BYTES = 16 * 1024
STANDING = (Status.CONFIRMED, Status.PENDING_APPROVAL)

router = APIRouter(tags=["for the assistant"])
TheDesk = Annotated[Desk, Depends(get_desk)]
ConversationId = Annotated[str, Path(max_length=64)]
Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=100)]


class NewItem(BaseModel):
    """Something for the therapist."""

    model_config = ConfigDict(extra="forbid")
    kind: ItemKind
    conversation_id: str = Field(max_length=64)
    turn_id: str | None = Field(None, max_length=64)
    text: str | None = Field(None, max_length=4000)


@router.get("/facts/{topic}", responses=documented(404, 422))
def get_fact(topic: Annotated[str, Path(max_length=64)], desk: TheDesk) -> dict[str, Any]:
    """What the owner says about a topic; `text` is null when she has not said."""
    try:
        text = fact(desk.practice, topic)
    except UnknownTopic as error:
        raise Problem(404, "unknown_topic", "There is no such topic") from error
    return {"topic": topic, "known": text is not None, "text": text}


@router.get("/conversations/{conversation_id}", responses=documented(404, 410, 422))
def get_conversation(conversation_id: ConversationId, desk: TheDesk) -> dict[str, Any]:
    """Where the conversation is held, and whether a safety finding has paused its booking."""
    with desk.database.read() as connection:
        conversation = _living(connection, conversation_id)
    return {
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "phone_known": conversation.phone is not None,
        "mode": conversation.mode,
        "paused_by": conversation.paused_by,
    }


@router.delete(
    "/conversations/{conversation_id}/pause",
    status_code=204,
    response_class=Response,
    responses=documented(404, 410, 422),
)
def delete_pause(conversation_id: ConversationId, desk: TheDesk) -> None:
    """The client asked to go on after a safety text."""
    with desk.database.write() as connection:
        go_on(connection, _living(connection, conversation_id).id)


@router.get("/conversations/{conversation_id}/draft", responses=documented(404, 410, 422))
def get_draft(conversation_id: ConversationId, desk: TheDesk) -> dict[str, Any]:
    """The draft; `{}` when there is none."""
    with desk.database.read() as connection:
        _living(connection, conversation_id)
        return load_draft(connection, conversation_id)


@router.put("/conversations/{conversation_id}/draft", responses=documented(400, 404, 410, 422))
def put_draft(
    conversation_id: ConversationId, draft: Annotated[dict[str, Any], Body()], desk: TheDesk
) -> dict[str, Any]:
    """Replace the draft: a JSON object of at most 16 KB."""
    if len(json.dumps(draft, ensure_ascii=False).encode()) > MAX_DRAFT_BYTES:
        raise Problem(413, "draft_too_large", "The draft is too large", f"At most {MAX_DRAFT_BYTES} bytes")
    with desk.database.write() as connection:
        _living(connection, conversation_id)
        save_draft(connection, conversation_id, draft, desk.clock.now())
    return draft


@router.delete(
    "/conversations/{conversation_id}/draft",
    status_code=204,
    response_class=Response,
    responses=documented(404, 410, 422),
)
def remove_draft(conversation_id: ConversationId, desk: TheDesk) -> None:
    """Forget the draft; fine when there is none."""
    with desk.database.write() as connection:
        _living(connection, conversation_id)
        delete_draft(connection, conversation_id)


@router.get("/conversations/{conversation_id}/appointments", responses=documented(404, 410, 422))
def get_appointments(conversation_id: ConversationId, desk: TheDesk) -> dict[str, Any]:
    """Upcoming appointments that whoever writes here is known to own: made here, with the number of this
    conversation, or with one that was proved by a code."""
    now = desk.clock.now()
    with desk.database.read() as connection:
        conversation = _living(connection, conversation_id)
        phones = proved_phones(connection, conversation_id, now)
    with problems(desk.practice):
        found = desk.bookings.find(conversation_id=conversation.id, start=now, statuses=STANDING)
        for phone in {*phones, conversation.phone} - {None}:
            found += desk.bookings.find(phone=phone, start=now, statuses=STANDING)
    return {"appointments": [each.model_dump(mode="json") for each in _distinct(found)]}


@router.post("/items", status_code=201, responses=documented(400, 404, 410, 422))
def post_item(item: NewItem, desk: TheDesk, key: Key = None) -> dict[str, str]:
    """Tell the therapist something; the same key again changes nothing."""
    now = desk.clock.now()
    with desk.database.write() as connection:
        conversation = _living(connection, item.conversation_id)
        item_id = raise_item(
            connection,
            item.kind,
            now,
            key=f"api:{key}" if key else None,
            conversation_id=conversation.id,
            turn_id=item.turn_id,
            text=item.text,
        )
    return {"id": item_id}


def _living(connection: Connection, conversation_id: str) -> Conversation:
    with refusals():
        return living(connection, conversation_id)


def _distinct(found: list[AppointmentAnswer]) -> list[AppointmentAnswer]:
    by_id = {appointment.id: appointment for appointment in found}
    return sorted(by_id.values(), key=lambda appointment: appointment.start)
