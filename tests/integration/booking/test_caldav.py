"""The sync against Radicale, a real CalDAV server, and against servers that misbehave."""

import gzip
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import requests

from frontdesk.booking.calendars import guarded
from frontdesk.booking.calendars.guarded import is_same_site
from frontdesk.booking.calendars.protocol import CalendarError
from frontdesk.booking.calendars.remote import CaldavCalendar
from frontdesk.booking.calendars.sync import knowledge, sync
from frontdesk.booking.service import Diary
from tests.support.calendars import LOGIN, make_calendar, radicale, serving
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


def connect(url: str, name: str | None = None) -> CaldavCalendar:
    return CaldavCalendar(url, *LOGIN, name)


def names(url: str) -> list[str]:
    found = requests.request("PROPFIND", url, headers={"Depth": "1"}, auth=LOGIN, timeout=10).text
    return [unquote(part.split("<")[0]) for part in found.split("<href>") if ".ics" in part]


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


@pytest.mark.parametrize("part", ["", "dav/", "dav/therapist/", "dav/therapist/calendar/"])
def test_any_address_of_the_account_finds_the_calendar(diary: Diary, address: str, part: str) -> None:
    """Of the server, of its CalDAV part, of the account or of the calendar itself; task lists don't count."""
    base = address.removesuffix("dav/therapist/calendar/")
    make_calendar(f"{base}dav/therapist/tasks/", "Tasks", "VTODO")
    requests.put(f"{address}weekly.ics", WEEKLY, auth=LOGIN, timeout=10).raise_for_status()
    made = diary.book("csmt", "westport", START.replace(hour=12), DANA)
    assert sync(diary, connect(base + part)).error is None
    assert f"{made.id}@appointments.frontdesk.ics" in " ".join(names(address))
    assert diary.availability("csmt", "westport", START, START + timedelta(minutes=30)) == []


def test_name_says_which_of_several_calendars(diary: Diary, address: str) -> None:
    """Nothing is guessed: without a name, or with a wrong one, nothing is read and nothing written."""
    base = address.removesuffix("dav/therapist/calendar/")
    work = f"{base}dav/therapist/work/"
    make_calendar(work, "Work")
    diary.book("csmt", "westport", START, DANA)
    assert "DESK_CALENDAR_NAME" in (sync(diary, connect(base)).error or "")
    assert "no such calendar" in (sync(diary, connect(base, "Wrok")).error or "")
    assert names(work) == names(address) == []
    assert sync(diary, connect(base, "work")).error is None
    assert len(names(work)) == 1
    assert names(address) == []


Seen = list[tuple[str, str]]


def site(seen: Seen, answers: dict[str, tuple[str, dict[str, str], bytes]]) -> Callable[..., Any]:
    """Asks for a login first, then answers by path, and notes who was asked with one."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        login, path = environ.get("HTTP_AUTHORIZATION", ""), environ["PATH_INFO"]
        seen.append((path, login))
        status, headers, body = ("401 Unauthorized", {"WWW-Authenticate": 'Basic realm="x"'}, b"")
        if login or path.startswith("/.well-known"):
            status, headers, body = answers.get(path, ("404 Not Found", {}, b""))
        start_response(status, [("Content-Length", str(len(body))), *headers.items()])
        return [body]

    return application


def principal_at(href: str) -> tuple[str, dict[str, str], bytes]:
    prop = f"<d:current-user-principal><d:href>{href}</d:href></d:current-user-principal>"
    found = f"<d:propstat><d:prop>{prop}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
    body = f"<d:multistatus xmlns:d='DAV:'><d:response><d:href>/</d:href>{found}</d:response></d:multistatus>"
    return "207 Multi-Status", {"Content-Type": "application/xml"}, body.encode()


@pytest.mark.parametrize("way", ["well-known", "redirect", "principal"])
def test_password_goes_to_no_other_site(way: str) -> None:
    """However a server points there, the other one is not even asked."""
    elsewhere: Seen = []
    with serving(site(elsewhere, {})) as other:
        other = other.replace("127.0.0.1", "localhost")
        moved = ("301 Moved Permanently", {"Location": f"{other}/dav/"}, b"")
        answers = {
            "well-known": {"/.well-known/caldav": moved},
            "redirect": {"/": moved},
            "principal": {"/": principal_at(f"{other}/me/")},
        }[way]
        with serving(site([], answers)) as base, pytest.raises(CalendarError):
            connect(base).events(START, START + timedelta(days=1))
    assert elsewhere == []


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://caldav.icloud.com", "https://p12-caldav.icloud.com:443/1/principal/", True),
        ("https://example.com", "https://cloud.example.com/dav", True),
        ("http://cal.example/", "https://cal.example/", True),
        ("https://cal.example/", "http://cal.example/", False),
        ("https://caldav.icloud.com", "https://icloud.com.evil.example/", False),
        ("https://caldav.icloud.com", "https://evilicloud.com/", False),
        ("https://caldav.icloud.com", "https://caldav.icloud.com@evil.example/", False),
        ("https://one.example", "https://two.example", False),
        ("https://one.co.uk", "https://two.co.uk", False),
        ("https://10.0.0.1", "https://20.0.0.1", False),
        ("http://a.lan.example", "http://b.lan.example", False),
        ("https://cal.example/", "file:///etc/passwd", False),
    ],
)
def test_neighbours_of_a_site(url: str, other: str, same: bool) -> None:
    """Providers spread accounts over hosts of one domain."""
    assert is_same_site(url, other) is same


def test_answer_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compressed it is small, so what comes out of it counts."""
    monkeypatch.setattr(guarded, "MOST_BYTES", 100_000)
    packed = gzip.compress(b" " * 1_000_000)
    answers = {"/": ("207 Multi-Status", {"Content-Encoding": "gzip"}, packed)}
    with serving(site([], answers)) as base, pytest.raises(CalendarError, match="Endless"):
        connect(base).events(START, START + timedelta(days=1))


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
        ("207 Multi-Status", b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
        ("207 Multi-Status", b"<a>" * 100_000),
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


def test_unknown_login_is_a_calendar_error(diary: Diary) -> None:
    """And does not end the thread that keeps the calendar in step."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = [("WWW-Authenticate", "Negotiate"), ("Content-Length", "0")]
        start_response("401 Unauthorized", headers)
        return [b""]

    with serving(application) as base:
        assert sync(diary, connect(base)).error == "NotImplementedError"
