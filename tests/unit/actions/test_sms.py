"""By SMS: numbers for choices, the number of the conversation for the phone, texts that fit."""

import re

import pytest
from smsutil import split

from actions.desk_client import DeskClient
from tests.unit.actions.conftest import NOW, Line
from tests.unit.actions.talk import Talk, day, responses, time, use, value


@pytest.fixture
def texting(desk: DeskClient, line: Line, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """A conversation with a phone."""
    use(desk, monkeypatch)
    return Talk(desk, open_texting(line), NOW, channel="sms")


def open_texting(line: Line) -> str:
    """The id of a conversation that is held by SMS with +1 203 555 0142."""
    from frontdesk.conversations.opening import open_conversation

    database = line.client.app.state.desk.database  # type: ignore[attr-defined]
    with database.write() as connection:
        return str(open_conversation(connection, "sms", NOW, phone="+12035550142").id)


def number(n: int) -> dict[str, object]:
    return value("choice", n)


def test_a_booking_by_numbers(texting: Talk) -> None:
    """Choices are numbered, the phone is known, and a number is enough for every answer."""
    assert "1) Craniosacral massage therapy" in texting.say("need an appointment", "book")
    assert "2) Westport" in texting.say("1", "inform", number(1))
    assert "1) Tue" in texting.say("2", "inform", number(2))
    assert "What name" in texting.say("1", "inform", number(1))
    assert "Reply 1 for no" in texting.say("dana smith", "inform", value("person_name", "Dana Smith"))
    assert "Reply 1 to book" in texting.say("1", "inform", number(1))
    assert "https://desk.example/a/" in texting.say("1", "inform", number(1))
    made = texting.desk.appointments(texting.conversation_id)[0]
    assert (made["client"]["phone"], made["status"]) == ("+12035550142", "confirmed")


def test_a_number_that_was_not_understood_as_one(texting: Talk) -> None:
    """Even when the message itself was not understood, its number counts."""
    texting.say("need an appointment", "book", value("service", "csmt"))
    assert "open" in texting.say("2", "nlu_fallback", number(2)).casefold()


def test_a_number_and_a_question(texting: Talk) -> None:
    """Row 8: the question is answered and the number taken."""
    texting.say("need an appointment", "book", value("service", "csmt"))
    texting.say("2, is there parking?", "faq/address_contact")
    assert texting.used == ["utter_unknown_address_contact", "utter_ask_offer"]
    assert texting.draft["location"] == "westport"


def test_a_number_with_a_question_books_nothing_yet(texting: Talk) -> None:
    """At the summary the answer may matter."""
    texting.say("need an appointment", "book", value("service", "csmt"), value("location", "westport"))
    texting.say("1", "inform", number(1))
    texting.say("dana smith", "inform", value("person_name", "Dana Smith"))
    texting.say("1", "inform", number(1))
    texting.say("1, is there parking?", "faq/address_contact")
    assert texting.used == ["utter_unknown_address_contact", "utter_ask_confirm_again"]
    assert texting.desk.appointments(texting.conversation_id) == []


def test_a_guess_is_picked_by_number(texting: Talk) -> None:
    """After "is it one of these" a number asks the question that it stands for."""
    texting.say("blah", "nlu_fallback", guesses=("faq/session_length", "book"))
    assert "an hour" in texting.say("1", "inform", number(1))


def test_something_else_than_a_number(texting: Talk) -> None:
    """Another day is as good an answer as a number."""
    texting.say("book csmt westport", "book", value("service", "csmt"), value("location", "westport"))
    said = texting.say("saturday?", "inform", times=[day("saturday", "2026-11-28")])
    assert "Sat, Nov 28" in said


def test_ask(texting: Talk) -> None:
    """ASK passes the question on; the number is known already."""
    assert "Reply ASK" in texting.say("how much is it", "faq/price")
    assert "passed it on" in texting.say("ask", "nlu_fallback")


def test_a_lost_session_keeps_the_numbers(texting: Talk) -> None:
    """The options are part of the draft: "2" still means the second time tomorrow."""
    texting.say("book csmt westport", "book", value("service", "csmt"), value("location", "westport"))
    second = texting.draft["offered"][1]["start"]
    texting.slots = {"task": "none", "channel": "sms", "draft": None}
    texting.start_session()
    texting.say("2", "inform", number(2))
    assert texting.draft["time"] == second


def _texts() -> list[tuple[str, str]]:
    found = []
    for name, variations in responses().items():
        own = [v for v in variations if v.get("condition")] or variations
        found += [(name, str(v["text"])) for v in own]
    return found


LONGEST = {
    "when": "Wednesday, September 30, 2026 at 10:30 AM",
    "old": "Wednesday, September 30, 2026 at 10:30 AM",
    "wish": "Wednesday, September 30 at 10:30 AM",
    "place": "Westport",
    "asked_for": "Westport",
    "service_name": "Visceral manipulation massage therapy",
    "who": "Bartholomew Featherstonehaugh",
    "number": "(203) 555-0142",
    "page": "https://desk.example.org/a/4624EzWpg1DHwjd-fs7Of7gXsXvSOQki",
    "numbered": "1) Wed, Sep 30, 10:30 AM, Westport\n2) Wed, Sep 30, 11:30 AM, Westport\n"
    "3) Thu, Oct 15, 12:30 PM, Westport\n4) Thu, Oct 15, 12:30 PM, Stamford",
    "minutes": "10",
    "until": "10:30 AM",
    "gist": "x" * 100,
    "fact": "x" * 160,
    "kept": "x" * 120,
}


@pytest.mark.parametrize(("name", "text"), _texts(), ids=lambda v: v if v.startswith("utter") else "")
def test_every_text_fits_two_segments_of_gsm(name: str, text: str) -> None:
    """No character outside GSM-7, and with the longest values at most two segments."""
    if "{{" not in text:
        text = re.sub(r"{([a-z_]+)}", lambda m: LONGEST[m.group(1)], text)
    parts = split(text)
    assert parts.encoding == "gsm0338", name
    assert len(parts.parts) <= 2, (name, len(text))


def test_no_question_asks_for_a_word_of_the_network() -> None:
    """YES, STOP, START and their kin belong to the phone network."""
    asked = re.compile(r"\b(reply|say|text)\b[^.]*\b(YES|STOP|START|UNSTOP|CANCEL|END|QUIT|HELP|INFO)\b")
    offending = {n for n, t in _texts() if asked.search(t)} - {"utter_talk_sms_keyword", "utter_wrong_person"}
    assert offending == set()


def test_a_one_agrees_to_a_move_and_is_no_hour(texting: Talk) -> None:
    """ "Reply 1 to move it": the 1 is a yes, even though it can be read as one o'clock."""
    texting.say("book csmt westport", "book", value("service", "csmt"), value("location", "westport"))
    texting.say("1", "inform", number(1))
    texting.say("dana smith", "inform", value("person_name", "Dana Smith"))
    texting.say("1", "inform", number(1))
    texting.say("1", "inform", number(1))
    (made,) = texting.desk.appointments(texting.conversation_id)
    later = made["start"].replace("T10:00", "T12:00")
    asked = texting.say("push it to 12", "reschedule", times=[time("12", later, dated=False)])
    assert "Reply 1 to move it" in asked
    one = time("1", made["start"].replace("T10:00", "T13:00"), dated=False)
    texting.say("1", "inform", number(1), times=[one])
    (moved,) = texting.desk.appointments(texting.conversation_id)
    assert moved["start"] == later
