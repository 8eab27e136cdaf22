"""Texts in and out over real HTTP: Twilio scripted, the assistant scripted, everything else real."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from frontdesk.booking.records import ClientDetails
from frontdesk.channels.bounded import Lanes
from frontdesk.conversations.outbox import enqueue
from frontdesk.items.service import open_items
from frontdesk.storage.consents import may_text, sms_consents
from frontdesk.storage.conversations import messages, outbox
from frontdesk.storage.items import ItemKind
from frontdesk.storage.messages import add_message
from tests.desk_kit import CRISIS, RED_FLAG, TestDesk, build, served
from tests.support.twilio import ScriptedTwilio

PHONE = "+12035550171"


@dataclass
class Line:
    """A phone line between one client and the desk."""

    desk: TestDesk
    twilio: ScriptedTwilio
    url: str

    def text(self, body: str, **more: Any) -> requests.Response:
        return self.twilio.text_from(PHONE, body, self.url, **more)

    def received(self, number: int) -> list[str]:
        return self.twilio.wait_for_texts(PHONE, number)

    def kinds(self) -> list[ItemKind]:
        with self.desk.desk.database.read() as connection:
            return [item.kind for item in open_items(connection)]

    def allowed(self) -> bool:
        with self.desk.desk.database.read() as connection:
            return may_text(connection, PHONE)

    def stored(self) -> list[str]:
        with self.desk.desk.database.read() as connection:
            query = sa.select(messages.c.text).where(messages.c.sender == "client").order_by(messages.c.seq)
            return list(connection.execute(query).scalars())

    def book(self) -> None:
        start = self.desk.clock.now() + timedelta(days=2, minutes=30)
        diary = self.desk.desk.diary
        slot = diary.availability("csmt", "stamford", start, start + timedelta(days=5), limit=1)[0]
        diary.book("csmt", "stamford", slot.start, ClientDetails("Dana Reyes", PHONE))


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    with ScriptedTwilio() as twilio:
        desk = build(tmp_path, **twilio.environment)
        with served(desk.app) as url:
            yield Line(desk, twilio, url)


def test_a_text_is_answered_at_once_and_stored_once(line: Line) -> None:
    """The webhook's answer is empty; the same SID again changes nothing."""
    sid = line.twilio.new_sid()
    answers = [line.text("how long is a session?", sid=sid) for _ in range(3)]
    assert all(a.status_code == 200 and "<Message>" not in a.text for a in answers)
    assert line.stored() == ["how long is a session?"]


def test_the_first_contact_is_introduced_once(line: Line) -> None:
    """Who writes is said before the first reply, and not again."""
    line.text("hi")
    line.text("how long is a session?")
    assert "automated assistant" in line.received(1)[0]
    line.text("HELP")
    assert len([t for t in line.received(2) if "I'm Julie's automated assistant" in t]) == 1


@pytest.mark.parametrize("signature", ["", "bm90IHR3aWxpbw=="])
def test_a_forged_text_stores_nothing(line: Line, signature: str) -> None:
    """Only Twilio may speak for a phone."""
    form = {"MessageSid": line.twilio.new_sid(), "From": PHONE, "Body": "hello", "NumMedia": "0"}
    assert line.twilio.post(f"{line.url}/sms/inbound", form, signature=signature).status_code == 403
    assert line.stored() == []


def test_the_networks_stop_is_recorded_and_left_to_the_network(line: Line) -> None:
    """Twilio has answered it already; a text of ours would only fail."""
    line.text("how long is a session?")
    line.received(1)
    line.text("STOP")
    assert not line.allowed()
    line.text("how long is a session?")
    assert len(line.twilio.texts_to(PHONE)) == 1


def test_a_wish_in_plain_words_is_confirmed_once(line: Line) -> None:
    """One confirmation, then nothing until START."""
    line.text("pls stop texting me")
    assert "unsubscribed" in line.received(1)[0]
    line.text("take me off this list")
    line.text("hello?")
    assert len(line.twilio.texts_to(PHONE)) == 1
    line.text("START")
    assert line.allowed()


