"""Reads iCalendar texts: when the therapist is busy, and how our own events stand in her calendar. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from frontdesk.booking.calendars.protocol import CalendarError
from frontdesk.booking.ics import UID_DOMAIN

Span = tuple[datetime, datetime]


def busy(texts: Iterable[str], start: datetime, end: datetime, zone: ZoneInfo) -> list[Span]:
    """The spans within [start, end) in which she is busy, in UTC, in order, none touching another.

    Recurring events are expanded here. Transparent and cancelled ones and our own don't count;
    whole days and times without a zone are days and times at the practice.
    Raises `CalendarError` when any of the texts can't be read: half a calendar is no knowledge.
    """
    found: list[Span] = []
    for text in texts:
        found += [_span(event, zone) for event in _occurrences(text, start, end) if _counts(event)]
    return _joined((max(a, start), min(b, end)) for a, b in found if a < end and b > start)


def own_events(texts: Iterable[str]) -> dict[str, tuple[datetime, datetime]]:
    """When our own events begin and end in her calendar, by appointment id."""
    found = {}
    for text in texts:
        for event in _read(text).events:
            identity, _, domain = str(event.get("UID", "")).partition("@")
            if domain == UID_DOMAIN and event.get("STATUS") != "CANCELLED":
                found[identity] = (_moment(event.start, UTC), _moment(event.end, UTC))
    return found


def _read(text: str) -> Calendar:
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError) as error:
        raise CalendarError("an event that can't be read") from error
    if not isinstance(calendar, Calendar):
        raise CalendarError("an answer that is no calendar")
    return calendar


def _occurrences(text: str, start: datetime, end: datetime) -> list[Event]:
    calendar = _read(text)
    try:
        # A day more on both sides: what whole days and floating times mean is decided below.
        day = timedelta(days=1)
        return list(recurring_ical_events.of(calendar).between(start - day, end + day))
    except (ValueError, TypeError, KeyError, recurring_ical_events.InvalidCalendar) as error:
        raise CalendarError("an event that can't be expanded") from error


def _counts(event: Event) -> bool:
    own = str(event.get("UID", "")).endswith(f"@{UID_DOMAIN}")
    return not own and event.get("TRANSP") != "TRANSPARENT" and event.get("STATUS") != "CANCELLED"


def _span(event: Event, zone: ZoneInfo) -> Span:
    return _moment(event.start, zone), _moment(event.end, zone)


def _moment(at: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day)  # noqa: DTZ001 - given its zone below
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
