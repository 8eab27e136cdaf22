"""Reads when a client wants to come: "thursday or friday morning", "any day but monday", "after 3".

    python -m components.time_expressions --now 2026-11-23T09:00-05:00 --zone America/New_York

takes a text a line and prints a JSON list a line: the alternatives in order, every plausible reading of
an ambiguous one an item of its own. Local times with offset; `to` is exclusive.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from components.practice_file import DAY_MINUTES, PracticeFile, practice_path, read_practice
from components.time_alternatives import Alternative, alternatives
from components.time_calendar import ONE_DAY, Days, Today, dates_in, span
from components.time_days import days_at
from components.time_hours import Hours, Readings
from components.time_items import items_in
from components.time_words import PlainText, plain

MOST_LETTERS = 2000

# A stretch on the wall clock, without an offset.
Wall = tuple[datetime, datetime]


@dataclass(frozen=True)
class TimeReading:
    """One reading of a time expression. `start` and `end` are where it stands in the message.

    `dated` and `clocked` say whether a day and a time of day were named; `rejected` that the client
    does not want it.
    """

    text: str
    start: int
    end: int
    begins: datetime
    ends: datetime
    grain: str
    ambiguous: bool
    dated: bool
    clocked: bool
    rejected: bool = False

    def as_json(self) -> dict[str, object]:
        """The five keys that other programs rely on."""
        return {
            "text": self.text,
            "from": self.begins.isoformat(),
            "to": self.ends.isoformat(),
            "grain": self.grain,
            "ambiguous": self.ambiguous,
        }


def read_times(
    text: str,
    now: datetime,
    practice: PracticeFile,
    zone: ZoneInfo | None = None,
    *,
    number_may_be_day: bool = False,
) -> list[TimeReading]:
    """Every reading in order, rejected ones among them; `now` is when the message was received (aware).

    A message that is nothing but a number is an hour; without knowing the question, it may be a day too
    (`number_may_be_day`).
    """
    zone = zone or practice.zone
    local = now.astimezone(zone)
    today = _today(local, practice, zone)
    message = text[:MOST_LETTERS]
    words = plain(message)
    items = items_in(words.text, today, practice.week, local)
    found = alternatives(words.text, items, today)
    evaluation = _Evaluation(message, words, practice, today, local)
    if number_may_be_day and len(found) == 1 and (numbered := _day_of_number(words.text, today)):
        evaluated = evaluation.readings([*found, replace(found[0], days=numbered, hours=())])
        return [replace(reading, ambiguous=True) for reading in evaluated]
    return evaluation.readings(found)


def _day_of_number(text: str, today: Today) -> Days | None:
    """The next day with that number, where the text is a number and nothing else."""
    if not text.strip(" .?!").isdigit():
        return None
    read = days_at(f"the {text.strip(' .?!')}", 0, today)
    return read[0] if read else None


def wanted(readings: Iterable[TimeReading]) -> list[TimeReading]:
    """The readings without the rejected ones."""
    return [reading for reading in readings if not reading.rejected]


def _today(local: datetime, practice: PracticeFile, zone: ZoneInfo) -> Today:
    closing = [end for _, end in practice.openings(local.date())]
    is_over = not closing or local.hour * 60 + local.minute >= max(closing)
    return Today(local.date(), zone, local.date() + practice.horizon, is_over)


@dataclass(frozen=True)
class _Evaluation:
    message: str
    words: PlainText
    practice: PracticeFile
    today: Today
    now: datetime

    def readings(self, found: Sequence[Alternative]) -> list[TimeReading]:
        rejected = [a for a in found if a.rejected]
        wishes = [a for a in found if not a.rejected and (a.hours or rejected or not _says_nothing(a.days))]
        if definite := [a for a in wishes if a.hours or not _says_nothing(a.days)]:
            wishes = definite
        if rejected and not wishes:
            wishes = [self._anything_else(rejected)]
        wide = _is_wide(wishes)
        result = [reading for r in rejected for reading in self._spoken(r, [], wide=wide)]
        return result + [reading for wish in wishes for reading in self._spoken(wish, rejected, wide=wide)]

    def _anything_else(self, rejected: Sequence[Alternative]) -> Alternative:
        """What remains when all that a client says is what does not suit."""
        start, end = min(r.start for r in rejected), max(r.end for r in rejected)
        if all(r.days is None for r in rejected):
            return Alternative(start, end, hours=(Hours(0, DAY_MINUTES, is_part=True),))
        return Alternative(start, end, span(self.today.day, self.today.horizon))

    def _spoken(self, wish: Alternative, rejected: Sequence[Alternative], *, wide: bool) -> list[TimeReading]:
        variants = self._variants(wish)
        cuts = [r for r in rejected if any(_left(w, self._covered(r, w, wide=wide)) != w for w in variants)]
        shown = [wish, *(r for r in cuts if r.chain == wish.chain)]
        start, end = self.words.origin(min(a.start for a in shown), max(a.end for a in shown))
        by_clock = [a.hours[0].grain for a in (wish, *cuts) if a.hours]
        return [
            TimeReading(
                text=self.message[start:end],
                start=start,
                end=end,
                begins=self._aware(begins),
                ends=self._aware(ends),
                grain=by_clock[0] if by_clock else "day" if cuts or not wish.days else wish.days.grain,
                ambiguous=len(variants) > 1,
                dated=wish.days is not None,
                clocked=bool(by_clock),
                rejected=wish.rejected,
            )
            for walls in variants
            for begins, ends in _left(walls, [w for r in cuts for w in self._covered(r, walls, wide=wide)])
        ]

    def _variants(self, wish: Alternative) -> list[list[Wall]]:
        """Each plausible reading as stretches of the wall clock."""
        if wish.days is None:
            return [[self._undated(hours)] for hours in wish.hours]
        if not wish.hours:
            return [[(_midnight(s), _midnight(e)) for s, e in ranges] for ranges in wish.days.readings]
        every = [
            [_wall(day, hours) for day in dates_in(ranges)]
            for ranges in wish.days.readings
            for hours in self._by_day(wish.hours, ranges[0][0])
        ]
        # "Friday at 3" on a Friday evening: today's is over, so only the coming one is left.
        now = self.now.replace(tzinfo=None)
        coming = [walls for walls in every if any((s if _is_point(s, e) else e) > now for s, e in walls)]
        return (coming if len(wish.days.readings) > 1 else every) or every

    def _by_day(self, readings: Readings, day: date) -> Readings:
        """The readings that fall into that day's own hours, if that settles it."""
        if len(readings) == 1:
            return readings
        spans = self.practice.openings(day)
        opened = tuple(r for r in readings if any(s <= r.start <= e for s, e in spans))
        return opened or readings

    def _undated(self, hours: Hours) -> Wall:
        """The next time that the clock shows this."""
        start, end = _wall(self.today.day, hours)
        is_past = (start if _is_point(start, end) else end) <= self.now.replace(tzinfo=None)
        return _wall(self.today.day + ONE_DAY, hours) if is_past else (start, end)

    def _covered(self, rejected: Alternative, walls: Sequence[Wall], *, wide: bool) -> list[Wall]:
        """What a rejection takes out of these stretches."""
        if rejected.days is None or (wide and rejected.days.weekdays):
            named = rejected.days.weekdays if rejected.days else None
            every = [
                d for start, end in walls for d in _days_of(start, end) if not named or d.weekday() in named
            ]
        else:
            every = list(dates_in(rejected.days.first))
        hours = rejected.hours or (Hours(0, DAY_MINUTES),)
        return [_wall(day, hours[0]) for day in every]

    def _aware(self, wall: datetime) -> datetime:
        """The wall time in the zone; one that the clock skips becomes the moment after it."""
        return wall.replace(tzinfo=self.today.zone).astimezone(UTC).astimezone(self.today.zone)


