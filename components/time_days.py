"""Reads the days that a message names: "tomorrow", "in two weeks", "the day after thanksgiving"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from components import time_dates, time_weeks
from components.holidays import NAMES
from components.time_calendar import (
    ONE_DAY,
    WEEK,
    Days,
    Form,
    Today,
    days,
    monday_of,
    month_start,
    next_weekday,
    span,
)
from components.time_weeks import WEEKDAY
from components.time_words import MONTHS, WEEKDAYS

_NUMBER = r"(?P<number>\d{1,3}|an?|one|(?:a )?couple(?: of)?|(?:a )?few)"
# A day that another one is counted from.
_ORIGIN = (
    rf"(?P<origin>(?:the |next |this )?(?:\d{{1,2}}(?:st|nd|rd|th)? of (?:{'|'.join(MONTHS)})|{NAMES}"
    rf"|{'|'.join(WEEKDAYS)}|today|tomorrow|now|(?:{'|'.join(MONTHS)}|mar)\.? \d{{1,2}}(?:st|nd|rd|th)?"
    r"|\d{1,2}/\d{1,2}|\d{1,2}(?:st|nd|rd|th)|next week))\b"
)


def days_at(text: str, place: int, today: Today) -> tuple[Days, int] | None:
    """The day or days named at `place` in plain text, and where the name ends."""
    for pattern, read in (*_FORMS, *time_dates.FORMS, *time_weeks.FORMS):
        if (match := pattern.match(text, place)) and (found := read(match, today)):
            return found, match.end()
    return None


def _relative(match: re.Match[str], today: Today) -> Days:
    ahead = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
    word = match["word"]
    if word.endswith("after tomorrow"):
        return days(today.day + 2 * ONE_DAY)
    return days(today.day + ahead.get(word, 0) * ONE_DAY)


def _number(match: re.Match[str]) -> int:
    word = match["number"]
    if word.isdigit():
        return int(word)
    return 2 if "couple" in word else 3 if "few" in word else 1


def _ahead(match: re.Match[str], today: Today) -> Days | None:
    """In so many days: "in 3 days", "2 weeks from now", "a month from tomorrow", "a week from friday"."""
    number, unit = _number(match), match["unit"]
    start = today.day
    if origin := match.groupdict().get("origin"):
        read = days_at(origin, 0, today)
        start = read[0].first[0][0] if read else start
    if number > 366:
        return None
    if unit.startswith("month"):
        first = month_start(start, number)
        last = month_start(first, 1) - ONE_DAY
        return days(first + min(start.day - 1, (last - first).days) * ONE_DAY)
    day = start + number * (WEEK if unit.startswith("week") else ONE_DAY)
    monday = monday_of(day)
    return replace(days(day), around=(monday, monday + WEEK) if unit.startswith("week") else None)


def _within(match: re.Match[str], today: Today) -> Days:
    number = _number(match) if match["number"] else 1
    step = {"day": ONE_DAY, "week": WEEK, "month": timedelta(days=30)}[match["unit"].rstrip("s")]
    return span(today.day, today.day + min(number, 366) * step + ONE_DAY)


def _week_of(match: re.Match[str], today: Today) -> Days | None:
    read = days_at(match["origin"], 0, today)
    if not read:
        return None
    monday = monday_of(read[0].first[0][0])
    if match["shift"]:
        monday += WEEK if match["shift"] == "after" else -WEEK
    return span(monday, monday + WEEK, "week")


def _beside(match: re.Match[str], today: Today) -> Days | None:
    """Beside another day: "the day after thanksgiving", "the monday after the 5th"."""
    read = days_at(match["origin"], 0, today)
    if not read:
        return None
    start, end = read[0].first[0][0], read[0].first[-1][1]
    later = match["side"] in {"after", "following"}
    if match.groupdict().get("weekday"):
        weekday = WEEKDAYS.index(match["weekday"])
        return days(next_weekday(end, weekday) if later else next_weekday(start - WEEK, weekday))
    number = _number(match) if match["number"] else 1
    if number > 1 and match["unit"] == "day":
        # "At 11 day after tomorrow" names an hour, and a day.
        return None
    step = number * (WEEK if match["unit"].startswith("week") else ONE_DAY)
    return days(end - ONE_DAY + step if later else start - step)


def _soon(_match: re.Match[str], today: Today) -> Days:
    return replace(span(today.day, today.horizon), is_weak=True, is_soon=True)


def _any(_match: re.Match[str], today: Today) -> Days:
    return replace(span(today.day, today.horizon), is_weak=True)


_FORMS: tuple[Form, ...] = tuple(
    (re.compile(text), read)
    for text, read in (
        (
            rf"(?:the )?(?P<number>)(?P<unit>day) (?P<side>after|before|following) (?!next\b){_ORIGIN}",
            _beside,
        ),
        (rf"(?:the )?{_NUMBER} (?P<unit>weeks?|days?) (?P<side>after|before) {_ORIGIN}", _beside),
        (rf"(?:the )?{WEEKDAY} (?P<side>after|before|following) (?!next\b){_ORIGIN}", _beside),
        (rf"{_NUMBER} (?P<unit>weeks?|days?|months?) (?:from|after|on) {_ORIGIN}", _ahead),
        (rf"(?:in )?{_NUMBER} (?P<unit>weeks?|days?|months?) (?:out|away|later|from here)\b", _ahead),
        (
            (
                rf"in (?:like |about |around |maybe |another |exactly |just over |just )?(?:a )?{_NUMBER} "
                r"(?:more )?(?P<unit>weeks?|days?|months?)(?:'s?)?(?: time)?\b(?! of)"
            ),
            _ahead,
        ),
        (
            (
                r"(?:within|over|in|during|sometime in|any ?time in) (?:the )?(?:next|coming) "
                rf"(?:{_NUMBER} )?(?P<unit>days|weeks|months)\b"
            ),
            _within,
        ),
        (rf"within (?:{_NUMBER} )?(?P<unit>days?|weeks?|months?)\b", _within),
        (rf"(?:the )?next {_NUMBER} (?P<unit>days|weeks|months)\b", _within),
        (
            rf"(?:the )?week (?:(?P<shift>before|after) |of |beginning |starting )(?!next\b){_ORIGIN}",
            _week_of,
        ),
        (r"(?P<word>(?:the )?day after tomorrow|today|tonight|tomorrow|yesterday)\b", _relative),
        (r"(?P<word>this) (?=(?:morning|afternoon|evening)\b)", _relative),
        (
            (
                r"(?:any|every|each|all|whichever) (?:other )?days?\b|any ?time\b|whenever\b"
                r"|anything\b|all week\b"
            ),
            _any,
        ),
        (
            (
                r"a\.?s\.?a\.?p\b\.?|as soon as (?:possible|you can|i can)"
                r"|(?:the )?(?:soonest|earliest)(?! (?:at|on|in)\b)|(?:the )?(?:first"
                r"|next) (?:available|opening|free|open)\b"
            ),
            _soon,
        ),
        (r"(?:any|every|each|most) (?=(?:early |late )?(?:morning|afternoon|evening)s?\b)", _any),
    )
)
