"""The value that is given up for another."""

import re

import pytest

from components.rejection import rejected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Westport instead of Stamford", [False, True]),
        ("not Stamford, Westport", [True, False]),
        ("Stamford, sorry, Westport", [True, False]),
        ("Stamford, I mean Westport", [True, False]),
        ("Stamford doesn't work, Westport", [True, False]),
        ("switch me from Stamford to Westport", [True, False]),
        ("Stamford or Westport", [False, False]),
        ("actually Westport", [False]),
    ],
)
def test_the_new_value_counts_and_the_old_one_is_rejected(text: str, expected: list[bool]) -> None:
    places = [match.span() for match in re.finditer("Stamford|Westport", text)]
    assert rejected(text, places) == expected
