"""What the assistant's actions ask of the desk to learn who somebody is: a code by SMS, and the try at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from frontdesk.booking.errors import KeyReused, NotBookable
from frontdesk.conversations.api import ConversationId, Key
from frontdesk.conversations.refusals import refusals
from frontdesk.conversations.verification import (
    CodesEnded,
    NoNumberConnected,
    TooManyCodes,
    check,
    standing,
    start,
)
from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem, documented

router = APIRouter(tags=["for the assistant"])
TheDesk = Annotated[Desk, Depends(get_desk)]


class Number(BaseModel):
    """The number to prove."""

    model_config = ConfigDict(extra="forbid")
    phone: str = Field(max_length=40)


class Code(BaseModel):
    """A try: six digits, with or without spaces in them."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(max_length=40)


@router.get("/conversations/{conversation_id}/verification", responses=documented(404, 410, 422))
def get_verification(conversation_id: ConversationId, desk: TheDesk) -> dict[str, Any]:
    """Whether codes can be sent, are wanted before a booking, are over for the hour; the proved numbers."""
    with refusals():
        found = standing(desk, conversation_id)
    return {
        "available": found.available,
        "before_booking": found.before_booking,
        "ended": found.ended,
        "phones": list(found.phones),
    }


@router.post(
    "/conversations/{conversation_id}/verification",
    status_code=201,
    responses=documented(400, 404, 409, 410, 422),
)
def post_verification(
    conversation_id: ConversationId, number: Number, desk: TheDesk, key: Key = None
) -> dict[str, Any]:
    """Send a code to a number; `on_its_way` where one went out a moment ago."""
    with refusals(), _refused():
        started = start(desk, conversation_id, number.phone, key)
    status = "sent" if started.sent else "on_its_way"
    return {"status": status, "expires_at": started.expires_at.isoformat()}


@router.post("/conversations/{conversation_id}/verification/check", responses=documented(400, 404, 410, 422))
def post_check(conversation_id: ConversationId, code: Code, desk: TheDesk, key: Key = None) -> dict[str, Any]:
    """Try a code: `right`, `wrong`, `expired`, or `ended` after the third wrong one."""
    with refusals():
        checked = check(desk, conversation_id, code.code, key)
    return {"result": checked.result.value, "tries_left": checked.tries_left}


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except NotBookable as error:
        raise Problem(422, error.type, "That is not a phone number") from error
    except KeyReused as error:
        raise Problem(error.status, error.type, error.title) from error
    except NoNumberConnected as error:
        raise Problem(409, "sms_off", "No phone number is connected") from error
    except CodesEnded as error:
        raise Problem(409, "codes_ended", "Three wrong codes were given within the hour") from error
    except TooManyCodes as error:
        raise Problem(409, "too_many_codes", "No further code can be sent for now") from error
