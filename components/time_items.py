"""Cuts a message into what matters for times: days, hours, and the small words that join or reject them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, cast

from components.practice_file import Spans
from components.time_calendar import Days, Today, days
from components.time_days import days_at
from components.time_hours import PARTS, Hours, Readings, hours_at

Kind = Literal[
    "days", "hours", "or", "comma", "to", "through", "not", "not_it", "but", "bound", "end", "so",
    "correction", "after_that", "day_after",
]  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One piece at `start`..`end` of the plain text.

    `word` is the joining word's meaning; `apart` says that other words stand before it;
    `bare` that a number is a time only if its neighbours say so.
    """

    kind: Kind
    start: int
    end: int
    days: Days | None = None
    hours: Readings = ()
    word: str = ""
    apart: bool = False
    bare: bool = False


# Rejections that go on over a list: "any day but monday, tuesday or friday".
_NOT_LIST = (
    r"(?:(?:any|every) (?:day|time)|anything|any ?time|everything|all days) (?:but"
    r"|except)(?: for)?(?: not)?|except(?: for)?(?: not)?"
    r"|excluding|besides|(?:anything )?other than|apart from|aside from|just not"
)
_NOT_ONE = (
    r"but not|not|no|never|can't(?: do| make| come| attend| be there)?(?: it| in)?|(?:i'm "
    r"|i am )?(?:busy|unavailable|away)"
    r"|not (?:free|available|around)|out of town|instead of|rather than|nothing|(?:that )?(?:isn't|aren't)"
)
_CORRECTION = (
    r"(?:(?:oh |oops |um )*(?:no|nope|sorry|oops|actually|wait|hold on|scratch that|i mean"
    r"|i meant|make (?:that|it)|or rather|correction)"
    r"(?:(?: ?[,.!-] ?| )(?:no|wait|sorry|actually|i mean|i meant|scratch that|make (?:it|that)"
    r"|let's do|let's say)\b)+"
    r"|(?:sorry|oops|actually|wait|hold on|scratch that|i mean|i meant|make that|or rather"
    r"|correction)\b|(?:no|nope) ?,)"
)
_AFTERWARDS = (
    r"(?:(?:doesn't|don't|won't|isn't|aren't|does not|do not|will not|is not|are not"
    r"|is no longer|no longer|not) "
    r"(?:really )?(?:work(?:ing|s)?|good|possible|great|an option|going to work|suit|ok|okay"
    r"|available|free|happening)"
    r"|(?:is|are|'s) (?:out|off|bad|no good|full|impossible|too (?:early|late|soon)))"
)
_WORDS = tuple(
    (re.compile(text), cast(Kind, kind), word)
    for text, kind, word in (
        (rf"(?:{_AFTERWARDS})\b", "not_it", ""),
        (_CORRECTION, "correction", ""),
        (r"(?:if not|otherwise|failing that|or else)\b(?:,? then\b)?", "or", ""),
        (r"so\b(?! (?:sorry|much|that|far|many))", "so", ""),
        (r"(?:any ?time )?(?:after|from) (?:that|then)\b", "after_that", ""),
        (r"the day after\b", "day_after", ""),
        (r"the one after\b", "day_after", "one"),
        (r"(?:through|until)\b", "through", "by"),
        (
            (
                r"(?:starting|from|not until|not before|no earlier than|beginning|as of"
                r"|any ?time from)(?: on)?(?= )"
            ),
            "bound",
            "from",
        ),
        (r"(?:any ?time |sometime |right |the week )?(?:after|past|following)(?= )", "bound", "after"),
        (r"(?:any ?time |sometime |right )?(?:before|prior to)(?= )", "bound", "before"),
        (r"(?:by|no later than|on or before|up to)(?= )", "bound", "by"),
        (
            (
                r"(?:onwards?|on|or later|or after|or any ?time after|and later|and after"
                r"|or any day after)(?= ?(?:$|[.,!?)]))"
            ),
            "bound",
            "onwards",
        ),
        (r"(?:or (?:earlier|before|sooner))\b", "bound", "or_earlier"),
        (rf"(?:{_NOT_ONE})\b", "not", "one"),
        (r"between\b", "bound", "between"),
        (r"but\b", "but", ""),
        (r"(?:and/)?or\b|/", "or", ""),
        (r"and\b|[,;&+]", "comma", ""),
        (r"(?:to|through)\b|-", "to", ""),
        (r"(?:[.?!\n] ?)+", "end", ""),
    )
)
# "Any day next week but tuesday" leaves tuesday out; "any day, but tuesday is best" does not.
_ANY_BEFORE = re.compile(r"\b(?:any|every|all) ?(?:days?|time|thing)\b(?:(?!\bnot\b)[^.?!])*$")
_IS_BEST = re.compile(r"but\b[^.?!]*\b(?:best|better|ideal\w*|prefer\w*|favorite|most)\b")
_LISTED = re.compile(rf"(?:{_NOT_LIST})\b")
_FILLER = frozenset(
    """
    on at in the of for around this any sometime some time times is are would be good works work best
    better please pls plz preferably ideally like say a an if possible then i'm i am free available both
    either maybe also just only it make do come my appointment appt session slot that even so what about
    how instead ok okay u you have got well really early there day days open opening openings booking visit
    actually it's its probably um uh
    """.split()  # noqa: SIM905  # a list would fill the page
)
# "For the past 3 days", "since monday", "every morning I wake": not when somebody wants to come.
_HISTORY = re.compile(
    r"(?:was|were|referred|diagnosed|started|began|happened|hurt|fell|moved here)\b[\w ']{0,24}? in "
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|"
    r"(?:since|ever since)(?: about| around| last)? (?:\w+ ?){1,2}|(?:for|over|in"
    r"|during) the (?:past|last) (?:[\w ]{1,12} )??(?:days?|weeks?|months?|nights?)\b(?! of)"
    r"|last night|[\w.]+@[\w.]+"
    # "I can't think straight today" is no wish for today.
    r"|(?:can't|couldn't|barely|hardly) (?:even |really )?(?:think|see|focus|function|sleep|speak|read)\b"
    r"[\w ']{0,24}?\b(?:today|tonight|this (?:morning|afternoon|evening|week))\b"
    # Good wishes name no time: "good morning", "have a nice weekend", "happy thanksgiving".
    r"|(?:good|nice|great|lovely|wonderful|happy|merry|blessed|safe) (?:morning|afternoon"
    r"|evening|night|day|week|weekend|holidays?"
    r"|thanksgiving|christmas|new year'?s?|easter|rest of (?:the|your) (?:day|week))(?!s? (?:is"
    r"|are|would|at|works?)\b)"
)
_SOON = re.compile(
    r"in (?:about |like )?(?P<number>an?|half an|\d{1,3})(?P<half> and a half)? (?P<unit>hours?"
    r"|hrs?|minutes?|mins?)\b"
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]|_")


