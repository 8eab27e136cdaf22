"""From times as people say them to times that are offered. Pure; the desk is asked elsewhere.

A wish is a stretch of time as the clock on the practice's wall shows it ("2026-12-03T15:00", no offset), so
that a time of day can be moved to another day across a change of clock. What a message leaves open (a day
without a time, a time without a day) is filled from what was said before.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from actions.draft import Draft, Slot, Wish
from actions.message import Window

_VAGUE = re.compile(
    r"\b(after|before|between|from|until|till|around|about|ish|by|past|earliest|latest)\b|ish\b", re.I
)
# "A week from friday at 10" is as exact as "friday at 10".
_COUNTED = re.compile(
    r"\b(days?|weeks?|months?|\w+day) (from|after|before)\b(?! ?(\d|noon|lunch|work|school))", re.I
)
_DAY = r"(?P<day>mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_AFTER_IT = re.compile(
    rf"\b(?:{_DAY}|(?P<unit>week|day|one)) after(?: (?:that|it|then)(?: one)?)?"
    r"(?=\W*$|[.,!?;]| (?:same|instead|please|pls|at|around|works?|thanks?|if|then|would|is|ok|in|morning"
    r"|afternoon)\b)",
    re.I,
)
_BARE_WEEKDAY = re.compile(
    rf"(?:on |the )?{_DAY}(?:'?s)?(?: (?:in the )?(?:morning|afternoon|evening|noon|night))?"
    r"(?: (?:at|after|before|around|from))?(?: \d{1,2}(?::\d\d)? ?(?:[ap]\.?m?\.?)?)?(?: one)?\W*",
    re.I,
)
_FOLLOWING = re.compile(rf"\bthe following (?:{_DAY}|(?P<unit>week|day|one))\b", re.I)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_THAT_DAY = re.compile(r"\b(that|the same|same) day\b", re.I)
FAR = timedelta(days=60)
COMING_DAYS = 14


def wishes_in(windows: Sequence[Window], draft: Draft) -> tuple[Wish, ...]:
    """What the client wants now: the windows of the message, completed by what the draft knows."""
    found: list[Wish] = []
    for window in windows:
        wish = _wish(window)
        if not window.dated:
            found += _on_known_days(wish, draft)
        elif wish.day:
            found += _at_known_clocks(wish, draft)
        else:
            found.append(wish)
    return tuple(dict.fromkeys(found))


def wall(moment: datetime) -> str:
    """What the clock shows at a local moment."""
    return moment.strftime("%Y-%m-%dT%H:%M")


def is_at(wish: Wish, start: str) -> bool:
    """Whether a local start (ISO) lies within a wish; an exact wish takes its one start."""
    shown = start[:16]
    return shown == wish.begins if wish.exact else wish.begins <= shown < wish.ends


def matching(slots: Iterable[Slot], wishes: Sequence[Wish]) -> list[Slot]:
    """The slots that lie within one of the wishes, by time; each once."""
    inside = {s for s in slots if any(is_at(w, s.start) for w in wishes)}
    return by_time(inside)


def by_time(slots: Iterable[Slot]) -> list[Slot]:
    """Slots in the order of their start, whatever offset they are written with."""
    return sorted(slots, key=lambda s: (datetime.fromisoformat(s.start), s.location))


def needs_asking(wishes: Sequence[Wish]) -> bool:
    """Whether the client is to be asked which of several readings was meant."""
    return any(wish.ambiguous for wish in wishes)


def agreed(slots: Sequence[Slot], wishes: Sequence[Wish]) -> Slot | None:
    """The slot that can be taken without asking: one exact, unambiguous wish and one slot that meets it."""
    plain = len(wishes) == 1 and wishes[0].exact and not needs_asking(wishes)
    return slots[0] if plain and len(slots) == 1 else None


def spread(slots: Sequence[Slot], count: int) -> list[Slot]:
    """At most `count` slots to offer, by time: at most two of each day, of a single day spread over it."""
    if len(slots) <= count:
        return list(slots)
    days: dict[str, list[Slot]] = {}
    for slot in slots:
        days.setdefault(slot.start[:10], []).append(slot)
    if len(days) == 1:
        return _spread_within(slots, count)
    a_day = 2 if len(days) < count else 1
    chosen = [s for day in days.values() for s in _spread_within(day, a_day)]
    return by_time(chosen[:count])


def nearest(slots: Iterable[Slot], wanted: str, count: int) -> list[Slot]:
    """The `count` slots closest to `wanted` (as a wish begins), by time."""
    close = sorted(slots, key=lambda s: abs(_moment(s.start[:16]) - _moment(wanted)))
    return by_time(close[:count])


def moved_on(offered: Sequence[Slot], order: str, wishes: Sequence[Wish], now: datetime) -> tuple[Wish, ...]:
    """Where to look after "later" or "earlier" than what was offered; within `wishes` where a day was named.

    `now` is a local moment.
    """
    moments = [_moment(s.start[:16]) for s in offered]
    if order == "later":
        low, high = max(moments) + timedelta(minutes=1), max(moments) + FAR
    else:
        low, high = _moment(wall(now)), min(moments)
    named = tuple(cut for w in wishes if (cut := _cut(w, wall(low), wall(high))) is not None)
    return named or (Wish(wall(low), wall(high)),)


def same_clock(wishes: Sequence[Wish], start: str) -> tuple[Wish, ...]:
    """For "same time next week": the days of the wishes, at the time of day of `start`."""
    clock, found = _moment(start[:16]), []
    for wish in wishes:
        begins, ends = _moment(wish.begins), _moment(wish.ends)
        days = [begins + timedelta(days=n) for n in range(max(1, min(31, (ends - begins).days)))]
        same = [d for d in days if d.weekday() == clock.weekday()] if len(days) > 1 else days
        found += [_exactly(d.replace(hour=clock.hour, minute=clock.minute)) for d in same or days]
    return tuple(found)


def among_offered(windows: Sequence[Window], offered: Sequence[Slot]) -> tuple[Window, ...]:
    """Bare weekdays are those of the offer: after "Tue, Dec 1 or Thu, Dec 3" a "thursday" is December 3."""
    dates = sorted({_moment(s.start[:10]).date() for s in offered})
    return tuple(_on_offered_day(window, dates) for window in windows)


def _on_offered_day(window: Window, dates: Sequence[date]) -> Window:
    day = window.begins.date()
    same = [d for d in dates if d.weekday() == day.weekday()]
    if not same or day in dates or not (window.dated and _BARE_WEEKDAY.fullmatch(window.text)):
        return window
    ahead = timedelta(days=(same[0] - day).days)
    return replace(window, begins=window.begins + ahead, ends=window.ends + ahead, ambiguous=False)


def named_by_clock(windows: Sequence[Window], offered: Sequence[Slot]) -> Slot | None:
    """The one offered slot that starts when "the 3pm one" says, whatever its day."""
    wishes = [_wish(w) for w in windows]
    if len(wishes) != 1 or windows[0].dated or not wishes[0].exact:
        return None
    same = [s for s in offered if s.start[11:16] == wishes[0].begins[11:16]]
    return same[0] if len(same) == 1 else None


def after_it(text: str, start: str) -> Wish | None:
    """What "the wednesday after" names, or "the week after", counted from a start (local ISO); else None."""
    match = _AFTER_IT.search(text) or _FOLLOWING.search(text)
    if not match:
        return None
    day = _moment(start[:10])
    if match["day"]:
        ahead = (_WEEKDAYS.index(match["day"][:3].lower()) - day.weekday() - 1) % 7 + 1
    elif match["unit"].lower() == "week":
        monday = day + timedelta(days=7 - day.weekday())
        return Wish(wall(monday), wall(monday + timedelta(days=7)))
    else:
        ahead = 1 if match["unit"].lower() == "day" else 7
    begins = day + timedelta(days=ahead)
    return Wish(wall(begins), wall(begins + timedelta(days=1)), day=True)


def names_that_day(text: str) -> bool:
    """Whether somebody means the day that was just spoken of."""
    return bool(_THAT_DAY.search(text))


def on_day_of(day: Wish, windows: Sequence[Window], draft: Draft) -> tuple[Wish, ...]:
    """The times of day that a message names, on this day; else at the time that was being talked about."""
    clocks = [w for w in wishes_in(windows, Draft()) if not w.day and _is_one_day(w)]
    if not _is_one_day(day):
        return (day,)
    return tuple(dict.fromkeys(_on_date(c, day.begins[:10]) for c in clocks)) or tuple(
        _at_known_clocks(day, draft)
    )


def exactly(start: str) -> Wish:
    """The wish for one start (local ISO)."""
    return _exactly(_moment(start[:16]))


def day_of(start: str) -> Wish:
    """The whole day of a start (local ISO)."""
    midnight = _moment(start[:10])
    return Wish(wall(midnight), wall(midnight + timedelta(days=1)), day=True)


def anything(now: datetime) -> tuple[Wish, ...]:
    """No wish at all: from a local `now` on."""
    return (Wish(wall(now), wall(now + FAR)),)


def names_one_day(wishes: Sequence[Wish]) -> bool:
    """Whether the wishes are one day, or one time of one day, that a sentence can name."""
    return len(wishes) == 1 and (wishes[0].exact or (wishes[0].day and _is_one_day(wishes[0])))


def spans(wishes: Sequence[Wish], now: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The stretches of time to ask the desk about: without the past, touching ones joined, aware."""
    joined: list[tuple[str, str]] = []
    for begin, end in sorted((max(w.begins, wall(now)), w.ends) for w in wishes):
        if begin >= end:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return [(_moment(b).replace(tzinfo=zone), _moment(e).replace(tzinfo=zone)) for b, e in joined]


