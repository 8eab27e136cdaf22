"""Opening hours as moments: what "9 to 5 on a Tuesday" means on one date, clock changes included.

Moments are UTC seconds since 1970. A moment belongs to the opening hours when a clock on the wall at the
practice shows a time inside them: an hour that a clock change repeats is open twice, one it skips never.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import get_args
from zoneinfo import ZoneInfo

from frontdesk.practice import Opening, Practice, Weekday

Span = tuple[int, int]
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_DAY = 86_400
_WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


def moment(at: datetime) -> int:
    """UTC seconds of an aware time; a part of a second is dropped."""
    return int(at.timestamp())


def local_day(seconds: int, zone: ZoneInfo) -> date:
    """The date on the practice's wall at this moment."""
    return datetime.fromtimestamp(seconds, zone).date()


def day_start(day: date, zone: ZoneInfo) -> int:
    """The first moment of a local date (which is not always 00:00)."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def openings(practice: Practice, location: str, day: date) -> list[Opening]:
    """The hours of one office on one date: closed days beat dated exceptions, these beat the weekday."""
    office = practice.locations[location]
    if day in practice.closed:
        return []
    if day in office.exceptions:
        return office.exceptions[day]
    return office.hours.get(_WEEKDAYS[day.weekday()], [])


def starts(practice: Practice, location: str, day: date, minutes: int) -> list[int]:
    """Moments on the start grid at which a session of `minutes` fits into the opening hours, in order.

    The grid counts wall-clock time from the opening, so sessions start on the same minutes all year.
    """
    hours = openings(practice, location, day)
    if not hours:
        return []
    stretches = _stretches(practice.zone, day)
    spans = _open_spans(hours, stretches, day)
    step = practice.rules.start_every_minutes * 60
    grid = {at for opening in hours for stretch in stretches for at in _grid(opening, stretch, day, step)}
    length = minutes * 60
    return [at for at in sorted(grid) if fits(spans, at, at + length)]


def open_spans(practice: Practice, location: str, day: date) -> list[Span]:
    """When the office is open on that date, as separate spans in order."""
    return _open_spans(openings(practice, location, day), _stretches(practice.zone, day), day)


def fits(spans: list[Span], start: int, end: int) -> bool:
    """Whether one of the spans holds all of [start, end)."""
    return any(first <= start and end <= last for first, last in spans)


def _open_spans(hours: list[Opening], stretches: tuple[tuple[int, int, int], ...], day: date) -> list[Span]:
    pieces = sorted(
        (low, high)
        for opening in hours
        for stretch in stretches
        for low, high in [_part(opening, stretch, day)]
        if low < high
    )
    merged: list[Span] = []
    for low, high in pieces:
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _part(opening: Opening, stretch: tuple[int, int, int], day: date) -> Span:
    begin, end, offset = stretch
    midnight = (day.toordinal() - _EPOCH_DAY) * _DAY - offset
    first, last = opening.minutes
    return max(begin, midnight + first * 60), min(end, midnight + last * 60)


def _grid(opening: Opening, stretch: tuple[int, int, int], day: date, step: int) -> range:
    low, high = _part(opening, stretch, day)
    origin = (day.toordinal() - _EPOCH_DAY) * _DAY - stretch[2] + opening.minutes[0] * 60
    return range(origin + -(-(low - origin) // step) * step, high, step)


@lru_cache(maxsize=8192)
def _stretches(zone: ZoneInfo, day: date) -> tuple[tuple[int, int, int], ...]:
    """A local date as stretches of one offset from UTC: (begin, end, offset). Two when the clock changes."""
    begin, end = day_start(day, zone), day_start(day + timedelta(days=1), zone)
    if begin >= end:  # a date that a zone skipped altogether when it moved across the date line
        return ()
    first, last = _offset(begin, zone), _offset(end - 1, zone)
    if first == last:
        return ((begin, end, first),)
    turn = _turn(begin, end, zone)
    return ((begin, turn, first), (turn, end, last))


def _turn(begin: int, end: int, zone: ZoneInfo) -> int:
    """The moment in (begin, end) at which the offset changes."""
    before = _offset(begin, zone)
    while end - begin > 1:
        middle = (begin + end) // 2
        begin, end = (middle, end) if _offset(middle, zone) == before else (begin, middle)
    return end


def _offset(seconds: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(seconds, zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def as_time(seconds: int) -> datetime:
    """The aware UTC time of a moment."""
    return datetime.fromtimestamp(seconds, UTC)
