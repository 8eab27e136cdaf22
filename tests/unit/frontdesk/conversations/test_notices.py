"""Telling clients what the waitlist offers them: once, within the hours, or the therapist is asked to call."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from frontdesk.booking.records import ClientDetails, Offer, Preferences
from frontdesk.booking.waitlist import Waitlist
from frontdesk.channels.texting.wording import segments
from frontdesk.conversations.notices import tell_offers
from frontdesk.conversations.opening import SMS, WEB, open_conversation
from frontdesk.conversations.texts import desk_text
from frontdesk.items.service import open_items
from frontdesk.storage.consents import record_consent
from frontdesk.storage.conversations import conversations, messages, outbox
from frontdesk.storage.items import ItemKind
from tests.desk_kit import TestDesk, build
from tests.support.twilio import ScriptedTwilio

ANN = ClientDetails("Ann First", "+12035550101")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestDesk]:
    """With a phone line, and nothing running in the background."""
    with ScriptedTwilio() as twilio:
        yield build(tmp_path, **twilio.environment)


def offered(desk: TestDesk, channel: str | None, ahead: timedelta = timedelta(days=2)) -> Offer:
    """A time on offer to somebody who joined in a conversation of this channel."""
    own = desk.desk
    conversation_id, now = None, own.clock.now()
    if channel is not None:
        with own.database.write() as connection:
            phone = ANN.phone if channel == SMS else None
            conversation_id = open_conversation(connection, channel, now, phone=phone).id
    entry = own.diary.waitlist.join(ANN, Preferences("csmt"), conversation_id=conversation_id)
    start = now + ahead
    slot = own.diary.availability("csmt", "stamford", start, start + timedelta(days=9), limit=1)[0]
    return own.diary.waitlist.offer(entry.id, "stamford", slot.start)


def said(desk: TestDesk) -> list[str]:
    with desk.desk.database.read() as connection:
        return list(connection.execute(sa.select(messages.c.text).order_by(messages.c.seq)).scalars())


def texts(desk: TestDesk) -> list[tuple[str, datetime]]:
    with desk.desk.database.read() as connection:
        rows = connection.execute(sa.select(outbox.c.text, outbox.c.next_attempt_at)).all()
    return [(row.text, row.next_attempt_at) for row in rows]


def to_call(desk: TestDesk) -> list[str]:
    with desk.desk.database.read() as connection:
        found = open_items(connection)
    return [str(item.text) for item in found if item.kind is ItemKind.REQUEST]


def test_on_the_website_it_stands_in_the_conversation_once(desk: TestDesk) -> None:
    """With time, place and link, and no word of what it is for."""
    offer = offered(desk, WEB)
    tell_offers(desk.desk)
    tell_offers(desk.desk)
    (text,) = said(desk)
    assert f"/w/{offer.secret}" in text
    assert "Stamford" in text
    assert "ranio" not in text
    assert texts(desk) == []


def test_by_text_it_is_one_segment_at_once_in_the_day(desk: TestDesk) -> None:
    """One message, one text, one segment."""
    offered(desk, SMS)
    tell_offers(desk.desk)
    tell_offers(desk.desk)
    ((text, due),) = texts(desk)
    assert said(desk) == [text]
    assert segments(text) == 1
    assert due == desk.clock.now()


def test_the_longest_offer_fits_one_segment(desk: TestDesk) -> None:
    """With a real address and the widest times."""
    link = f"https://desk.posturemassage.example/w/{'x' * 32}"
    named = {"when": "Wed Dec 30, 10:30 AM", "where": "Stamford", "until": "12:30 PM", "link": link}
    assert segments(desk_text("waitlist_offer", desk.desk.practice, **named)) == 1


def test_a_crash_in_between_tells_nobody_twice(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written before the crash is gone with it; the next try tells once."""

    def crash(*_: object, **__: object) -> None:
        raise OperationalError("told", {}, Exception("gone"))

    offered(desk, SMS)
    with monkeypatch.context() as broken:
        broken.setattr(Waitlist, "told", crash)
        with pytest.raises(OperationalError):
            tell_offers(desk.desk)
    assert (said(desk), texts(desk)) == ([], [])
    tell_offers(desk.desk)
    assert (len(said(desk)), len(texts(desk))) == (1, 1)


def test_early_in_the_morning_the_text_waits_until_nine(desk: TestDesk) -> None:
    """The offer outlives the wait."""
    desk.clock.advance(timedelta(hours=-2))
    offered(desk, SMS)
    tell_offers(desk.desk)
    ((_, due),) = texts(desk)
    assert due == desk.clock.now() + timedelta(hours=2)


def test_the_night_uses_up_no_offer(desk: TestDesk) -> None:
    """Made at 10 PM it is texted at nine and stands until one."""
    desk.clock.advance(timedelta(hours=13))
    offer = offered(desk, SMS)
    tell_offers(desk.desk)
    ((text, due),) = texts(desk)
    assert due == desk.clock.now() + timedelta(hours=11)
    assert offer.expires_at == due + timedelta(hours=4)
    assert "until 1:00 PM" in text


def test_an_offer_that_ends_before_the_text_may_go_is_hers_to_call(desk: TestDesk) -> None:
    """At night for the first time of the morning: no text that comes too late, nothing in the conversation."""
    desk.clock.advance(timedelta(hours=36))
    offered(desk, SMS, timedelta(hours=10))
    tell_offers(desk.desk)
    assert (said(desk), texts(desk)) == ([], [])
    assert "Please call Ann First, +12035550101" in to_call(desk)[0]


def test_who_cannot_be_told_is_called_once(desk: TestDesk) -> None:
    """Somebody without a conversation."""
    offered(desk, None)
    tell_offers(desk.desk)
    tell_offers(desk.desk)
    assert len(to_call(desk)) == 1


def test_who_opted_out_is_called(desk: TestDesk) -> None:
    """No text after a STOP."""
    offered(desk, SMS)
    with desk.desk.database.write() as connection:
        record_consent(connection, ANN.phone, False, "STOP", "client", desk.clock.now())
    tell_offers(desk.desk)
    assert texts(desk) == []
    assert len(to_call(desk)) == 1


@pytest.mark.parametrize("tier", ["A", "D"])
def test_nobody_in_a_crisis_is_offered_appointments(desk: TestDesk, tier: str) -> None:
    """A conversation that a safety text has paused stays as it is; she decides."""
    offered(desk, WEB)
    with desk.desk.database.write() as connection:
        connection.execute(conversations.update().values(paused_by=tier))
    tell_offers(desk.desk)
    assert said(desk) == []
    assert len(to_call(desk)) == 1


def test_an_offer_that_is_over_is_told_to_nobody(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answered between the look at the list and the telling; or lapsed."""
    offer = offered(desk, WEB)
    monkeypatch.setattr(Waitlist, "offers_to_tell", lambda _: [offer])
    desk.desk.diary.waitlist.accept(offer.secret)
    tell_offers(desk.desk)
    assert said(desk) == []
    assert to_call(desk) == []