def items_in(text: str, today: Today, openings: Spans, now: datetime) -> list[Item]:
    """The pieces of a plain text in order; numbers that are no times are left out."""
    found: list[Item] = []
    place, apart = 0, False
    while place < len(text):
        if text[place] == " ":
            place += 1
            continue
        if history := _HISTORY.match(text, place):
            place, apart = history.end(), True
            continue
        pieces = _pieces_at(text, place, today, openings, now)
        if pieces:
            found += [replace(piece, apart=apart) for piece in pieces[:1]] + pieces[1:]
            place, apart = pieces[-1].end, False
            continue
        word = _WORD.match(text, place)
        apart = apart or not word or word.group() not in _FILLER
        place = word.end() if word else place + 1
    return list(_settled(found, nothing_else=not apart))


def _pieces_at(text: str, place: int, today: Today, openings: Spans, now: datetime) -> list[Item]:
    if soon := _SOON.match(text, place):
        return [_soon(soon, now)]
    if listed := _LISTED.match(text, place):
        return [Item("not", place, listed.end(), word="list")]
    if read := days_at(text, place, today):
        piece = Item("days", place, read[1], days=read[0])
        if text[place : read[1]] == "tonight":
            return [piece, Item("hours", place, read[1], hours=(Hours(*PARTS["evening"], is_part=True),))]
        return [piece]
    if clock := hours_at(text, place, openings):
        readings, end, bare = clock
        return [Item("hours", place, end, hours=readings, bare=bare)]
    for pattern, kind, word in _WORDS:
        if match := pattern.match(text, place):
            if kind == "but" and _ANY_BEFORE.search(text, 0, place) and not _IS_BEST.match(text, place):
                return [Item("not", place, match.end(), word="list")]
            return [Item(kind, place, match.end(), word=word)]
    return []


def _soon(match: re.Match[str], now: datetime) -> Item:
    """Counted from now, like "in half an hour"; counted on the clock, across a change of it too."""
    number = {"a": 1.0, "an": 1.0, "half an": 0.5}.get(match["number"]) or float(match["number"])
    hours = (number + (0.5 if match["half"] else 0)) / (60 if match["unit"].startswith("m") else 1)
    at = (now.astimezone(UTC) + timedelta(hours=hours)).astimezone(now.tzinfo)
    minute = at.hour * 60 + at.minute
    return Item("days", *match.span(), days=days(at.date()), hours=(Hours(minute, minute + 60, "minute"),))


def _settled(items: Sequence[Item], *, nothing_else: bool) -> Iterator[Item]:
    """The pieces without the bare numbers that nothing makes a time."""
    nothing_else = nothing_else and not any(item.apart for item in items)
    kept: list[Item] = []
    for index, item in enumerate(items):
        if item.kind == "hours" and item.bare and not nothing_else:
            before = kept[-1] if kept and not item.apart else None
            if not (_makes_a_time(before) or _day_follows(items[index + 1 :])):
                continue
        kept.append(item)
    yield from kept


def _makes_a_time(before: Item | None) -> bool:
    return before is not None and before.kind in {"days", "hours", "or", "to", "comma", "bound", "not"}


def _day_follows(rest: Sequence[Item]) -> bool:
    for item in rest:
        if item.apart or item.kind in {"end", "not", "but"}:
            return False
        if item.kind == "days" or (item.kind == "hours" and not item.bare):
            return True
    return False
