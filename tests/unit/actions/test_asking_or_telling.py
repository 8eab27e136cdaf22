"""Words that sound like a question and are an answer, and questions that change nothing."""

import pytest

from tests.unit.actions.talk import Talk, day, time, value
from tests.unit.actions.test_repair import DANA, booked, reach, to_summary

TMJ = "faq/tmj_mouth"
ELEVEN = time("11", "2026-11-24T11:00:00-05:00", dated=False)


def test_the_name_of_a_service_answers_the_question_for_it(talk: Talk) -> None:
    """What "tmj" is was not asked."""
    talk.say("book", "book")
    talk.say("tmj", TMJ, value("service", "tmj_mouth"))
    assert talk.used == ["utter_ask_location"]
    assert talk.draft["service"] == "tmj_mouth"


def test_a_question_about_another_service_changes_nothing(talk: Talk) -> None:
    """It is answered, and the booking stays what it was."""
    to_summary(talk)
    talk.say("what is tmj massage?", TMJ, value("service", "tmj_mouth", start=8, end=11))
    assert talk.used == ["utter_faq/tmj_mouth", "utter_ask_confirm_again"]
    assert talk.draft["service"] == "csmt"


def test_a_question_about_a_day_changes_no_time(talk: Talk) -> None:
    """ "Are you open Saturdays?" at the summary is no wish for a Saturday."""
    to_summary(talk)
    talk.say("are you open saturday?", "faq/hours", times=[day("saturday", "2026-11-28") | {"start": 13}])
    assert talk.draft["time"].startswith("2026-11-24T15:00")


def test_a_service_that_is_changed_in_the_words_of_a_question(talk: Talk) -> None:
    """ "Can we do tmj instead?" is a change."""
    to_summary(talk)
    talk.say("actually, can we do tmj instead?", TMJ, value("service", "tmj_mouth"))
    talk.say("yes", "affirm")
    assert booked(talk) == [("tmj_mouth", "westport", "2026-11-24T15:00")]


def test_a_wish_to_book_that_reads_like_a_question(talk: Talk) -> None:
    """ "Need an appt for tmj" starts a booking."""
    talk.say("need an appt for tmj", TMJ, value("service", "tmj_mouth"))
    assert talk.used == ["utter_ask_location"]


@pytest.mark.parametrize(("text", "question"), [("book it", "confirm"), ("yes, book it please", "confirm")])
def test_doing_it_is_a_yes(talk: Talk, text: str, question: str) -> None:
    """Whatever else the words would start."""
    to_summary(talk)
    talk.say(text, "book")
    assert len(booked(talk)) == 1


def test_an_ordinal_is_no_clock_time(talk: Talk) -> None:
    """ "The first one" is the first of the list, though one o'clock is in it; "the 3rd" is a day."""
    reach(talk, "offer")
    talk.say("between 12 and 2", "inform", times=[
        time("between 12 and 2", "2026-11-24T12:00:00-05:00", "2026-11-24T14:00:00-05:00", dated=False)
    ])  # fmt: skip
    first = talk.buttons[0]["payload"]
    talk.say("the first one", "inform", value("choice", 1))
    assert talk.draft["time"] in first


def test_a_surname_that_comes_a_moment_later(talk: Talk) -> None:
    """It belongs to the name."""
    reach(talk, "name")
    talk.say("Dana", "inform", value("person_name", "Dana"))
    talk.say("Smith", "inform")
    assert talk.draft["client_name"] == "Dana Smith"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tran", "Kim Tran"),
        ("Jean Park", "Kim Jean Park"),
        ("so be it", "Kim"),
        ("asdfgh", "Kim"),
        ("Thanks", "Kim"),
        ("thx", "Kim"),
        ("ty", "Kim"),
    ],
)
def test_a_surname_that_sounds_like_thanks(talk: Talk, text: str, name: str) -> None:
    """It is a name a moment after the first name, unless it is a word of thanks."""
    reach(talk, "name")
    talk.say("Kim", "inform", value("person_name", "Kim"))
    talk.say(text, "thanks")
    assert talk.draft["client_name"] == name


