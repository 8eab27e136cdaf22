"""Time expressions as people write them, each with its meaning, over ten years of "today".

Every expression is made from a meaning, never the other way round, so nothing here has to understand text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.understanding.said import calendar as cal
from tests.understanding.said.days import Named, single
from tests.understanding.said.stretches import several

ZONE = ZoneInfo("America/New_York")
FIRST, LAST = date(2024, 1, 1), date(2034, 12, 31)
NOON, MIDNIGHT = 720, 1440


@dataclass(frozen=True)
class Clock:
    """A time of day as it is said; `begin` and `end` are the earliest and latest minute for each."""

    text: str
    begin: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True)
class Expression:
    """A message received at `now`, the days that it can mean, and the time of day if one is said."""

    text: str
    now: datetime
    named: Named
    clock: Clock | None = None


def expressions(count: int, seed: int) -> list[Expression]:
    """So many expressions; the same ones for the same seed."""
    return [_expression(Random(f"{seed}:{number}")) for number in range(count)]


def _expression(rng: Random) -> Expression:
    now = _moment(rng)
    named = single(rng, now.date()) if rng.random() < 0.62 else several(rng, now.date())
    clock = _clock(rng) if rng.random() < 0.45 and not _has_hours(named.text) else None
    # "Any day but monday morning" leaves out a morning, or is about mornings.
    if clock and re.search(r"\b(but|except|other)\b", named.text) and re.search("[a-z]{5}", clock.text):
        clock = None
    text = _with_clock(rng, named.text, clock) if clock else named.text
    if rng.random() < 0.12:
        text = _misspelt(rng, text)
    return Expression(_dressed(rng, text), now, named, clock)


def _moment(rng: Random) -> datetime:
    """A moment of the ten years; every second one at a turn of the year, of February or of the clocks."""
    day = FIRST + timedelta(days=rng.randrange((LAST - FIRST).days))
    year = rng.randint(FIRST.year, LAST.year)
    edge = rng.choice(
        [
            date(year, 12, 31),
            date(year, 2, 27),
            cal.nth(year, 3, 6, 2),
            cal.nth(year, 11, 6, 1),
            cal.nth(year, 11, 3, 4),
        ]
    )
    if rng.random() < 0.5:
        day = min(LAST, max(FIRST, edge + timedelta(days=rng.randint(-4, 4))))
    hour = rng.choice([*range(7, 22), 0, 23])
    return datetime(day.year, day.month, day.day, hour, rng.randrange(60), tzinfo=ZONE)


def _has_hours(text: str) -> bool:
    # "2-4" after "dec 3-7", or "at 3" after "fri 7", is nothing that a person would untangle either;
    # nor do people give an hour to a stretch that they leave open, or to a week that they name by parts.
    return bool(
        re.search(
            r"\d ?-|- ?\d|\d/\d|(fri|mon|sat|sun|wed|day|s|u|r|e) \d+$|\b(not|before|by|instead)\b|week,",
            text,
        )
    )


def _clock(rng: Random) -> Clock:
    hour = rng.choice([9, 10, 11, 12, 1, 2, 3, 4, 5])
    minutes = hour * 60 + (NOON if hour < 6 else 0)
    half = "am" if minutes < NOON else "pm"
    form = rng.choice(
        [
            "at {h}",
            "at {h}",
            "{h}{x}",
            "{h} {x}",
            "at {h}{x}",
            "@{h}",
            "{h}:30",
            "at {h}:30{x}",
            "around {h}",
            "{h}ish",
        ]
    )
    if ":30" in form:
        minutes += 30
    point = Clock(form.format(h=hour, x=half), (minutes, minutes), (minutes + 1, minutes + 60))
    start, end = sorted(rng.sample([9, 10, 11, 12, 13, 14, 15, 16, 17], 2))
    a, b = ((h - 1) % 12 + 1 for h in (start, end))
    stretch = ((start * 60, start * 60), (end * 60, end * 60))
    after, before = ((minutes, minutes + 60), (17 * 60, MIDNIGHT)), ((0, 10 * 60), (minutes, minutes + 60))
    morning, afternoon = ((0, 10 * 60), (11 * 60, NOON + 30)), ((NOON, NOON + 60), (16 * 60, 18 * 60))
    if rng.random() < 0.55:
        return point
    return rng.choice(
        [
            Clock(f"between {a} and {b}", *stretch),
            Clock(f"from {a} to {b}", *stretch),
            Clock(f"after {hour}", *after) if ":30" not in form else Clock(f"after {hour}:30", *after),
            Clock(f"before {hour}", *before) if ":30" not in form else Clock(f"before {hour}:30", *before),
            Clock("in the morning", *morning),
            Clock("morning", *morning),
            Clock("mornin", *morning),
            Clock("afternoon", *afternoon),
            Clock("in the afternoon", *afternoon),
            Clock("in the evening", (16 * 60, 18 * 60), (19 * 60, MIDNIGHT)),
            Clock("at noon", (NOON, NOON), (NOON + 1, NOON + 60)),
            Clock("noonish", (NOON - 30, NOON), (NOON + 1, NOON + 60)),
            Clock("after lunch", (NOON, NOON + 120), (17 * 60, MIDNIGHT)),
            Clock("first thing", (0, 10 * 60), (9 * 60, NOON)),
        ]
    )


def _with_clock(rng: Random, text: str, clock: Clock) -> str:
    standing = rng.random()
    leads = re.match(r"(\d+(:\d\d)? ?[ap]m|after|between|at) ?", clock.text)
    if (
        standing < 0.15
        and leads
        and not re.search(r"\d|\b(or|any|every|can't|doesn't|sorry|wait|actually)\b", text)
    ):
        return (
            f"{clock.text} {text if text.startswith('on ') or text in {'tomorrow', 'today'} else 'on ' + text}"
            if text.split()[0] in cal.NAMES
            else f"{clock.text} {text}"
        )
    return f"{text}{rng.choice([' ', ' ', ' ', ', '])}{clock.text}"


def _misspelt(rng: Random, text: str) -> str:
    """One slip of the fingers in one long word that names a day or a month."""
    words = [m for m in re.finditer(r"[a-z]{7,}", text) if m.group() in {*cal.NAMES, *cal.MONTHS, "tomorrow"}]
    if not words:
        return text
    match = rng.choice(words)
    word, at = match.group(), rng.randrange(1, len(match.group()) - 1)
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ]
    return text[: match.start()] + rng.choice(slips) + text[match.end() :]


def _dressed(rng: Random, text: str) -> str:
    """As part of a message, with its capital letters or without."""
    if "can't" in text or "doesn't" in text:
        return text
    text = rng.choice([str, str, str, str.capitalize, str.upper])(text)
    about = rng.choice(
        ["{}"] * 4
        + [
            "{}?",
            "{} pls",
            "can i come {}",
            "do you have anything {}?",
            "how about {}",
            "{} works for me",
            "is {} possible",
        ]
        + [
            "hi, im looking for {}",
            "book me for {} please",
            "{} would be great",
            "anything open {}",
            "i'd like {}, thanks",
        ]
    )
    return about.format(text)
