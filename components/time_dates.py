"""Reads dates: "dec 5", "12/5", "the 5th", "dec 3-7", "in january", "thanksgiving", "first monday in may"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from components.holidays import NAMES, holiday
from components.time_calendar import (
    ONE_DAY,
    WEEK,
    Days,
    Form,
    Today,
    date_or_none,
    dates_in,
    days,
    monday_of,
    month_start,
    next_weekday,
    one_day,
    part_of,
    span,
)
from components.time_weeks import PARTS, WEEKDAY
from components.time_words import MONTHS, WEEKDAYS

MONTH = rf"(?P<month>{'|'.join(MONTHS)}|mar)(?! fool)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:/]|\.\d| ?[ap]m\b| ?-?ish\b)"
_YEAR = r"(?:,? (?P<year>20\d\d)\b)?"
_GIVEN_UP = re.compile(r"\bnot (?:on )?(?:the )?(?:\w+day,? )?$")
# "In may 2pm" names no day of May.
_NO_DAY = r"(?!\.? \d{1,2}(?!\d|:|\.\d| ?[ap]\.?m| ?-?ish))"
_NO_HOUR = (
    r"(?P<day>1[3-9]|2\d|3[01])\b(?![:/.-]\d| ?[ap]\.?m| ?h(?:rs?)?\b"
    rf"| (?:of )?(?:{'|'.join(MONTHS)})| (?:or|to|and) \d+\b(?! (?:of )?(?:{'|'.join(MONTHS)})))"
)
_BEFORE_HOUR = (
    r"(?P<number>0?[1-9]|1[0-2])\b(?= ?(?:at|around|about|after|before|between|from) (?:noon|\d)"
    r"| \d{1,2}(?::\d\d)? ?[ap]\.?m)"
)
_NOT_A_DATE = (
    r"(?! (?:one|session|visit|time|appointment|option|choice|slot|opening|street|st\b|ave|avenue|floor"
    r"|trimester|grade|birthday|month|week|day|person|try|attempt|of us))"
)
# These are also words or first names: they are months only after one of the leads.
_ALSO_WORDS = frozenset({"may", "march", "mar", "june", "april", "august", "january"})
_PLACES = {
    "first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1,
    "1st": 0, "2nd": 1, "3rd": 2, "4th": 3,
}  # fmt: skip
_LEAD = re.compile(
    r"\b(in|for|until|by|before|after|through|since|of|during|next|this|early|late|mid|from)[ -]$"
)


def _month(match: re.Match[str]) -> int:
    return 3 if match["month"] == "mar" else MONTHS.index(match["month"]) + 1


def _dated(match: re.Match[str], today: Today) -> Days | None:
    """A month with one day or several: "dec 5", "the 5th of december", "dec 3, 4 or 7", "dec 3-7"."""
    month, year = _month(match), match["year"]
    named = match.groupdict().get("more") or ""
    numbers = [int(match["day"]), *(int(n) for n in re.findall(r"\d+", named))]
    # "Dec 20, 4" names an hour; "not dec 20, the 22nd" gives up one day for another.
    given_up = named.startswith((",", " ,")) and _GIVEN_UP.search(match.string, 0, match.start())
    if given_up or numbers != sorted(set(numbers)):
        return None
    found = [_on(today, year, month, number) for number in numbers]
    dates = [day for day in found if day]
    if len(dates) != len(numbers):
        return None
    between = match.string[: match.start()].endswith("between ") and named.startswith(
        (" and", " to", "-", " -")
    )
    if len(dates) == 2 and (between or re.match(r" ?(?:-|to|through|until)", named)):
        return span(dates[0], dates[1] + ONE_DAY)
    return days(*dates)


def _short_date(match: re.Match[str], today: Today) -> Days | None:
    """ "Fri 7 at 11" where the coming 7th is a Friday; "friday 31" can be no hour."""
    weekday, number = WEEKDAYS.index(match["weekday"]), int(match["day"] or match["number"])
    coming = [d for d in dates_in([(today.day, today.day + 9 * WEEK)]) if d.day == number]
    fitting = [d for d in coming if d.weekday() == weekday]
    if fitting:
        return days(fitting[0])
    if number > 24 and coming:
        return Days(((one_day(next_weekday(today.day, weekday)),), (one_day(coming[0]),)))
    return None


def _on(today: Today, year: str | None, month: int, day: int) -> date | None:
    """The date in the year named, otherwise the next one."""
    if year:
        return date_or_none(int(year) + (2000 if len(year) == 2 else 0), month, day)
    # The 29th of February may be eight years off.
    years = range(today.day.year, today.day.year + 9)
    found = (date_or_none(number, month, day) for number in years)
    return next((d for d in found if d and d >= today.day - ONE_DAY), None)


def _numeric(match: re.Match[str], today: Today) -> Days | None:
    found = _on(today, match["year"], int(match["month"]), int(match["day"]))
    return days(found) if found else None


def _iso(match: re.Match[str], _today: Today) -> Days | None:
    found = date_or_none(int(match["year"]), int(match["month"]), int(match["day"]))
    return days(found) if found else None


def _ordinal(match: re.Match[str], today: Today) -> Days | None:
    """The next 5th for "the 5th"; with a month named beside it, that month's."""
    number = int(match["day"])
    for months in range(13):
        first = month_start(today.day, months)
        found = date_or_none(first.year, first.month, number)
        if found and found >= today.day:
            return replace(days(found), day_of_month=number)
    return None