def at_clock(offered: Sequence[Slot], hour: int) -> Slot | None:
    """The one offered time that starts at this hour on a twelve-hour clock."""
    same = [
        s
        for s in offered
        if datetime.fromisoformat(s.start).hour % 12 == hour % 12 and s.start[14:16] == "00"
    ]
    return same[0] if len(same) == 1 else None


def _wish(window: Window) -> Wish:
    begins, ends = window.begins, window.ends
    day = (begins.hour, begins.minute, ends.hour, ends.minute) == (0, 0, 0, 0)
    brief = window.grain in {"minute", "hour"} and ends - begins <= timedelta(hours=1)
    exact = brief and not _VAGUE.search(_COUNTED.sub("", window.text))
    return Wish(wall(begins), wall(ends), exact, day, window.ambiguous)


def _on_known_days(wish: Wish, draft: Draft) -> list[Wish]:
    """A time of day without a day: on the days that were being talked about, else as it was read."""
    known = [s for s in (draft.time, draft.kept.start if draft.kept else None) if s]
    dates = {w.begins[:10] for w in draft.wishes if _is_one_day(w)} or {s[:10] for s in known}
    dates = dates or {s.start[:10] for s in draft.offered}
    moved = [_on_date(wish, date) for date in sorted(dates)]
    if not moved:
        return _on_coming_days(wish)
    return [replace(w, ambiguous=False) if len(moved) == 1 else w for w in moved]