def test_what_advanced_opt_out_answered_is_only_recorded(line: Line) -> None:
    """`OptOutType` says that the network dealt with it."""
    line.text("arret", OptOutType="STOP")
    assert not line.allowed()
    assert line.twilio.texts_to(PHONE) == []
    with line.desk.desk.database.read() as connection:
        assert connection.execute(sa.select(sms_consents.c.source)).scalars().all()[-1] == "network"


def test_cancel_opts_out_and_tells_julie_about_the_appointment(line: Line) -> None:
    """It may have been meant for the appointment, which stands."""
    line.book()
    line.text("CANCEL")
    assert not line.allowed()
    assert ItemKind.OPT_OUT in line.kinds()


def test_an_opt_out_in_words_with_an_appointment_says_that_it_stands(line: Line) -> None:
    """Nobody believes a session cancelled that is not."""
    line.book()
    line.text("please stop texting me")
    assert "NOT canceled" in line.received(1)[0]


def test_yes_rejoins_only_after_an_opt_out(line: Line) -> None:
    """To the network it does; to everybody else it is an answer."""
    line.text("STOP")
    line.text("YES")
    assert line.allowed()


def test_a_red_flag_after_an_opt_out_alerts_and_texts_nothing(line: Line) -> None:
    """Julie hears of it; the client's wish for silence stands."""
    line.text("STOP")
    line.text(RED_FLAG)
    assert ItemKind.SAFETY in line.kinds()
    assert line.twilio.texts_to(PHONE) == []


def test_a_red_flag_with_the_database_gone_is_answered_in_the_webhook(line: Line) -> None:
    """The text goes out as TwiML, without the clause about Julie."""
    with line.desk.desk.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE messages RENAME TO gone")
    answer = line.text(RED_FLAG)
    assert answer.status_code == 200
    assert "911" in answer.text
    assert "Julie" not in answer.text


def test_a_picture_gets_a_word_and_is_not_stored(line: Line) -> None:
    """We cannot view it, and ask not to send medical images."""
    line.text("", NumMedia="1", MediaUrl0="https://media.example/x.jpg")
    assert "can't view" in line.received(1)[0]
    assert line.stored() == ["(no text)"]


def test_a_reaction_is_no_message_for_the_assistant(line: Line) -> None:
    """The phone wrote it, quoting us."""
    line.text('Liked "See you Tuesday"')
    assert line.desk.assistant.requests == []
    assert line.twilio.texts_to(PHONE) == []


def test_an_undelivered_text_becomes_an_item_once(line: Line) -> None:
    """Julie can call instead."""
    line.text("HELP")
    line.received(1)
    sid = line.twilio.sent[0]["sid"]
    form = {"MessageSid": sid, "MessageStatus": "undelivered", "ErrorCode": "30003"}
    for _ in range(2):
        assert line.twilio.post(f"{line.url}/sms/status", form).status_code == 200
    assert line.kinds().count(ItemKind.UNDELIVERED) == 1


def test_an_opt_out_that_only_twilio_knows_is_learnt(line: Line) -> None:
    """Error 21610 marks the number."""
    line.twilio.fail_next.append((400, 21610))
    line.text("HELP")
    _until(lambda: not line.allowed())
    assert ItemKind.UNDELIVERED in line.kinds()


@pytest.mark.parametrize("field", ["MessageSid", "From"])
def test_a_form_that_is_no_text_is_refused(line: Line, field: str) -> None:
    """Signed, but not what Twilio posts for a text."""
    form = {"MessageSid": line.twilio.new_sid(), "From": PHONE, "Body": "x", "NumMedia": "0"} | {field: "?"}
    assert line.twilio.post(f"{line.url}/sms/inbound", form).status_code == 400


def test_without_credentials_sms_is_off(tmp_path: Path) -> None:
    """The address says so, and nothing is read."""
    with served(build(tmp_path).app) as url:
        answer = requests.post(f"{url}/sms/inbound", data={"Body": "x"}, timeout=10)
    assert (answer.status_code, answer.json()["type"]) == (404, "sms_off")


