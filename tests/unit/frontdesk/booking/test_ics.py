"""Calendar files: what a client's calendar makes of them."""

from dataclasses import replace
from datetime import timedelta

from icalendar import Calendar, Event

from frontdesk.booking.ics import calendar_file
from frontdesk.booking.records import Appointment, Screening
from frontdesk.booking.service import Diary
from tests.support.diary import DANA, local

START = local("2026-12-03T15:00")


def make(diary: Diary) -> Appointment:
    screening = Screening(None, "migraine for years")
    return diary.book("csmt", "westport", START, DANA, note="headache", screening=screening)


def read(diary: Diary, appointment: Appointment) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(calendar_file(appointment, diary.practice))
    return calendar, calendar.walk("VEVENT")[0]


def test_time_zone_travels_with_the_event(sqlite_diary: Diary) -> None:
    """A calendar that has never heard of the zone still puts it at the right moment."""
    calendar, event = read(sqlite_diary, make(sqlite_diary))
    assert event.start == START
    assert event.end - event.start == timedelta(hours=1)
    zone = calendar.walk("VTIMEZONE")[0].to_tz()
    assert START.replace(tzinfo=zone).utcoffset() == timedelta(hours=-5)
    assert START.replace(tzinfo=zone, month=7).utcoffset() == timedelta(hours=-4)


def test_move_is_the_same_event_with_the_next_sequence(sqlite_diary: Diary) -> None:
    """UID stays, SEQUENCE grows."""
    made = make(sqlite_diary)
    moved = sqlite_diary.reschedule(made.id, START - timedelta(hours=1))
    before, after = read(sqlite_diary, made)[1], read(sqlite_diary, moved)[1]
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_cancellation_takes_the_event_away(sqlite_diary: Diary) -> None:
    """METHOD and STATUS say so."""
    calendar, event = read(sqlite_diary, sqlite_diary.cancel(make(sqlite_diary).id))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_waiting_appointment_is_tentative(sqlite_diary: Diary) -> None:
    """Not confirmed is not confirmed in the calendar either."""
    made = sqlite_diary.book("csmt", "westport", START, DANA, screening=Screening(recent_head_injury=True))
    assert read(sqlite_diary, made)[1]["STATUS"] == "TENTATIVE"


def test_no_word_about_health_or_the_client(sqlite_diary: Diary) -> None:
    """Others look at calendars."""
    text = calendar_file(make(sqlite_diary), sqlite_diary.practice).decode().lower()
    for word in ("migraine", "headache", "long work", "csmt", "dana", "0142"):
        assert word not in text


def test_file_keeps_to_the_format(sqlite_diary: Diary) -> None:
    """CRLF line ends, no line over 75 octets, special characters escaped."""
    practice = sqlite_diary.practice
    office = practice.locations["westport"].model_copy(
        update={"address": "1 Main St; Suite 2, Westport, CT " + "é" * 60}
    )
    sqlite_diary.practice = practice.model_copy(
        update={"locations": practice.locations | {"westport": office}}
    )
    appointment = replace(make(sqlite_diary))
    content = calendar_file(appointment, sqlite_diary.practice)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert read(sqlite_diary, appointment)[1]["LOCATION"].startswith("Westport, 1 Main St; Suite 2, Westport")
