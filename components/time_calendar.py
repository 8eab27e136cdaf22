"""Days as people name them, and what becomes of them when two names meet ("thursday" and "next week")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Today:
    """Where days are counted from. `is_over` says that nothing can be booked today any more."""

    day: date
    zone: ZoneInfo
    horizon: date
    is_over: bool = False


# From the first day up to, not including, the second.
Range = tuple[date, date]
Ranges = tuple[Range, ...]


@dataclass(frozen=True)
class Days:
    """One reading or several, each with the ranges that it stands for.

    `weekdays` and `day_of_month` are what was named without a date, so that a week or a month named
    beside it can decide the date; `around` is where such a weekday is looked for ("friday in two weeks").
    `is_weak` is "any day": it means something only together with an hour or an exception.
    `is_soon` is "as soon as possible"; `is_next` says that it was called the next one, also after "or".
    """

    readings: tuple[Ranges, ...]
    grain: str = "day"
    weekdays: frozenset[int] = frozenset()
    day_of_month: int | None = None
    around: Range | None = None
    is_weak: bool = False
    is_next: bool = False
    is_soon: bool = False

    @property
    def first(self) -> Ranges:
        """The ranges of the first reading."""
        return self.readings[0]


Form = tuple[re.Pattern[str], Callable[[re.Match[str], Today], Days | None]]


def one_day(day: date) -> Range:
    """The range of a single day."""
    return day, day + ONE_DAY


def days(*dates: date) -> Days:
    """Exactly these dates, one reading."""
    return Days((tuple(one_day(day) for day in dates),))


def span(start: date, end: date, grain: str = "day") -> Days:
    """From `start` up to, not including, `end`."""
    return Days((((start, end),),), grain)


def monday_of(day: date) -> date:
    """The Monday of the day's week; weeks begin on Monday here."""
    return day - timedelta(days=day.weekday())


def month_start(day: date, months: int = 0) -> date:
    """The first of the day's month, or of the month that many months later."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def date_or_none(year: int, month: int, day: int) -> date | None:
    """The date, if there is such a day in that month."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def next_weekday(day: date, weekday: int) -> date:
    """The first such weekday on or after `day`."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def dates_in(ranges: Iterable[Range]) -> Iterable[date]:
    """Every single day of the ranges."""
    for start, end in ranges:
        for number in range((end - start).days):
            yield start + number * ONE_DAY


def joined(dates: Iterable[date]) -> Ranges:
    """The dates as ranges, neighbours in one."""
    ranges: list[Range] = []
    for day in sorted(set(dates)):
        if ranges and ranges[-1][1] == day:
            ranges[-1] = (ranges[-1][0], day + ONE_DAY)
        else:
            ranges.append(one_day(day))
    return tuple(ranges)


def without(ranges: Iterable[Range], taken: Iterable[Range]) -> Ranges:
    """What is left of the ranges."""
    gone = set(dates_in(taken))
    return joined(day for day in dates_in(ranges) if day not in gone)


def combined(one: Days, other: Days) -> Days | None:
    """What both names together stand for; None when they are two different days."""
    if one.is_weak or other.is_weak:
        return other if one.is_weak else one
    if one.weekdays and other.weekdays:
        return None
    if other.weekdays or (other.day_of_month and not one.weekdays):
        one, other = other, one
    if one.weekdays:
        return _kept(one, other, lambda day: day.weekday() in one.weekdays)
    if one.day_of_month and not other.day_of_month:
        return _kept(one, other, lambda day: day.day == one.day_of_month)
    both = tuple(joined(set(dates_in(one.first)) & set(dates_in(r))) for r in other.readings)
    both = tuple(r for r in both if r)
    # A week or a month holds a day; two single days are an alternative.
    return (
        replace(one, readings=both, grain="day")
        if both and not (is_single(one) and is_single(other))
        else None
    )


def is_single(named: Days) -> bool:
    """Whether the first reading is one day."""
    return sum((end - start).days for start, end in named.first) == 1


def _kept(named: Days, other: Days, fits: Callable[[date], bool]) -> Days | None:
    readings = []
    for ranges in other.readings:
        where: Iterable[Range] = (other.around,) if other.around else ranges
        every = tuple(dates_in(where))
        if found := tuple(one_day(day) for day in every if fits(day)):
            # "Wednesday dec 2 or 21": the weekday goes with the first date only.
            is_list = len(ranges) > 1 and not other.around and fits(every[0])
            readings.append(ranges if is_list else found)
    if readings:
        return Days(tuple(readings))
    # "Friday the 3rd" when the 3rd is a Thursday: one of the two is a slip, and we can't know which.
    return Days((named.first[:1], other.first[:1])) if is_single(other) else None


def part_of(part: str, start: date, end: date, grain: str) -> Days:
    """The early, middle or late part of a week or a month; all of it where `part` names none."""
    length = (end - start).days
    # In a week the business days count: its end is Thursday and Friday, its middle Tuesday to Thursday.
    if grain == "week":
        early, middle, late = (0, 3), (1, 4), (3, 5)
    else:
        early, middle, late = (0, 10), (10, 20), (20, length)
    chosen = {"early": early, "start of": early, "beginning of": early, "first half of": early}
    chosen |= {"mid": middle, "middle of": middle, "late": late, "later": late, "end of": late}
    name = part.removeprefix("the ").removesuffix(" in").removesuffix("-").strip()
    if name not in chosen:
        return span(start, end, grain)
    first, last = chosen[name]
    return span(start + first * ONE_DAY, start + last * ONE_DAY)
