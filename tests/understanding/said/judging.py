"""Judges what the desk would make of an expression: right, a wrong day, a wrong hour, or asked without need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from actions import times
from actions.draft import Draft, Wish
from actions.message import read_message
from components.practice_file import PracticeFile, read_practice
from components.time_expressions import read_times
from components.time_reader import as_parse
from tests.understanding.said.expressions import Clock, Expression, expressions

FOLDER = Path(__file__).resolve().parents[2] / "unit" / "components"
Verdict = Literal["right", "wrong_day", "wrong_hour", "asked_needlessly", "guessed_in_silence", "not_read"]


@dataclass(frozen=True)
class Judged:
    """An expression, what the desk takes it for, and how good that is."""

    expression: Expression
    wishes: tuple[Wish, ...]
    verdict: Verdict


def judged(count: int, seed: int) -> list[Judged]:
    """So many expressions, read and judged."""
    practice = read_practice(FOLDER / "practice.yml.txt")
    return [_judged(expression, practice) for expression in expressions(count, seed)]


def figures(found: Sequence[Judged]) -> dict[str, float]:
    """How many wrong days; the shares (0 to 1) asked needlessly, where "not read" is asking too; the rest as numbers."""
    number = {
        v: sum(j.verdict == v for j in found)
        for v in ("wrong_day", "wrong_hour", "guessed_in_silence", "not_read")
    }
    needless = sum(j.verdict in {"asked_needlessly", "not_read"} for j in found) / len(found)
    return {"expressions": len(found), "asked_needlessly": needless} | number


def _judged(expression: Expression, practice: PracticeFile) -> Judged:
    """Through the reader and through what the dialogue makes of its readings."""
    readings = [as_parse(r) for r in read_times(expression.text, expression.now, practice)]
    message = read_message("x", {"text": expression.text, "times": readings})
    wishes = times.wishes_in(message.windows, Draft())
    return Judged(expression, wishes, _verdict(expression, wishes))


def _verdict(expression: Expression, wishes: Sequence[Wish]) -> Verdict:
    if not wishes:
        return "not_read"
    today, named = expression.now.date(), expression.named
    days = {day for wish in wishes for day in _days(wish)}
    days = {day for day in days if day >= today} or days
    if times.needs_asking(wishes):
        if named.asking == "no":
            return "asked_needlessly" if any(r.must & days for r in named.readings) else "wrong_day"
        allowed = frozenset().union(*(r.may for r in named.readings))
        if not days <= allowed:
            return "wrong_day"
    elif not any(r.must <= days <= r.may for r in named.readings):
        return "wrong_day"
    elif named.asking == "must":
        return "guessed_in_silence"
    if expression.clock and not all(_fits(wish, expression.clock) for wish in wishes):
        return "wrong_hour"
    return "right"


def _days(wish: Wish) -> list[date]:
    begin, end = (datetime.fromisoformat(m) for m in (wish.begins, wish.ends))
    last = (end - timedelta(minutes=1)).date()
    return [begin.date() + timedelta(days=n) for n in range((last - begin.date()).days + 1)]


def _fits(wish: Wish, clock: Clock) -> bool:
    begin, end = (datetime.fromisoformat(m) for m in (wish.begins, wish.ends))
    midnight = datetime.combine(begin.date(), datetime.min.time())
    a, b = ((m - midnight) / timedelta(minutes=1) for m in (begin, end))
    return clock.begin[0] <= a <= clock.begin[1] and clock.end[0] <= b <= clock.end[1]
