"""SMS through Twilio's webhooks: authenticate, claim, store, answer at once; the turn comes afterwards."""

import re
import time
from collections.abc import Mapping, Sequence
from threading import Event
from typing import Annotated
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

import structlog
from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import SQLAlchemyError
from twilio.request_validator import RequestValidator

from frontdesk.channels.bounded import Lanes, TookTooLong
from frontdesk.channels.recent import RecentTexts
from frontdesk.channels.texting.receiving import ReceivedText, receive, receive_status
from frontdesk.conversations.inbox import clean
from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem
from frontdesk.safety import Finding, reply_texts

_SID = re.compile(r"[A-Za-z0-9]{10,64}")
_PHONE = re.compile(r"\+[1-9]\d{6,14}")

router = APIRouter(include_in_schema=False)
log = structlog.get_logger(__name__)


@router.post("/sms/inbound")
async def inbound(request: Request, desk: Annotated[Desk, Depends(get_desk)]) -> Response:
    """One text from a client. With the database dead or stuck, a safety text goes out in the answer."""
    text = _received(await _authentic_form(request, desk))
    started = time.monotonic()
    lanes: Lanes = request.app.state.lanes
    recent: RecentTexts = request.app.state.recent
    found = await lanes.check(recent.with_earlier(text.phone, text.sid, clean(text.body), desk.clock.now()))
    answered = Event()
    try:
        await lanes.store(lambda: receive(desk, text, found, answered), found, started)
    except (SQLAlchemyError, TookTooLong) as error:
        # It may still be stored, late; the text is not sent a second time then.
        answered.set()
        log.error("sms_not_stored", error=type(error).__name__)
        return _without_database(found)
    return _twiml()


@router.post("/sms/status")
async def status(request: Request, desk: Annotated[Desk, Depends(get_desk)]) -> Response:
    """What became of a text that was sent."""
    form = await _authentic_form(request, desk)
    sid, state = form.get("MessageSid", ""), form.get("MessageStatus", "")
    if not _SID.fullmatch(sid) or not re.fullmatch(r"[a-z_]{2,20}", state):
        raise Problem(400, "not_twilio", "This is not a delivery report")
    text_id = request.query_params.get("text")
    await run_in_threadpool(receive_status, desk, sid, state, form.get("ErrorCode", "")[:10] or None, text_id)
    return _twiml()


async def _authentic_form(request: Request, desk: Desk) -> Mapping[str, str]:
    """The form's fields where the signature is Twilio's; 404 without a connected number, 403 without it."""
    if desk.settings.twilio is None:
        raise Problem(404, "sms_off", "No phone number is connected")
    raw = await request.body()
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, max_num_fields=200)
    except (UnicodeDecodeError, ValueError) as error:
        raise Problem(400, "not_a_form", "The request is not a readable form") from error
    fields = dict(pairs)
    signature = request.headers.get("X-Twilio-Signature", "")
    validator = RequestValidator(desk.settings.twilio.auth_token)
    if len(fields) != len(pairs) or not validator.validate(
        _url_as_twilio_saw_it(request, desk), fields, signature
    ):
        log.warning("sms_signature_refused")
        raise Problem(403, "signature", "The signature is not Twilio's")
    return fields


def _url_as_twilio_saw_it(request: Request, desk: Desk) -> str:
    # Behind a proxy the request's own address is the inner one; the public one is what was signed.
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{desk.settings.public_url or str(request.base_url).rstrip('/')}{request.url.path}{query}"


def _received(form: Mapping[str, str]) -> ReceivedText:
    sid, sender, media = form.get("MessageSid", ""), form.get("From", ""), form.get("NumMedia", "0")
    if not _SID.fullmatch(sid) or not _PHONE.fullmatch(sender):
        raise Problem(400, "not_twilio", "This is not a text message")
    return ReceivedText(
        sid=sid,
        phone=sender,
        body=form.get("Body", ""),
        has_media=media.isdigit() and int(media) > 0,
        opt_out_type=form.get("OptOutType", "").casefold() or None,
    )


def _without_database(found: Sequence[Finding]) -> Response:
    replies = reply_texts(found, alert_stored=False)
    if not replies:
        raise Problem(
            503, "unavailable", "The desk cannot store messages right now", headers={"Retry-After": "30"}
        )
    return _twiml(*replies)


def _twiml(*texts: str) -> Response:
    messages = "".join(f"<Message>{escape(text)}</Message>" for text in texts)
    content = f'<?xml version="1.0" encoding="UTF-8"?><Response>{messages}</Response>'
    return Response(content, media_type="application/xml")
