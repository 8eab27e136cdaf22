"""Wrong codes, codes that never came, other numbers, no number."""

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
    starts,
    wrong,
)
from tests.unit.actions.talk import Talk, use, value
from tests.unit.actions.test_own_appointments import items
from tests.unit.actions.test_repair import PHONE


def test_a_wrong_code_says_how_many_tries_are_left(client: Talk, line: Line) -> None:
    """Two, one, and then it is over for the hour; Julie is offered and gets the wish."""
    asked_for_code(client, "cancel my appointment please", "cancel_appointment")
    code = wrong(line)
    assert "two more tries" in client.say(code, "inform")
    assert "one more try" in client.say(code, "inform")
    said = client.say(code, "inform")
    assert "three wrong codes" in said
    assert "Shall I ask Julie" in said
    assert "How can she reach you" in client.say("yes", "affirm")
    client.say("dana, dana@example.com", "inform", value("email", "dana@example.com"))
    kind, text = items(line)[-1]
    assert kind == "request"
    assert "cancel my appointment please ((203) 555-0142?)" in str(text)
    assert starts(client) == []


def test_after_three_wrong_codes_the_right_one_is_too_late(client: Talk, line: Line) -> None:
    """And asking anew starts nothing, until the hour is over."""
    asked_for_code(client)
    code = wrong(line)
    for _ in range(3):
        client.say(code, "inform")
    client.say("no thanks", "deny")
    assert "three wrong codes" in client.say("when is my appointment", "my_appointment")
    assert len(sent(line)) == 1


def test_after_the_hour_it_goes_on(client: Talk, line: Line, clock: SettableClock) -> None:
    asked_for_code(client)
    code = wrong(line)
    for _ in range(3):
        client.say(code, "inform")
    client.say("no thanks", "deny")
    later(client, clock, timedelta(minutes=61))
    asked_for_code(client)
    assert "Tuesday, November 24" in give(client, line)


def test_an_old_code_is_replaced(client: Talk, line: Line, clock: SettableClock) -> None:
    """A new one goes out by itself; nothing is lost."""
    asked_for_code(client)
    later(client, clock, timedelta(minutes=11))
    said = give(client, line)
    assert "doesn't work any more" in said
    assert "new code" in said
    assert "Tuesday, November 24" in give(client, line)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("didn't get it", "repeat"),
        ("i didnt get a code", "nlu_fallback"),
        ("nothing came", "complaint"),
        ("resend", "repeat"),
        ("where is the code", "faq/address_contact"),
        ("can you send me a new one", "inform"),
        ("no text yet", "deny"),
    ],
)
def test_no_code_came(client: Talk, line: Line, clock: SettableClock, text: str, label: str) -> None:
    """Within moments it is on its way; later a new one is sent, and only that one works."""
    asked_for_code(client)
    assert "on its way" in client.say(text, label)
    assert "half a minute" in client.say(text, label)
    later(client, clock, timedelta(minutes=1))
    assert "new code" in client.say(text, label)
    assert len(set(sent(line))) == 2
    assert "Tuesday, November 24" in give(client, line)


def test_the_button_sends_it_again(client: Talk, line: Line, clock: SettableClock) -> None:
    asked_for_code(client)
    later(client, clock, timedelta(minutes=1))
    assert "new code" in client.tap("Send it again")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("i don't have that phone any more", "deny"),
        ("i lost that phone", "nlu_fallback"),
        ("that's my old number", "correction"),
        ("it's a landline", "nlu_fallback"),
        ("ask julie", "human_handoff"),
        ("can i talk to a person", "human_handoff"),
    ],
)
def test_no_code_can_be_given(client: Talk, line: Line, text: str, label: str) -> None:
    """The wish goes to Julie, in the words in which it was said."""
    asked_for_code(client, "cancel my appointment please", "cancel_appointment")
    assert "How can she reach you" in client.say(text, label)
    client.say("dana@example.com", "inform", value("email", "dana@example.com"))
    kind, told = items(line)[-1]
    assert kind == "request"
    assert "cancel my appointment please" in str(told)
    assert "dana@example.com" in str(told)


def test_a_new_number_with_the_old_one_lost(client: Talk, line: Line) -> None:
    """Julie gets the new one; no code goes to it, since the booking has the old one."""
    asked_for_code(client)
    said = client.say("i don't have that phone any more, i'm on 203-555-0143 now", "inform", OTHER)
    assert "passed it on" in said
    assert "(203) 555-0143" in str(items(line)[-1][1])
    assert len(sent(line)) == 1


def test_another_number(client: Talk, line: Line) -> None:
    """A code goes to the right one; the first is over."""
    client.say("when is my appointment", "my_appointment")
    client.say("203-555-0143", "inform", OTHER)
    said = client.say("oops wrong number, it's 203-555-0142", "correction", PHONE)
    assert "(203) 555-0142" in said
    assert "two more tries" in client.say(sent(line)[0], "inform")
    assert "Tuesday, November 24" in give(client, line)


def test_a_wrong_number_without_the_right_one(client: Talk) -> None:
    """It is asked for, in other words."""
    asked_for_code(client)
    assert "Which mobile number" in client.say("that's the wrong number", "correction")


def test_a_number_without_an_appointment(talk: Talk, line: Line) -> None:
    """The same words until the code was given; then that there is none, and whether another is meant."""
    other = asked_for_code(talk)
    said = give(other, line)
    assert "can't find a coming appointment under (203) 555-0142" in said
    assert "Which mobile number" in said
    book(talk.desk, START, phone="+12035550143")
    assert "(203) 555-0143" in talk.say("maybe 203-555-0143", "inform", OTHER)
    assert "Tuesday, November 24" in give(talk, line)


def test_the_same_words_with_and_without_an_appointment(
    talk: Talk, line: Line, desk: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking tells nothing."""
    asked_for_code(talk)
    before = list(talk.said)
    book(desk, START)
    use(desk, monkeypatch)
    second = Talk(desk, str(line.client.post("/chat/conversations").json()["conversation_id"]), NOW)
    assert asked_for_code(second).said == before


@pytest.mark.parametrize("text", ["no", "i don't remember which", "i'd rather not get texts"])
def test_no_number_is_given(client: Talk, line: Line, text: str) -> None:
    """Julie can help then."""
    client.say("when is my appointment", "my_appointment")
    assert "How can she reach you" in client.say(text, "deny")
    assert sent(line) == []


def test_a_broken_number(client: Talk, line: Line) -> None:
    client.say("when is my appointment", "my_appointment")
    broken = value("phone_number", "5550142", confidence_entity=0.0)
    assert "doesn't look complete" in client.say("555-0142", "inform", broken)
    assert sent(line) == []


def test_five_digits(client: Talk, line: Line) -> None:
    """No try is spent on them, and no sentence comes twice in a row."""
    asked_for_code(client)
    first, second = client.say("48291", "inform"), client.say("48291", "inform")
    assert "six digits" in first
    assert first != second
    assert "two more tries" in client.say(wrong(line), "inform")
