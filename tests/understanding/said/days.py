"""How people name a single day, and which days a reasonable receptionist would take it for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal

from tests.understanding.said import calendar as cal
from tests.understanding.said.calendar import DAY, WEEK

Asking = Literal["no", "may", "must"]
SHORT = (
    ("mon",), ("tues", "tue"), ("wed", "weds"), ("thurs", "thur", "thu"), ("fri",), ("sat",), ("sun",),
)  # fmt: skip
SHORT_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sept", "oct", "nov", "dec")


@dataclass(frozen=True)
class Reading:
    """One way to take the words: every day of `must`, and none outside `may`."""

    must: frozenset[date]
    may: frozenset[date]


@dataclass(frozen=True)
class Named:
    """Words for a day or days. `asking`: whether several readings are as likely, so that asking is right."""

    text: str
    readings: tuple[Reading, ...]
    asking: Asking = "no"

    @property
    def day(self) -> date:
        """The day of the first reading."""
        return min(self.readings[0].must)


Namer = Callable[[Random, date], Named | None]


def exactly(days: Iterable[date]) -> Reading:
    """These days and no other."""
    found = frozenset(days)
    return Reading(found, found)


def one(text: str, *days: date, asking: Asking = "no") -> Named:
    """Words for one day; several days are so many readings."""
    return Named(text, tuple(exactly([day]) for day in dict.fromkeys(days)), asking)


def ordinal(number: int) -> str:
    """1st, 2nd, 23rd."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in {11, 12, 13} else ending}"


def weekday_word(rng: Random, weekday: int) -> str:
    """As it is typed: in full, or short."""
    return cal.NAMES[weekday] if rng.random() < 0.6 else rng.choice(SHORT[weekday])


def month_word(rng: Random, number: int) -> str:
    """As it is typed: in full, or short."""
    return rng.choice((cal.MONTHS, SHORT_MONTHS))[number - 1]


def near(rng: Random, today: date) -> date:
    """A day of the coming eight weeks."""
    return today + rng.randint(1, 56) * DAY


def relative(rng: Random, today: date) -> Named:
    words, ahead = rng.choice(
        [(w, 1) for w in ("tomorrow", "tmrw", "tmr", "tomorow", "tommorrow")]
        + [("today", 0), ("the day after tomorrow", 2), ("day after tomorrow", 2)]
    )
    return one(words, today + ahead * DAY)


def counted(rng: Random, today: date) -> Named:
    number = rng.randint(2, 10)
    if rng.random() < 0.4:
        words = rng.choice(["in {} days", "{} days from now", "{} days from today"])
        return one(words.format(number), today + number * DAY)
    if number > 6:
        number = 1
    spelt = {1: ["a", "one"], 2: ["2", "two", "a couple of"], 3: ["3", "three"]}.get(number, [str(number)])
    words = rng.choice(["in {} week{}", "{} week{} from today", "{} week{} from now"])
    day = today + number * WEEK
    # "In two weeks" is that day, or any of the days about it.
    about = frozenset(cal.week(day)) | {day + n * DAY for n in range(-3, 4)}
    text = words.format(rng.choice(spelt), "s" if number > 1 else "")
    return Named(text, (Reading(frozenset([day]), about),))


def week_from(rng: Random, today: date) -> Named:
    weekday = rng.randrange(7)
    number = rng.choice([1, 1, 2])
    coming = cal.coming(today, weekday)
    words = (
        f"{rng.choice(['a week', 'one week', '1 week'] if number == 1 else ['two weeks', '2 weeks'])} from"
    )
    if rng.random() < 0.2:
        return one(f"{words} tomorrow", today + DAY + number * WEEK)
    days = [coming + number * WEEK] + ([coming + (number + 1) * WEEK] if coming == today else [])
    return one(f"{words} {weekday_word(rng, weekday)}", *days, asking="may" if len(days) > 1 else "no")


