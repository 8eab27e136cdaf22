"""Conversation repair: people correct themselves, ask back, hesitate, and come back the next day."""

from datetime import timedelta

import pytest

from tests.unit.actions.conftest import Line
from tests.unit.actions.talk import Talk, day, time, value

TUESDAY_3 = time("tuesday at 3", "2026-11-24T15:00:00-05:00")
DANA = value("person_name", "Dana Smith")
PHONE = value("phone_number", "+12035550142")


def up_front(talk: Talk) -> str:
    """All of a booking but the head-injury question and the yes: Tuesday at 3 in Westport."""
    own = (value("service", "csmt"), value("location", "westport"), DANA, PHONE)
    return talk.say("csmt tuesday at 3 westport, dana smith, 2035550142", "book", *own, times=[TUESDAY_3])


def to_summary(talk: Talk) -> str:
    """The same up to the summary."""
    up_front(talk)
    return talk.say("no", "deny")


def booked(talk: Talk) -> list[tuple[str, str, str]]:
    """What stands in the diary for this conversation: (service, location, start)."""
    found = talk.desk.appointments(talk.conversation_id)
    return [(a["service"], a["location"], a["start"][:16]) for a in found]


def test_a_correction_in_the_next_message(talk: Talk) -> None:
    """Row 1: the new office counts, and the time is looked for there."""
    talk.say(
        "tuesday at 3 in westport",
        "book",
        value("location", "westport"),
        value("service", "csmt"),
        times=[TUESDAY_3],
    )
    said = talk.say("sorry, stamford", "correction", value("location", "stamford"))
    assert "isn't open in Stamford" in said
    assert talk.buttons[-1]["title"] == "Tue, Nov 24, 3:00 PM, Westport"


def test_a_late_correction(talk: Talk) -> None:
    """Row 2: at the summary the service changes, the fit is checked, and there is one new summary."""
    to_summary(talk)
    said = talk.say("wait, make it lymphatic", "correction", value("service", "lymphatic_drainage"))
    assert said.count("Lymphatic") == 1
    assert booked(talk) == []
    talk.say("yes", "affirm")
    assert booked(talk) == [("lymphatic_drainage", "westport", "2026-11-24T15:00")]


def test_keeping_what_was_there(talk: Talk) -> None:
    """Row 3: the time that a correction would lose can be kept."""
    to_summary(talk)
    talk.say("actually stamford", "correction", value("location", "stamford"))
    talk.tap("Westport")
    talk.say("yes", "affirm")
    assert booked(talk) == [("csmt", "westport", "2026-11-24T15:00")]


def test_a_correction_of_a_correction(talk: Talk) -> None:
    """Row 4: Tuesday, no Saturday, no Tuesday was right."""
    to_summary(talk)
    talk.say("no, saturday", "correction", times=[day("saturday", "2026-11-28")])
    talk.say("no, tuesday was right", "correction", times=[day("tuesday", "2026-11-24")])
    talk.say("yes", "affirm")
    assert booked(talk) == [("csmt", "westport", "2026-11-24T15:00")]


def test_the_old_value_named_with_the_new_one(talk: Talk) -> None:
    """Row 5: "Westport instead of Stamford"."""
    said = talk.say(
        "westport instead of stamford",
        "book",
        value("service", "csmt"),
        value("location", "stamford", role="old"),
        value("location", "westport"),
        times=[TUESDAY_3],
    )
    assert "Tuesday, November 24 at 3:00 PM in Westport" in said


@pytest.mark.parametrize("step", ["location", "offer", "name", "phone", "head_injury", "confirm"])
def test_a_question_in_the_middle(talk: Talk, step: str) -> None:
    """Row 6: at every step the question is answered and the open one asked again in other words."""
    reach(talk, step)
    before = talk.said[-1]
    said = talk.say("does it hurt?", "faq/pressure_touch")
    assert "nickel" in said
    assert talk.used[-1] == f"utter_ask_{step}_again"
    assert talk.said[-1] != before


