"""frontdesk.safety.normalise"""

import pytest

from frontdesk.safety.normalise import hide_addresses


@pytest.mark.parametrize(
    "number", ["203-555-0142", "(203) 555 0142", "+1 203.555.0142", "12035550142", "555-0142"]
)
def test_a_phone_number_is_no_age(number: str) -> None:
    """Its digits are nobody's years, and its length stays what it was."""
    hidden = hide_addresses(f"dana, first time, migraines, {number}")
    assert not any(char.isdigit() for char in hidden)
    assert len(hidden) == len(f"dana, first time, migraines, {number}")


def test_other_numbers_stay() -> None:
    """911, an age, a pressure and a number of pills are read."""
    text = "call 911? i'm 58, 180/110, took 30 pills in 2015"
    assert hide_addresses(text) == text
