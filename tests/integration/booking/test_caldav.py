"""The sync against Radicale, a real CalDAV server, and against servers that misbehave."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from frontdesk.booking.calendars.protocol import CalendarError
from frontdesk.booking.calendars.remote import CaldavCalendar
from frontdesk.booking.calendars.sync import knowledge, sync
from frontdesk.booking.service import Diary
from tests.support.calendars import LOGIN, radicale, serving
from tests.support.diary import DANA, local, make_diary, sqlite_url

START = local("2026-12-03T15:00")
WEEKLY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:test
BEGIN:VEVENT
UID:weekly@elsewhere
DTSTAMP:20260101T000000Z
DTSTART:20260101T200000Z
DTEND:20260101T210000Z
RRULE:FREQ=WEEKLY
SUMMARY:Private
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def diary() -> Iterator[Diary]:
    with sqlite_url() as url:
        made = make_diary(url)
        yield made
        made.database.close()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with radicale(tmp_path) as url:
        yield url


def connect(url: str) -> CaldavCalendar:
    return CaldavCalendar(url, *LOGIN)


def names(url: str) -> list[str]:
    found = requests.request("PROPFIND", url, headers={"Depth": "1"}, auth=LOGIN, timeout=10).text
    return [part.split("<")[0] for part in found.split("<href>") if ".ics" in part]


def test_appointments_are_written_moved_and_taken_away(diary: Diary, address: str) -> None:
    """One resource on the server, following the diary."""
    made = diary.book("csmt", "westport", START, DANA)
    sync(diary, connect(address))
    [name] = names(address)
    diary.reschedule(made.id, START - timedelta(hours=1))
    assert sync(diary, connect(address)).error is None
    assert names(address) == [name]
    assert (
        "T140000"
        in requests.get(f"{address}{made.id}@appointments.frontdesk.ics", auth=LOGIN, timeout=10).text
    )
    diary.cancel(made.id)
    sync(diary, connect(address))
    assert names(address) == []


def test_recurring_busy_times_are_read(diary: Diary, address: str) -> None:
    """Every Thursday at 3 pm is taken, on all Thursdays to come."""
    requests.put(f"{address}weekly.ics", WEEKLY, auth=LOGIN, timeout=10).raise_for_status()
    sync(diary, connect(address))
    for week in range(4):
        afternoon = START + timedelta(days=7 * week)
        assert diary.availability("csmt", "westport", afternoon, afternoon + timedelta(minutes=30)) == []


def test_moving_our_event_on_the_server_becomes_an_item(diary: Diary, address: str) -> None:
    """The diary keeps its time."""
    made = diary.book("csmt", "westport", START, DANA)
    sync(diary, connect(address))
    url = f"{address}{made.id}@appointments.frontdesk.ics"
    text = (
        requests.get(url, auth=LOGIN, timeout=10)
        .text.replace("T150000", "T170000")
        .replace("T160000", "T180000")
    )
    requests.put(url, text.encode(), auth=LOGIN, timeout=10).raise_for_status()
    sync(diary, connect(address))
    with diary.database.read() as connection:
        kinds = [
            row.kind for row in connection.exec_driver_sql("SELECT kind FROM items WHERE kind = 'calendar'")
        ]
    assert kinds == ["calendar"]
    assert diary.get(made.id).slot.start == START


def answer(status: str, body: bytes) -> Callable[..., Any]:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
        return [body]

    return application


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("200 OK", b"<html>please sign in</html>"),
        ("207 Multi-Status", b"not xml at all"),
        ("207 Multi-Status", b""),
        ("401 Unauthorized", b""),
        ("500 Internal Server Error", b"oops"),
        ("404 Not Found", b""),
    ],
)
def test_server_that_misbehaves_is_a_calendar_error(diary: Diary, status: str, body: bytes) -> None:
    """Each way of failing is one, none looks like an empty calendar."""
    with serving(answer(status, body)) as base:
        with pytest.raises(CalendarError):
            connect(base).events(START, START + timedelta(days=1))
        with pytest.raises(CalendarError):
            connect(base).write("x@appointments.frontdesk", WEEKLY)
        assert sync(diary, connect(base)).error


def test_server_that_is_not_there_is_survived(diary: Diary) -> None:
    """And the diary says since when it knows nothing."""
    sync(diary, connect("http://127.0.0.1:9"))
    assert knowledge(diary).failing_since == diary.clock.now()