@pytest.mark.parametrize("step", ["location", "offer", "name", "phone", "head_injury", "confirm"])
def test_another_task_in_the_middle(talk: Talk, step: str) -> None:
    """Row 7: looking something up does not lose the booking."""
    reach(talk, step)
    talk.say("hang on, when's my next appointment?", "my_appointment")
    assert talk.used == ["utter_none_yet", f"utter_ask_{step}_again"]


def test_an_answer_and_a_question_together(talk: Talk) -> None:
    """Row 8: takes the office, answers, asks the next thing."""
    talk.say("book craniosacral", "book", value("service", "csmt"))
    said = talk.say(
        "stamford, is it far from parking",
        "inform",
        value("location", "stamford"),
        parts=("inform", "faq/address_contact"),
    )
    assert "don't have the street addresses" in said
    assert talk.used[-1] == "utter_ask_offer"


def test_a_question_first_then_the_answer(talk: Talk) -> None:
    """Row 8, the other way round: the answer is taken all the same, and the question answered once."""
    talk.say("book craniosacral", "book", value("service", "csmt"))
    talk.say(
        "is there parking? stamford please",
        "faq/address_contact",
        value("location", "stamford"),
        parts=("faq/address_contact", "inform"),
    )
    assert talk.used == ["utter_unknown_address_contact", "utter_ask_offer"]


def test_a_bare_word(talk: Talk) -> None:
    """Row 10: "Friday?" may mean openings or an own appointment."""
    assert "open times, or an appointment" in talk.say(
        "friday?", "inform", times=[day("friday", "2026-11-27")]
    )
    talk.tap("Open times")
    assert {b["title"][:11] for b in talk.buttons} == {"Fri, Nov 27"}


def test_an_ambiguous_day_is_asked(talk: Talk) -> None:
    """Row 11: of two readings none is taken; both are named with their date."""
    readings = [
        time("next friday at 4", "2026-11-27T16:00:00-05:00", ambiguous=True),
        time("next friday at 4", "2026-12-04T16:00:00-05:00", ambiguous=True),
    ]
    said = talk.say("csmt next friday at 4", "book", value("service", "csmt"), times=readings)
    assert "Which of these" in said
    assert [b["title"] for b in talk.buttons] == ["Fri, Nov 27, 4:00 PM", "Fri, Dec 4, 4:00 PM"]


def test_the_ladder_of_not_understanding(talk: Talk) -> None:
    """Row 12: guesses, then choices, then Julie; never the same sentence twice."""
    said = [talk.say("blah", "nlu_fallback", guesses=("faq/price", "inform", "book")) for _ in range(3)]
    assert len(set(said)) == 3
    assert "passed your message on to Julie" in said[-1]


def test_understanding_resets_the_ladder(talk: Talk) -> None:
    """Row 12: success starts the ladder anew."""
    first = talk.say("blah", "nlu_fallback", guesses=("faq/price", "book"))
    talk.say("thanks", "thanks")
    assert talk.say("blah", "nlu_fallback", guesses=("faq/price", "book")) == first


def test_out_of_scope(talk: Talk) -> None:
    """Row 13: a plain no with what the desk can do, and not the same words twice."""
    first = talk.say("do you do hot stone?", "out_of_scope")
    assert "can't help" in first or "not something" in first
    assert talk.say("and yoga?", "out_of_scope") != first


@pytest.mark.parametrize("step", ["location", "offer", "name", "phone", "head_injury", "confirm"])
def test_cancel_stops_the_booking_only(talk: Talk, step: str) -> None:
    """Row 14: at every step "cancel" ends this booking; nothing is booked, an appointment stays."""
    reach(talk, step)
    assert "stays as it is" in talk.say("cancel", "cancel_appointment")
    assert talk.slots["task"] == "none"
    assert booked(talk) == []


def test_coming_back_the_next_day(talk: Talk) -> None:
    """Row 15: a new session knows what was kept, and the time is held again."""
    reach(talk, "phone")
    talk.now += timedelta(hours=20)
    talk.slots = {"task": "none", "channel": "web", "draft": None}
    talk.start_session()
    said = talk.say("ok let's do it", "book")
    assert "Welcome back. What I kept: Craniosacral massage therapy, Westport" in said
    assert talk.used[-1].startswith("utter_ask_phone")


