"""Looking up, confirming, moving and cancelling: only for whoever is known to own the appointment."""

from datetime import timedelta

import pytest

from actions.desk_client import DeskClient
from tests.unit.actions.conftest import NOW, Line
from tests.unit.actions.talk import Talk, day, time, use, value
from tests.unit.actions.test_repair import booked, to_summary
from tests.unit.actions.test_sms import open_texting


@pytest.fixture
def client(talk: Talk) -> Talk:
    """Somebody who has booked Tuesday at 3 in Westport in this conversation."""
    to_summary(talk)
    talk.say("yes", "affirm")
    return talk


def book_another(talk: Talk, start: str = "2026-11-28T10:00:00-05:00") -> None:
    """A second appointment of the same conversation, in Westport."""
    own = {"name": "Dana Smith", "phone": "+12035550142"}
    body = {"service": "csmt", "location": "westport", "start": start, "client": own}
    talk.desk.book(body | {"conversation_id": talk.conversation_id}, f"another:{start}")


def items(line: Line) -> list[tuple[str, str | None]]:
    """Kind and text of everything the therapist was told, in order."""
    import sqlalchemy as sa

    from frontdesk.storage.items import items as table

    with line.client.app.state.desk.database.read() as connection:  # type: ignore[attr-defined]
        rows = connection.execute(sa.select(table.c.kind, table.c.text).order_by(table.c.created_at)).all()
    return [(row[0], row[1]) for row in rows]


