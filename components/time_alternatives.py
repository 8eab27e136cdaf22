"""Groups days and hours into what a client wants and rejects: "thursday or friday morning"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from components.practice_file import DAY_MINUTES
from components.time_calendar import (
    ONE_DAY,
    WEEK,
    Days,
    Today,
    combined,
    date_or_none,
    days,
    is_single,
    monday_of,
    span,
)
from components.time_hours import Hours, Readings, narrowed
from components.time_items import Item
from components.time_weeks import next_weekday_of

_MOVE = re.compile(r"\b(?:mov|reschedul|switch|chang|push|swap|bump|shift|transfer|postpon|rebook)\w*\b")


@dataclass(frozen=True)
class Alternative:
    """One wish, or one rejection, at `start`..`end` of the plain text.

    `chain` counts sentences; `joined` says that it follows the one before by "or", "and" or a comma;
    `week` is the week or month that a weekday was named with.
    """

    start: int
    end: int
    days: Days | None = None
    hours: Readings = ()
    rejected: bool = False
    chain: int = 0
    joined: bool = False
    week: Days | None = None

    def reaching(self, item: Item) -> Alternative:
        """The same, with the item's words in its text."""
        return replace(self, start=min(self.start, item.start), end=max(self.end, item.end))


def alternatives(text: str, items: Sequence[Item], today: Today) -> list[Alternative]:
    """What is wanted and what is rejected, in the order of the message."""
    grouper = _Grouper(today, moves=bool(_MOVE.search(text)))
    for item in items:
        grouper.take(item)
    return _shared(grouper.found, span(today.day, today.horizon))


