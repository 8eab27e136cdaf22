"""Brings a message into the plain spelling that the time patterns read, and back to its own characters.

"Thurs @3ish tmrw", "WENSDAY" and "two o'clock" become "thursday at 3ish tomorrow", "wednesday"
and "2 o'clock"; every character of the plain text knows where in the message it came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from components.spelling import typos

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORT = {
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday",
    "weds": "wednesday", "wens": "wednesday", "thu": "thursday", "thur": "thursday", "thurs": "thursday",
    "thrs": "thursday", "fri": "friday", "fris": "fridays", "sat": "saturday", "sats": "saturdays",
    "sun": "sunday", "suns": "sundays", "mondy": "monday", "frday": "friday", "firday": "friday",
    "wensday": "wednesday", "wednsday": "wednesday", "wendsday": "wednesday", "wensdays": "wednesdays",
    "lunes": "monday", "martes": "tuesday", "miercoles": "wednesday", "jueves": "thursday",
    "viernes": "friday", "sabado": "saturday", "sabados": "saturdays", "domingo": "sunday",
    "domingos": "sundays", "hoy": "today", "tmrw": "tomorrow", "tmw": "tomorrow", "tmr": "tomorrow",
    "tmrrw": "tomorrow", "tmmrw": "tomorrow", "tomo": "tomorrow", "2moro": "tomorrow",
    "2morrow": "tomorrow", "2mrw": "tomorrow", "tomoz": "tomorrow", "2day": "today", "tdy": "today",
    "tonite": "tonight", "2nite": "tonight", "2night": "tonight", "tonigt": "tonight",
    "wk": "week", "wks": "weeks", "wknd": "weekend", "wkend": "weekend", "wkends": "weekends",
    "wkday": "weekday", "wkdays": "weekdays", "nxt": "next", "nex": "next", "nxtweek": "next week",
    "aft": "afternoon", "aftn": "afternoon", "arvo": "afternoon", "afternon": "afternoon",
    "morn": "morning", "mornin": "morning", "mrng": "morning",
    "b4": "before", "aftr": "after", "btwn": "between",
"til": "until", "till": "until", "thru": "through", "mediodia": "noon",
    "midday": "noon", "noonish": "noon", "oclock": "o'clock", "xcept": "except", "exept": "except",
    "xmas": "christmas", "nye": "new year's eve", "jan": "january", "feb": "february", "febuary": "february",
    "apr": "april", "jun": "june", "jul": "july", "aug": "august", "sep": "september",
    "sept": "september", "oct": "october", "nov": "november", "dec": "december",
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
    "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th",
    "tenth": "10th", "eleventh": "11th", "twelfth": "12th", "thirteenth": "13th", "fourteenth": "14th",
    "fifteenth": "15th", "sixteenth": "16th", "seventeenth": "17th", "eighteenth": "18th",
    "nineteenth": "19th", "twentieth": "20th", "thirtieth": "30th",
    "fortnight": "2 weeks", "tomrow": "tomorrow", "tommorow": "tomorrow",
    "tomorow": "tomorrow", "tommrow": "tomorrow", "fifteen": "15", "thirty": "30",
    "twenty": "20", "@": "at", "&": "and", "cant": "can't", "wont": "won't",
    "dont": "don't", "doesnt": "doesn't", "isnt": "isn't", "cannot": "can't", "couldnt": "can't",
    "anyday": "any day", "anytime": "any time", "dy": "day",
}  # fmt: skip
# Only words that are nearly nothing else may be guessed from a misspelling.
_GUESSED = (
    *WEEKDAYS, *(f"{day}s" for day in WEEKDAYS), "tomorrow", "tonight", "afternoon", "afternoons",
    "morning", "mornings", "evening", "evenings", "weekend", "weekends", "weekday", "weekdays",
    "january", "february", "september", "october", "november", "december", "thanksgiving",
    "christmas", "between", "except",
)  # fmt: skip
_NOT_MISSPELT = frozenset({"expect", "moaning", "evening", "accept", "monkey", "sundae"})
_TOKEN = re.compile(
    r"(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
    r"|2(?:moro|morrow|mrw|day|nite|night)\b|b4\b|\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]|_",
    re.UNICODE,
)
# "I sat for hours" is no saturday.
_SOMEBODY = re.compile(r"\b(?:i|he|she|we|they|who|just|and then|the)$")
# Short names of days are words too: "sun hurts my eyes", "mon dieu".
_GOES_ON = re.compile(
    r"\s*(?:$|[^\w\s]|\d|(?:at|morn\w*|aft\w*|eve\w*|night|noon|or|and|am|pm|after|b4|before|the|around|works?|is|pls|plz|please"
    r"|between|if|but|not|would|thru|through|to|about|early|late|next|for|good|best|ok|okay|any\w*|only|instead|then|by|until|w|in"
    r"|thats?|suits|this|possible|open|on|sorry|actually|wait|maybe|sounds|first|week|though|preferably|can|could|pref|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*"
    r"|sep\w*|oct\w*|nov\w*|dec\w*|tues?|wed|thurs?|fri|sat|sun|thanks|thx|two|three|ten|one|noonish|lunch\w*|midday|except|from"
    r"|nope|no|won'?t|doesn'?t|isn'?t|tmrw|tomorrow|mon|a|with)\b)"
)
_COMES_AFTER = re.compile(r"(?:\b(?:on|next|this|coming|every|from|am|pm|by|until)|\d)$")
_HALVES = re.compile(r"(?:thirty|fifteen|forty)\b")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_PLAIN = str.maketrans("áàâäéèêëíìîïóòôöúùûüñ’‘“”–—‑", "aaaaeeeeiiiioooouuuun''\"\"---")


@dataclass(frozen=True)
class PlainText:
    """`text` in plain spelling; `begins[i]` and `ends[i]` are where its character i came from."""

    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the message that `text[start:end]` stands for."""
        return self.begins[start], self.ends[end - 1]


