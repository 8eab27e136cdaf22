"""Finds when something was: "this morning", "three weeks ago", "in 2015", "hace dos dias"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from frontdesk.safety.matching import Message, Span, matches
from frontdesk.safety.rulebook import Rulebook

# Within 72 hours; days or weeks back; months; years; not said.
Age = Literal["within_72_hours", "days", "months", "years", "unclear"]

_NUMBERS = {
    **dict.fromkeys(("a", "an", "one", "un", "una", "uno"), 1),
    **dict.fromkeys(("two", "couple", "dos", "par"), 2),
    **dict.fromkeys(("three", "tres"), 3),
    **dict.fromkeys(("four", "few", "several", "some", "cuatro", "unos", "unas", "varios", "varias"), 4),
    **dict.fromkeys(("five", "cinco"), 5),
    **dict.fromkeys(("six", "seis"), 6),
    **dict.fromkeys(
        ("seven", "siete", "eight", "ocho", "nine", "nueve", "ten", "diez", "many", "muchos"), 10
    ),
    **dict.fromkeys(("eleven", "once", "twelve", "doce", "fifteen", "quince", "twenty", "veinte"), 20),
}
_UNITS = {
    **dict.fromkeys(
        ("sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "minuto", "minutos"), 0.0
    ),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "hora", "horas", "rato"), 1.0),
    **dict.fromkeys(("day", "days", "dia", "dias", "night", "nights", "noche", "noches"), 24.0),
    **dict.fromkeys(("week", "weeks", "wk", "wks", "semana", "semanas"), 168.0),
    **dict.fromkeys(("month", "months", "mo", "mos", "mes", "meses"), 730.0),
    **dict.fromkeys(("year", "years", "yr", "yrs", "ano", "anos", "decade", "decades"), 8766.0),
}
_BACK = frozenset({"ago", "back", "prior", "earlier", "atras"})
_FILLERS = frozenset({"of", "or", "about", "maybe", "de", "like", "como", "so", "good"})


_NAMED: tuple[tuple[str, Age], ...] = (
    ("today", "within_72_hours"),
    ("within_72_hours", "within_72_hours"),
    ("days_ago", "days"),
    ("months_ago", "months"),
    ("long_ago", "years"),
)


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A time named in a message, and how long ago that is."""

    span: Span
    age: Age


def time_marks(book: Rulebook, message: Message) -> tuple[TimeMark, ...]:
    """Every time in the past or present that the message names; a time asked for in a booking is none.

    Of two that overlap the longer one counts: "not so long ago" is not long ago.
    """
    marks = sorted(_all_marks(book, message), key=lambda mark: mark.span.start - mark.span.end)
    kept: list[TimeMark] = []
    for mark in marks:
        if not any(mark.span.start < other.span.end and mark.span.end > other.span.start for other in kept):
            kept.append(mark)
    return tuple(kept)


def _all_marks(book: Rulebook, message: Message) -> Iterator[TimeMark]:
    yield from _counted(message)
    yield from _years(book, message)
    for name, age in _NAMED:
        for span in _named(book, message, name):
            if name != "today" or not _is_booking(book, message, span):
                yield TimeMark(span, age)


def _named(book: Rulebook, message: Message, name: str) -> Iterator[Span]:
    for pattern in book.patterns[name]:
        for spans in matches(pattern, message):
            yield spans[0]


def _is_booking(book: Rulebook, message: Message, span: Span) -> bool:
    """ "can I come in today", "anything open this morning": a wish, not a time of the flag."""
    words = book.word_sets["booking_words"]
    low = span.start
    while low > max(0, span.start - 4) and message.cuts[low] != 2:
        low -= 1
    return any(text in words for text in message.texts[low : span.start])


def _counted(message: Message) -> Iterator[TimeMark]:
    """ "3 days ago", "a couple of weeks back", "hace dos dias"."""
    texts = message.texts
    for index, text in enumerate(texts):
        if text not in _UNITS:
            continue
        first, count = _count_before(texts, index)
        ago = index + 1 < len(texts) and texts[index + 1] in _BACK
        hace = first > 0 and texts[first - 1] == "hace"
        if ago or hace:
            yield TimeMark(Span(first - hace, index + 1 + ago), _age(count * _UNITS[text]))


def _count_before(texts: tuple[str, ...], index: int) -> tuple[int, float]:
    """The number in front of a unit, and where it stands; several without a number."""
    at = index - 1
    while at > 0 and texts[at] in _FILLERS:
        at -= 1
    if at < 0:
        return index, 4
    if texts[at].isdecimal():
        return at, float(texts[at][:4])
    if texts[at] not in _NUMBERS:
        return index, 4
    more = at > 0 and texts[at] in {"couple", "few", "par"} and texts[at - 1] in {"a", "un"}
    return at - more, _NUMBERS[texts[at]]


def _age(hours: float) -> Age:
    if hours <= 72:
        return "within_72_hours"
    if hours < 24 * 42:
        return "days"
    return "months" if hours < 8766 else "years"


def _years(book: Rulebook, message: Message) -> Iterator[TimeMark]:
    """ "in 2015", "back in 98"; last year and this one are not long ago."""
    for index, text in enumerate(message.texts):
        if len(text) == 4 and text.isdecimal() and 1930 <= int(text) <= book.year:
            yield TimeMark(Span(index, index + 1), "years" if int(text) < book.year - 1 else "months")