class _Grouper:
    """Reads items one by one; `found[-1]` is the alternative that the next one may still add to."""

    def __init__(self, today: Today, *, moves: bool) -> None:
        self.found: list[Alternative] = []
        self._today = today
        self._moves = moves
        self._chain = 0
        self._open = False
        self._joint = ""
        self._last_kind = ""
        self._rejecting = ""
        self._reject_from = 0
        self._bound: Item | None = None
        self._between = False
        self._corrected = self._context = 0
        self._last_hours: Readings = ()
        self._opened: tuple[Days, str] | None = None

    def take(self, item: Item) -> None:
        if item.apart and item.kind in {"days", "hours"}:
            # "I can't wait, see you thursday": a rejection reaches only what stands beside it.
            self._rejecting, self._bound = "", None
        self._match(item)
        self._last_kind = item.kind

    def _match(self, item: Item) -> None:
        match item.kind:
            case "days":
                self._take_days(item)
            case "hours":
                self._take_hours(item)
            case "end":
                self._chain += 1
                self._open, self._joint, self._rejecting, self._bound = False, "", "", None
            case "or" | "comma" | "to":
                is_range = item.kind == "comma" and self._between
                self._joint, self._between = "to" if is_range else item.kind, False
                if item.kind == "comma" and self._rejecting == "one":
                    self._rejecting, self._open = "", False
            case "not":
                self._rejecting, self._open, self._joint, self._reject_from = item.word, False, "", item.start
            case "but":
                self._rejecting = ""
            case "not_it" if self._open:
                self.found[-1] = replace(self.found[-1], rejected=True).reaching(item)
                self._open = False
            case "through" if self._open and self.found[-1].days and self._last_kind == "days":
                self._joint = "to"
            case "bound" | "through":
                self._take_bound(item)
            case "correction" if self.found and self.found[-1].chain >= self._chain - 1:
                self._corrected, self._open, self._joint = len(self.found), False, ""
            case "so":
                # "Monday is a holiday, so tuesday": what stands before it is the reason.
                self._context, self._open, self._joint, self._rejecting = len(self.found), False, "", ""
            case "after_that" if self._last_hours:
                from_then = Hours(self._last_hours[0].start, DAY_MINUTES)
                self._take_hours(replace(item, kind="hours", hours=(from_then,)))
            case "day_after" if dated := [a for a in self.found if a.days]:
                last = dated[-1].days
                assert last
                # After a friday the one after is the next friday; after the 5th it is the 6th.
                ahead = WEEK if item.word == "one" and last.weekdays else ONE_DAY
                self._take_days(replace(item, kind="days", days=days(last.first[-1][1] - ONE_DAY + ahead)))

    def _take_bound(self, item: Item) -> None:
        if item.word == "between":
            self._between = True
        elif item.word not in {"onwards", "or_earlier"}:
            self._bound = item
        elif self._open and (last := self.found[-1]).days and not last.hours:
            bound = "from" if item.word == "onwards" else "by"
            self.found[-1] = replace(last, days=self._bounded(last.days, bound)).reaching(item)

    def _take_days(self, item: Item) -> None:
        assert item.days
        if self._names_rejected_again(item):
            return
        named, start = self._in_month_before(item.days), item.start
        self._between = self._between and is_single(named)
        self._opened = self._opened if self._open else None
        # "Move it from thursday to friday": thursday is a day, not a beginning.
        if self._bound and not (self._moves and self._bound.word == "from"):
            named, start = self._bounded(named, self._bound.word), self._bound.start
            self._opened = (item.days, self._bound.word)
        fresh = Alternative(start, item.end, named, item.hours, chain=self._chain, joined=bool(self._joint))
        last = self.found[-1] if self._open else None
        if last and self._opened and self._joint in {"", "comma"} and (whole := self._same_day(item.days)):
            # "Starting monday the 30th": what is named is one day, and it is the beginning.
            self.found[-1] = replace(last, days=self._bounded(whole, self._opened[1])).reaching(item)
        elif last and self._joint == "to" and last.days and self._ranged(last, fresh):
            pass
        elif last and self._joint != "or" and (merged := _merged(last, fresh, apart=item.apart)):
            self.found[-1] = merged.reaching(item)
        elif last and last.days and last.days.is_next and self._joint == "or" and len(named.weekdays) == 1:
            self._add(replace(fresh, days=self._also_next(last.days, *named.weekdays)))
        elif last and last.week and self._joint == "or" and (inside := combined(last.week, named)):
            self._add(replace(fresh, days=inside, week=last.week))
        else:
            self._add(fresh)
        self._joint, self._bound = "", None

    def _also_next(self, last: Days, weekday: int) -> Days:
        """The tuesday of "next monday or tuesday": of the same week, where that is settled."""
        if len(last.readings) > 1:
            return next_weekday_of(self._today, weekday)
        return replace(days(monday_of(last.first[0][0]) + weekday * ONE_DAY), is_next=True)

    def _names_rejected_again(self, item: Item) -> bool:
        """ "Instead of saturday, feb 12th": one day, which does not suit."""
        last = self.found[-1] if self.found else None
        if not (last and last.rejected and last.days and item.days and is_single(item.days)):
            return False
        if self._joint != "comma" or item.apart:
            return False
        both = combined(last.days, item.days) if last.days.weekdays else None
        if not both or both.readings != item.days.readings:
            return False
        self.found[-1] = replace(last, days=both).reaching(item)
        return True

    def _same_day(self, named: Days) -> Days | None:
        """The day that a beginning is named by twice: "before saturday, march 13th"."""
        whole = combined(self._opened[0], named) if self._opened else None
        return whole if whole and (not self._joint or len(whole.readings) == 1) else None

    def _in_month_before(self, named: Days) -> Days:
        """The 5th of that month for "the 3rd or the 5th", whatever the next 5th would be."""
        last = self.found[-1].days if self._open and self._joint else None
        last = self._opened[0] if last and self._opened else last
        if not (last and named.day_of_month and len(last.readings) == 1):
            return named
        before = last.first[-1][1] - ONE_DAY
        found = date_or_none(before.year, before.month, named.day_of_month)
        if found and found > before and is_single(last):
            return replace(days(found), day_of_month=named.day_of_month)
        return named

    def _ranged(self, last: Alternative, fresh: Alternative) -> bool:
        """A stretch: "monday to wednesday"; "move it from monday to wednesday" gives monday up."""
        assert last.days
        assert fresh.days
        if self._moves:
            self.found[-1] = replace(last, rejected=True)
            self._add(fresh)
        else:
            start, end = last.days.first[0][0], fresh.days.first[-1][1]
            if end <= start and fresh.days.weekdays:
                # "Wednesday to friday" said on a Thursday.
                end += -(-(start - end + ONE_DAY) // WEEK) * WEEK
            if end <= start:
                return False
            self.found[-1] = replace(
                last, days=span(start, end), hours=fresh.hours or last.hours, end=fresh.end
            )
        self._joint = ""
        return True

    def _take_hours(self, item: Item) -> None:
        last = self.found[-1] if self._open else None
        self._last_hours = item.hours
        by_clock = self._joint == "comma" or not item.hours[0].is_part
        if last and last.rejected and last.days and self._rejecting == "list" and by_clock:
            self._take_hours_of_rest(item)
            return
        if last and self._joint in {"", "comma"} and not (self._rejecting and not last.rejected):
            both = _both_hours(last.hours, item.hours)
            if both and not (self._joint == "comma" and last.hours):
                self.found[-1] = replace(last, hours=both).reaching(item)
                self._joint, self._bound = "", None
                return
        self._add(
            Alternative(item.start, item.end, None, item.hours, chain=self._chain, joined=bool(self._joint))
        )
        self._joint, self._bound = "", None

    def _take_hours_of_rest(self, item: Item) -> None:
        """ "Any day but monday, at 3": the hour belongs to all the other days."""
        wanted = [a for a in self.found if a.chain == self._chain and a.days and not a.rejected]
        self._rejecting, self._joint, self._bound = "", "", None
        if wanted:
            self.found = [
                replace(a, hours=item.hours).reaching(item) if a in wanted and not a.hours else a
                for a in self.found
            ]
            return
        every = span(self._today.day, self._today.horizon)
        self._add(Alternative(item.start, item.end, every, item.hours, chain=self._chain))

    def _add(self, fresh: Alternative) -> None:
        if self._corrected and (fresh.days or not self.found[self._corrected - 1].days):
            self.found[self._corrected - 1] = replace(self.found[self._corrected - 1], rejected=True)
            self._corrected = 0
        if self._context and fresh.days:
            self.found[: self._context] = [a for a in self.found[: self._context] if a.rejected]
            self._context = 0
        if self._rejecting:
            fresh = replace(fresh, rejected=True, start=min(fresh.start, self._reject_from))
        self.found.append(fresh)
        self._open = True

    def _bounded(self, named: Days, word: str) -> Days:
        """Open-ended days: "after the 5th", "by friday", "starting monday"."""
        first, last = named.first[0][0], named.first[-1][1]
        today, horizon = self._today.day, self._today.horizon
        # What begins beyond the horizon is open as far again.
        far = horizon if last < horizon else last + (horizon - today)
        limits = {
            "from": (first, far),
            "after": (last, far),
            "before": (min(today, first), first),
            "by": (min(today, first), last),
        }
        begin, end = limits[word]
        return span(begin, end) if begin < end else named


def _merged(last: Alternative, fresh: Alternative, *, apart: bool) -> Alternative | None:
    """Both names as one wish, where they can be: "next week" and "thursday", "after 3" and "friday"."""
    assert fresh.days
    if last.days is None:
        return replace(last, days=fresh.days)
    if last.days.first == fresh.days.first and len(last.days.readings) == len(fresh.days.readings) == 1:
        return replace(last, hours=last.hours or fresh.hours)
    # "Not next week on tuesday" is one day; "can't do monday tuesday" are two.
    if last.rejected and (fresh.joined or apart or is_single(last.days) == is_single(fresh.days)):
        return None
    if not (both := combined(last.days, fresh.days)):
        return None
    # A weekday and a date that contradict each other are one slip only where they stand together.
    if apart and len(both.readings) > max(len(last.days.readings), len(fresh.days.readings)):
        return None
    where = fresh.days if last.days.weekdays else last.days
    return replace(last, days=both, week=None if where.is_weak or is_single(where) else where)


def _both_hours(old: Readings, new: Readings) -> Readings:
    """Two names of one time: "morning ... at 9"; nothing when they exclude each other."""
    if not old:
        return new
    if old[0].is_part and not new[0].is_part:
        return narrowed(new, old[0])
    if new[0].is_part and not old[0].is_part:
        return narrowed(old, new[0])
    shared = [
        Hours(max(a.start, b.start), min(a.end, b.end), a.grain)
        for a in old
        for b in new
        if max(a.start, b.start) < min(a.end, b.end)
    ]
    return tuple(shared)


def _shared(found: list[Alternative], every_day: Days) -> list[Alternative]:
    """Gives each alternative what it shares with its neighbours: "9 or 10 on friday".

    An hour beside a day that is left out is on every other day: "at 3, any day but monday".
    """
    result = list(found)
    for i, alternative in enumerate(result):
        if alternative.days is None and not alternative.rejected:
            nearby = [*reversed(result[:i]), *found[i + 1 :]]
            source = next(
                (a for a in nearby if a.days and a.chain == alternative.chain and _goes(alternative, a)), None
            )
            others = any(a.rejected and a.days and a.chain == alternative.chain for a in found)
            result[i] = replace(alternative, days=source.days if source else every_day if others else None)
    for i in range(len(result) - 2, -1, -1):
        own, following = result[i], result[i + 1]
        if following.joined and own.rejected == following.rejected and own.days and found[i + 1].days:
            if following.hours and not own.hours:
                result[i] = replace(own, hours=following.hours)
            if following.week and own.days.weekdays and not own.week:
                both = combined(own.days, following.week)
                result[i] = replace(result[i], days=both or own.days, week=following.week if both else None)
    return _across_sentences(result)


def _goes(hours: Alternative, with_days: Alternative) -> bool:
    """A rejected hour may go with a day that is wanted, a wanted hour not with a rejected day."""
    return hours.rejected or not with_days.rejected


def _across_sentences(found: list[Alternative]) -> list[Alternative]:
    """Hours of their own sentence go with the days of the others: "tuesday? After 3 is best"."""
    hours_only = [a for a in found if a.days is None and not a.rejected]
    dated = [a for a in found if a.days and not a.hours and not a.rejected]
    if len(hours_only) != 1 or not dated or any(a.hours and a.days for a in found):
        return found
    hours = hours_only[0].hours
    return [replace(a, hours=hours) if a in dated else a for a in found if a is not hours_only[0]]