def _says_nothing(named: Days | None) -> bool:
    """Whether it is "any day", which alone tells no more than silence does."""
    return named is not None and named.is_weak and not named.is_soon


def _is_wide(wishes: Sequence[Alternative]) -> bool:
    """Whether "not monday" must mean every monday."""
    return any(a.days and sum((e - s).days for s, e in a.days.first) > 1 for a in wishes)


def _is_point(start: datetime, end: datetime) -> bool:
    """A clock time, which is over once it has come; a stretch is over at its end."""
    return end - start <= timedelta(hours=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _wall(day: date, hours: Hours) -> Wall:
    return _midnight(day) + timedelta(minutes=hours.start), _midnight(day) + timedelta(minutes=hours.end)


def _days_of(start: datetime, end: datetime) -> list[date]:
    last = (end - timedelta(minutes=1)).date()
    return list(dates_in([(start.date(), last + ONE_DAY)]))


def _left(walls: Iterable[Wall], gone: Sequence[Wall]) -> list[Wall]:
    """The stretches without what is taken out of them."""
    left = list(walls)
    for begin, finish in gone:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, begin)), (max(start, finish), end))
            if piece[0] < piece[1]
        ]
    return left


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line: standard input to standard output, one line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--now", required=True, type=datetime.fromisoformat, help="ISO 8601 with offset")
    parser.add_argument("--zone", required=True, type=ZoneInfo, help="like America/New_York")
    options = parser.parse_args(arguments)
    now = options.now if options.now.tzinfo else options.now.replace(tzinfo=options.zone)
    practice = replace(read_practice(practice_path()), zone=options.zone)
    for line in sys.stdin:
        readings = wanted(read_times(line.rstrip("\n"), now, practice, number_may_be_day=True))
        sys.stdout.write(json.dumps([reading.as_json() for reading in readings], ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
