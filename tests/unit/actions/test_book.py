"""Booking, from the first word to the appointment."""

from tests.unit.actions.talk import Talk, time, value


def test_a_booking_one_word_at_a_time(talk: Talk) -> None:
    """Every missing thing is asked once, and "booked" comes with the appointment."""
    assert "come in for" in talk.say("I want to book", "book")
    assert "office" in talk.tap("Craniosacral")
    assert "open" in talk.tap("Westport")
    assert "holding" in talk.tap("Tue")
    assert "phone" in talk.say("Dana Smith", "inform", value("person_name", "Dana Smith"))
    assert "head injury" in talk.say("203-555-0142", "inform", value("phone_number", "+12035550142"))
    assert "2026" in talk.say("no", "deny")
    assert "Booked" in talk.say("yes please", "affirm")
    assert talk.desk.appointments(talk.conversation_id)[0]["client"]["name"] == "Dana Smith"


def test_everything_up_front(talk: Talk) -> None:
    """What was said at once is not asked again."""
    said = talk.say(
        "hi it's Dana, first time, migraines, westport next thurs at 4, 203-555-0142",
        "book",
        value("person_name", "Dana"),
        value("location", "westport"),
        value("phone_number", "+12035550142"),
        times=[time("next thurs at 4", "2026-12-03T16:00:00-05:00")],
    )
    assert "Thursday, December 3 at 4:00 PM" in said
    assert "head injury" in said


def test_a_question_in_between(talk: Talk) -> None:
    """The question is answered, and the open one is asked again in other words."""
    first = talk.say("book craniosacral", "book", value("service", "csmt"))
    said = talk.say("does it hurt?", "faq/pressure_touch")
    assert "nickel" in said
    assert talk.used[-1] == "utter_ask_location_again"
    assert first not in said
    assert talk.draft
