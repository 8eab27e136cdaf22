"""The client's page behind a secret address."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from frontdesk.booking.records import Appointment, Screening, Status
from frontdesk.booking.service import Diary
from frontdesk.clock import SettableClock
from tests.support.diary import DANA, LEE, local

START = local("2026-12-03T15:00")


@pytest.fixture
def booked(sqlite_diary: Diary) -> Appointment:
    return sqlite_diary.book("csmt", "westport", START, DANA, note="headache")


def test_page_tells_time_and_place_and_nothing_else(client: TestClient, booked: Appointment) -> None:
    """No service, no name, no number, no note."""
    page = client.get(f"/a/{booked.secret}").text
    for shown in ("Thu Dec 3, 3:00 PM, 2026", "EST", "Westport", "Example Practice", "Confirmed"):
        assert shown in page
    for hidden in ("Long work", "csmt", "Dana", "0142", "headache"):
        assert hidden not in page


def test_page_stays_private(client: TestClient, booked: Appointment) -> None:
    """Not cached, not indexed, not told to other sites, and it can load nothing."""
    headers = client.get(f"/a/{booked.secret}").headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]


def test_unknown_and_impossible_secrets_look_alike(client: TestClient, booked: Appointment) -> None:
    """Nobody learns from the answer whether they are close; ids are no secrets."""
    paths = ["A" * 32, "x", booked.id, "%00" * 30, booked.secret[:-1] + "!"]
    answers = [client.get(f"/a/{path}{end}") for path in paths for end in ("", "/cancel", "/appointment.ics")]
    assert {a.status_code for a in answers} == {404}
    assert len({a.text for a in answers}) == 1


def test_secrets_are_long_and_differ(sqlite_diary: Diary, booked: Appointment) -> None:
    """At least 128 bits of chance."""
    other = sqlite_diary.book("csmt", "westport", START - timedelta(hours=2), DANA)
    assert len(booked.secret) >= 32
    assert booked.secret != other.secret


def test_calendar_file_is_of_this_appointment_only(
    client: TestClient, sqlite_diary: Diary, booked: Appointment
) -> None:
    """The link of one client never gives the appointment of another."""
    other = sqlite_diary.book("csmt", "westport", START - timedelta(hours=2), LEE)
    answer = client.get(f"/a/{booked.secret}/appointment.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert booked.id in answer.text
    assert other.id not in answer.text


def test_opening_the_question_cancels_nothing(
    client: TestClient, sqlite_diary: Diary, booked: Appointment
) -> None:
    """Link previews and prefetching only ever get."""
    assert "Yes, cancel it" in client.get(f"/a/{booked.secret}/cancel").text
    assert sqlite_diary.get(booked.id).status == Status.CONFIRMED


def test_answering_it_cancels_and_says_so(
    client: TestClient, sqlite_diary: Diary, booked: Appointment
) -> None:
    """Twice is as good as once."""
    for _ in range(2):
        answer = client.post(f"/a/{booked.secret}/cancel")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/a/{booked.secret}")
    page = client.get(f"/a/{booked.secret}").text
    assert "Cancelled" in page
    assert "Cancel this appointment" not in page
    assert sqlite_diary.get(booked.id).sequence == 1


def test_past_appointment_cannot_be_cancelled(
    client: TestClient, sqlite_diary: Diary, booked: Appointment
) -> None:
    """The page says that it is over."""
    assert isinstance(sqlite_diary.clock, SettableClock)
    sqlite_diary.clock.set(START)
    client.post(f"/a/{booked.secret}/cancel")
    assert sqlite_diary.get(booked.id).status == Status.CONFIRMED
    assert "Past" in client.get(f"/a/{booked.secret}").text


def test_waiting_appointment_is_not_called_confirmed(client: TestClient, sqlite_diary: Diary) -> None:
    """The page names who has to say yes."""
    made = sqlite_diary.book("csmt", "westport", START, DANA, screening=Screening(recent_head_injury=True))
    page = client.get(f"/a/{made.secret}").text
    assert "Held for you; Sam confirms it" in page
    assert "<dd>Confirmed" not in page


def test_page_says_that_it_is_a_demonstration(client: TestClient, booked: Appointment) -> None:
    """As long as the owner has not confirmed the practice's file."""
    assert "This is a demonstration" in client.get(f"/a/{booked.secret}").text