def test_a_stranger_hears_nothing(
    client: Talk, desk: DeskClient, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Knowing somebody's name and day is not being them; the wish goes to the therapist."""
    other = str(line.client.post("/chat/conversations").json()["conversation_id"])
    use(desk, monkeypatch)
    stranger = Talk(desk, other, NOW)
    said = stranger.say("when is dana smith's appointment on tuesday", "my_appointment")
    assert "3:00" not in said
    assert "How can she reach you" in said
    stranger.say("dana, 203 555 0142", "inform", value("phone_number", "+12035550142"))
    kind, text = items(line)[-1]
    assert kind == "request"
    assert "(203) 555-0142" in str(text)


def test_the_number_on_the_booking_is_known(
    client: Talk, desk: DeskClient, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By SMS from that number the appointment can be looked up."""
    use(desk, monkeypatch)
    texting = Talk(desk, open_texting(line), NOW, channel="sms")
    assert "Tuesday, November 24, 2026 at 3:00 PM" in texting.say("when's my appt", "my_appointment")


def test_looking_up_several(client: Talk) -> None:
    """Each with its date."""
    book_another(client)
    said = client.say("when are my appointments", "my_appointment")
    assert said.count("You have") == 2


def test_coming_is_noted(client: Talk) -> None:
    """On the appointment itself."""
    assert "noted" in client.say("i'll be there", "confirm_appointment")
    assert client.desk.appointments(client.conversation_id)[0]["attendance_confirmed"] is True


def test_moving_to_a_time_that_was_said(client: Talk) -> None:
    """Old and new date are said, and a yes moves the same appointment."""
    said = client.say(
        "can I move it to saturday at 11",
        "reschedule",
        times=[time("saturday at 11", "2026-11-28T11:00:00-05:00")],
    )
    assert "from Tuesday, November 24" in said
    assert booked(client) == [("csmt", "westport", "2026-11-24T15:00")]
    assert "Moved" in client.say("yes", "affirm")
    assert booked(client) == [("csmt", "westport", "2026-11-28T11:00")]


def test_moving_without_a_time(client: Talk) -> None:
    """Asks when, offers, and the choice is confirmed."""
    assert "What day and time" in client.say("i need to reschedule", "reschedule")
    client.say("saturday", "inform", times=[day("saturday", "2026-11-28")])
    assert "from Tuesday" in client.tap("9:00")
    client.tap("Move it")
    assert booked(client) == [("csmt", "westport", "2026-11-28T09:00")]


def test_another_time_on_the_same_day(client: Talk) -> None:
    """To "what day?" the day that it is on already is an answer, and not just its name."""
    client.say("i need to move my appointment", "reschedule")
    client.say("any time on tuesday", "inform", times=[day("tuesday", "2026-11-24")])
    assert client.used == ["utter_ask_offer"]
    assert all("Nov 24" in b["title"] for b in client.buttons)


def test_another_office_after_the_new_time_was_found(client: Talk) -> None:
    """Row 3: the same time is looked for there, and the one that was found can be kept."""
    client.say(
        "can i move it to saturday at 10?",
        "reschedule",
        times=[time("saturday at 10", "2026-11-28T10:00:00-05:00")],
    )
    said = client.say("actually, stamford", "correction", value("location", "stamford"))
    assert "isn't open in Stamford" in said
    assert client.buttons[-1]["title"] == "Sat, Nov 28, 10:00 AM, Westport"


def test_the_time_that_names_the_appointment_is_not_the_new_one(client: Talk) -> None:
    """ "Move my Tuesday to Saturday": Tuesday is what it is, Saturday what it shall be."""
    times = [day("tuesday", "2026-11-24"), day("saturday", "2026-11-28")]
    client.say("move my tuesday to saturday", "reschedule", times=times)
    # The hour stays as it was; Westport closes at one on Saturdays.
    assert all("Nov 28" in b["title"] or "Nov 27" in b["title"] for b in client.buttons)


def test_which_of_two(client: Talk) -> None:
    """Asks by date when it could be either, and not when a day is named."""
    book_another(client)
    client.say("move my appointment", "reschedule")
    assert [b["title"] for b in client.buttons] == ["Tue, Nov 24, 3:00 PM", "Sat, Nov 28, 10:00 AM"]
    client.say("never mind", "start_over")
    said = client.say("cancel my saturday one", "cancel_appointment", times=[day("saturday", "2026-11-28")])
    assert "Saturday, November 28" in said


def test_no_to_the_move_keeps_the_appointment(client: Talk) -> None:
    """As it was."""
    client.say(
        "move it to saturday at 11", "reschedule", times=[time("saturday at 11", "2026-11-28T11:00:00-05:00")]
    )
    assert "stays as it is" in client.say("no", "deny")
    assert booked(client) == [("csmt", "westport", "2026-11-24T15:00")]


def test_cancelling_needs_a_yes_to_the_date(client: Talk) -> None:
    """And says which date it was."""
    assert "Tuesday, November 24, 2026 at 3:00 PM" in client.say(
        "cancel my appointment", "cancel_appointment"
    )
    assert len(booked(client)) == 1
    assert "Cancelled" in client.say("yes", "affirm")
    assert booked(client) == []


def test_a_yes_with_a_condition_cancels_nothing(client: Talk) -> None:
    """A yes and nothing else is needed."""
    client.say("cancel my appointment", "cancel_appointment")
    client.say("yes but can i get another time", "affirm")
    assert len(booked(client)) == 1


def test_cancel_and_rebook_is_a_move(client: Talk) -> None:
    """Row 9: the new time is found before the old one is given up."""
    said = client.say(
        "cancel my tuesday and book the one after", "cancel_appointment", times=[day("tuesday", "2026-11-24")]
    )
    assert "These times are open" in said
    assert {w["begins"][:10] for w in client.draft["wishes"]} == {"2026-12-01"}
    assert len(booked(client)) == 1


def test_cancel_in_the_middle_of_a_booking_leaves_the_appointment(client: Talk) -> None:
    """Row 14: what is being arranged stops, what stands stays."""
    client.say("book another one, lymphatic", "book", value("service", "lymphatic_drainage"))
    assert "stays as it is" in client.say("cancel this", "cancel_appointment")
    assert len(booked(client)) == 1


def test_what_has_begun_is_passed_on(client: Talk, clock: object, line: Line) -> None:
    """What the desk cannot change any more goes to the therapist, and that is said."""
    client.say("cancel my appointment", "cancel_appointment")
    clock.advance(timedelta(days=1, hours=6, minutes=30))  # type: ignore[attr-defined]
    client.now += timedelta(days=1, hours=6, minutes=30)
    assert "passed it on" in client.say("yes", "affirm")
    assert items(line)[-1][0] == "request"


def test_confirming_while_it_waits_for_approval(talk: Talk) -> None:
    """It is said that the therapist has to agree first."""
    to_summary(talk)
    talk.say("wait, i did hit my head", "correction")
    talk.slots["draft"]["head_injury"] = True
    talk.say("yes", "affirm")
    assert "still has to agree" in talk.say("i'll be there", "confirm_appointment")


def test_later_than_it_is(client: Talk) -> None:
    """ "Something later" is later than the appointment is now."""
    client.say("move my appointment to something later", "reschedule", value("time_order", "later"))
    assert client.buttons[0]["title"] == "Tue, Nov 24, 3:30 PM"