def bare_weekday(rng: Random, today: date) -> Named:
    weekday = rng.randrange(7)
    coming = cal.coming(today, weekday)
    words = rng.choice(["{}", "{}", "on {}", "this coming {}", "this {}"]).format(weekday_word(rng, weekday))
    if coming == today and words.startswith("this"):
        days = [coming + WEEK] if "coming" in words else [coming]
        return one(words, *days, *([coming] if "coming" in words else []), asking="may")
    if coming == today:
        return one(words, today, today + WEEK, asking="may")
    return one(words, coming)


def next_weekday(rng: Random, today: date) -> Named:
    weekday = rng.randrange(7)
    word = rng.choice(["next {}", "nxt {}", "next {}"]).format(weekday_word(rng, weekday))
    coming = cal.coming(today + DAY, weekday)
    if coming in cal.week(today):
        return one(word, coming, coming + WEEK, asking="must" if coming > today + DAY else "may")
    at_weekend = today.weekday() >= 5
    return one(word, coming, *([coming + WEEK] if at_weekend else []), asking="may" if at_weekend else "no")


def weekday_of_week(rng: Random, today: date) -> Named:
    weekday = rng.randrange(6)
    word = weekday_word(rng, weekday)
    ahead, forms = rng.choice(
        [(1, ("{} next week", "next week {}", "next week on {}"))] * 2
        + [(2, ("{} the week after next", "the week after next on {}", "{} in two weeks", "{} in 2 weeks"))]
    )
    form = rng.choice(forms)
    days = [cal.week(today + ahead * WEEK)[weekday]]
    if form.endswith("weeks"):
        days.append(cal.coming(today, weekday) + ahead * WEEK)
    elif today.weekday() == 6:
        # A calendar that begins on Sunday counts a week further.
        days.append(days[0] + WEEK)
    return one(form.format(word), *days, asking="may" if len(set(days)) > 1 else "no")


def ordinal_day(rng: Random, today: date) -> Named:
    number = rng.randint(1, 31)
    day = cal.first(today, lambda d: d.day == number)
    words = rng.choice(["the {}", "{}", "on the {}"]).format(ordinal(number))
    # On the day itself it is today, or the next month's.
    later = [cal.first(today + DAY, lambda d: d.day == number)] if day == today else []
    return one(words, day, *later, asking="may" if later else "no")


def written_date(rng: Random, today: date) -> Named:
    day = near(rng, today) if rng.random() < 0.8 else today + rng.randint(57, 360) * DAY
    if rng.random() < 0.1 and (today - DAY).day != 29:
        day = cal.dated(today, 2, 29)
    name, number = month_word(rng, day.month), day.day
    nth = rng.choice([str(number), ordinal(number)])
    forms = [
        f"{name} {nth}", f"{name} {nth}", f"{number} {name}", f"the {ordinal(number)} of {name}",
        f"{day.month}/{number}", f"{day.month}/{number:02}", f"{name}. {number}",
    ]  # fmt: skip
    with_year = [f"{name} {number}, {day.year}", f"{day.month}/{number}/{day.year % 100:02}"]
    soonest = cal.dated(today, day.month, number)
    if soonest != day:
        return one(rng.choice(with_year), day)
    return one(rng.choice(forms * 3 + with_year), day)


def weekday_and_date(rng: Random, today: date) -> Named:
    day = near(rng, today)
    word = weekday_word(rng, day.weekday())
    forms = [f"{word} {month_word(rng, day.month)} {day.day}", f"{word} {day.month}/{day.day}"]
    forms.append(f"{word}, {month_word(rng, day.month)} {ordinal(day.day)}")
    if cal.first(today, lambda d: d.day == day.day) == day:
        forms += [
            f"{word} the {ordinal(day.day)}",
            f"{word} the {ordinal(day.day)}",
            f"the {ordinal(day.day)}, {word}",
        ]
    return one(rng.choice(forms), day)