@pytest.mark.parametrize("text", ["do i have to?", "is that necessary?"])
def test_do_i_have_to_is_about_the_open_question(talk: Talk, text: str) -> None:
    """Whatever topic it sounds like: the reason, then the question again."""
    reach(talk, "phone")
    said = talk.say(text, "faq/clothing")
    assert "reach you" in said
    assert "clothed" not in said
    assert talk.draft["asked"] == "phone"


def test_a_service_whose_name_has_a_word_of_questions_in_it(talk: Talk) -> None:
    """ "Change it to mouth work" asks nothing."""
    to_summary(talk)
    talk.say("hold on, change it to mouth work", "faq/tmj_mouth", value("service", "tmj_mouth"))
    assert talk.draft["service"] == "tmj_mouth"


@pytest.mark.parametrize("text", ["no, Dana Smyth", "the name should be Dana Smyth", "no, Dana smyth"])
def test_a_name_put_right_at_the_summary(talk: Talk, text: str) -> None:
    """In the words that people use for it."""
    to_summary(talk)
    talk.say(text, "deny")
    assert talk.draft["client_name"].casefold() == "dana smyth"


@pytest.mark.parametrize("text", ["no that's wrong", "no, wrong", "the name is wrong", "no"])
def test_a_no_is_no_name(talk: Talk, text: str) -> None:
    to_summary(talk)
    talk.say(text, "deny")
    assert talk.draft.get("client_name") == "Dana Smith"


def test_what_was_given_up_is_taken_up_again(talk: Talk) -> None:
    """Row 15: says what it still has, and looks for the same time."""
    to_summary(talk)
    talk.say("never mind", "start_over")
    said = talk.say("ok let's do it after all", "affirm")
    assert "Tuesday, November 24 at 3:00 PM" in said
    talk.say("yes", "affirm")
    assert booked(talk) == [("csmt", "westport", "2026-11-24T15:00")]


def test_starting_over_keeps_nothing(talk: Talk) -> None:
    """To begin again is to begin at nothing."""
    to_summary(talk)
    talk.say("let's start over", "start_over")
    talk.say("i want to book", "book")
    assert talk.used == ["utter_ask_service"]


def test_later_is_no_goodbye(talk: Talk) -> None:
    """After an offer it asks for later times."""
    reach(talk, "offer")
    talk.say("later", "bye", value("time_order", "later"))
    assert talk.used == ["utter_ask_offer_again"]


def test_a_moment_to_look_into_the_calendar(talk: Talk) -> None:
    """It is no wish to hear about an appointment."""
    reach(talk, "name")
    talk.say("one moment, let me check my calendar", "my_appointment")
    assert talk.used == ["utter_take_your_time_held"]
    talk.say("Dana Smith", "inform", DANA)
    assert talk.used == ["utter_ask_phone"]


def test_why_at_the_office_that_is_changed(talk: Talk) -> None:
    """The office is asked again, and not taken to stay as it was."""
    to_summary(talk)
    talk.say("no", "deny")
    talk.say("the office", "inform")
    talk.say("why?", "repeat")
    assert (talk.draft["asked"], talk.draft.get("location")) == ("location", None)
    talk.say("either is fine", "inform")
    assert talk.draft["asked"] == "confirm"


@pytest.mark.parametrize(
    ("text", "label", "count"),
    [
        ("can we make it december 8 at 10 instead?", "book", 1),
        ("can you make that december 8 at 10", "check_availability", 1),
        ("can we make it december 8 at 10 instead?", "nlu_fallback", 1),
        ("can i also book december 8 at 10 instead of calling", "book", 2),
    ],
)
def test_another_time_right_after_booking(talk: Talk, text: str, label: str, count: int) -> None:
    """The same appointment moves, unless one more is wanted."""
    to_summary(talk)
    talk.say("yes", "affirm")
    own = [value("service", "csmt"), value("location", "westport")] if count == 2 else []
    talk.say(text, label, *own, times=[time("december 8 at 10", "2026-12-08T10:00:00-05:00")])
    for _ in range(3):
        if talk.draft.get("asked") == "head_injury":
            talk.say("no", "deny")
        elif talk.draft.get("asked"):
            talk.say("yes", "affirm")
    assert len(booked(talk)) == count
    assert booked(talk)[-1][2] == "2026-12-08T10:00"