def test_refusing_to_give_a_phone_number(talk: Talk) -> None:
    """Row 16: the reason once, then another way; the refusal is never stored."""
    reach(talk, "phone")
    assert "reach you if something changes" in talk.say("rather not", "deny")
    assert "pass it on" in talk.say("no", "deny")
    assert "client_phone" not in talk.draft


def test_why_do_you_ask(talk: Talk) -> None:
    """Row 17: one line of reason, then the question again."""
    reach(talk, "phone")
    talk.say("why do you need that?", "nlu_fallback")
    assert talk.used == ["utter_why_phone", "utter_ask_phone_again"]


def test_wait(talk: Talk) -> None:
    """Row 18: says how long the time is held."""
    reach(talk, "name")
    assert "until 9:10 AM" in talk.say("one sec, asking my husband", "nlu_fallback")


def test_what(talk: Talk) -> None:
    """Row 19: plainer words."""
    reach(talk, "head_injury")
    talk.say("what?", "repeat")
    assert talk.used == ["utter_ask_head_injury_plain"]


def test_no_at_the_summary(talk: Talk) -> None:
    """Row 20: asks what to change, and changes it."""
    to_summary(talk)
    assert "What shall I change" in talk.say("no", "deny")
    talk.tap("Day or time")
    assert talk.used == ["utter_ask_offer"]


def test_taken_in_the_meantime(talk: Talk) -> None:
    """Row 22: at the yes the time has gone: the nearest is held and named, and nothing is booked yet."""
    to_summary(talk)
    hold = talk.draft["hold"]["id"]
    talk.desk.release(hold, "x")
    book_for_another(talk, "2026-11-24T15:00:00-05:00")
    said = talk.say("yes", "affirm")
    assert "taken just now" in said
    assert "2026" in said
    assert booked(talk) == []


def test_the_booking_system_is_down(talk: Talk, line: Line) -> None:
    """Row 23: the truth, and the yes can be given again."""
    to_summary(talk)
    line.cut = lambda method, path: "before"
    assert "can't tell yet" in talk.say("yes", "affirm")
    line.cut = lambda method, path: None
    assert "Booked" in talk.say("book it", "affirm")
    assert len(booked(talk)) == 1


def test_an_answer_that_was_lost(talk: Talk, line: Line) -> None:
    """A booking that went through although nobody heard so is found again, not made twice."""
    to_summary(talk)
    line.cut = lambda method, path: "after" if path.endswith("/appointments") else None
    assert "can't tell yet" in talk.say("yes", "affirm")
    line.cut = lambda method, path: None
    assert "Booked" in talk.say("book it", "affirm")
    assert len(booked(talk)) == 1


def test_a_change_right_after_booking(talk: Talk) -> None:
    """Row 24: the same appointment moves."""
    to_summary(talk)
    talk.say("yes", "affirm")
    talk.say("oh wait, 4 instead", "correction", times=[time("4", "2026-11-23T16:00:00-05:00", dated=False)])
    talk.say("yes", "affirm")
    assert booked(talk) == [("csmt", "westport", "2026-11-24T16:00")]


def test_for_somebody_else(talk: Talk) -> None:
    """Row 29: a request for Julie, with a way to be reached and without health details."""
    said = talk.say("can i book for my daughter, she's 14", "book")
    assert "under 18" in said
    assert "How can she reach you" in said
    assert "passed it on" in talk.say("dana, 203 555 0142", "inform", DANA, PHONE)


@pytest.mark.parametrize("step", ["location", "offer", "name", "phone", "head_injury", "confirm"])
def test_wanting_a_person(talk: Talk, step: str) -> None:
    """Row 30: at once, no gate questions, the booking is kept."""
    reach(talk, step)
    said = talk.say("can I talk to a human", "human_handoff")
    assert "told Julie" in said
    assert "kept" in said
    assert talk.slots["task"] == "booking"


def test_are_you_a_bot(talk: Talk) -> None:
    """Row 32: always yes."""
    assert talk.say("are you a bot?", "bot_challenge").startswith("Yes, I'm an automated")


