"""A second opinion on availability: slow and obvious, minute by minute, in the words of docs/booking-rules.md.

It shares no code with frontdesk/booking/model.py but the tables of practice.yml.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from frontdesk.booking.model import Absence
from frontdesk.practice import WEEKDAYS, Opening, Practice
from tests.support.diary import make_practice

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Booked:
    """A session that stands in the diary."""

    location: str
    start: datetime
    minutes: int


def slow_free(
    practice: Practice,
    location: str,
    minutes: int,
    window: tuple[datetime, datetime],
    booked: list[Booked],
    away: list[Absence],
    now: datetime,
) -> list[datetime]:
    """Walk from minute to minute and ask of each whether a session could begin."""
    at, last = window
    found = []
    while at < last:
        if (
            on_grid(practice, location, at)
            and early_and_late_enough(practice, at, now)
            and all(is_open(practice, location, m, at) for m in minutes_of(at, minutes))
            and not any(is_away(location, m, away) for m in minutes_of(at, minutes))
            and not any(in_the_way(practice, location, at, minutes, b) for b in booked)
        ):
            found.append(at)
        at += MINUTE
    return found


def minutes_of(at: datetime, minutes: int) -> list[datetime]:
    """Every minute of the session."""
    return [at + i * MINUTE for i in range(minutes)]


def openings(practice: Practice, location: str, at: datetime) -> list[Opening]:
    """The hours of the local date of this moment."""
    wall = at.astimezone(practice.zone)
    office = practice.locations[location]
    if wall.date() in practice.closed:
        return []
    if wall.date() in office.exceptions:
        return office.exceptions[wall.date()]
    return {str(day): spans for day, spans in office.hours.items()}.get(WEEKDAYS[wall.weekday()], [])


def is_open(practice: Practice, location: str, at: datetime, session_start: datetime) -> bool:
    """Whether the wall clock stands inside the hours, still on the date on which the session began."""
    wall = at.astimezone(practice.zone)
    if wall.date() != session_start.astimezone(practice.zone).date():
        return False
    minute = wall.hour * 60 + wall.minute
    return any(low <= minute < high for low, high in (o.minutes for o in openings(practice, location, at)))


def on_grid(practice: Practice, location: str, at: datetime) -> bool:
    """Whether the wall clock shows the opening of a door and some whole steps."""
    wall = at.astimezone(practice.zone)
    minute = wall.hour * 60 + wall.minute
    step = practice.rules.start_every_minutes
    spans = (o.minutes for o in openings(practice, location, at))
    return any(low <= minute < high and (minute - low) % step == 0 for low, high in spans)


def early_and_late_enough(practice: Practice, at: datetime, now: datetime) -> bool:
    """Notice and horizon."""
    horizon = now.astimezone(practice.zone).date() + timedelta(days=practice.rules.horizon_days)
    notice = timedelta(minutes=practice.rules.notice_minutes)
    return at - now >= notice and at.astimezone(practice.zone).date() <= horizon


def is_away(location: str, at: datetime, away: list[Absence]) -> bool:
    """Whether this minute is taken out."""
    return any(a.location in (None, location) and a.start <= at.timestamp() < a.end for a in away)


def in_the_way(practice: Practice, location: str, at: datetime, minutes: int, other: Booked) -> bool:
    """Whether one would begin before the therapist is ready after the other: tidied up, and come over."""
    rules = practice.rules
    gap = (
        rules.buffer_minutes
        if location == other.location
        else max(rules.buffer_minutes, rules.travel_minutes)
    )
    ready = at + timedelta(minutes=minutes + gap)
    other_ready = other.start + timedelta(minutes=other.minutes + gap)
    return at <= other.start < ready or other.start <= at < other_ready


ZONES = [
    "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns",
    "Africa/Cairo", "Asia/Beirut", "America/Havana", "Pacific/Auckland", "UTC", "Atlantic/Azores", "America/Santiago",
]  # fmt: skip
# Days around which some of these zones change their clocks, New Year, and an ordinary week.
WEEKS = [
    (2026, 3, 6), (2026, 3, 28), (2026, 4, 4), (2026, 4, 23), (2026, 9, 5), (2026, 9, 26), (2026, 10, 3),
    (2026, 10, 24), (2026, 10, 29), (2026, 10, 31), (2026, 12, 31), (2027, 3, 13), (2027, 6, 1),
]  # fmt: skip


def random_openings(random: Random) -> list[str]:
    """One or two spans, sometimes in the night, where clocks change."""
    if random.random() < 0.2:
        return []
    cuts = sorted(random.sample(range(24 * 4 + 1), 2 * random.choice([1, 1, 2])))
    text = [f"{c // 4:02d}:{c % 4 * 15:02d}" for c in cuts]
    return [f"{a}-{b}" for a, b in zip(text[::2], text[1::2], strict=True)]


def random_practice(random: Random) -> Practice:
    locations = {
        name: {"name": name.title(), "hours": {d: random_openings(random) for d in WEEKDAYS}}
        for name in ("here", "there")
    }
    return make_practice(
        practice={"name": "P", "therapist": "T", "timezone": random.choice(ZONES)},
        locations=locations,
        services={"csmt": {"name": "S", "minutes": random.choice([20, 45, 60, 90])}},
        closed=[],
        rules={
            "start_every_minutes": random.choice([10, 15, 30, 45, 60]),
            "buffer_minutes": random.choice([0, 10, 15]),
            "travel_minutes": random.choice([0, 5, 30, 50]),
            "notice_minutes": random.choice([0, 120]),
            "horizon_days": random.choice([1, 2, 30]),
        },
    )