def _named_month(match: re.Match[str], today: Today) -> Days | None:
    month = _month(match)
    before = match.string[: match.start("month")]
    if match["month"] in _ALSO_WORDS and not _LEAD.search(before) and match.group() != match.string:
        return None
    year = today.day.year + (month < today.day.month)
    if match["lead"] and match["lead"].strip() == "next" and month == today.day.month:
        year += 1
    start = date(year, month, 1)
    return part_of((match["part"] or "").strip(), start, month_start(start, 1), "month")


def _holiday(match: re.Match[str], today: Today) -> Days | None:
    found = holiday(match["holiday"], today.day, today.zone)
    if not found:
        return None
    start, end = found
    if match["tail"] == " week":
        return span(monday_of(start), monday_of(start) + WEEK, "week")
    if match["tail"] == " weekend":
        # A holiday on a Monday ends its weekend; any other one lies before it.
        saturday = monday_of(start - ONE_DAY) + 5 * ONE_DAY
        return span(min(start, saturday), max(end, saturday + 2 * ONE_DAY))
    return span(start, end)


def _nth_weekday(match: re.Match[str], today: Today) -> Days | None:
    """The next "last friday of june"; of a month that has begun, this year's even if it is over."""
    weekday, place = WEEKDAYS.index(match["weekday"]), _PLACES[match["nth"]]
    if match["month"]:
        month = _month(match)
        start = date(today.day.year + (month < today.day.month), month, 1)
    else:
        start = month_start(today.day, 1 if match["which"] == "next" else 0)
    found = [d for d in dates_in([(start, month_start(start, 1))]) if d.weekday() == weekday]
    return days(found[place]) if place < len(found) else None


def _nth_week(match: re.Match[str], today: Today) -> Days:
    """The first week of a month is its first seven days; the last one its last."""
    first = _on(today, None, _month(match), 1) if match["month"] else month_start(today.day, 1)
    assert first
    if first > today.day and match["month"] and _month(match) == today.day.month:
        first = month_start(today.day)
    if match["nth"] == "last":
        end = month_start(first, 1)
        return span(end - WEEK, end, "week")
    start = first + ("first", "second", "third", "fourth").index(match["nth"]) * WEEK
    return span(start, start + WEEK, "week")


def _last_of_month(match: re.Match[str], today: Today) -> Days | None:
    first = _on(today, None, _month(match), 1) if match["month"] else month_start(today.day)
    if first and match["month"] and _month(match) == today.day.month:
        first = month_start(today.day)
    return days(month_start(first, 1) - ONE_DAY) if first else None


