"""Typing mistakes between two words."""

import pytest

from components.spelling import typos


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("westport", "westport", 0),
        ("westprot", "westport", 1),
        ("wesport", "westport", 1),
        ("estport", "westport", 1),
    ],
)
def test_a_letter_dropped_added_changed_or_swapped_is_one_mistake(
    one: str, other: str, expected: int
) -> None:
    assert typos(one, other, 2) == expected


def test_words_further_apart_than_allowed_have_no_distance() -> None:
    assert typos("support", "westport", 2) is None
