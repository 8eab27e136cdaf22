"""Misspellings, stretched letters and short forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.safety.rulebook import rulebook
from frontdesk.safety.spelling import Speller, distance

speller = Speller(
    known={"numbness", "stroke", "seizure", "fever", "numb"},
    real_words={"numbers", "stoke", "fewer"},
    short_forms={"u": ["you"], "hed": ["head"], "2nite": ["tonight"]},
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("numbnes", "numbness"),
        ("siezure", "seizure"),
        ("feverrrr", "fever"),
        ("nummmmb", "numb"),
        ("numbers", "numbers"),
        ("stoke", "stoke"),
        ("fewer", "fewer"),
        ("nymb", "nymb"),
        ("hed", "head"),
        ("2nite", "tonight"),
    ],
)
def test_close_words_are_corrected_and_real_ones_left_alone(written: str, read: str) -> None:
    """A short word is only changed where it is listed; a word of its own never is."""
    assert speller.spell(written) == (read,)


def test_a_number_is_parted_from_its_unit() -> None:
    """ "28wks" is a number and a unit."""
    assert speller.spell("28stroke") == ("28", "stroke")


@pytest.mark.parametrize("word", ["number", "numbers", "hello", "stoked", "breast", "confirmed", "headset"])
def test_everyday_words_are_not_taken_for_flag_words(word: str) -> None:
    """The list of real words that ships keeps them apart."""
    assert rulebook().speller.spell(word) == (word,)


@given(st.text(alphabet="abcdef", max_size=8), st.text(alphabet="abcdef", max_size=8))
def test_distance_is_symmetric_and_bounded(left: str, right: str) -> None:
    """It is a distance."""
    assert distance(left, right) == distance(right, left) <= max(len(left), len(right))
    assert (distance(left, right) == 0) == (left == right)


@given(st.text(max_size=60))
def test_any_word_gives_at_least_one_word(word: str) -> None:
    """No word is lost and none raises."""
    assert rulebook().speller.spell(word or "a")
