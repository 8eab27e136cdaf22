"""The number on a booking is checked by a code, and nobody has to take texts for it."""

from datetime import timedelta
from typing import Any

import pytest

from frontdesk.clock import SettableClock
from tests.unit.actions.conftest import Line
from tests.unit.actions.identity.kit import (
    OTHER,
    book,
    give,
    later,
    notes,
    sent,
    starts,
    wrong,
)
from tests.unit.actions.talk import Talk, time, value
from tests.unit.actions.test_repair import PHONE, TUESDAY_3, up_front


def to_code(talk: Talk) -> str:
    """A booking up to the code for its number."""
    said = up_front(talk)
    assert "six-digit code to it" in said
    return said


def test_a_booking_sends_a_code_first(talk: Talk, line: Line) -> None:
    """Then it goes on, is booked, and its number is known to be the client's."""
    book(talk.desk, "2026-11-28T10:00:00-05:00")
    to_code(talk)
    assert "head injury" in give(talk, line)
    talk.say("no", "deny")
    assert "Booked" in talk.say("yes", "affirm")
    assert starts(talk) == ["2026-11-24T15:00", "2026-11-28T10:00"]
    assert notes(line) == [None, None]


def test_the_sentence_about_texts_stands_beside_the_question(talk: Talk) -> None:
    """Once; asked again, only the question."""
    own = (value("service", "csmt"), value("location", "westport"), value("person_name", "Dana Smith"))
    said = talk.say("csmt tuesday at 3 westport, dana smith", "book", *own, times=[TUESDAY_3])
    assert talk.used[-2:] == ["utter_about_texts", "utter_ask_phone"]
    assert "message and data rates" in said
    talk.say("does it hurt?", "faq/pressure_touch")
    assert "utter_about_texts" not in talk.used


@pytest.mark.parametrize(
    ("text", "label", "entities"),
    [
        ("203-555-0142 but no texts please", "inform", [PHONE]),
        ("2035550142, dont text me", "inform", [PHONE]),
    ],
)
def test_nobody_has_to_agree_to_texts(
    talk: Talk, line: Line, text: str, label: str, entities: list[dict[str, Any]]
) -> None:
    """The booking goes on without a code, and Julie reads that the number was not checked."""
    own = (value("service", "csmt"), value("location", "westport"), value("person_name", "Dana Smith"))
    talk.say("csmt tuesday at 3 westport, dana smith", "book", *own, times=[TUESDAY_3])
    assert "head injury" in talk.say(text, label, *entities)
    _finish_unchecked(talk, line, codes=0)


def test_no_texts_before_the_number(talk: Talk, line: Line) -> None:
    """The number is still asked for: Julie may have to call."""
    own = (value("service", "csmt"), value("location", "westport"), value("person_name", "Dana Smith"))
    talk.say("csmt tuesday at 3 westport, dana smith", "book", *own, times=[TUESDAY_3])
    said = talk.say("no texts please", "sms_keyword")
    assert "That's fine, no texts" in said
    assert "Which number can Julie reach you at" in said
    assert "head injury" in talk.say("203-555-0142", "inform", PHONE)
    _finish_unchecked(talk, line, codes=0)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("no texts please", "sms_keyword"),
        ("it's a landline", "nlu_fallback"),
        ("can i skip the code", "inform"),
        ("book without the code", "book"),
    ],
)
def test_no_texts_at_the_code(talk: Talk, line: Line, text: str, label: str) -> None:
    to_code(talk)
    assert "head injury" in talk.say(text, label)
    _finish_unchecked(talk, line, codes=1)


def test_the_button_books_without_texts(talk: Talk, line: Line) -> None:
    to_code(talk)
    assert "head injury" in talk.tap("without texts")
    _finish_unchecked(talk, line, codes=1)


def _finish_unchecked(talk: Talk, line: Line, *, codes: int) -> None:
    talk.say("no", "deny")
    assert "Booked" in talk.say("yes", "affirm")
    assert notes(line) == ["The phone number was not checked by a text."]
    assert len(sent(line)) == codes


