"""What a simulated client wants, and the ways of saying a day and a time; every one has one meaning for them.

The conversations play on Monday, November 23, 2026, a week with Thanksgiving in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

TODAY = date(2026, 11, 23)
CLOSED = frozenset({date(2026, 11, 26), date(2026, 12, 25), date(2027, 1, 1)})
# Office: weekdays (Monday is 0) with the first and the last start of an hour's session.
OPENINGS: dict[str, dict[int, tuple[int, int]]] = {
    "stamford": {0: (9, 16), 2: (9, 16), 4: (9, 16)},
    "westport": {1: (10, 17), 3: (10, 17), 5: (9, 12)},
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = {11: "november", 12: "december", 1: "january"}
AHEAD = 30


@dataclass(frozen=True)
class TimeWish:
    """Days (None: any) and the stretch of a day, in minutes, within which a start suits the client."""

    words: str
    days: frozenset[date] | None = None
    first: int = 0
    last: int = 24 * 60

    def suits(self, start: datetime) -> bool:
        minutes = start.hour * 60 + start.minute
        return (self.days is None or start.date() in self.days) and self.first <= minutes <= self.last

    @property
    def anchor(self) -> datetime:
        """Where to look for what comes closest."""
        day = min(self.days) if self.days else TODAY
        return datetime.combine(day, time()) + timedelta(minutes=min(self.first, 23 * 60))


@dataclass(frozen=True)
class Wish:
    """Everything a booking needs; `office` None takes either."""

    service: str
    office: str | None
    when: TimeWish
    name: str
    phone: str
    head_injury: bool = False
    # A time (and its office, where several were meant) that was agreed on stands for `when` from then on.
    agreed: datetime | None = None
    agreed_office: str | None = None

    def suits(self, start: datetime, office: str | None) -> bool:
        """Whether a time in an office (None: the one that is being talked about) is as wished."""
        place = self.office or self.agreed_office
        in_place = place is None or office is None or office == place
        return in_place and (start == self.agreed if self.agreed else self.when.suits(start))

    def agreeing(self, start: datetime, office: str | None) -> "Wish":
        return replace(self, agreed=start, agreed_office=office)

    def open_again(self, when: TimeWish | None = None) -> "Wish":
        """The wish without a time that is agreed on."""
        return replace(self, when=when or self.when, agreed=None, agreed_office=None)


def exactly(start: datetime) -> TimeWish:
    """The wish for one start, said with its date."""
    words = f"{MONTHS[start.month]} {start.day} at {clock_words(start)}"
    minutes = start.hour * 60 + start.minute
    return TimeWish(words, frozenset({start.date()}), minutes, minutes)


def clock_words(start: datetime) -> str:
    half = "am" if start.hour < 12 else "pm"
    minutes = f":{start.minute:02}" if start.minute else ""
    return f"{start.hour % 12 or 12}{minutes}{half}"


def time_wish(
    random: Random, office: str | None, without: Sequence[date] = (), *, loose: bool = False
) -> TimeWish:
    """A wish that the opening hours of the office can meet, on none of the days `without`; `loose` may be any day."""
    if loose and random.random() < 0.15:
        words = random.choice(("as soon as possible", "the soonest you have", "any day is fine"))
        return TimeWish(words)
    day = random.choice([d for d in open_days(office) if d not in without])
    first, last = hours_of(office, day)
    part_words, low, high = _part(random, first, last)
    if random.random() < 0.1 and not part_words.startswith("at"):
        monday = day - timedelta(days=day.weekday())
        if monday == TODAY + timedelta(days=7):
            week = frozenset(monday + timedelta(days=n) for n in range(7))
            return TimeWish(_joined(random, "next week", part_words), week, low, high)
    return TimeWish(_joined(random, _day(random, day), part_words), frozenset({day}), low, high)


def open_days(office: str | None) -> list[date]:
    """Days on which an office (None: any) is open, from tomorrow on."""
    ahead = [TODAY + timedelta(days=n) for n in range(1, AHEAD)]
    return [d for d in ahead if d not in CLOSED and any(d.weekday() in OPENINGS[o] for o in _places(office))]


def hours_of(office: str | None, day: date) -> tuple[int, int]:
    """First and last full hour at which a session can start that day."""
    return next(OPENINGS[o][day.weekday()] for o in _places(office) if day.weekday() in OPENINGS[o])


def _places(office: str | None) -> tuple[str, ...]:
    return (office,) if office else tuple(OPENINGS)


def _joined(random: Random, day: str, part: str) -> str:
    if part and not part.startswith(("at", "after", "before", "between", "around")) and random.random() < 0.3:
        return f"{part} on {day}" if not day.startswith(("next", "tomorrow", "this")) else f"{day} {part}"
    return f"{day} {part}".strip()


def _day(random: Random, day: date) -> str:
    ahead, weekday = (day - TODAY).days, DAYS[day.weekday()]
    month = MONTHS[day.month]
    said = [
        f"{month} {day.day}",
        f"{month[:3]} {day.day}",
        f"{weekday} {month} {day.day}",
        f"{day.month}/{day.day}",
        f"{weekday} the {_ordinal(day.day)}",
    ]
    if day.month == TODAY.month or (day.month == TODAY.month + 1 and day.day < TODAY.day):
        said.append(f"the {_ordinal(day.day)}")
    if ahead == 1:
        said += ["tomorrow"] * 4
    if ahead < 7:
        said += [weekday, f"this {weekday}", weekday] * 2
    elif 7 < ahead < 14:
        said += [f"{weekday} next week", f"next {weekday}"] * 2
    elif ahead == 14:
        said += ["in two weeks"]
    return random.choice(said)


def _part(random: Random, first: int, last: int) -> tuple[str, int, int]:
    """A time of day within the hours from which sessions start: its words, and the minutes it means."""
    hour = random.randint(first, last)
    kind = random.choice(("none", "none", "exact", "exact", "exact", "after", "before", "half", "between"))
    twelve = hour % 12 or 12
    if kind == "exact":
        half = "am" if hour < 12 else "pm"
        thirty = random.random() < 0.2 and hour < last
        shown = f"{twelve}:30" if thirty else str(twelve)
        words = random.choice((f"at {shown}", f"at {shown}{half}", f"at {shown} {half}"))
        minutes = hour * 60 + (30 if thirty else 0)
        return words, minutes, minutes
    if kind == "after" and hour < last:
        return f"after {twelve}", hour * 60, 24 * 60
    if kind == "before" and hour > first:
        return f"before {twelve}", 0, hour * 60 - 1
    if kind == "half":
        if first < 12 and (hour < 12 or last <= 12):
            return random.choice(("in the morning", "morning")), 0, 12 * 60 - 1
        return random.choice(("in the afternoon", "afternoon")), 12 * 60, 17 * 60
    if kind == "between" and hour < last:
        later = min(last, hour + 2)
        return f"between {twelve} and {later % 12 or 12}", hour * 60, later * 60
    return "", 0, 24 * 60


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