def _new_year(_match: re.Match[str], today: Today) -> Days:
    start = date(today.day.year + 1, 1, 1)
    return span(start, month_start(start, 1), "month")


def _leap_day(_match: re.Match[str], today: Today) -> Days | None:
    found = _on(today, None, 2, 29)
    return days(found) if found else None


def _next_year(_match: re.Match[str], today: Today) -> Days:
    year = today.day.year + 1
    return span(date(year, 1, 1), date(year + 1, 1, 1), "year")


def _first_week_of_year(_match: re.Match[str], today: Today) -> Days:
    start = date(today.day.year + 1, 1, 1)
    return span(start, start + WEEK, "week")


def _holidays(_match: re.Match[str], today: Today) -> Days:
    """The days from christmas eve to new year."""
    year = today.day.year if today.day.month > 1 else today.day.year - 1
    return span(date(year, 12, 24), date(year + 1, 1, 2))


def _first_of_month(match: re.Match[str], today: Today) -> Days | None:
    if match["month"]:
        found = _on(today, None, _month(match), 1)
        return days(found) if found else None
    return days(month_start(today.day, 1))


FORMS: tuple[Form, ...] = tuple(
    (re.compile(text), read)
    for text, read in (
        (r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b", _iso),
        (rf"{WEEKDAY},? (?:{_NO_HOUR}|{_BEFORE_HOUR})", _short_date),
        (
            (
                rf"(?:the )?(?P<nth>{'|'.join(_PLACES)}) (?P<weekday>{'|'.join(WEEKDAYS)}) "
                rf"(?:in|of) (?:{MONTH}|(?P<which>next|the|this) month)\b"
            ),
            _nth_weekday,
        ),
        (
            (
                rf"{MONTH}\.? (?:the )?{_DAY}{_YEAR}"
                r"(?P<more>(?:(?: ?, ?| ?- ?| or | and | to | through |/)(?:the )?"
                r"[0-3]?\d(?:st|nd|rd|th)?(?![\d:/]| ?[ap]m| ?-?ish| ?o'clock))+)?"
            ),
            _dated,
        ),
        (rf"{MONTH}\.? (?:the )?{_DAY}{_YEAR}", _dated),
        (rf"(?:the )?{_DAY} (?:of )?{MONTH}\b{_YEAR}", _dated),
        (
            rf"(?:the )?(?P<nth>first|second|third|fourth|last) week (?:of|in) (?:{MONTH}|next month)\b",
            _nth_week,
        ),
        (rf"(?:the )?last day of (?:{MONTH}|(?:the|this) month)\b", _last_of_month),
        (r"(?:the |early in the |in the )new year\b(?!')", _new_year),
        (r"leap day\b", _leap_day),
        (
            r"(?:(?:the )?first week (?:of|in) (?:the )?(?:next|new) year|next year,? (?:the )?first week)\b",
            _first_week_of_year,
        ),
        (r"next year\b", _next_year),
        (r"(?:the )?holidays\b", _holidays),
        (rf"(?:the )?first (?:of )?(?:{MONTH}|(?:the|next) month)\b", _first_of_month),
        (r"(?P<month>0?[1-9]|1[0-2])/(?P<day>[0-2]?\d|3[01])(?:/(?P<year>20\d\d|\d\d))?(?![\d/])", _numeric),
        (rf"(?P<holiday>{NAMES})(?P<tail> week\b(?!end)| weekend\b)?", _holiday),
        (rf"{PARTS}(?P<lead>next |this |in |for |of |during )?{MONTH}\b{_NO_DAY}", _named_month),
        (rf"(?:the )?(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)\b{_NOT_A_DATE}", _ordinal),
        (rf"the (?P<day>[12]?\d|3[01])\b(?![:/.]\d| ?[ap]\.?m|'| o'clock){_NOT_A_DATE}", _ordinal),
    )
)
