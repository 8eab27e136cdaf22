"""Proving a number: a code goes to it by SMS, and whoever gives it here is known for that number.

It goes to any number that is given, with or without an appointment, so that nothing is learnt from asking.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

import structlog
from sqlalchemy.engine import Connection

from frontdesk.booking.errors import KeyReused
from frontdesk.booking.intake import phone_number
from frontdesk.channels.texting.receiving import fixed_text
from frontdesk.conversations import codes
from frontdesk.conversations.opening import WEB, Conversation
from frontdesk.conversations.outbox import drop_queued, enqueue
from frontdesk.conversations.reading import living
from frontdesk.desk import Desk
from frontdesk.storage import verifications as rows
from frontdesk.storage.consents import may_text, record_consent
from frontdesk.storage.verifications import Verification

TRIES = 3
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A second wish for a code within this time is answered by the first.
PAUSE = timedelta(seconds=30)
# What keeps somebody's phone, and the owner's bill, from being flooded.
NUMBER_AN_HOUR, NUMBER_A_DAY = 3, 6
CONVERSATION_AN_HOUR = 5
ALL_AN_HOUR = 60

log = structlog.get_logger(__name__)


class NoNumberConnected(Exception):
    """The desk cannot text."""


class CodesEnded(Exception):
    """Three wrong codes were given within the hour."""


class TooManyCodes(Exception):
    """No further code goes out for now."""


class Result(StrEnum):
    """What became of a try."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True)
class Started:
    """`sent` is false where the code of a moment ago is still on its way."""

    sent: bool
    expires_at: datetime


@dataclass(frozen=True)
class Checked:
    """What the try was, and how many are left."""

    result: Result
    tries_left: int


@dataclass(frozen=True)
class Standing:
    """Whether codes can be sent, are wanted before a booking, or are over for the hour; what was proved."""

    available: bool
    before_booking: bool
    ended: bool
    phones: tuple[str, ...]


def standing(desk: Desk, conversation_id: str) -> Standing:
    """How it stands; raises `UnknownConversation`, `ErasedConversation`."""
    now = desk.clock.now()
    with desk.database.read() as connection:
        conversation = living(connection, conversation_id)
        proved = rows.proved_phones(connection, conversation.id, now)
        ended = rows.wrong_since(connection, now - HOUR, conversation_id=conversation.id) >= TRIES
    available = desk.sms is not None
    wanted = available and desk.practice.rules.verify_phone and conversation.channel == WEB
    return Standing(available, wanted, ended, tuple(proved))


def start(desk: Desk, conversation_id: str, phone: str, key: str | None) -> Started:
    """Send a code to the number; the same `key` again sends none.

    A number that has opted out of texts gets none either, and that is not told. Raises `NotBookable` for
    what is no number, `NoNumberConnected`, `CodesEnded`, `TooManyCodes`, `KeyReused` for another number, and
    what `standing` does.
    """
    now = desk.clock.now()
    with desk.database.write() as connection:
        rows.one_at_a_time(connection)
        conversation = living(connection, conversation_id)
        if desk.sms is None:
            raise NoNumberConnected
        phone = phone_number(phone)
        known = rows.started_under(connection, conversation.id, key) if key else None
        if known is not None and known.phone != phone:
            raise KeyReused
        known = known or _on_its_way(connection, conversation, phone, now)
        if known is not None:
            return Started(known.key == key and key is not None, known.expires_at)
        sent = _send(desk, connection, conversation, phone, key, now)
    desk.events.outgoing()
    log.info("code_sent", conversation_id=conversation_id)
    return Started(True, sent.expires_at)


def check(desk: Desk, conversation_id: str, given: str, key: str | None) -> Checked:
    """Try a code; the same `key` again is the same try. Raises what `standing` does."""
    now = desk.clock.now()
    with desk.database.write() as connection:
        rows.one_at_a_time(connection)
        conversation = living(connection, conversation_id)
        own = rows.newest(connection, conversation.id)
        if own is None:
            return Checked(Result.EXPIRED, TRIES)
        if key is not None and own.checked_key == key:
            result = Result(str(own.checked_as))
        else:
            result = _tried(desk, connection, own, given, key, now)
        left = max(0, TRIES - _wrong(connection, own.conversation_id, own.number_mark, now))
    log.info("code_tried", conversation_id=conversation_id, result=result.value)
    return Checked(result, left)


