"""Reads weekdays, weeks, weekends and months: "next friday", "early next week"."""

from __future__ import annotations

import re
from dataclasses import replace

from components.time_calendar import (
    ONE_DAY,
    WEEK,
    Days,
    Form,
    Today,
    dates_in,
    days,
    joined,
    monday_of,
    month_start,
    next_weekday,
    one_day,
    part_of,
    span,
)
from components.time_words import WEEKDAYS

PARTS = (
    r"(?P<part>(?:the )?(?:early|mid|late|later|rest of|start of|beginning of|middle of|end of|first half of)"
    r"[ -](?:in )?)?"
)
WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"


def _weekday(match: re.Match[str], today: Today) -> Days:
    weekday = WEEKDAYS.index(match["weekday"])
    named = frozenset({weekday})
    lead, tail = (match["lead"] or "").strip(), (match["tail"] or "").strip()
    coming = next_weekday(today.day, weekday)
    if match["many"] or lead in {"every", "each", "any", "most"}:
        every = tuple(one_day(d) for d in dates_in([(today.day, today.horizon)]) if d.weekday() == weekday)
        return Days((every,), weekdays=named)
    if lead == "last":
        return days(next_weekday(today.day - WEEK, weekday) if coming != today.day else today.day - WEEK)
    if tail == "after next":
        return days(monday_of(today.day) + WEEK + weekday * ONE_DAY + WEEK)
    if lead == "next":
        return next_weekday_of(today, weekday)
    if coming == today.day and lead != "this":
        return _same_weekday(today, named)
    # "This friday" is settled; a bare "friday" may still be told its week.
    return Days(((one_day(coming),),), weekdays=frozenset() if lead else named)


def _same_weekday(today: Today, named: frozenset[int]) -> Days:
    """What "friday" means on a Friday: today, or in a week's time; only the latter once today is over."""
    now, later = (one_day(today.day),), (one_day(today.day + WEEK),)
    return Days((later,) if today.is_over else (now, later), weekdays=named)


def next_weekday_of(today: Today, weekday: int) -> Days:
    """Next week's; where this week's is still some days off, people mean either."""
    coming = next_weekday(today.day + ONE_DAY, weekday)
    following = monday_of(today.day) + WEEK + weekday * ONE_DAY
    away = (coming - today.day).days
    at_weekend = today.day.weekday() >= 5
    if at_weekend and away < 7:
        following = coming + WEEK
    elif coming == following:
        return replace(days(coming), is_next=True)
    return Days(((one_day(coming),), (one_day(following),)), is_next=True)


def _plain_week(match: re.Match[str], today: Today) -> Days:
    """This week, next week, the week after next; a part of it where one is named."""
    lead = match["lead"]
    monday = monday_of(today.day)
    if match["after_next"]:
        start = monday + 2 * WEEK
    elif lead == "last":
        start = monday - WEEK
    elif lead in {"next", "the following", "following", "the coming", "coming"}:
        start = monday + WEEK
    elif today.day.weekday() == 6 and "rest" not in (match["part"] or ""):
        # On a Sunday "this week" is the one that begins.
        start = monday + WEEK
    else:
        start = monday
    part = (match["part"] or "").strip()
    if part in {"rest of", "the rest of"} and start == monday:
        return span(today.day, start + WEEK)
    if part == "later" and lead not in {"next", "last"} and not match["after_next"]:
        return span(max(today.day + ONE_DAY, start), start + WEEK)
    return part_of(part, start, start + WEEK, "week")


def _next_alone(match: re.Match[str], today: Today) -> Days | None:
    """ "Not this week, next": the name stands before it."""
    named = _THIS_BEFORE.search(match.string, 0, match.start())
    if not named:
        return None
    monday = monday_of(today.day)
    if named[1] == "week":
        return span(monday + WEEK, monday + 2 * WEEK, "week")
    if named[1] == "weekend":
        return span(monday + 12 * ONE_DAY, monday + 2 * WEEK)
    return days(next_weekday(today.day, WEEKDAYS.index(named[1])) + WEEK)


def _weekend(match: re.Match[str], today: Today) -> Days:
    saturday = monday_of(today.day) + 5 * ONE_DAY
    lead = (match["lead"] or "").strip()
    if match["many"] or lead in {"any", "every", "most"}:
        every = [d for d in dates_in([(today.day, today.horizon)]) if d.weekday() >= 5]
        return Days((joined(every),), weekdays=frozenset({5, 6}))
    if match["after_next"]:
        weekends = [(saturday + n * WEEK, saturday + n * WEEK + 2 * ONE_DAY) for n in (1, 2)]
        return Days(tuple((weekend,) for weekend in weekends))
    if lead == "last":
        return span(saturday - WEEK, saturday - WEEK + 2 * ONE_DAY)
    this, following = (saturday, saturday + 2 * ONE_DAY), (saturday + WEEK, saturday + WEEK + 2 * ONE_DAY)
    if lead in {"next", "the following"}:
        # On a weekend it can only be the following one; before it, some mean the coming one.
        return Days(((this,), (following,))) if today.day.weekday() < 5 else Days(((following,),))
    return Days(((this,),), weekdays=frozenset() if lead else frozenset({5, 6}))


def _weekdays(_match: re.Match[str], today: Today) -> Days:
    every = [d for d in dates_in([(today.day, today.horizon)]) if d.weekday() < 5]
    return Days((joined(every),), weekdays=frozenset(range(5)))


def _month_period(match: re.Match[str], today: Today) -> Days:
    months = {"last": -1, "next": 1, "the following": 1, "the month after": 1}.get(match["lead"] or "", 0)
    start = month_start(today.day, months)
    return part_of((match["part"] or "").strip(), start, month_start(start, 1), "month")


_THIS_BEFORE = re.compile(rf"\bthis (week|weekend|{'|'.join(WEEKDAYS)})(?: ?[,;.]| but)? (?:the )?$")
_NEXT_ALONE = r"next(?: one)?\b(?! (?:\w+day|week|month|weekend|year|available|opening|free|open|time|\d))"

FORMS: tuple[Form, ...] = tuple(
    (re.compile(text), read)
    for text, read in (
        (
            (
                r"(?P<lead>(?:this coming|this|coming|next|last|every|each|any|most|following) )?"
                rf"{WEEKDAY}(?P<many>s(?!')\b)?\b(?P<tail> after next)?"
            ),
            _weekday,
        ),
        (
            rf"{PARTS}(?P<after_next>(?:the )?week after next|the week after(?! \w+day))(?P<lead>)\b",
            _plain_week,
        ),
        (
            (
                rf"{PARTS}(?P<after_next>)"
                r"(?P<lead>this coming|this|next|the following|following|the coming|coming|last"
                r"|the) week\b(?! of)"
            ),
            _plain_week,
        ),
        (_NEXT_ALONE, _next_alone),
        (r"(?P<after_next>(?:the )?weekend after next)(?P<lead>)(?P<many>)\b", _weekend),
        (
            (
                r"(?P<after_next>)(?P<lead>(?:this|this coming|next|the following|last|any|every|most|the) )?"
                r"(?:long )?weekend(?P<many>s)?\b"
            ),
            _weekend,
        ),
        (r"(?:(?:any|every|on|a|the|during the) )?(?:week ?days?|business days?|work ?days?)\b", _weekdays),
        (rf"{PARTS}(?P<lead>this|next|last|the following|the month after|the) month\b", _month_period),
    )
)