def contradiction(rng: Random, today: date) -> Named | None:
    """ "Friday the 3rd", when the 3rd is a Thursday: one of the two is a slip."""
    day = near(rng, today)
    weekday = (day.weekday() + rng.choice([1, 6])) % 7
    coming = cal.coming(today, weekday)
    if rng.random() < 0.5:
        named, text = day, f"{month_word(rng, day.month)} {day.day}"
    else:
        named, text = cal.first(today, lambda d: d.day == day.day), f"the {ordinal(day.day)}"
    if named in {today, coming} or named.weekday() == weekday or coming == today:
        return None
    fits = cal.first(today, lambda d: d.day == day.day and d.weekday() == weekday)
    return one(
        f"{weekday_word(rng, weekday)} {text}", coming, named, named - DAY, named + DAY, fits, asking="must"
    )


def holiday(rng: Random, today: date) -> Named:
    name = rng.choice(tuple(cal.HOLIDAYS))
    day = cal.holiday(today, name)
    aside = rng.random()
    if aside < 0.12:
        return one(f"the day after {name}", *_beside(today, name, 1))
    if aside < 0.2 and day > today:
        return one(f"the day before {name}", day - DAY)
    if aside < 0.3:
        weekday = rng.randrange(5)
        if day == today:
            return one(name, day)
        return one(f"the {cal.NAMES[weekday]} after {name}", cal.coming(day + DAY, weekday))
    return one(name, day)


def _beside(today: date, name: str, offset: int) -> Sequence[date]:
    """Beside the next one, and of the last one where that lies in the future too."""
    last = [d + offset * DAY for y in (today.year - 1, today.year) if (d := cal.HOLIDAYS[name](y)) < today]
    return [*(d for d in last if d >= today), cal.holiday(today, name) + offset * DAY]


def placed(rng: Random, today: date) -> Named | None:
    """The first monday of december, the last friday of the month, the last day of march."""
    month = rng.randint(1, 12)
    place, word = rng.choice([(1, "first"), (2, "second"), (3, "third"), (1, "1st"), (-1, "last")])
    weekday = rng.randrange(6)
    if rng.random() < 0.25:
        year = today.year + (month < today.month)
        return one(f"the last day of {cal.MONTHS[month - 1]}", cal.month(year, month)[-1])
    found = [cal.nth(y, month, weekday, place) for y in (today.year, today.year + 1)]
    day = next(d for d in found if d >= today)
    if found[0].month == today.month and found[0] < today:
        return None
    return one(f"the {word} {cal.NAMES[weekday]} {rng.choice(['of', 'in'])} {cal.MONTHS[month - 1]}", day)


def short_date(rng: Random, today: date) -> Named | None:
    """ "Fri 7": a weekday and its date, without "the"."""
    day = near(rng, today)
    if cal.first(today, lambda d: d.day == day.day) != day or day.day < 13:
        return None
    return one(f"{weekday_word(rng, day.weekday())} {day.day}", day)


def leap_day(rng: Random, today: date) -> Named:
    words = rng.choice(["leap day", "feb 29", "february 29th", "2/29"])
    # The day after it, the one that has just been is as likely.
    return one(words, cal.dated(today, 2, 29), *([today - DAY] if (today - DAY).day == 29 else []))


SINGLE: tuple[tuple[Namer, int], ...] = (
    (relative, 6), (counted, 5), (week_from, 4), (bare_weekday, 10), (next_weekday, 8), (weekday_of_week, 6),
    (ordinal_day, 8), (written_date, 12), (weekday_and_date, 7), (contradiction, 2), (holiday, 8), (placed, 3),
    (short_date, 2), (leap_day, 1),
)  # fmt: skip


def single(rng: Random, today: date) -> Named:
    """Words for one day."""
    while True:
        (namer,) = rng.choices([n for n, _ in SINGLE], [w for _, w in SINGLE])
        if named := namer(rng, today):
            return named