def plain(message: str) -> PlainText:
    """The message with one space between words, short forms written out and typing mistakes undone."""
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in message).translate(_PLAIN)
    letters: list[tuple[str, int, int]] = []
    apart, last_end = False, 0
    for match in _TOKEN.finditer(lowered):
        start, end = match.span()
        word = plain_word(match.group())
        before = "".join(letter for letter, _, _ in letters[-12:])
        if match.group() in {"sat", "sun", "mon", "wed"} and (
            _SOMEBODY.search(before) or not (_GOES_ON.match(lowered, end) or _COMES_AFTER.search(before))
        ):
            word = match.group()
        # "Eleven-thirty" is a clock time, "11-30" a stretch or a date.
        if match.group() == "-" and re.search(r"[a-z]$", lowered[:start]) and _HALVES.match(lowered, end):
            word = " "
        # "tomorrow@3" has no spaces where the plain spelling needs them.
        is_sign = match.group() in {"@", "&"}
        if letters and (start > last_end or is_sign or apart):
            letters.append((" ", min(last_end, start), start))
        letters += _letters(word, start, end)
        apart, last_end = is_sign, end
    text, begins, ends = zip(*letters, strict=True) if letters else ((), (), ())
    return PlainText("".join(text), begins, ends)


def _letters(word: str, start: int, end: int) -> list[tuple[str, int, int]]:
    if len(word) != end - start:
        return [(letter, start, end) for letter in word]
    return [(letter, start + i, start + i + 1) for i, letter in enumerate(word)]


def plain_word(word: str) -> str:
    """A single word as the patterns spell it."""
    if (known := _SHORT.get(word)) is not None:
        return known
    if word[:6] in {"twenty", "thirty"} and word[7:] in _ORDINALS:
        return f"{'2' if word[:2] == 'tw' else '3'}{_ORDINALS.index(word[7:]) + 1}th"
    if len(word) < 6 or word in _NOT_MISSPELT or word in _GUESSED or not word.isalpha():
        return word
    meant = [w for w in _GUESSED if w[0] == word[0] and typos(word, w, 1) is not None]
    if len(meant) > 1:
        # A letter is dropped, doubled or swapped sooner than hit wrongly: "tursday" is a thursday.
        meant = [w for w in meant if len(w) != len(word) or sorted(w) == sorted(word)]
    return meant[0] if len(meant) == 1 else word
