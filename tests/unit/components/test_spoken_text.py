"""What is written in a hurry, as it would be said."""

import pytest

from components.spoken_text import spoken

ENGLISH = {"cool", "good", "so"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("can u move my appt 2moro", "can you move my appointment tomorrow"),
        ("WUT r ur hrs", "what are your hours"),
        ("appt4", "appt4"),
        ("u're late", "u're late"),
    ],
)
def test_short_forms_are_written_out(written: str, said: str) -> None:
    """Whole words alone."""
    assert spoken(written, ENGLISH.__contains__) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [("sooooo gooood", "so good"), ("cooool", "cool"), ("heyyyy", "hey"), ("1000", "1000")],
)
def test_drawn_out_words_are_drawn_in(written: str, said: str) -> None:
    """To a double letter where that makes a word; digits are left alone."""
    assert spoken(written, ENGLISH.__contains__) == said


def test_many_marks_are_three() -> None:
    assert spoken("what??????? ...", ENGLISH.__contains__) == "what??? ..."


def test_signs_are_put_in_words_once() -> None:
    assert spoken("👍👍🏽", ENGLISH.__contains__) == "yes"