def test_a_complaint(talk: Talk) -> None:
    """Row 33: one acknowledgement, and Julie is offered."""
    assert "sorry" in talk.say("this is ridiculous", "complaint")
    assert "told Julie" in talk.tap("Yes")


def test_paused_after_a_safety_text(talk: Talk) -> None:
    """Row 36: nothing is offered until the client asks to go on, then it goes on where it was."""
    reach(talk, "offer")
    said = talk.say("ok thanks", "inform", paused=True)
    assert "kept" in said
    assert talk.buttons == []
    talk.say("let's go on", "affirm", paused=True)
    assert talk.used[0] == "utter_resumed"
    assert talk.buttons


def test_going_on_is_no_yes_to_the_summary(talk: Talk) -> None:
    """Whoever goes on after a safety text sees the summary again before anything is booked."""
    reach(talk, "confirm")
    talk.say("ok", "inform", paused=True)
    assert talk.used == ["utter_paused"]
    talk.say("yes go on", "affirm", paused=True)
    assert talk.used[0] == "utter_resumed"
    assert talk.used[-1].startswith("utter_ask_confirm")
    assert talk.desk.appointments(talk.conversation_id) == []


def test_going_on_is_no_answer_about_head_injuries(talk: Talk) -> None:
    """It is asked again."""
    reach(talk, "head_injury")
    talk.say("ok", "inform", paused=True)
    talk.say("yes go on", "affirm", paused=True)
    assert talk.used[-1].startswith("utter_ask_head_injury")


def test_a_yes_to_the_head_injury_question(talk: Talk) -> None:
    """The appointment waits for Julie, and the answer is hers to judge."""
    up_front(talk)
    talk.say("yes, a concussion three weeks ago", "affirm", times=[day("three weeks ago", "2026-11-02")])
    assert "Julie will look at it first" in talk.say("yes", "affirm")
    assert talk.desk.appointments(talk.conversation_id)[0]["status"] == "pending_approval"


def reach(talk: Talk, step: str) -> None:
    """Bring a booking to the step at which this question is open."""
    talk.say("book", "book", value("service", "csmt"))
    if step == "location":
        return
    talk.tap("Westport")
    if step == "offer":
        return
    talk.tap("Tue")
    if step == "name":
        return
    talk.say("Dana Smith", "inform", DANA)
    if step == "phone":
        return
    talk.say("2035550142", "inform", PHONE)
    if step == "confirm":
        talk.say("no", "deny")


def book_for_another(talk: Talk, start: str) -> None:
    """Somebody else takes a time in Westport."""
    client = {"name": "Somebody Else", "phone": "+12035550199"}
    talk.desk.book(
        {"service": "csmt", "location": "westport", "start": start, "client": client}, f"other:{start}"
    )


def test_an_answer_about_health_changes_nothing_else(talk: Talk) -> None:
    """What is told about migraines is kept for Julie; nothing in it moves the booking."""
    up_front(talk)
    said = talk.say(
        "no but my jaw hurts, twice a month",
        "faq/benefits",
        value("service", "tmj_mouth"),
        times=[day("a month", "2026-12-23")],
    )
    assert talk.used == ["utter_ask_confirm"]
    assert "Craniosacral" in said
    assert talk.draft["history"] == "no but my jaw hurts, twice a month"


def test_a_yes_with_a_change_in_it_books_nothing(talk: Talk) -> None:
    """Even when the change itself was not understood."""
    to_summary(talk)
    assert "didn't get that" in talk.say("yes but make it 4", "affirm")
    assert booked(talk) == []


def test_later_is_not_about_latecomers(talk: Talk) -> None:
    """After an offer "later?" means a later time."""
    reach(talk, "offer")
    talk.say("later?", "faq/late_arrival", value("time_order", "later"))
    assert talk.used == ["utter_ask_offer_again"]


def test_naming_in_words_what_to_change(talk: Talk) -> None:
    """As good as tapping it."""
    to_summary(talk)
    talk.say("no", "deny")
    talk.say("the name is wrong", "inform")
    assert talk.used == ["utter_ask_name"]