def forget_old_codes(desk: Desk) -> None:
    """Remove what is a day old, as a step of background work."""
    with desk.database.write() as connection:
        rows.forget_old(connection, desk.clock.now())


def _on_its_way(
    connection: Connection, conversation: Conversation, phone: str, now: datetime
) -> Verification | None:
    last = rows.newest(connection, conversation.id)
    fresh = last and last.phone == phone and last.ended_at is None and last.sent_at > now - PAUSE
    return last if fresh else None


def _send(
    desk: Desk, connection: Connection, conversation: Conversation, phone: str, key: str | None, now: datetime
) -> Verification:
    mark = codes.mark_of(desk.settings.session_secret, phone)
    _refuse_if_too_many(connection, conversation.id, mark, now)
    replaced = rows.end_others(connection, conversation.id, now)
    drop_queued(connection, [codes.outbox_key(one) for one in replaced])
    new = Verification(uuid4().hex, conversation.id, mark, phone, now, now + codes.LIVES, key)
    rows.add(connection, new)
    if may_text(connection, phone):
        enqueue(
            connection,
            key=codes.outbox_key(new.id),
            to=phone,
            text=fixed_text("code", desk.practice, code=codes.PLACE),
            now=now,
            conversation_id=conversation.id,
        )
    return new


def _refuse_if_too_many(connection: Connection, conversation_id: str, mark: str, now: datetime) -> None:
    if _wrong(connection, conversation_id, mark, now) >= TRIES:
        raise CodesEnded
    hour, day = now - HOUR, now - DAY
    if (
        rows.sent_since(connection, hour, mark=mark) >= NUMBER_AN_HOUR
        or rows.sent_since(connection, day, mark=mark) >= NUMBER_A_DAY
        or rows.sent_since(connection, hour, conversation_id=conversation_id) >= CONVERSATION_AN_HOUR
        or rows.sent_since(connection, hour) >= ALL_AN_HOUR
    ):
        raise TooManyCodes


def _tried(
    desk: Desk, connection: Connection, own: Verification, given: str, key: str | None, now: datetime
) -> Result:
    if _wrong(connection, own.conversation_id, own.number_mark, now) >= TRIES:
        return Result.ENDED
    if own.ended_at is not None or own.expires_at <= now:
        return Result.EXPIRED
    assert own.phone is not None
    code = codes.code_of(desk.settings.session_secret, own.id, own.conversation_id, own.phone)
    if codes.is_right(given, code):
        values = {"ended_at": now, "proved_at": now}
        rows.change(connection, own.id, checked_key=key, checked_as=Result.RIGHT.value, **values)
        _note_consent(connection, own.phone, now)
        return Result.RIGHT
    rows.change(connection, own.id, wrong=own.wrong + 1, wrong_at=now)
    over = _wrong(connection, own.conversation_id, own.number_mark, now) >= TRIES
    result = Result.ENDED if over else Result.WRONG
    ended = {"ended_at": now} if over else {}
    rows.change(connection, own.id, checked_key=key, checked_as=result.value, **ended)
    return result


def _note_consent(connection: Connection, phone: str, now: datetime) -> None:
    """Asked for and given: the code. It takes back no opt-out, which only a text from that phone does."""
    if may_text(connection, phone):
        record_consent(connection, phone, True, "asked for a code by text and gave it", "website code", now)


def _wrong(connection: Connection, conversation_id: str, mark: str, now: datetime) -> int:
    """Wrong tries within the hour, from this conversation or at this number, whichever are more."""
    hour = now - HOUR
    return max(
        rows.wrong_since(connection, hour, conversation_id=conversation_id),
        rows.wrong_since(connection, hour, mark=mark),
    )
