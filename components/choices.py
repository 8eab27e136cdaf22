"""Reads which of the offered things is meant: "the second one", "#2", "later", "any of those"."""

from __future__ import annotations

import re
from dataclasses import dataclass

LAST, ANY = -1, -2

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNTED = "|".join(_WORDS)
_NUMBERED = re.compile(
    rf"(?:#|\b(?:option|number|no\.?|choice|num)\s*#?)\s*(?P<n>\d{{1,2}}|{_COUNTED})\b", re.I
)
# A number, or a keycap, with nothing but courtesies around it.
_ALONE = re.compile(
    r"^\W*(?:(?:ok|okay|yes|yeah|sure|let'?s|i'?ll|ill|i|we|do|take|want|pick|choose|go|with|would|like|the|please|pls"
    r"|prefer)\W+)*(?P<n>\d{1,2})(?:\ufe0f?\u20e3)?\W*(?:(?:please|pls|plz|thanks|thank you"
    r"|works|is (?:good|fine|great)"
    r"|then|sounds good)\W*)*$",
    re.I,
)
_KEYCAP = re.compile(r"(?P<n>\d)\ufe0f?\u20e3")
_ORDINAL = re.compile(
    rf"\b(?:the\s+|my\s+|yr\s+)?(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<n>[1-9])(?:st|nd|rd|th))\b"
    r"(?P<one>\s+(?:one|option|choice|slot|time (?=slot|works|is)|of (?:those|these|them)|works|is|sounds|pls"
    r"|please))?(?P<rest>.{0,14})",
    re.I | re.S,
)
_LAST = re.compile(
    r"\b(?:the\s+)?last\s+(?:one|option|choice|slot|of (?:those|them))\b|^\W*(?:the )?last\W*$"
    r"|\bthe latter\b",
    re.I,
)
_FORMER = re.compile(r"\bthe former\b", re.I)
_ANY = re.compile(
    r"\b(?:any|either|whichever|all)(?:\s+(?:one|of (?:them|those|these)|works?|is (?:fine|good"
    r"|ok|okay)|slot|option))"
    r"|^\W*(?:any|either|whichever|both(?: work)?)\W*$|\b(?:doesn'?t|does not|don'?t"
    r"|do not) (?:really )?(?:matter|mind|care)"
    r"|\bno preference\b|\byou (?:pick|choose|decide)\b|\bsurprise me\b|\bwhatever(?:'s| is"
    r"| works)\b|^\W*(?:idc|whatever)\W*$",
    re.I,
)
_ORDERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bsame (?:time|hour|slot)\b", re.I), "same_time"),
    (
        re.compile(
            r"(?<!no )(?<!or )(?<!weeks )(?<!days )(?<!\d )\b(?:a (?:bit|little) |any(?:thing)? "
            r"|something |somewhat |much )?later\b"
            r"(?! than)",
            re.I,
        ),
        "later",
    ),
    (
        re.compile(
            r"(?<!no )(?<!or )\b(?:a (?:bit|little) |any(?:thing)? |something )?(?:earlier"
            r"|sooner)\b(?! than)",
            re.I,
        ),
        "earlier",
    ),
    (
        re.compile(
            r"\b(?:other|another|different|more|else)\b(?=\W*(?:times?|slots?|options?|openings?|day|days|one|ones)?\W*$)"
            r"|\b(?:other|another|different|more) (?:times?|slots?|options?|openings?)\b"
            r"|\bnone of (?:these|those|them|the above)\b|\bwhat else\b|\bsomething else\b|\banything else\b",
            re.I,
        ),
        "other",
    ),
    (
        re.compile(
            r"\b(?:any ?time(?: is fine| works)?|whenever|a\.?s\.?a\.?p|as soon as (?:possible"
            r"|you can)|(?:the )?(?:earliest|soonest)"
            r"|first available|next available|next opening)\b",
            re.I,
        ),
        "any",
    ),
)
_FAREWELL = re.compile(
    r"\b(?:see|talk|speak|chat|text|message|call|catch|ttyl|write|get back|come back|check back"
    r"|decide|think)\b[^.?!]{0,20}\blater\b"
    r"|^\W*later\W*(?:gator|dude|bye)",
    re.I,
)
_NOT_A_CHOICE = re.compile(
    r"^\s*(?:time|visit|session|name|thing|appointment|appt|timer|week|month|day|of (?!those"
    r"|these|them)|degree|floor|trimester"
    r"|avenue|street|hour|class|aid|kid|baby|opinion|try|available)",
    re.I,
)


@dataclass(frozen=True)
class Choice:
    """`number` counts from 1; LAST and ANY are negative. It stands at `start`..`end`."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Order:
    """How the wished time lies to the one talked about: later, earlier, same_time, other or any."""

    word: str
    start: int
    end: int


def choice_in(text: str) -> Choice | None:
    """The offered thing that the message picks; None where it picks none."""
    if match := _ALONE.match(text) or _KEYCAP.search(text) or _NUMBERED.search(text):
        written = match["n"].casefold()
        number = int(written) if written.isdigit() else _WORDS.index(written) + 1
        return Choice(number, *match.span("n")) if number else None
    for pattern, number in ((_LAST, LAST), (_FORMER, 1), (_ANY, ANY)):
        if match := pattern.search(text):
            return Choice(number, *match.span())
    return _ordinal(text)


def _ordinal(text: str) -> Choice | None:
    for match in _ORDINAL.finditer(text):
        is_whole = not text[: match.start()].strip(" ,.!") and not match["rest"].strip(" ,.!?")
        if _NOT_A_CHOICE.match(match["rest"]) or not (match["one"] or is_whole):
            continue
        number = _ORDINALS.index(match["word"].casefold()) + 1 if match["word"] else int(match["n"])
        end = match.end("one") if match["one"] else max(match.end("word"), match.end("n"))
        return Choice(number, match.start(), end)
    return None


def order_in(text: str) -> Order | None:
    """The first order of times that the message asks for."""
    if _FAREWELL.search(text):
        return None
    found = [(match, word) for pattern, word in _ORDERS if (match := pattern.search(text))]
    if not found:
        return None
    match, word = min(found, key=lambda pair: pair[0].start())
    return Order(word, *match.span())
