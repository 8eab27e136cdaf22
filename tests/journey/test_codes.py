"""Who somebody is, over the three real programs: a booking that checks its number, then other browsers."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.support.chat import ChatClient, text_of
from tests.support.running import FrontDesk
from tests.support.twilio import ScriptedTwilio

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def twilio() -> Iterator[ScriptedTwilio]:
    with ScriptedTwilio() as server:
        yield server


@pytest.fixture(scope="module")
def desk(twilio: ScriptedTwilio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    environment = twilio.environment | {"DESK_RATE_LIMITS": "off"}
    with FrontDesk(tmp_path_factory.mktemp("codes"), environment) as running:
        yield running


class Phone:
    """A client's phone, and their appointment."""

    def __init__(self, number: str, twilio: ScriptedTwilio, desk: FrontDesk) -> None:
        self.number, self.twilio, self.desk = number, twilio, desk
        self.seen = 0

    def code(self) -> str:
        """The code in the text that comes next."""
        self.seen += 1
        text = self.twilio.wait_for_texts(f"+1{self.number.replace('-', '')}", self.seen)[self.seen - 1]
        found = re.search(r"\b\d{6}\b", text)
        assert found, text
        return found.group()

    def book(self, start: str) -> None:
        """An appointment that was made elsewhere, on the telephone say."""
        client = {"name": "Dana Reyes", "phone": self.number}
        body = {"service": "csmt", "location": "westport", "start": start, "client": client}
        made = self.desk.api("POST", "/appointments", json=body, headers={"Idempotency-Key": uuid4().hex})
        assert made.status_code == 201, made.text

    def standing(self) -> list[dict[str, Any]]:
        """What is in the diary for this number, and stands."""
        found = self.desk.api("GET", "/appointments", params={"phone": self.number}).json()["appointments"]
        return [a for a in found if a["status"] != "cancelled"]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def identified(chat: ChatClient, phone: Phone, wish: str) -> str:
    """Say what is wanted, then the number; returns the code that came."""
    assert "Which mobile number" in text_of(chat.say(wish))
    assert "six-digit code" in text_of(chat.say(phone.number))
    return phone.code()


def test_a_booking_and_then_two_other_browsers(desk: FrontDesk, twilio: ScriptedTwilio) -> None:
    """Booked with a code, looked up and cancelled elsewhere with codes; only the last one needs a yes."""
    phone = Phone("203-555-0121", twilio, desk)
    chat = ChatClient(desk.url)
    chat.say("book craniosacral in westport tuesday at 3")
    asked = text_of(chat.say("Dana Reyes"))
    assert "phone number" in asked
    assert "message and data rates may apply" in asked
    assert "six-digit code" in text_of(chat.say(phone.number))
    code = phone.code()
    assert "injur" in text_of(chat.say(f"its {code[:3]} {code[3:]}"))
    assert "November 24" in text_of(chat.say("no"))
    assert "booked" in text_of(chat.say("yes")).casefold()

    second = ChatClient(desk.url)
    code = identified(second, phone, "when is my appointment?")
    assert "November 24, 2026 at 3:00 PM" in text_of(second.say(code))

    third = ChatClient(desk.url)
    code = identified(third, phone, "i need to cancel my appointment")
    assert "Shall I cancel" in text_of(third.say(f"code {code}"))
    assert len(phone.standing()) == 1
    assert "Cancelled" in text_of(third.say("yes"))
    assert phone.standing() == []


def test_a_move_with_questions_in_between(desk: FrontDesk, twilio: ScriptedTwilio) -> None:
    """The time of the first message is the one it is moved to."""
    phone = Phone("203-555-0122", twilio, desk)
    phone.book("2026-12-03T15:00:00-05:00")
    chat = ChatClient(desk.url)
    code = identified(chat, phone, "can i move my appointment to december 8 at 11am")
    assert "hour" in text_of(chat.say("how long is a session?"))
    assert "minute" in text_of(chat.say("didn't get it"))
    said = text_of(chat.say(code))
    assert "December 3" in said
    assert "December 8" in said
    assert "Moved" in text_of(chat.say("yes"))
    assert [a["start"][:16] for a in phone.standing()] == ["2026-12-08T11:00"]


