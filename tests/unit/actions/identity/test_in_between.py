"""What comes in between: another wish, a booking, a text, an outage."""

from datetime import timedelta

import pytest

from actions.desk_client import DeskClient
from frontdesk.clock import SettableClock
from tests.unit.actions.conftest import NOW, Line
from tests.unit.actions.identity.kit import (
    OTHER,
    START,
    asked_for_code,
    book,
    give,
    later,
    sent,
    wrong,
)
from tests.unit.actions.talk import Talk, use, value
from tests.unit.actions.test_own_appointments import items
from tests.unit.actions.test_repair import PHONE
from tests.unit.actions.test_sms import open_texting


def test_another_wish_in_the_middle(client: Talk, line: Line) -> None:
    """The newest one counts, and the code that was sent still does."""
    asked_for_code(client)
    client.say("actually cancel my appointment", "cancel_appointment")
    assert "Shall I cancel" in give(client, line)


def test_never_mind(client: Talk, line: Line) -> None:
    """Nothing stays open."""
    asked_for_code(client, "move my appointment", "reschedule")
    client.say("never mind", "start_over")
    assert client.slots["task"] == "none"


def test_cancel_this_stops_it(client: Talk, line: Line) -> None:
    asked_for_code(client, "move my appointment", "reschedule")
    assert "stopped this" in client.say("cancel", "cancel_appointment")
    assert client.slots["task"] == "none"


def test_why(client: Talk) -> None:
    """A line of reason, then the question again."""
    asked_for_code(client)
    said = client.say("why do you need that", "affirm")
    assert "how I know it is you" in said
    assert "Which six digits" in said


def test_one_second(client: Talk) -> None:
    asked_for_code(client)
    assert client.say("one sec", "inform") == "Take your time. I'm here when you're ready."


def test_a_booking_in_the_middle_goes_on_where_it_was(client: Talk, line: Line) -> None:
    """Row 7: who it is, the answer, then the open question of the booking."""
    client.say("book csmt westport", "book", value("service", "csmt"), value("location", "westport"))
    offered = client.draft["offered"]
    said = client.say("hang on, when's my next appointment", "my_appointment")
    assert "Which mobile number" in said
    client.say("203-555-0142", "inform", PHONE)
    said = give(client, line)
    assert "Tuesday, November 24, 2026 at 3:00 PM" in said
    assert client.slots["task"] == "booking"
    assert client.draft["offered"] == offered
    assert "what is open" in said


def test_a_booking_in_the_middle_survives_a_refusal(client: Talk, line: Line) -> None:
    """Julie hears of the question, the booking goes on."""
    client.say("book csmt westport", "book", value("service", "csmt"), value("location", "westport"))
    client.say("hang on, when's my next appointment", "my_appointment")
    said = client.say("i'd rather not get texts", "sms_keyword")
    assert "passed it on" in said
    assert client.slots["task"] == "booking"
    assert items(line)[-1][0] == "request"


def test_a_turn_that_is_sent_again_is_the_same_turn(client: Talk, line: Line) -> None:
    """A wrong code counts once, a right one is right again."""
    asked_for_code(client)
    slots, code = dict(client.slots), wrong(line)
    for _ in range(4):
        client.slots, client.turns = dict(slots), 2
        assert "two more tries" in client.say(code, "inform")
    for _ in range(2):
        client.slots, client.turns = dict(slots), 3
        assert "Tuesday, November 24" in give(client, line)


def test_by_sms_a_booking_under_another_number(
    desk: DeskClient, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code goes to that phone, and is given from this one."""
    book(desk, START, phone="+12035550143")
    use(desk, monkeypatch)
    texting = Talk(desk, open_texting(line), NOW, channel="sms")
    assert "can't see an appointment under this number" in texting.say("when's my appt", "my_appointment")
    texting.say("203-555-0143", "inform", OTHER)
    assert "Tuesday, November 24" in give(texting, line)


def test_by_sms_a_booking_under_way_goes_on(
    desk: DeskClient, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number that writes has none yet: that is the answer, and no other number is asked for."""
    use(desk, monkeypatch)
    talk = Talk(desk, open_texting(line), NOW, channel="sms")
    talk.say("book craniosacral", "book", value("service", "csmt"))
    talk.say("when is my next appointment?", "my_appointment")
    assert talk.used == ["utter_none_yet", "utter_ask_location_again"]


def test_too_many_codes(client: Talk, line: Line, clock: SettableClock) -> None:
    """After three to a number it is said, and Julie is offered."""
    asked_for_code(client)
    for _ in range(2):
        later(client, clock, timedelta(minutes=1))
        client.say("resend", "repeat")
    later(client, clock, timedelta(minutes=1))
    said = client.say("resend", "repeat")
    assert "as many codes as I may" in said
    assert "Shall I ask Julie" in said
    assert len(sent(line)) == 3


def test_a_number_that_is_disconnected_meanwhile(client: Talk, line: Line) -> None:
    """Passed on, as where none is connected."""
    client.say("when is my appointment", "my_appointment")
    object.__setattr__(line.client.app.state.desk, "sms", None)  # type: ignore[attr-defined]
    assert "How can she reach you" in client.say("203-555-0142", "inform", PHONE)


def test_a_desk_that_is_down_sends_nothing_and_says_so(client: Talk, line: Line) -> None:
    client.say("when is my appointment", "my_appointment")
    line.cut = lambda method, path: "before" if "verification" in path else None
    assert "can't look that up" in client.say("203-555-0142", "inform", PHONE)
    line.cut = lambda method, path: None
    assert "six-digit code" in client.say("203-555-0142", "inform", PHONE)
