"""Folding and splitting into words: bounded, never an error, and every word knows its place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.safety.normalise import LIMIT, fold, hide_addresses, words_of

anything = st.text(max_size=300)


def as_written(word: str) -> tuple[str, ...]:
    return (word,)


def texts_of(text: str) -> list[str]:
    return [word.text for word in words_of(fold(text), as_written)]


@given(anything)
def test_folding_knows_an_origin_for_every_character(text: str) -> None:
    """Each folded character points at a character of the original, in order."""
    folded = fold(text)
    assert len(folded.text) == len(folded.origins)
    assert folded.origins == sorted(folded.origins)
    assert all(0 <= origin < max(len(text), 1) for origin in folded.origins)


@given(anything)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """What is folded is plain already."""
    once = fold(text).text
    assert fold(once).text == once


@given(anything)
def test_words_lie_within_the_text_and_do_not_cross(text: str) -> None:
    """Spans are real places of the original, one word after the other."""
    words = words_of(fold(text), as_written)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert all(left.start <= right.start for left, right in pairwise(words))


@given(anything)
def test_case_never_matters(text: str) -> None:
    """Capitals say the same as small letters, wherever the two can be told apart."""
    if text.upper().lower() == text.lower():
        assert texts_of(text.upper()) == texts_of(text.lower())


@given(st.text(alphabet="abc\u200b\u200d\u2060\u202e\ufeff\u00ad", max_size=40))
def test_invisible_characters_are_not_there(text: str) -> None:
    """Zero-width, bidirectional and soft-hyphen characters change no word."""
    visible = "".join(c for c in text if c in "abc")
    assert texts_of(text) == texts_of(visible)


@given(anything)
def test_hiding_addresses_keeps_the_length(text: str) -> None:
    """So that places still fit."""
    assert len(hide_addresses(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I can’t TALK", ["i", "cant", "talk"]),
        ("my wife's face", ["my", "wife", "face"]),
        ("¡Mañana! ¿cabeza?", ["manana", "cabeza"]),
        ("ｆａｃｅ", ["face"]),
        ("I'm numb", ["i", "am", "numb"]),
        ("102.4 fever", ["102.4", "fever"]),
        ("38,5 de fiebre", ["38.5", "de", "fiebre"]),
        ("see help.example.com now", ["see", "now"]),
        ("mail chest.pain@example.com", ["mail"]),
    ],
)
def test_words_are_plain(text: str, words: list[str]) -> None:
    """Quotes, accents, wide letters, contractions, decimals and addresses are read as people mean them."""
    assert texts_of(text) == words


def test_a_full_stop_cuts_harder_than_a_comma() -> None:
    """The rules of reading depend on where a sentence ends."""
    words = words_of(fold("one, two. three"), as_written)
    assert [word.cut for word in words] == [0, 1, 2]


def test_nothing_past_the_limit_is_read() -> None:
    """A text of any size costs a bounded time."""
    assert len(fold("é" * (LIMIT * 3)).text) == LIMIT


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


def test_prices_and_times_of_day_are_no_ages() -> None:
    """ "$60" and "7:50" are not somebody's years."""
    assert texts_of("is it $60 at 7:50") == ["is", "it", "at", "7:50"]
