"""The chat without JavaScript: one page of forms, each answered by a redirect back to the page."""

from dataclasses import replace
from typing import Annotated
from uuid import uuid4

import structlog
from anyio import to_thread
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from frontdesk.channels import waiting, web
from frontdesk.channels.bounded import UNFLAGGED_SECONDS, Lanes, TookTooLong, within
from frontdesk.channels.chat_sheet import NOTHING_YET, UNREACHABLE, as_text, sheet, spoken
from frontdesk.channels.chat_visit import Visit, back_to_page, forget_visit, from_this_site, number, visit
from frontdesk.channels.page_rendering import page
from frontdesk.channels.recent import RecentTexts
from frontdesk.conversations.erasure import erase
from frontdesk.conversations.inbox import (
    MAX_CHARACTERS,
    Accepted,
    ErasedConversation,
    Inbound,
    UnknownChoice,
    UnknownConversation,
    accept,
    clean,
    without_slashes,
)
from frontdesk.conversations.opening import WEB, greet, open_conversation
from frontdesk.conversations.reading import News, news
from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem
from frontdesk.safety import reply_texts

WAIT_SECONDS = 10.0
# A flagged text is answered within this, stored or not. Longer than for the widget, which tries again by
# itself: what this page calls not stored, the client has to send again by hand.
FLAGGED_SECONDS = 1.0

log = structlog.get_logger(__name__)
router = APIRouter(include_in_schema=False)
TheDesk = Annotated[Desk, Depends(get_desk)]
Own = Annotated[Visit, Depends(visit)]
Field = Annotated[str, Form()]
FROM_HERE = [Depends(from_this_site)]


@router.get("/chat")
def chat(desk: TheDesk, own: Own) -> HTMLResponse:
    """The conversation so far, and what can be said next."""
    return _sheet(desk, own)


@router.post("/chat", dependencies=FROM_HERE)
async def post_chat(
    request: Request, desk: TheDesk, own: Own, key: Field = "", text: Field = "", choice: Field = ""
) -> Response:
    """Take in one message or choice, wait a little for the reply, and show the page again."""
    if len(text) > MAX_CHARACTERS:
        trouble = f"Not sent: a message has at most {MAX_CHARACTERS} characters, this one has {len(text)}."
        return await to_thread.run_sync(lambda: _sheet(desk, own, trouble=trouble, written=text, status=413))
    said = clean(text)
    if not choice and not without_slashes(said):
        return back_to_page(request, desk, own)
    inbound = Inbound(
        own.conversation_id or "", key[:64] or str(uuid4()), desk.clock.now(), said, choice or None
    )
    taken = await _taken(request, desk, own, inbound)
    if isinstance(taken, Response):
        return taken
    await waiting.for_answer(desk, taken, WAIT_SECONDS)
    return back_to_page(request, desk, replace(own, conversation_id=taken.message.conversation_id))


@router.post("/chat/acknowledged", dependencies=FROM_HERE)
def post_acknowledged(request: Request, desk: TheDesk, own: Own, seq: Field = "") -> Response:
    """The client has read the safety texts on top."""
    return back_to_page(request, desk, replace(own, acknowledged=max(number(seq), own.acknowledged)))


@router.get("/chat/delete")
def ask_before_deleting(desk: TheDesk) -> HTMLResponse:
    """The question before the conversation goes."""
    return page("chat_delete.html", desk, receipt=None)


@router.post("/chat/delete", dependencies=FROM_HERE)
def post_delete(desk: TheDesk, own: Own) -> Response:
    """Erase the conversation and show the receipt."""
    receipt: dict[str, object] = {"messages": 0}
    try:
        gone = erase(desk, own.conversation_id or "")
        receipt = {"messages": gone.messages, "when": spoken(gone.erased_at, desk)}
        receipt["reference"] = gone.conversation_id[:8]
    except (UnknownConversation, ErasedConversation):
        log.info("nothing_to_erase")
    return forget_visit(page("chat_delete.html", desk, receipt=receipt))


@router.get("/chat/transcript.txt")
def transcript(desk: TheDesk, own: Own) -> PlainTextResponse:
    """The conversation as a text file."""
    headers = {"Content-Disposition": 'attachment; filename="conversation.txt"', "Cache-Control": "no-store"}
    return PlainTextResponse(as_text(desk, _news(desk, own)), headers=headers)


async def _taken(request: Request, desk: Desk, own: Visit, inbound: Inbound) -> Accepted | Response:
    """The stored message, or the page that says why there is none."""
    lanes: Lanes = request.app.state.lanes
    recent: RecentTexts = request.app.state.recent
    who = inbound.conversation_id or inbound.key
    texts = recent.with_earlier(who, inbound.key, inbound.text, inbound.received_at) if inbound.text else ()
    found = await lanes.check(texts)
    inbound = replace(inbound, found=found)
    try:
        seconds, threads = (FLAGGED_SECONDS, lanes.flagged) if found else (UNFLAGGED_SECONDS, lanes.unflagged)
        return await within(seconds, lambda: _accept(request, desk, inbound), threads)
    except Problem as problem:
        trouble = f"Not sent: that was a lot at once. Please wait {problem.headers['Retry-After']} seconds."
        return await to_thread.run_sync(
            lambda: _sheet(desk, own, trouble=trouble, written=inbound.text, status=429)
        )
    except UnknownChoice:
        trouble = "That option is no longer open. Please choose again, or write."
        return await to_thread.run_sync(lambda: _sheet(desk, own, trouble=trouble, status=409))
    except (SQLAlchemyError, TookTooLong) as error:
        log.error("message_not_stored", error=type(error).__name__, flagged=bool(found))
        trouble = f"{UNREACHABLE} Your message is not sent; please try again."
        alerts = reply_texts(found, alert_stored=False)
        # Under the same key: should it have been stored after all, the second try changes nothing.
        return sheet(desk, alerts=alerts, trouble=trouble, written=inbound.text, key=inbound.key, status=503)


def _accept(request: Request, desk: Desk, inbound: Inbound) -> Accepted:
    """Store the message, in a new conversation where there is none (any more)."""
    address = web.address_of(request)
    if not inbound.found:
        request.app.state.rates.message(inbound.conversation_id or address, address)
    if inbound.conversation_id:
        try:
            return accept(desk, inbound)
        except (UnknownConversation, ErasedConversation):
            log.info("conversation_not_there", conversation_id=inbound.conversation_id)
    if inbound.choice:
        raise UnknownChoice
    if not inbound.found:
        request.app.state.rates.opening(address)
    with desk.database.write() as connection:
        conversation = open_conversation(connection, WEB, inbound.received_at)
        greet(connection, conversation, desk.practice, inbound.received_at)
    return accept(desk, replace(inbound, conversation_id=conversation.id))


def _sheet(
    desk: Desk, own: Visit, *, trouble: str | None = None, written: str = "", status: int = 200
) -> HTMLResponse:
    try:
        said = _news(desk, own)
    except SQLAlchemyError as error:
        log.exception("conversation_not_read", error=type(error).__name__)
        return sheet(desk, trouble=UNREACHABLE, written=written, status=503)
    return sheet(desk, said, acknowledged=own.acknowledged, trouble=trouble, written=written, status=status)


def _news(desk: Desk, own: Visit) -> News:
    if own.conversation_id is None:
        return NOTHING_YET
    try:
        return news(desk.database, own.conversation_id, 0)
    except (UnknownConversation, ErasedConversation):
        return NOTHING_YET
