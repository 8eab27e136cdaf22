"""Plain spelling, and the way back to the message."""

import pytest

from components.time_words import plain


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Thurs @3ish tmrw", "thursday at 3ish tomorrow"),
        ("WENSDAY", "wednesday"),
        ("two o’clock", "2 o'clock"),
        ("tomorrow@3", "tomorrow at 3"),
        ("2moro b4 4", "tomorrow before 4"),
        ("thrusday", "thursday"),
        ("the twenty-second", "the 22th"),
        ("eleven-thirty", "11 30"),
        ("I sat in the sun", "i sat in the sun"),
    ],
)
def test_short_forms_and_mistakes_are_written_out(message: str, expected: str) -> None:
    assert plain(message).text == expected


def test_every_character_knows_where_it_came_from() -> None:
    message = "ok Thurs, tmrw"
    words = plain(message)
    start = words.text.index("tomorrow")
    begin, end = words.origin(start, start + len("tomorrow"))
    assert message[begin:end] == "tmrw"


def test_an_empty_message_has_no_words() -> None:
    assert plain(" \n").text == ""
