"""What an iCalendar text says about when the therapist is busy."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from frontdesk.booking.calendars.protocol import CalendarError
from frontdesk.booking.calendars.reading import busy
from tests.support.diary import local

NEW_YORK = ZoneInfo("America/New_York")
START = local("2026-11-23T00:00")
END = START + timedelta(days=14)


def event(*lines: str) -> str:
    body = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:test",
        "BEGIN:VEVENT",
        "UID:1@elsewhere",
        "DTSTAMP:20261101T000000Z",
    )
    return "\r\n".join([*body, *lines, "END:VEVENT", "END:VCALENDAR", ""])


def times(*texts: str) -> list[str]:
    found: list[tuple[datetime, datetime]] = busy(texts, START, END, NEW_YORK)
    return [f"{a.astimezone(NEW_YORK):%a %d %H:%M}-{b.astimezone(NEW_YORK):%a %d %H:%M}" for a, b in found]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART:20261124T150000Z", "DTEND:20261124T160000Z"], ["Tue 24 10:00-Tue 24 11:00"]),
        (["DTSTART:20261124T100000", "DTEND:20261124T110000"], ["Tue 24 10:00-Tue 24 11:00"]),
        (["DTSTART;TZID=Europe/Berlin:20261124T160000", "DURATION:PT1H"], ["Tue 24 10:00-Tue 24 11:00"]),
        (["DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261126"], ["Tue 24 00:00-Thu 26 00:00"]),
        (["DTSTART;VALUE=DATE:20261124"], ["Tue 24 00:00-Wed 25 00:00"]),
        (["DTSTART:20261124T150000Z", "DTEND:20261124T160000Z", "TRANSP:TRANSPARENT"], []),
        (["DTSTART:20261124T150000Z", "DTEND:20261124T160000Z", "STATUS:CANCELLED"], []),
        (["DTSTART:20261124T150000Z"], []),
        (["DTSTART:20261120T150000Z", "DTEND:20261123T150000Z"], ["Mon 23 00:00-Mon 23 10:00"]),
    ],
)
def test_every_way_to_write_a_time(lines: list[str], expected: list[str]) -> None:
    """UTC, without zone, another zone, whole days; transparent and cancelled events leave her free."""
    assert times(event(*lines)) == expected


def test_recurring_event_is_expanded_over_the_change_of_clocks() -> None:
    """Every Monday at 9 since June is 9 in November too, but for the one that was left out."""
    weekly = event(
        "DTSTART;TZID=America/New_York:20260601T090000",
        "DTEND;TZID=America/New_York:20260601T100000",
        "RRULE:FREQ=WEEKLY",
        "EXDATE;TZID=America/New_York:20261130T090000",
    )
    assert times(weekly) == ["Mon 23 09:00-Mon 23 10:00"]


def test_touching_and_overlapping_events_are_one_span() -> None:
    """Fewer blocks, the same time."""
    one = event("DTSTART:20261124T150000Z", "DTEND:20261124T160000Z")
    two = event("DTSTART:20261124T160000Z", "DTEND:20261124T170000Z")
    three = event("DTSTART:20261124T153000Z", "DTEND:20261124T163000Z")
    assert times(one, two, three) == ["Tue 24 10:00-Tue 24 12:00"]


def test_own_events_are_no_busy_times() -> None:
    """The diary knows its own appointments better."""
    own = event("DTSTART:20261124T150000Z", "DTEND:20261124T160000Z").replace(
        "1@elsewhere", "1@appointments.frontdesk"
    )
    assert times(own) == []


@pytest.mark.parametrize("text", ["", "hello", "<html></html>", "BEGIN:VCALENDAR", event("DTSTART:rubbish")])
def test_rubbish_is_an_error_and_no_free_day(text: str) -> None:
    """Half a calendar must not look like an empty one."""
    with pytest.raises(CalendarError):
        times(text)