def test_either_office(talk: Talk) -> None:
    """Somebody who does not mind sees the times of both."""
    talk.say("book craniosacral", "book", value("service", "csmt"))
    talk.say("either is fine", "inform", value("choice", -2))
    assert {b["title"].rpartition(", ")[2] for b in talk.buttons} == {"Stamford", "Westport"}


def test_the_closest_times_are_close(talk: Talk) -> None:
    """A day far ahead brings times around it, not the first ones in the diary."""
    own = (value("service", "csmt"), value("location", "westport"))
    talk.say(
        "craniosacral in westport on december 25", "book", *own, times=[day("december 25", "2026-12-25")]
    )
    assert all("Dec 2" in b["title"] for b in talk.buttons)


def test_an_open_time_is_said_before_the_service_is_asked(talk: Talk) -> None:
    """A question about one time gets its answer first."""
    said = talk.say(
        "do you have saturday at 10?",
        "check_availability",
        times=[time("saturday at 10", "2026-11-28T10:00:00-05:00")],
    )
    assert "Saturday, November 28 at 10:00 AM in Westport is open." in said


def test_cancelling_what_was_just_booked(talk: Talk) -> None:
    """ "Actually cancel that" right after booking means the appointment."""
    to_summary(talk)
    talk.say("yes", "affirm")
    assert "Shall I cancel" in talk.say("actually cancel that", "start_over")
    assert "Cancelled" in talk.say("yes", "affirm")


def test_nothing_earlier(talk: Talk) -> None:
    """Where there is nothing earlier, no day is called closed."""
    reach(talk, "offer")
    talk.say("something earlier", "inform", value("time_order", "earlier"))
    assert talk.used == ["utter_ask_nothing_then"]


def test_changing_the_name_at_the_summary(talk: Talk) -> None:
    """Only the name is asked again; the time stays held."""
    to_summary(talk)
    talk.say("no", "deny")
    talk.tap("Name")
    assert talk.used == ["utter_ask_name"]
    assert "Dana Jones" in talk.say("dana jones", "inform", value("person_name", "Dana Jones"))


def test_a_turn_that_is_sent_again(talk: Talk) -> None:
    """The desk died after the booking and asks again: the client hears that it is booked, once made."""
    to_summary(talk)
    first = talk.say("yes", "affirm")
    talk.turns -= 1
    talk.slots = {"task": "none", "channel": "web", "draft": None}
    talk.start_session()
    assert talk.say("yes", "affirm") == first
    assert len(booked(talk)) == 1


def test_a_link_cannot_be_viewed(talk: Talk) -> None:
    """Row 35: that is said, nothing is taken out of it, and the question comes again."""
    reach(talk, "name")
    talk.say("https://example.com/my-mri.jpg", "out_of_scope")
    assert talk.used == ["utter_cannot_view", "utter_ask_name_again"]
    assert "client_name" not in talk.draft


def test_what_stands_beside_a_link_counts(talk: Talk) -> None:
    """The day in the same message is looked for."""
    reach(talk, "offer")
    link = "www.example.com/scan"
    talk.say(f"{link} and could i come on saturday?", "inform", times=[day("saturday", "2026-11-28")])
    assert talk.used[0] == "utter_cannot_view"
    assert all("Nov 28" in b["title"] for b in talk.buttons)


def test_a_choice_in_words(talk: Talk) -> None:
    """Row 10: "open times" to the question what "saturday?" means is no question about the hours."""
    talk.say("saturday?", "inform", times=[day("saturday", "2026-11-28")])
    assert talk.used == ["utter_ask_meaning"]
    talk.say("open times", "faq/hours")
    assert talk.used == ["utter_ask_offer"]
    assert all("Nov 28" in b["title"] for b in talk.buttons)


def test_a_name_and_a_question(talk: Talk) -> None:
    """Row 8: the question is answered, and the name is not asked for again."""
    reach(talk, "name")
    talk.say("Dana Smith. how long does it take?", "faq/session_length")
    assert talk.used == ["utter_faq/session_length", "utter_ask_phone"]
    assert talk.draft["client_name"] == "Dana Smith"
