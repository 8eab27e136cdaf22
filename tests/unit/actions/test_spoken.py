"""Times and numbers as a person reads them."""

from datetime import datetime

import pytest

from actions import spoken

AFTERNOON = datetime.fromisoformat("2026-12-03T15:00:00-05:00")


def test_the_full_date_has_weekday_and_year() -> None:
    """Nobody books the wrong Thursday."""
    assert spoken.full(AFTERNOON) == "Thursday, December 3, 2026 at 3:00 PM"
    assert spoken.short(AFTERNOON) == "Thu, Dec 3, 3:00 PM"


@pytest.mark.parametrize(
    ("hour", "said"), [(0, "12:30 AM"), (9, "9:30 AM"), (12, "12:30 PM"), (23, "11:30 PM")]
)
def test_the_clock(hour: int, said: str) -> None:
    """Twelve hours, noon is PM."""
    assert spoken.clock(AFTERNOON.replace(hour=hour, minute=30)) == said


@pytest.mark.parametrize(
    ("number", "said"), [("+12035550142", "(203) 555-0142"), ("+4930123456", "+4930123456"), ("", "")]
)
def test_phone_numbers(number: str, said: str) -> None:
    """American ones as Americans write them."""
    assert spoken.phone(number) == said


def test_names_within_a_sentence() -> None:
    """Lower case, but TMJ stays TMJ."""
    assert spoken.inside("Craniosacral massage therapy") == "craniosacral massage therapy"
    assert spoken.inside("TMJ and mouth work") == "TMJ and mouth work"
