"""Reads times of day: "at 3", "after 3", "between 2 and 4", "late morning", "noonish".

A bare hour is read by the opening hours; where they leave two readings, both are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from components.practice_file import DAY_MINUTES, Spans

NOON = 12 * 60
# The same hours that the booking rules call morning, afternoon and evening.
PARTS = {
    "morning": (0, NOON),
    "afternoon": (NOON, 17 * 60),
    "evening": (17 * 60, DAY_MINUTES),
    "night": (17 * 60, DAY_MINUTES),
}
_STRETCHES = {
    "early morning": (0, 10 * 60),
    "mid morning": (9 * 60, 11 * 60),
    "late morning": (10 * 60, NOON),
    "early afternoon": (NOON, 15 * 60),
    "mid afternoon": (14 * 60, 16 * 60),
    "late afternoon": (15 * 60, 18 * 60),
    "early evening": (17 * 60, 19 * 60),
    "late evening": (19 * 60, DAY_MINUTES),
}
_HABITS = {
    "first thing": (0, 10 * 60),
    "before work": (0, 9 * 60),
    "after work": (17 * 60, DAY_MINUTES),
    "after school": (15 * 60, DAY_MINUTES),
    "before lunch": (0, NOON),
    "after lunch": (13 * 60, DAY_MINUTES),
    "bright and early": (0, 10 * 60),
    "lunch": (NOON, 14 * 60),
    "end of the day": (16 * 60, 18 * 60),
    "end of day": (16 * 60, 18 * 60),
}


@dataclass(frozen=True)
class Hours:
    """A stretch of a day, `start` to `end` in minutes after midnight. `grain` is "hour" or "minute"."""

    start: int
    end: int
    grain: str = "hour"
    is_part: bool = False


Readings = tuple[Hours, ...]

_CLOCK = (
    r"(?P<{0}>(?:half past |half |quarter past |quarter to |quarter of )?"
    r"(?:(?<![\d.:$#/])(?<!\d\d\d-)(?:[01]?\d|2[0-4])(?:(?:[:.]|(?= ?h\b)h?)[0-5]\d|[0-5]\d(?= ?[ap]\.?m)"
    r"| (?:30|15|45)(?! ?(?:min|sec|day|week))\b)?(?![\d:/]|\.\d)|one)"
    # "At 2 a week from friday" is no 2 am.
    r"(?:(?: ?(?:a\.?m\.?|p\.?m?\.?|o'clock|hrs?|h)|a)\b\.?)?(?: ?-?ish\b)?"
    r"(?: (?:o'clock ?)?in the (?:morning|afternoon|evening)| at night)?|noon(?:time)?\b|midnight\b)"
)
_FIRST, _SECOND = _CLOCK.format("a"), _CLOCK.format("b")
# "Around 10 january" is a date; "may" is a word of another meaning too.
_OF_MONTH = (
    r"(?:of (?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|(?:january|february|march|mar|april(?! fool)|june|july|august|september|october|november|december)\b"
    r"|may(?= ?(?:$|[?.!,])| (?:at|or|on|pls|please|in the|morning|afternoon|\d)\b))"
)
# "At 10 dec 5" is an hour and a date.
_NO_DAY = r"(?! \d{1,2}(?!\d|:|\.\d| ?[ap]\.?m| ?-?ish| ?o'clock))"
# "after 3 sessions", "at 2 weeks", "between 40 and 50 dollars" are no times of day.
_UNIT = (
    r"(?!\s?(?:%|percent|dollars?|bucks|usd|sessions?|visits?|appointments?|treatments?|times|months?|weeks?"
    r"|days|day(?! after| before)|years?|yrs?|hours?|hrs?\b|minutes?|mins?\b|people|persons?"
    r"|kids|children|of us|of them|or more"
    rf"|{_OF_MONTH}{_NO_DAY}"
    r"|st\b(?! patrick)|nd\b|rd\b|th\b|lbs?|pounds|miles|blocks|main|adults|babies|(?:\w+ ){1,2}(?:street"
    r"|st\b|ave|avenue|road|rd\b|lane|ln\b|drive|blvd|court|place|way\b)|migraines|headaches|am i\b))"
)
_AFTER = (
    r"(?:any ?time |anything |sometime |something |some time |only |right |just )?"
    r"(?:after|past|later than|not before|no earlier than|no sooner than|not earlier than"
    r"|starting(?: at| from)?"
    r"|from|beginning at|not until)(?: about| around| like| say)?"
)
_BEFORE = (
    r"(?:any ?time |anything |sometime |something |only )?"
    r"(?:before|by|until|up to|no later than|not after|not later than|earlier than|prior to"
    r"|ending by|done by)"
    r"(?: about| around| like| say)?"
)
_AT = (
    r"(?:at|make (?:it|that)|(?:can|could) (?:we|you|u|i) do|around|about|approx(?:imately)?|like|say|for"
    r"|closer to|near|roughly|maybe|exactly)"
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


_BETWEEN = _pattern(
    rf"(?:only )?(?:(?:any ?time |sometime )?between|from|bet) {_FIRST}"
    rf" ?(?:and|to|-|until|&|n) ?{_SECOND}{_UNIT}"
)
_SPAN = _pattern(rf"(?:from )?{_FIRST} ?(?:to|-|until) ?{_SECOND}{_UNIT}")
_OPEN_END = _pattern(rf"{_AFTER} {_FIRST}{_UNIT}(?: (?:on|onwards?|or so))?\b")
_OR_LATER = _pattern(
    rf"(?:at )?{_FIRST} ?(?:or later|or after|or any ?time after|onwards?|and later|and after|\+"
    rf"|on(?=$|[.,!?]))"
)
_OPEN_START = _pattern(rf"{_BEFORE} {_FIRST}{_UNIT}")
_OR_EARLIER = _pattern(rf"(?:at )?{_FIRST} ?(?:or earlier|or before|at the latest|latest)\b")
_POINT = _pattern(rf"{_AT} {_FIRST}{_UNIT}")
# "Either one" is no hour.
_BARE = _pattern(rf"(?!one\b(?! ?(?:[ap]\.?m|o'clock|30|15|45))){_FIRST}{_UNIT}")
_MINUTES_TO = _pattern(rf"(?:at )?(?P<less>5|10|20|25) to {_FIRST}{_UNIT}")
_PART = _pattern(
    r"(?:in the |the |during the |sometime in the )?"
    r"(?P<part>(?:(?:early|mid(?!night)|late)[ -]?(?:in the )?)?(?:morning|afternoon|evening|night))s?\b"
    # "am" alone is mostly "I am".
    r"|(?:(?:in the |(?<=day )|(?<=days )|(?<=tomorrow ))(?P<half>a\.?m|p\.?m)"
    r"|(?P<late>p\.?m))\b\.?|(?<=day )(?P<short>eve)\b"
)
_HABIT = _pattern(
    rf"(?:at |over |around |during )?(?:my )?(?P<habit>{'|'.join(_HABITS)})(?:time|[ -]?time| break| hour)?\b"
)


def hours_at(text: str, place: int, openings: Spans) -> tuple[Readings, int, bool] | None:
    """The time of day that begins at `place` in plain text: its readings, where it ends, whether it is bare.

    A bare one ("3") counts only where something else says that it is a time.
    """
    for pattern, read in _FORMS:
        if (match := pattern.match(text, place)) and (readings := read(match, openings)):
            return readings, match.end(), pattern in (_BARE, _SPAN) and not _is_marked(match.group())
    return None


def _is_marked(clock: str) -> bool:
    """Whether it can be nothing but a time of day, wherever it stands."""
    return bool(
        re.search(
            r"\d[:.h]\d\d|\d ?[ap]\.?m?\b|o'clock|noon|midnight|ish|in the|at night|past|quarter", clock
        )
    )


def narrowed(readings: Readings, part: Hours) -> Readings:
    """The readings that lie within a part of the day: "morning ... at 9"."""
    inside = tuple(r for r in readings if part.start <= r.start < part.end)
    return inside or readings


def _minutes(clock: str) -> tuple[list[int], str]:
    """All minutes of the day that the words can mean, and their grain."""
    if "midnight" in clock:
        return [DAY_MINUTES], "hour"
    if "noon" in clock and "after" not in clock:
        return [NOON], "hour"
    digits = re.sub(r"\bone\b", "1", clock)
    found = re.search(r"(\d{1,2}?)(?:[:.h ])?([0-5]\d)?(?!\d)", digits)
    assert found
    hour, minute = int(found[1]), int(found[2] or 0)
    grain = "minute" if found[2] else "hour"
    if "half" in clock:
        minute, grain = 30, "minute"
    elif "quarter past" in clock:
        minute, grain = 15, "minute"
    elif "quarter" in clock:
        grain = "minute"
    after = digits[found.end() :]
    early = bool(re.search(r"^ ?a\.?m?\b|morning", after))
    late = bool(re.search(r"^ ?p\.?m?\b|afternoon|evening|night", after))
    if "quarter" in clock and "past" not in clock:
        minute = -15
    if hour > 12 or (hour == 0 and not late):
        return [hour % 24 * 60 + minute], grain
    base = hour % 12 * 60 + minute
    if early or late:
        return [base + (NOON if late else 0)], grain
    return [base, base + NOON], grain


def _is_open(minute: int, openings: Spans) -> bool:
    return any(start <= minute <= end for start, end in openings)


def by_openings(minutes: Iterable[int], openings: Spans) -> list[int]:
    """The readings of a bare hour within opening hours (closing time counts); all waking ones if none is."""
    every = list(minutes)
    if len(every) == 1:
        return every
    opened = [m for m in every if _is_open(m, openings)]
    awake = [m for m in every if 7 * 60 <= m <= 21 * 60]
    return opened or awake or every


def _point(match: re.Match[str], openings: Spans) -> Readings:
    minutes, grain = _minutes(match["a"])
    step = 60 if grain == "hour" else 1
    return tuple(
        Hours(m % DAY_MINUTES, m % DAY_MINUTES + step, grain) for m in by_openings(minutes, openings)
    )


def _minutes_to(match: re.Match[str], openings: Spans) -> Readings:
    """Ten minutes before eleven for "ten to eleven", or the hour between the two."""
    minutes, _ = _minutes(match["a"])
    before = [m - int(match["less"]) for m in minutes]
    exact = tuple(Hours(m, m + 1, "minute") for m in by_openings(before, openings) if m >= 0)
    first, _ = _minutes(match["less"]) if int(match["less"]) <= 12 else ([], "")
    pairs = [(a, b) for a in first for b in minutes if a < b and all(_is_open(m, openings) for m in (a, b))]
    stretch = tuple(Hours(a, b) for a, b in pairs[:1])
    # "Ten to twelve" is two hours; only with the very next hour can it be either.
    return stretch if stretch and stretch[0].end - stretch[0].start > 60 else exact + stretch


def _open_end(match: re.Match[str], openings: Spans) -> Readings:
    minutes, grain = _minutes(match["a"])
    return tuple(Hours(m, DAY_MINUTES, grain) for m in by_openings(minutes, openings) if m < DAY_MINUTES)


def _open_start(match: re.Match[str], openings: Spans) -> Readings:
    minutes, grain = _minutes(match["a"])
    return tuple(Hours(0, m, grain) for m in by_openings(minutes, openings) if m > 0)


def _stretch(match: re.Match[str], openings: Spans) -> Readings:
    """From one clock time to another; "10-2pm" begins in the morning, "2-4pm" does not."""
    starts, first_grain = _minutes(match["a"])
    ends, last_grain = _minutes(match["b"])
    grain = "minute" if "minute" in (first_grain, last_grain) else "hour"
    pairs = [(a, b) for a in starts for b in ends if a < b]
    if not pairs:
        return ()

    def outside(pair: tuple[int, int]) -> tuple[int, int]:
        closed = sum(not _is_open(m, openings) for m in pair)
        return closed, pair[1] - pair[0]

    start, end = min(pairs, key=outside)
    return (Hours(start, end, grain),)


def _part(match: re.Match[str], _openings: Spans) -> Readings:
    if match["short"]:
        return (Hours(*PARTS["evening"], is_part=True),)
    if half := match["half"] or match["late"]:
        return (Hours(*((0, NOON) if half[0] == "a" else (NOON, DAY_MINUTES)), is_part=True),)
    name = re.sub(r"[ -]+(in the )?", " ", re.sub(r"^(early|mid|late)(?=[a-z])", r"\1 ", match["part"]))
    # No stretch of its own has "late night" or "mid evening": the part itself, then.
    return (Hours(*(_STRETCHES.get(name) or PARTS[name.rpartition(" ")[2]]), is_part=True),)


def _habit(match: re.Match[str], _openings: Spans) -> Readings:
    return (Hours(*_HABITS[match["habit"]], is_part=True),)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Spans], Readings]], ...] = (
    (_HABIT, _habit),
    (_MINUTES_TO, _minutes_to),
    (_BETWEEN, _stretch),
    (_SPAN, _stretch),
    (_OR_LATER, _open_end),
    (_OR_EARLIER, _open_start),
    (_OPEN_END, _open_end),
    (_OPEN_START, _open_start),
    (_POINT, _point),
    (_PART, _part),
    (_BARE, _point),
)
