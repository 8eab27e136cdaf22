"""Who somebody is: the number, the code, everything people say instead of it, and then what they wanted."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from actions.desk_client import DeskClient
from frontdesk.app import create_app
from frontdesk.assistant.scripted import ScriptedAssistant
from frontdesk.clock import SettableClock
from frontdesk.conversations.codes import code_of
from frontdesk.settings import load_settings
from frontdesk.storage.booking_tables import appointments
from frontdesk.storage.verifications import verifications
from tests.unit.actions.conftest import NOW, Line
from tests.unit.actions.talk import Talk, day, time, use, value
from tests.unit.actions.test_own_appointments import items
from tests.unit.actions.test_repair import PHONE, TUESDAY_3, up_front
from tests.unit.actions.test_sms import open_texting

NUMBER = "+12035550142"
OTHER = value("phone_number", "+12035550143")
START = "2026-11-24T15:00:00-05:00"


class Silent:
    """A connected number whose texts are read from the database here."""

    def reply(self, *arguments: Any) -> None:
        """What the desk says in a conversation is not looked at."""


@pytest.fixture
def line(tmp_path: Path, clock: SettableClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A desk with a phone number connected."""
    monkeypatch.setattr("frontdesk.safety.prepare", lambda: None)
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path), "DESK_API_KEY": "key"})
    app = create_app(settings, clock=clock, assistant=ScriptedAssistant(), sender=Silent())  # type: ignore[arg-type]
    return Line(TestClient(app))


@pytest.fixture
def client(talk: Talk) -> Talk:
    """Somebody unknown here, who has an appointment: Tuesday at 3 in Westport."""
    book(talk.desk, START)
    return talk


def book(desk: DeskClient, start: str, phone: str = NUMBER) -> None:
    own = {"name": "Dana Smith", "phone": phone}
    desk.book({"service": "csmt", "location": "westport", "start": start, "client": own}, f"book:{start}")


def sent(line: Line) -> list[str]:
    """Every code that was sent, in order."""
    desk = line.client.app.state.desk  # type: ignore[attr-defined]
    with desk.database.read() as connection:
        rows = connection.execute(
            sa.select(verifications).order_by(verifications.c.sent_at, verifications.c.ended_at.is_(None))
        ).all()
    secret = desk.settings.session_secret
    return [code_of(secret, row.id, row.conversation_id, row.phone) for row in rows]


def wrong(line: Line) -> str:
    return f"{(int(sent(line)[-1]) + 1) % 1_000_000:06}"


def give(talk: Talk, line: Line) -> str:
    """Type the newest code."""
    return talk.say(sent(line)[-1], "inform")


def asked_for_code(talk: Talk, text: str = "when is my appointment", label: str = "my_appointment") -> Talk:
    talk.say(text, label)
    said = talk.say("203-555-0142", "inform", PHONE)
    assert "six-digit code to (203) 555-0142" in said
    return talk


def starts(talk: Talk) -> list[str]:
    return [a["start"][:16] for a in talk.desk.appointments(talk.conversation_id)]


def later(talk: Talk, clock: SettableClock, by: timedelta) -> None:
    clock.advance(by)
    talk.now += by


def notes(line: Line) -> list[str | None]:
    """What Julie reads beside each appointment."""
    with line.client.app.state.desk.database.read() as connection:  # type: ignore[attr-defined]
        return list(connection.execute(sa.select(appointments.c.note)).scalars())


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
