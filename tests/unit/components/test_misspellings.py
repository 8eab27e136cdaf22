"""Correcting what an encoder would break into pieces."""

import pytest

from components.misspellings import Corrector, vocabulary

ENGLISH = {"does", "help", "with", "the", "massage", "hurts", "migraines"}
WORDS = vocabulary(
    ["does insurance cover it", "insurance?", "craniosacral massage", "craniosacral please", "xqzt"],
    ENGLISH.__contains__,
)
CORRECTOR = Corrector(WORDS, ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("insurence", "insurance"),
        ("INSURNACE", "insurance"),
        ("cranioscaral", "craniosacral"),
        ("masage", "massage"),
    ],
)
def test_a_misspelt_word_becomes_the_one_that_was_meant(written: str, meant: str) -> None:
    """One mistake; two in a long word."""
    assert CORRECTOR.correct(f"{written}?") == f"{meant}?"


def test_words_of_the_language_stay_as_they_are() -> None:
    """A correct word is never bent towards the examples."""
    assert CORRECTOR.correct("the massage hurts") == "the massage hurts"


def test_a_word_that_occurs_once_and_is_no_word_is_nothing_to_correct_to() -> None:
    """A mistake in the examples is not what people mean."""
    assert "xqzt" not in WORDS


def test_a_message_of_noise_is_looked_at_only_so_far() -> None:
    """The time of a parse must not grow with nonsense."""
    text = " ".join(["insurence"] * 40)
    assert CORRECTOR.correct(text).count("insurance") == 12