def test_a_number_that_is_proved_later_is_checked(talk: Talk, line: Line, clock: SettableClock) -> None:
    """No texts with the first booking, which is dropped; the code of something else proves the number."""
    book(talk.desk, "2026-11-28T10:00:00-05:00")
    to_code(talk)
    talk.say("no texts please", "sms_keyword")
    talk.say("forget it", "start_over")
    later(talk, clock, timedelta(seconds=31))
    assert "six digits" in talk.say("when is my appointment", "my_appointment")
    assert "November 28" in give(talk, line)
    assert "head injury" in up_front(talk)
    talk.say("no", "deny")
    assert "Booked" in talk.say("yes", "affirm")
    assert notes(line) == [None, None]


def test_three_wrong_codes_do_not_stop_a_booking(talk: Talk, line: Line) -> None:
    """It is said as it is, and Julie reads it."""
    to_code(talk)
    code = wrong(line)
    assert "two more tries" in talk.say(code, "inform")
    assert "One more try" in talk.say(code, "inform")
    said = talk.say(code, "inform")
    assert "three wrong codes" in said
    assert "head injury" in said
    _finish_unchecked(talk, line, codes=1)


def test_a_correction_at_the_code(talk: Talk, line: Line) -> None:
    """It is taken, the time held anew, and the same code still works."""
    to_code(talk)
    said = talk.say("make it lymphatic", "correction", value("service", "lymphatic_drainage"))
    assert "which six digits" in said
    assert "head injury" in give(talk, line)
    assert len(sent(line)) == 1
    talk.say("no", "deny")
    talk.say("yes", "affirm")
    (made,) = talk.desk.appointments(talk.conversation_id)
    assert made["service"] == "lymphatic_drainage"


def test_another_number_at_the_code(talk: Talk, line: Line) -> None:
    """That one gets a code, and is the one on the booking."""
    to_code(talk)
    assert "(203) 555-0143" in talk.say("wrong number, it's 203-555-0143", "correction", OTHER)
    give(talk, line)
    talk.say("no", "deny")
    talk.say("yes", "affirm")
    (made,) = talk.desk.appointments(talk.conversation_id)
    assert made["client"]["phone"] == "+12035550143"


def test_wrong_number_at_the_code_without_the_right_one(talk: Talk) -> None:
    to_code(talk)
    assert "phone number to reach you" in talk.say("wrong number", "correction")


def test_a_late_change_of_number_is_checked_too(talk: Talk, line: Line) -> None:
    """At the summary: a code to the new one, then the summary again."""
    to_code(talk)
    give(talk, line)
    talk.say("no", "deny")
    assert "(203) 555-0143" in talk.say("use 203-555-0143 instead", "correction", OTHER)
    assert "Shall I book it" in give(talk, line)


def test_a_second_booking_asks_for_no_second_code(talk: Talk, line: Line) -> None:
    to_code(talk)
    give(talk, line)
    talk.say("no", "deny")
    talk.say("yes", "affirm")
    own = (value("service", "csmt"), value("location", "westport"))
    talk.say(
        "book saturday at 10 too", "book", *own, times=[time("saturday at 10", "2026-11-28T10:00:00-05:00")]
    )
    assert len(sent(line)) == 1
    assert talk.draft["asked"] != "phone_code"


def test_a_code_of_the_booking_that_ran_out(talk: Talk, line: Line, clock: SettableClock) -> None:
    """A new one is sent; the time is held anew."""
    to_code(talk)
    later(talk, clock, timedelta(minutes=11))
    assert "new code" in give(talk, line)
    assert "head injury" in give(talk, line)
    talk.say("no", "deny")
    assert "Booked" in talk.say("yes", "affirm")


def test_the_rule_can_be_off(talk: Talk, line: Line) -> None:
    """As before then: no code, no sentence about texts, no note."""
    desk = line.client.app.state.desk  # type: ignore[attr-defined]
    rules = desk.practice.rules.model_copy(update={"verify_phone": False})
    object.__setattr__(desk, "practice", desk.practice.model_copy(update={"rules": rules}))
    assert "head injury" in up_front(talk)
    talk.say("no", "deny")
    talk.say("yes", "affirm")
    assert notes(line) == [None]
    assert sent(line) == []


def test_talking_to_a_person_at_the_code_keeps_the_booking(talk: Talk, line: Line) -> None:
    to_code(talk)
    assert "Your booking is kept" in talk.say("can i talk to a person", "human_handoff")
