"""Times as people say them over ten years of "today", against an oracle that shares nothing with the reader.

A wrong day is the worst that a receptionist can do with a time, so there may be none at all. To ask where only
one reading is reasonable, or to have read nothing, is a nuisance, so it is counted.
"""

from datetime import date

import pytest

from components.holidays import holiday
from tests.understanding.said import calendar as cal
from tests.understanding.said.expressions import ZONE, expressions
from tests.understanding.said.judging import Judged, figures, judged

SEED = 20240229


def check(found: list[Judged]) -> None:
    """No wrong day, no wrong hour, nothing guessed; asked needlessly at most 3 in 100."""
    wrong = [
        f"{j.verdict}: {j.expression.text!r} said on {j.expression.now:%a %Y-%m-%d %H:%M} is {j.wishes[:3]}"
        for j in found
        if j.verdict in {"wrong_day", "wrong_hour", "guessed_in_silence"}
    ]
    assert not wrong, "\n".join(wrong)
    assert figures(found)["asked_needlessly"] <= 0.03


def test_no_wrong_day_in_200_expressions() -> None:
    """The days that a reasonable receptionist would have understood."""
    check(judged(200, SEED))


@pytest.mark.soak
def test_no_wrong_day_in_2000_expressions() -> None:
    """Ten times as many; `python -m benchmarks.times` prints the figures."""
    check(judged(2000, SEED + 1))


def test_the_oracle_knows_its_calendar() -> None:
    """Dates that stand in every almanac."""
    assert cal.easter(2024) == date(2024, 3, 31)
    assert cal.easter(2025) == date(2025, 4, 20)
    assert cal.easter(2038) == date(2038, 4, 25)
    assert cal.HOLIDAYS["thanksgiving"](2026) == date(2026, 11, 26)
    assert cal.HOLIDAYS["memorial day"](2027) == date(2027, 5, 31)
    assert cal.dated(date(2026, 3, 1), 2, 29) == date(2028, 2, 29)


@pytest.mark.parametrize(
    "name", ["thanksgiving", "christmas eve", "easter", "memorial day", "new year's day"]
)
@pytest.mark.parametrize("year", range(2024, 2035))
def test_a_holiday_that_has_just_been_is_next_years(name: str, year: int) -> None:
    """ "Boxing day" on the 29th of December is in a year's time."""
    eve, day = cal.HOLIDAYS[name](year) - cal.DAY, cal.HOLIDAYS[name](year)
    assert holiday(name, eve, ZONE) == (day, day + cal.DAY)
    after = holiday(name, day + cal.DAY, ZONE)
    assert after is not None
    assert after[0] == cal.HOLIDAYS[name](year + 1)


def test_the_moments_are_hard_ones() -> None:
    """Turns of the year, leap days and changes of the clock are among them."""
    days = {e.now.date() for e in expressions(2000, SEED + 1)}
    assert {d.year for d in days} == set(range(2024, 2035))
    assert any((d.month, d.day) == (2, 29) for d in days)
    assert any((d.month, d.day) == (12, 31) for d in days)
    assert any(d == cal.nth(d.year, 3, 6, 2) for d in days)
    assert any(d == cal.nth(d.year, 11, 6, 1) for d in days)