def test_three_wrong_codes(desk: FrontDesk, twilio: ScriptedTwilio) -> None:
    """Tries are counted aloud, then it ends for the hour, for the right code too, and Julie is offered."""
    phone = Phone("203-555-0123", twilio, desk)
    phone.book("2026-12-10T15:00:00-05:00")
    chat = ChatClient(desk.url)
    code = identified(chat, phone, "what time is my appointment")
    assert "two more tries" in text_of(chat.say(other_than(code)))
    assert "one more try" in text_of(chat.say(other_than(code)))
    said = text_of(chat.say(other_than(code)))
    assert "three wrong codes" in said
    assert "Julie" in said
    assert "3:00" not in text_of(chat.say(code))
    elsewhere = ChatClient(desk.url)
    elsewhere.say("what time is my appointment")
    assert "three wrong codes" in text_of(elsewhere.say(phone.number))


def test_the_same_message_delivered_twice(desk: FrontDesk, twilio: ScriptedTwilio) -> None:
    """A wrong code counts once, a number gets one text."""
    phone = Phone("203-555-0124", twilio, desk)
    phone.book("2026-12-15T15:00:00-05:00")
    chat = ChatClient(desk.url)
    chat.say("when is my appointment?")
    number, code = str(uuid4()), str(uuid4())
    for _ in range(2):
        told = chat.post(text=phone.number, client_message_id=number).json()["messages"]
        assert "six-digit code" in text_of(told)
    right = phone.code()
    for _ in range(2):
        told = chat.post(text=other_than(right), client_message_id=code).json()["messages"]
        assert "two more tries" in text_of(told)
    assert "December 15" in text_of(chat.say(right))
    assert len(twilio.texts_to("+12035550124")) == 1


def test_two_conversations_at_once(desk: FrontDesk, twilio: ScriptedTwilio) -> None:
    """Each has its own code; that of the other is wrong."""
    phone = Phone("203-555-0125", twilio, desk)
    phone.book("2026-12-17T15:00:00-05:00")
    first, second = ChatClient(desk.url), ChatClient(desk.url)
    code_of_first = identified(first, phone, "when is my appointment?")
    code_of_second = identified(second, phone, "when is my appointment?")
    assert "two more tries" in text_of(second.say(code_of_first))
    assert "December 17" in text_of(first.say(code_of_first))
    assert "December 17" in text_of(second.say(code_of_second))


def test_nobody_has_to_take_texts(desk: FrontDesk, twilio: ScriptedTwilio) -> None:
    """Booked without a code, and Julie reads that."""
    chat = ChatClient(desk.url)
    chat.say("book craniosacral in westport december 22 at 3pm")
    chat.say("Robin Vale")
    assert "injur" in text_of(chat.say("203-555-0126, but no texts please"))
    chat.say("no")
    assert "booked" in text_of(chat.say("yes")).casefold()
    assert twilio.texts_to("+12035550126") == []


def test_a_lost_phone_goes_to_julie(desk: FrontDesk, twilio: ScriptedTwilio) -> None:
    phone = Phone("203-555-0127", twilio, desk)
    phone.book("2026-12-24T15:00:00-05:00")
    chat = ChatClient(desk.url)
    identified(chat, phone, "cancel my appointment")
    assert "How can she reach you" in text_of(chat.say("i don't have that phone any more"))
    assert "passed it on" in text_of(chat.say("dana@example.com"))
    assert len(phone.standing()) == 1


def test_a_code_runs_out(desk: FrontDesk, twilio: ScriptedTwilio) -> None:
    """After ten minutes a new one is sent, and the wish still stands. Moves the clock: last in this file."""
    phone = Phone("203-555-0128", twilio, desk)
    phone.book("2026-12-29T15:00:00-05:00")
    chat = ChatClient(desk.url)
    old = identified(chat, phone, "when is my appointment?")
    desk.restart_at("2026-11-23T12:00:00-05:00")
    said = text_of(chat.say(old))
    assert "doesn't work any more" in said
    assert "new code" in said
    assert "December 29" in text_of(chat.say(phone.code()))