def _until(condition: Any, tries: int = 200) -> None:
    for _ in range(tries):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def test_a_picture_with_a_red_flag_gets_the_safety_text_alone(line: Line) -> None:
    """No word about the picture, none about who writes."""
    line.text(RED_FLAG, NumMedia="1", MediaUrl0="https://media.example/x.jpg")
    (text,) = line.received(1)
    assert "911" in text
    line.text("HELP")
    assert len(line.received(2)) == 2


def test_an_opt_out_with_a_red_flag_in_it(line: Line) -> None:
    """The safety text alone; the wish is honoured without a word."""
    line.text("stop texting me i want to kill myself")
    (text,) = line.received(1)
    assert "988" in text
    assert not line.allowed()
    line.text("hello?")
    line.text(CRISIS)
    assert len(line.twilio.texts_to(PHONE)) == 1


def test_emergency_and_crisis_by_text(line: Line) -> None:
    """Two texts of one segment each, the emergency first."""
    line.text("i took a whole bottle of pills, i want to die")
    first, second = line.received(2)
    assert ("911 or go to an ER" in first, "988" in second) == (True, True)
    assert max(len(first), len(second)) <= 160


def test_what_waits_to_be_sent_gives_way_to_a_red_flag(line: Line) -> None:
    """An answer that the network had not taken yet is not sent any more; what Julie decided is."""
    line.text("hello")
    line.received(1)
    now = line.desk.clock.now()
    with line.desk.desk.database.write() as connection:
        own = str(connection.execute(sa.select(messages.c.conversation_id)).scalars().first())
        for said, turn in (("Thursday at 3?", "t1"), ("Julie cancelled your appointment.", None)):
            message = add_message(connection, own, "assistant", said, now, turn_id=turn)
            ids = {"conversation_id": own, "message_id": message.id}
            soon = now + timedelta(seconds=9)
            enqueue(connection, key=said, to=PHONE, text=said, now=now, not_before=soon, **ids)
    line.text(RED_FLAG)
    assert "911" in line.received(2)[1]
    with line.desk.desk.database.read() as connection:
        query = sa.select(outbox.c.state).where(
            outbox.c.text.in_(("Thursday at 3?", "Julie cancelled your appointment."))
        )
        assert connection.execute(query.order_by(outbox.c.text.desc())).scalars().all() == [
            "dropped",
            "queued",
        ]


def test_a_flag_over_two_texts_with_the_database_gone(line: Line) -> None:
    """Read together from memory, and answered in the webhook."""
    with line.desk.desk.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE messages RENAME TO gone")
    assert line.text("i fell off my bike yesterday").status_code == 503
    assert "911" in line.text("hit my head").text


def test_a_red_flag_in_reply_to_a_reminder(line: Line) -> None:
    """Whatever was texted before, the reply is read like any other."""
    line.book()
    with line.desk.desk.database.write() as connection:
        enqueue(connection, key="r", to=PHONE, text="Tuesday 3 PM, Stamford", now=line.desk.clock.now())
    line.desk.desk.events.outgoing()
    line.received(1)
    line.text(RED_FLAG)
    assert "911" in line.received(2)[1]
    assert ItemKind.SAFETY in line.kinds()


def test_a_red_flag_stored_late_is_not_texted_again(line: Line) -> None:
    """The webhook gave the text while the database was locked; afterwards only the alert is stored."""
    line.desk.app.state.lanes = Lanes.of_size(8, flagged_seconds=0.05)
    with line.desk.desk.database.engine.connect() as connection:
        connection.connection.execute("BEGIN EXCLUSIVE")
        assert "911" in line.text(RED_FLAG).text
        connection.connection.execute("ROLLBACK")
    _until(lambda: ItemKind.SAFETY in line.kinds())
    line.desk.app.state.lanes = Lanes.of_size(8, flagged_seconds=20)
    line.text("HELP")
    (text,) = line.received(1)
    assert "can be an emergency" not in text
