"""Holidays by name."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from components.holidays import holiday

ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("name", "first", "after"),
    [
        ("thanksgiving", date(2026, 11, 26), date(2026, 11, 27)),
        ("christmas eve", date(2026, 12, 24), date(2026, 12, 25)),
        ("mlk day", date(2027, 1, 18), date(2027, 1, 19)),
        ("the first monday in december", date(2026, 12, 7), date(2026, 12, 8)),
    ],
)
def test_a_holiday_is_the_next_one(name: str, first: date, after: date) -> None:
    assert holiday(name, date(2026, 11, 23), ZONE) == (first, after)


def test_what_is_no_holiday_is_none() -> None:
    assert holiday("my birthday", date(2026, 11, 23), ZONE) is None
