"""Passing on: what the therapist is told, how the client can be reached, and what is said about it."""

import pytest

from tests.unit.actions.conftest import Line
from tests.unit.actions.talk import Talk, value
from tests.unit.actions.test_own_appointments import items
from tests.unit.actions.test_repair import reach

PHONE = value("phone_number", "+12035550142")


def test_a_question_goes_off_with_a_way_to_be_reached(talk: Talk, line: Line) -> None:
    """The client's own words, and the number."""
    talk.say("how much is a session", "faq/price")
    assert items(line) == []
    talk.say("yes please", "affirm")
    talk.say("dana, 203 555 0142", "inform", value("person_name", "Dana"), PHONE)
    assert items(line) == [("question", "how much is a session (Dana, (203) 555-0142)")]


def test_no_is_no(talk: Talk, line: Line) -> None:
    """Nothing is passed on that the client does not want."""
    talk.say("how much is a session", "faq/price")
    assert "won't pass it on" in talk.say("no thanks", "deny")
    assert items(line) == []


def test_without_a_number_it_goes_all_the_same(talk: Talk, line: Line) -> None:
    """Somebody who rather not says still gets the question through."""
    talk.say("how much is a session", "faq/price")
    talk.tap("Ask Julie")
    assert "in this conversation" in talk.say("rather not", "deny")
    assert items(line) == [("question", "how much is a session")]


def test_speaking_of_something_else_sends_it_off(talk: Talk, line: Line) -> None:
    """A question that waits for a number is not lost when the client moves on."""
    talk.say("how much is a session", "faq/price")
    talk.say("yes", "affirm")
    talk.say("how long is it", "faq/session_length")
    assert items(line) == [("question", "how much is a session")]


def test_a_question_in_a_booking_goes_at_once(talk: Talk, line: Line) -> None:
    """The booking's own question stays open; it will bring the number."""
    reach(talk, "phone")
    talk.say("how much is a session", "faq/price")
    talk.tap("Ask Julie")
    assert items(line)[0][0] == "question"
    assert talk.used[-1].startswith("utter_ask_phone")


def test_a_person_is_fetched_at_once(talk: Talk, line: Line) -> None:
    """No question in between; a message can be left after that."""
    assert "told Julie" in talk.say("i want to talk to julie", "human_handoff")
    assert items(line)[0][0] == "person"
    talk.say("it's about my last visit", "nlu_fallback")
    assert items(line)[-1] == ("person", "it's about my last visit")


def test_nothing_is_promised_when_it_could_not_be_stored(talk: Talk, line: Line) -> None:
    """ "I've told Julie" is said only when she has been told."""
    line.cut = lambda method, path: "before" if path.endswith("/items") else None
    said = talk.say("i want to talk to julie", "human_handoff")
    assert "told Julie" not in said
    assert "nothing was changed" in said


@pytest.mark.parametrize("words", ["ask", "sure ask her", "yes, ask julie", "can you ask her please", "ASK"])
def test_taking_up_the_offer_in_other_words(talk: Talk, line: Line, words: str) -> None:
    """As good as a yes."""
    talk.say("how much is a session", "faq/price")
    assert "reach you" in talk.say(words, "nlu_fallback")


def test_spanish_is_answered_in_spanish_and_passed_on(talk: Talk, line: Line) -> None:
    """Honestly, and twice not in the same words."""
    first = talk.say("hola, quiero hacer una cita para el jueves por favor", "book")
    assert "inglés" in first
    assert talk.say("puede ser en la tarde?", "nlu_fallback") != first
    assert [kind for kind, _ in items(line)] == ["person", "person"]


def test_somebody_reached_by_mistake(talk: Talk) -> None:
    """Hears of no appointment."""
    assert "mix-up" in talk.say("you have the wrong number", "nlu_fallback")
    assert "mix-up" in talk.say("I'm not Dana", "inform")
    assert "mix-up" not in talk.say("i'm not sure", "nlu_fallback", guesses=("book",))
