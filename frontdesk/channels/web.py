"""The chat contract over HTTP: open, send, read, erase. Authenticates, limits, parses; decides nothing."""

import time
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import uuid4

import structlog
from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from sse_starlette import EventSourceResponse

from frontdesk.channels import tokens, waiting
from frontdesk.channels.bounded import Lanes, TookTooLong
from frontdesk.channels.chat_format import SentMessage, message_json, parse_message, preferred_wait
from frontdesk.channels.rates import Rates
from frontdesk.channels.recent import RecentTexts
from frontdesk.conversations.erasure import erase
from frontdesk.conversations.inbox import Accepted, Inbound, accept
from frontdesk.conversations.opening import WEB, greet, open_conversation
from frontdesk.conversations.reading import news
from frontdesk.conversations.refusals import refusals
from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem, storage_unavailable
from frontdesk.safety import Finding, reply_texts
from frontdesk.storage.messages import DESK

PING_SECONDS = 15
LAST_SEQ = 2**31 - 1

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/chat", tags=["chat"])


After = Annotated[int, Query(ge=0, le=LAST_SEQ)]
TheDesk = Annotated[Desk, Depends(get_desk)]


async def authenticated(request: Request, desk: TheDesk) -> str:
    """The conversation of the bearer token, read without the database; 401 without a good one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    conversation_id = (
        tokens.conversation_of(desk.settings, token.strip()) if scheme.lower() == "bearer" else None
    )
    if conversation_id is None:
        headers = {"WWW-Authenticate": "Bearer"}
        raise Problem(401, "unauthorized", "A valid token is needed", headers=headers)
    structlog.contextvars.bind_contextvars(conversation_id=conversation_id)
    return conversation_id


Own = Annotated[str, Depends(authenticated)]


@router.post("/conversations", status_code=201)
def post_conversation(request: Request, desk: TheDesk) -> JSONResponse:
    """Open a conversation; the answer holds its token and the greeting."""
    _rates(request).opening(address_of(request))
    now = desk.clock.now()
    with desk.database.write() as connection:
        conversation = open_conversation(connection, WEB, now)
        greeting = greet(connection, conversation, desk.practice, now)
    token = tokens.issue(desk.settings, conversation.id)
    log.info("conversation_opened", conversation_id=conversation.id, channel=WEB)
    content = {"conversation_id": conversation.id, "token": token, "messages": [message_json(greeting)]}
    return JSONResponse(content, 201, headers={"Cache-Control": "no-store"})


@router.post("/messages", status_code=202)
async def post_message(request: Request, desk: TheDesk, conversation_id: Own) -> JSONResponse:
    """Take a message in; with `Prefer: wait=N` answer with its replies when they are there in time."""
    started = time.monotonic()
    lanes: Lanes = request.app.state.lanes
    sent = parse_message(await request.body())
    # Before the database is touched: what this finds is answered even when there is no database.
    found = await lanes.check(_burst(request, desk, conversation_id, sent))
    if not found:
        _rates(request).message(conversation_id, address_of(request))
    accepted = await _accepted(lanes, desk, conversation_id, sent, found, started)
    if isinstance(accepted, JSONResponse):
        return accepted
    seconds = preferred_wait(request.headers.get("prefer"))
    with refusals():
        replies = await waiting.for_answer(desk, accepted, seconds) if seconds else None
    if replies is None:
        return JSONResponse({"accepted": True, "seq": accepted.message.seq}, 202)
    return JSONResponse({"messages": [message_json(m) for m in replies]})


@router.get("/messages")
async def get_messages(
    request: Request, desk: TheDesk, conversation_id: Own, after: After = 0
) -> JSONResponse:
    """What was said after number `after`; with `Prefer: wait=N` as soon as something is."""
    seconds = preferred_wait(request.headers.get("prefer"))
    with refusals():
        latest = await waiting.for_news(desk, conversation_id, after, seconds)
    content = {"messages": [message_json(m) for m in latest.messages], "mode": latest.mode}
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


@router.get("/events")
async def get_events(desk: TheDesk, conversation_id: Own, after: After = 0) -> EventSourceResponse:
    """The same as a stream: one event for each change, its data as `GET /chat/messages` answers."""
    with refusals():
        await to_thread.run_sync(news, desk.database, conversation_id, after)
    stream = waiting.stream(desk, conversation_id, after)
    return EventSourceResponse(stream, ping=PING_SECONDS, headers={"Cache-Control": "no-store"})


@router.delete("/conversations/current")
def delete_conversation(desk: TheDesk, conversation_id: Own) -> JSONResponse:
    """Erase the conversation; the receipt says what went. An appointment made in it stays."""
    with refusals():
        receipt = erase(desk, conversation_id)
    content = {
        "erased": True,
        "conversation_id": receipt.conversation_id,
        "erased_at": receipt.erased_at.isoformat(),
        "messages": receipt.messages,
        "appointments": "kept",
    }
    return JSONResponse(content)


async def _accepted(
    lanes: Lanes,
    desk: Desk,
    conversation_id: str,
    sent: SentMessage,
    found: tuple[Finding, ...],
    started: float,
) -> Accepted | JSONResponse:
    inbound = Inbound(conversation_id, sent.key, desk.clock.now(), sent.text, sent.choice, found=found)
    try:
        with refusals():
            return await lanes.store(lambda: accept(desk, inbound), found, started)
    except Problem as refused:
        # An erased conversation, say: whoever writes this there is answered all the same.
        if not found:
            raise
        log.warning("flagged_message_refused", problem=refused.type)
    except (SQLAlchemyError, TookTooLong) as error:
        log.error("message_not_stored", error=type(error).__name__, flagged=bool(found))
        if not found:
            raise storage_unavailable() from error
    texts = reply_texts(found, alert_stored=False)
    return JSONResponse({"messages": [_unstored(text, desk) for text in texts]})


def _burst(request: Request, desk: Desk, conversation_id: str, sent: SentMessage) -> Sequence[str]:
    recent: RecentTexts = request.app.state.recent
    return recent.with_earlier(conversation_id, sent.key, sent.text, desk.clock.now()) if sent.text else ()


def _unstored(text: str, desk: Desk) -> dict[str, Any]:
    # A message without a place in the conversation: it was shown, and could not be stored.
    return {
        "seq": None,
        "id": uuid4().hex,
        "from": DESK,
        "text": text,
        "choices": [],
        "kind": "safety",
        "at": desk.clock.now().isoformat(),
    }


def _rates(request: Request) -> Rates:
    rates: Rates = request.app.state.rates
    return rates


def address_of(request: Request) -> str:
    """The address a request comes from, as the server sees it."""
    return request.client.host if request.client else "unknown"
