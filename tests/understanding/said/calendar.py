"""Days as a wall calendar shows them: what a receptionist reads off, computed without the reader under test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def from_on(start: date, count: int = 800) -> Iterator[date]:
    """Day after day, beginning with `start`."""
    return (start + n * DAY for n in range(count))


def first(start: date, fits: Callable[[date], bool], within: int = 3300) -> date:
    """The first day from `start` on that fits; StopIteration when none does within so many days."""
    return next(day for day in from_on(start, within) if fits(day))


def coming(today: date, weekday: int) -> date:
    """The first such weekday from today on, today included."""
    return first(today, lambda day: day.weekday() == weekday)


def week(day: date) -> list[date]:
    """Monday to Sunday of the day's week."""
    monday = day - day.weekday() * DAY
    return [monday + n * DAY for n in range(7)]


def month(year: int, number: int) -> list[date]:
    """All days of that month; numbers beyond 12 count on into the next year."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return [day for day in from_on(date(year, number, 1), 31) if day.month == number]


def nth(year: int, number: int, weekday: int, place: int) -> date:
    """The first (1), second, ... or last (-1) such weekday of a month."""
    found = [day for day in month(year, number) if day.weekday() == weekday]
    return found[place - 1] if place > 0 else found[place]


def easter(year: int) -> date:
    """Easter Sunday: the Sunday after the full moon of the church's tables (Gauss, with Lichtenberg's rule)."""
    k = year // 100
    m = 15 + (3 * k + 3) // 4 - (8 * k + 13) // 25
    s = 2 - (3 * k + 3) // 4
    a = year % 19
    d = (19 * a + m) % 30
    r = (d + a // 11) // 29
    og = 21 + d - r
    sz = 7 - (year + year // 4 + s) % 7
    return date(year, 3, 1) + (og + 7 - (og - sz) % 7 - 1) * DAY


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "thanksgiving": lambda y: nth(y, 11, 3, 4),
    "thanksgiving day": lambda y: nth(y, 11, 3, 4),
    "black friday": lambda y: nth(y, 11, 3, 4) + DAY,
    "cyber monday": lambda y: nth(y, 11, 3, 4) + 4 * DAY,
    "christmas": lambda y: date(y, 12, 25),
    "xmas": lambda y: date(y, 12, 25),
    "christmas day": lambda y: date(y, 12, 25),
    "christmas eve": lambda y: date(y, 12, 24),
    "xmas eve": lambda y: date(y, 12, 24),
    "boxing day": lambda y: date(y, 12, 26),
    "new year's eve": lambda y: date(y, 12, 31),
    "new years eve": lambda y: date(y, 12, 31),
    "nye": lambda y: date(y, 12, 31),
    "new year's day": lambda y: date(y, 1, 1),
    "new years day": lambda y: date(y, 1, 1),
    "new year's": lambda y: date(y, 1, 1),
    "easter": easter,
    "easter sunday": easter,
    "easter monday": lambda y: easter(y) + DAY,
    "good friday": lambda y: easter(y) - 2 * DAY,
    "mlk day": lambda y: nth(y, 1, 0, 3),
    "martin luther king day": lambda y: nth(y, 1, 0, 3),
    "presidents day": lambda y: nth(y, 2, 0, 3),
    "president's day": lambda y: nth(y, 2, 0, 3),
    "memorial day": lambda y: nth(y, 5, 0, -1),
    "juneteenth": lambda y: date(y, 6, 19),
    "july 4th": lambda y: date(y, 7, 4),
    "the 4th of july": lambda y: date(y, 7, 4),
    "fourth of july": lambda y: date(y, 7, 4),
    "independence day": lambda y: date(y, 7, 4),
    "labor day": lambda y: nth(y, 9, 0, 1),
    "columbus day": lambda y: nth(y, 10, 0, 2),
    "halloween": lambda y: date(y, 10, 31),
    "veterans day": lambda y: date(y, 11, 11),
    "valentine's day": lambda y: date(y, 2, 14),
    "valentines day": lambda y: date(y, 2, 14),
    "groundhog day": lambda y: date(y, 2, 2),
    "st patrick's day": lambda y: date(y, 3, 17),
    "april fools day": lambda y: date(y, 4, 1),
    "mother's day": lambda y: nth(y, 5, 6, 2),
    "mothers day": lambda y: nth(y, 5, 6, 2),
    "father's day": lambda y: nth(y, 6, 6, 3),
}


def holiday(today: date, name: str) -> date:
    """The next one, today included."""
    return next(day for year in range(today.year, today.year + 3) if (day := HOLIDAYS[name](year)) >= today)


def dated(today: date, number: int, day: int) -> date:
    """The next such date, today included; the 29th of February waits for its leap year."""
    return first(today, lambda d: (d.month, d.day) == (number, day))
