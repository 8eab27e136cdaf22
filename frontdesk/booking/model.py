"""The rules of the diary, pure: which times are free, and what stands in the way of one that is not.

One therapist serves all offices. A session keeps her in its own office for its length and the buffer,
and away from every other office for its length and the longer of buffer and travel.
Two sessions conflict when either starts before the other has let her go; the database says exactly the same.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args

from frontdesk.booking.hours import as_time, day_start, fits, local_day, moment, open_spans, openings, starts
from frontdesk.booking.records import Slot
from frontdesk.practice import Practice, Rules

PartOfDay = Literal["morning", "afternoon", "evening"]
PARTS_OF_DAY: tuple[PartOfDay, ...] = get_args(PartOfDay)
Refusal = Literal["in_the_past", "too_soon", "beyond_horizon", "closed", "outside_hours", "off_grid"]


class Session(NamedTuple):
    """A time that is given away (appointment or hold), in UTC seconds.

    `near_until` is when the therapist is free again in the same office, `far_until` in any other.
    They are kept with the session, so a changed rule doesn't reach into what was agreed before.
    """

    location: str
    start: int
    near_until: int
    far_until: int


class Absence(NamedTuple):
    """Time taken out at one office, or (None) everywhere. It has no buffer: it says exactly what it means."""

    location: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Everything that may stand in the way within some window."""

    sessions: Sequence[Session] = ()
    absences: Sequence[Absence] = ()


def session(rules: Rules, location: str, start: int, minutes: int) -> Session:
    """The session that would begin at `start`, with what it blocks."""
    end = start + minutes * 60
    near = rules.buffer_minutes * 60
    return Session(location, start, end + near, end + max(near, rules.travel_minutes * 60))


def conflict(one: Session, other: Session) -> bool:
    """Whether the therapist can't give both."""
    if one.location == other.location:
        return one.start < other.near_until and other.start < one.near_until
    return one.start < other.far_until and other.start < one.far_until


def is_taken(rules: Rules, location: str, start: int, minutes: int, taken: Taken) -> bool:
    """Whether a session at `start` would conflict with anything in `taken`."""
    mine = session(rules, location, start, minutes)
    end = start + minutes * 60
    return any(conflict(mine, other) for other in taken.sessions) or any(
        absence.location in (None, location) and start < absence.end and absence.start < end
        for absence in taken.absences
    )


def refusal(practice: Practice, location: str, start: int, minutes: int, now: datetime) -> Refusal | None:
    """Why nobody can book this time, whoever else is in the diary; None when the rules allow it."""
    earliest, latest = bookable(practice, now)
    if start < moment(now):
        return "in_the_past"
    if start < earliest:
        return "too_soon"
    if start >= latest:
        return "beyond_horizon"
    day = local_day(start, practice.zone)
    if not openings(practice, location, day):
        return "closed"
    if not fits(open_spans(practice, location, day), start, start + minutes * 60):
        return "outside_hours"
    return None if start in starts(practice, location, day, minutes) else "off_grid"


def bookable(practice: Practice, now: datetime) -> tuple[int, int]:
    """From when (notice) to when (horizon, exclusive) clients can book at all, in UTC seconds."""
    # A part of a second counts as a whole one: notice is never a moment shorter than promised.
    earliest = -int(-(now.timestamp() + practice.rules.notice_minutes * 60) // 1)
    last = now.astimezone(practice.zone).date() + timedelta(days=practice.rules.horizon_days)
    return earliest, day_start(last + timedelta(days=1), practice.zone)


def free(
    practice: Practice, service: str, location: str, window: tuple[int, int], taken: Taken, now: datetime
) -> Iterator[int]:
    """The free starts within `window` (UTC seconds, end exclusive), in order.

    `taken` must hold everything that reaches into the window; see `reach`.
    """
    earliest, latest = bookable(practice, now)
    low, high = max(window[0], earliest), min(window[1], latest)
    if low >= high:
        return
    minutes = practice.services[service].minutes
    forbidden = _forbidden(practice.rules, location, minutes, taken)
    position, busy_until = 0, low
    for start in _candidates(practice, location, minutes, low, high):
        while position < len(forbidden) and forbidden[position][0] < start:
            busy_until = max(busy_until, forbidden[position][1])
            position += 1
        if start >= busy_until:
            yield start


def reach(window: tuple[int, int]) -> tuple[int, int]:
    """The window in which anything that can touch a session starting within `window` begins or ends."""
    day = 86_400  # a session with its gap is shorter than a day (practice.yml allows 8 + 8 hours)
    return window[0] - day, window[1] + day


def slot(practice: Practice, service: str, location: str, start: int) -> Slot:
    """The slot that begins at `start`, in UTC."""
    end = start + practice.services[service].minutes * 60
    return Slot(as_time(start), as_time(end), location, service)


def part_of_day(start: datetime) -> PartOfDay:
    """Morning is before noon, evening from 5 pm; `start` is a local time."""
    if start.hour < 12:
        return "morning"
    return "afternoon" if start.hour < 17 else "evening"


def nearest(wanted: int, free_starts: Sequence[int], count: int = 3) -> list[int]:
    """The `count` free starts closest to `wanted`, in order of time; of two equally close the earlier."""
    at = bisect_left(free_starts, wanted)
    around = free_starts[max(0, at - count) : at + count]
    return sorted(sorted(around, key=lambda start: (abs(start - wanted), start))[:count])


def _forbidden(rules: Rules, location: str, minutes: int, taken: Taken) -> list[tuple[int, int]]:
    """Open intervals of starts that conflict with something, ordered by their beginning."""
    length = minutes * 60
    near = length + rules.buffer_minutes * 60
    far = length + max(rules.buffer_minutes, rules.travel_minutes) * 60
    found = [
        (s.start - near, s.near_until) if s.location == location else (s.start - far, s.far_until)
        for s in taken.sessions
    ]
    found += [(a.start - length, a.end) for a in taken.absences if a.location in (None, location)]
    return sorted(found)


def _candidates(practice: Practice, location: str, minutes: int, low: int, high: int) -> Iterator[int]:
    day, last = local_day(low, practice.zone), local_day(high - 1, practice.zone)
    while day <= last:
        for start in starts(practice, location, day, minutes):
            if low <= start < high:
                yield start
        day = _next(day)


def _next(day: date) -> date:
    return day + timedelta(days=1)