def _on_coming_days(wish: Wish) -> list[Wish]:
    """For "mornings" or "at 3", and no day in sight: any of the coming days."""
    first = _moment(wish.begins)
    return [_on_date(wish, wall(first + timedelta(days=n))[:10]) for n in range(COMING_DAYS)]


def _at_known_clocks(wish: Wish, draft: Draft) -> list[Wish]:
    """A day without a time of day: at the time of day that was being talked about, if there was one."""
    clocks = [w for w in draft.wishes if not w.day and _is_one_day(w)]
    if not clocks and draft.time:
        clocks = [exactly(draft.time)]
    if not clocks or not _is_one_day(wish):
        return [wish]
    return [replace(_on_date(clock, wish.begins[:10]), ambiguous=wish.ambiguous) for clock in clocks]


def _is_one_day(wish: Wish) -> bool:
    return _moment(wish.ends) - _moment(wish.begins) <= timedelta(hours=24)


def _on_date(wish: Wish, date: str) -> Wish:
    length = _moment(wish.ends) - _moment(wish.begins)
    begins = f"{date}T{wish.begins[11:]}"
    return replace(wish, begins=begins, ends=wall(_moment(begins) + length))


def _exactly(moment: datetime) -> Wish:
    return Wish(wall(moment), wall(moment + timedelta(hours=1)), exact=True)


def _cut(wish: Wish, low: str, high: str) -> Wish | None:
    begins, ends = max(wish.begins, low), min(wish.ends, high)
    return Wish(begins, ends) if begins < ends else None


def _moment(shown: str) -> datetime:
    # Without an offset on purpose: see the head of this module.
    return datetime.fromisoformat(shown)


def _spread_within(slots: Sequence[Slot], count: int) -> list[Slot]:
    if len(slots) <= count or count < 2:
        return list(slots[:count])
    step = (len(slots) - 1) / (count - 1)
    return [slots[round(n * step)] for n in range(count)]
