"""How people name several days: weeks, months, ranges, choices, exceptions, and what they take back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from random import Random

from tests.understanding.said import calendar as cal
from tests.understanding.said.calendar import DAY, WEEK
from tests.understanding.said.days import (
    Named,
    Namer,
    Reading,
    exactly,
    month_word,
    near,
    ordinal,
    single,
    weekday_word,
)

FAR = 400


def _ahead(today: date, days: Iterable[date]) -> frozenset[date]:
    return frozenset(day for day in days if day >= today)


def _working(days: Iterable[date], today: date) -> Reading:
    """A week: its working days for certain; the weekends about it as well."""
    every = list(days)
    about = {d for day in every for d in (day, day - DAY)}
    return Reading(_ahead(today, (d for d in every if d.weekday() < 5)), _ahead(today, about))


def this_week(rng: Random, today: date) -> Named:
    own = _ahead(today, cal.week(today))
    text = rng.choice(["this week", "later this week", "this wk"])
    if today.weekday() >= 5:
        # Over the weekend the week that begins is meant, or what is left of this one.
        begins = _working(cal.week(today + 2 * DAY), today)
        left = () if today.weekday() == 6 else (Reading(frozenset(), own),)
        return Named(text, (Reading(begins.must, begins.may | own), *left))
    must = frozenset(d for d in own if d.weekday() < 5 and d > today)
    if "later" in text:
        must = frozenset(sorted(must)[1:])
    return Named(text, (Reading(must, own),))


def next_week(rng: Random, today: date) -> Named:
    ahead, text = rng.choice([(1, "next week"), (1, "next wk"), (1, "nxt week"), (2, "the week after next")])
    following = cal.week(today + ahead * WEEK)
    part = rng.choice(["", "", "early ", "late ", "the end of ", "the beginning of ", "the middle of "])
    if part and ahead == 1:
        cut = {"e": slice(0, 3), "b": slice(0, 3), "m": slice(1, 4), "l": slice(2, 6), "en": slice(2, 7)}
        word = part.removeprefix("the ")
        some = following[cut["en" if word.startswith("en") else word[0]]]
        core = {"early ": 0, "the beginning of ": 0, "the middle of ": 2}.get(part, 4)
        readings = [Reading(frozenset([following[core]]), frozenset(some))]
    else:
        part, readings = "", [_working(following, today)]
    if today.weekday() == 6:
        readings += [
            Reading(frozenset(d + WEEK for d in r.must), frozenset(d + WEEK for d in r.may)) for r in readings
        ]
    return Named(part + text, tuple(readings))


def weekend(rng: Random, today: date) -> Named:
    saturday = cal.week(today)[5]
    this = _ahead(today, [saturday, saturday + DAY])
    if rng.random() < 0.6:
        return Named(
            rng.choice(["this weekend", "the weekend", "this wknd", "on the weekend"]), (exactly(this),)
        )
    following = exactly([saturday + WEEK, saturday + WEEK + DAY])
    if today.weekday() >= 5:
        return Named("next weekend", (following,))
    return Named("next weekend", (exactly(this), following), asking="may")


def week_of(rng: Random, today: date) -> Named | None:
    day = near(rng, today)
    shown = rng.choice([f"{month_word(rng, day.month)} {day.day}", f"{day.month}/{day.day}"])
    if cal.first(today, lambda d: d.day == day.day) == day:
        shown = f"the {ordinal(day.day)}"
    if rng.random() < 0.3:
        name = rng.choice(["thanksgiving", "christmas", "labor day", "memorial day"])
        day, shown = cal.holiday(today, name), name
        if day > today and rng.random() < 0.7:
            word, step = rng.choice([("before", -1), ("after", 1)])
            found = _working(cal.week(day + step * WEEK), today)
            return Named(f"the week {word} {name}", (found,)) if found.must else None
    return Named(
        f"the week of {shown}", (_working(cal.week(day), today), _working(cal.week(day + DAY), today))
    )


def in_month(rng: Random, today: date) -> Named:
    ahead = rng.randint(1, 11)
    days = cal.month(today.year, today.month + ahead)
    name = cal.MONTHS[days[0].month - 1]
    parts = {
        "early": days[:12],
        "mid": days[8:22],
        "late": days[17:],
        "the end of": days[17:],
        "the beginning of": days[:12],
    }
    if ahead == 1 and rng.random() < 0.4:
        name = "next month"
    if rng.random() < 0.5:
        return Named(f"{'in ' if 'next' not in name else ''}{name}", (exactly(days),))
    part = rng.choice(list(parts))
    core = {"early": 4, "the beginning of": 2, "mid": 14}.get(part, -3)
    return Named(f"{part} {name}", (Reading(frozenset([days[core]]), frozenset(parts[part])),))


def nth_week(rng: Random, today: date) -> Named:
    place, word = rng.choice([(0, "first"), (1, "second"), (-1, "last"), (2, "third")])
    days = cal.month(today.year, today.month + rng.randint(1, 10))
    text = f"the {word} week of {cal.MONTHS[days[0].month - 1]}"
    if rng.random() < 0.15:
        days, place = cal.month(today.year + 1, 1), 0
        text = rng.choice(["next year, first week", "first week of next year", "the first week of january"])
        if "january" in text and today.month == 1:
            text = "first week of next year"
    # By seven days, by whole weeks, or by weeks with a Thursday in the month: all are said.
    counts = days[7 * place : 7 * place + 7] if place >= 0 else days[-7:]
    about = {d + n * DAY for d in counts for n in range(-6, 7)}
    return Named(text, (Reading(frozenset([counts[3]]), frozenset(about)),))


def end_of_month(rng: Random, today: date) -> Named:
    days = cal.month(today.year, today.month)
    last = Reading(_ahead(today, days[-1:]), _ahead(today, [*days[17:], days[-1] + DAY]))
    return Named(rng.choice(["the end of the month", "end of this month", "late this month"]), (last,))


def weekday_range(rng: Random, today: date) -> Named | None:
    a, b = sorted(rng.sample(range(6), 2))
    begin = cal.coming(today, a)
    if begin == today:
        return None
    end = cal.coming(begin, b)
    form = rng.choice(
        ["{} to {}", "{}-{}", "{} through {}", "between {} and {}", "from {} to {}", "{} thru {}"]
    )
    days = [begin + n * DAY for n in range((end - begin).days + 1)]
    return Named(form.format(weekday_word(rng, a), weekday_word(rng, b)), (exactly(days),))


def date_range(rng: Random, today: date) -> Named | None:
    begin = near(rng, today)
    end = begin + rng.randint(1, 9) * DAY
    days = [begin + n * DAY for n in range((end - begin).days + 1)]
    if begin.month == end.month and rng.random() < 0.6:
        form = rng.choice(
            [
                "{m} {a}-{b}",
                "{m} {a} to {b}",
                "{m} {a} - {b}",
                "between {m} {a} and {b}",
                "{m} {a} through {b}",
            ]
        )
        text = form.format(m=month_word(rng, begin.month), a=begin.day, b=end.day)
    elif rng.random() < 0.5:
        if cal.first(today, lambda d: d.day == begin.day) != begin or begin.month != end.month:
            return None
        form = rng.choice(["the {} to the {}", "from the {} through the {}", "between the {} and the {}"])
        text = form.format(ordinal(begin.day), ordinal(end.day))
    else:
        form = rng.choice(["{} {} - {} {}", "{} {} to {} {}", "from {} {} to {} {}"])
        text = form.format(month_word(rng, begin.month), begin.day, month_word(rng, end.month), end.day)
    return Named(text, (exactly(days),))


def open_ended(rng: Random, today: date) -> Named | None:
    named = single(rng, today)
    if named.asking != "no" or named.day <= today or len(named.readings) > 1 or _is_bound(named.text):
        return None
    text, day = named.text.removeprefix("on ").removeprefix("in "), named.day
    after = [day + n * DAY for n in range(1, FAR)]
    before = [today + n * DAY for n in range((day - today).days)]
    form, must, may = rng.choice(
        [
            ("after {}", after[:1], after),
            ("any time after {}", after[:1], after),
            ("from {} on", [day], [day, *after]),
            ("starting {}", [day], [day, *after]),
            ("not before {}", [day], [day, *after]),
            ("before {}", before[1:], before),
            ("by {}", [*before[1:], day], [*before, day]),
        ]
    )
    return Named(form.format(text), (Reading(frozenset(must), frozenset(may)),))


def either(rng: Random, today: date) -> Named | None:
    a, b = single(rng, today), single(rng, today)
    if a.asking != "no" or b.asking != "no" or a.day == b.day or _is_bound(a.text) or _is_bound(b.text):
        return None
    if len(a.readings) > 1 or len(b.readings) > 1 or _shares(a, b):
        return None
    text = f"{a.text} {rng.choice(['or', 'or', 'or maybe', 'or else'])} {b.text.removeprefix('on ')}"
    must = a.readings[0].must | b.readings[0].must
    return Named(text, (Reading(must, a.readings[0].may | b.readings[0].may),))


def either_weekday(rng: Random, today: date) -> Named | None:
    chosen = rng.sample([n for n in range(6) if n != today.weekday()], rng.choice([2, 2, 3]))
    words = [weekday_word(rng, n) for n in chosen]
    text = f"{', '.join(words[:-1])} or {words[-1]}"
    lead = rng.random()
    if lead < 0.3:
        return (
            Named(f"{text} next week", (exactly(cal.week(today + WEEK)[n] for n in chosen),))
            if today.weekday() < 6
            else None
        )
    return Named(text, (exactly(cal.coming(today, n) for n in chosen),))


def either_date(rng: Random, today: date) -> Named | None:
    a = near(rng, today)
    b = a + rng.randint(1, 5) * DAY
    if a.month != b.month:
        return None
    forms = [f"{month_word(rng, a.month)} {a.day} or {b.day}", f"{a.month}/{a.day} or {b.month}/{b.day}"]
    if cal.first(today, lambda d: d.day == a.day) == a:
        forms += [
            f"the {ordinal(a.day)} or {ordinal(b.day)}",
            f"the {ordinal(a.day)} or the {ordinal(b.day)}",
        ]
    return Named(rng.choice(forms), (exactly([a, b]),))


def every_weekday(rng: Random, today: date) -> Named:
    weekday = rng.randrange(6)
    days = [d for d in cal.from_on(today, FAR) if d.weekday() == weekday]
    must = [d for d in days if d > today][:5]
    form = rng.choice(["{}s", "any {}", "a {}"] if rng.random() < 0.8 else ["{}s only"])
    text = form.format(cal.NAMES[weekday])
    if form.startswith("a "):
        # Any of them, or the coming one.
        return Named(
            text, (Reading(frozenset(must), frozenset(days)), *(exactly([d]) for d in days[:2])), asking="may"
        )
    return Named(text, (Reading(frozenset(must), frozenset(days)),))


def exception(rng: Random, today: date) -> Named:
    gone = rng.sample(range(5), rng.choice([1, 1, 2]))
    words = " or ".join(weekday_word(rng, n) for n in gone)
    whole = rng.random()
    if whole < 0.5 and today.weekday() != 6:
        days = [d for d in cal.week(today + WEEK) if d.weekday() not in gone]
        form = rng.choice(
            ["next week but not {}", "next week except {}", "any day next week but {}", "next week, not {}"]
        )
        must = frozenset(d for d in days if d.weekday() < 5)
    else:
        days = [d for d in cal.from_on(today, FAR) if d.weekday() not in gone]
        form = rng.choice(
            ["any day but {}", "any day except {}", "anything but {}", "any day other than {}", "not {}"]
        )
        must = frozenset(d for d in days if d.weekday() < 5 and d > today and (d - today).days < 15)
    return Named(form.format(words), (Reading(must, frozenset(days)),))


def correction(rng: Random, today: date) -> Named | None:
    old, new = single(rng, today), single(rng, today)
    if old.asking != "no" or new.asking != "no" or old.day == new.day or len(new.readings) > 1:
        return None
    if len(old.readings) > 1 or _is_bound(old.text) or _is_bound(new.text):
        return None
    if old.day.weekday() == new.day.weekday() or re.search(r"\d\w\w, ", old.text):
        # "Not the 31st, sunday" where both are one day.
        return None
    a, b = old.text.removeprefix("on "), new.text.removeprefix("on ")
    form = rng.choice(
        (
            "{0}, no wait, {1}",
            "{0}.. actually {1}",
            "{0} sorry {1}",
            "not {0}, {1}",
            "{1} instead of {0}",
            "{1} not {0}",
            "{0} no sorry i mean {1}",
            "{0} doesn't work, {1}",
            "i can't do {0}. {1}?",
        )
    )
    return Named(form.format(a, b), new.readings)


def other_week(rng: Random, today: date) -> Named | None:
    if today.weekday() == 6:
        return None
    text = rng.choice(
        [
            "not this week, next",
            "next week not this week",
            "not this week but next",
            "next week instead of this week",
        ]
    )
    return Named(text, (_working(cal.week(today + WEEK), today),))


def _shares(a: Named, b: Named) -> bool:
    """Whether the second takes its month or its week from the first: "dec 5 or the 7th", "next monday or tuesday"."""
    is_number = re.fullmatch(r"(on )?(the )?\d+(st|nd|rd|th)(, \w+)?", b.text)
    return bool(
        (is_number and a.day.month != b.day.month) or re.search("week|next|nxt", f"{a.text} {b.text}")
    )


def _is_bound(text: str) -> bool:
    """Whether a name would run together with words about it: "the monday after easter after ..."."""
    return any(word in text.split() for word in ("after", "before", "in", "from", "last", "first"))


SEVERAL: tuple[tuple[Namer, int], ...] = (
    (this_week, 3), (next_week, 6), (weekend, 4), (week_of, 4), (in_month, 4), (nth_week, 2), (end_of_month, 1),
    (weekday_range, 4), (date_range, 6), (open_ended, 5), (either, 5), (either_weekday, 4), (either_date, 3),
    (every_weekday, 2), (exception, 5), (correction, 6), (other_week, 1),
)  # fmt: skip


def several(rng: Random, today: date) -> Named:
    """Words for more than one day, or for one day out of more."""
    while True:
        (namer,) = rng.choices([n for n, _ in SEVERAL], [w for _, w in SEVERAL])
        if named := namer(rng, today):
            return named
