"""Who is known by a code goes on with what they wanted."""

import pytest

from tests.unit.actions.conftest import Line
from tests.unit.actions.identity.kit import asked_for_code, book, give, sent, starts
from tests.unit.actions.talk import Talk, day, time
from tests.unit.actions.test_repair import PHONE


def test_looking_up(client: Talk, line: Line) -> None:
    """Number, code, answer; before the code nothing is told."""
    said = client.say("when is my appointment", "my_appointment")
    assert "Which mobile number" in said
    assert "message and data rates" in said
    said = client.say("203-555-0142", "inform", PHONE)
    assert "3:00" not in said
    assert "Tuesday, November 24, 2026 at 3:00 PM" in give(client, line)
    assert client.slots["task"] == "none"


def test_cancelling_goes_on_at_its_question(client: Talk, line: Line) -> None:
    """The date is named, a yes is still needed."""
    asked_for_code(client, "cancel my appointment", "cancel_appointment")
    assert "Shall I cancel" in give(client, line)
    assert starts(client) == ["2026-11-24T15:00"]
    assert "Cancelled" in client.say("yes", "affirm")
    assert starts(client) == []


def test_moving_goes_on_with_the_time_that_was_said(client: Talk, line: Line) -> None:
    """Nothing of the first message is asked again."""
    wanted = [time("saturday at 11", "2026-11-28T11:00:00-05:00")]
    client.say("can I move it to saturday at 11", "reschedule", times=wanted)
    client.say("203-555-0142", "inform", PHONE)
    said = give(client, line)
    assert "from Tuesday, November 24" in said
    assert "Saturday, November 28" in said
    assert "Moved" in client.say("yes", "affirm")
    assert starts(client) == ["2026-11-28T11:00"]


def paused_with_code(client: Talk, line: Line) -> None:
    """A move to Saturday, a safety text, and then the code."""
    wanted = [time("saturday at 11", "2026-11-28T11:00:00-05:00")]
    client.say("can I move it to saturday at 11", "reschedule", times=wanted)
    client.say("203-555-0142", "inform", PHONE)
    client.say(sent(line)[-1], "inform", paused=True)
    assert client.used == ["utter_code_right", "utter_paused"]


def test_a_code_is_no_wish_to_go_on_after_a_safety_text(client: Talk, line: Line) -> None:
    """The move waits until that is said, and goes on with its time then."""
    paused_with_code(client, line)
    client.say("ok thanks", "thanks", paused=True)
    assert client.used[-1] == "utter_paused_again"
    said = client.say("go on please", "nlu_fallback", paused=True)
    assert client.used[0] == "utter_resumed"
    assert "Saturday, November 28" in said
    client.say("yes", "affirm")
    assert starts(client) == ["2026-11-28T11:00"]


def test_another_wish_after_a_safety_text_and_a_code(client: Talk, line: Line) -> None:
    """It is known by then who asks."""
    paused_with_code(client, line)
    assert "November 24" in client.say("when is my appointment", "my_appointment", paused=True)


@pytest.mark.parametrize("label", ["start_over", "book"])
def test_giving_up_what_waits_after_a_safety_text(client: Talk, line: Line, label: str) -> None:
    """The appointment stays as it is."""
    paused_with_code(client, line)
    client.say("forget it, new one please", label, paused=True)
    assert client.slots["task"] == ("none" if label == "start_over" else "booking")
    assert starts(client) == ["2026-11-24T15:00"]


def test_which_of_two_by_the_day_that_was_said(client: Talk, line: Line) -> None:
    """The appointment is the one that the first message named."""
    book(client.desk, "2026-11-28T10:00:00-05:00")
    times = [day("saturday", "2026-11-28")]
    client.say("cancel my saturday appointment", "cancel_appointment", times=times)
    client.say("203-555-0142", "inform", PHONE)
    assert "Saturday, November 28" in give(client, line)


def test_confirming(client: Talk, line: Line) -> None:
    """That somebody is coming is noted once it is known who."""
    asked_for_code(client, "i'll be there", "confirm_appointment")
    assert "noted" in give(client, line)


def test_a_number_in_the_first_message_is_not_asked_for(client: Talk, line: Line) -> None:
    said = client.say("when's my appointment, 203-555-0142", "my_appointment", PHONE)
    assert "six-digit code" in said
    assert len(sent(line)) == 1


@pytest.mark.parametrize("answer", ["{0} {1}", "its {0}{1}", "code {0}{1}", "{0}-{1} thanks", "ok: {0}{1}."])
@pytest.mark.parametrize("label", ["inform", "nlu_fallback", "affirm", "out_of_scope"])
def test_a_code_in_ordinary_words(client: Talk, line: Line, answer: str, label: str) -> None:
    """However it is spaced, and whatever it was taken for."""
    asked_for_code(client)
    code = sent(line)[-1]
    assert "Tuesday, November 24" in client.say(answer.format(code[:3], code[3:]), label)


def test_a_question_beside_the_code_is_answered(client: Talk, line: Line) -> None:
    """Once, and the task goes on."""
    asked_for_code(client)
    text = f"{sent(line)[-1]} and does it hurt?"
    said = client.say(text, "inform", parts=("inform", "faq/pressure_touch"))
    assert client.used.count("utter_faq/pressure_touch") == 1
    assert "Tuesday, November 24" in said


def test_a_question_in_the_middle(client: Talk, line: Line) -> None:
    """Answered, the code asked for again in other words, and it still works."""
    asked_for_code(client)
    said = client.say("does it hurt?", "faq/pressure_touch")
    assert client.used[0] == "utter_faq/pressure_touch"
    assert "Which six digits" in said
    assert len(sent(line)) == 1
    assert "Tuesday, November 24" in give(client, line)
