"""The name that somebody gives."""

import pytest

from components.person_names import name_beside, name_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("it's dana", "Dana"), ("hi it's Dana, first time", "Dana"), ("my name is Ann-Marie O'Neil", "Ann-Marie O'Neil"),
        ("under Jordan Ames please", "Jordan Ames"), ("this is omar", "Omar"), ("Dana Whitfield here", "Dana Whitfield"),
        ("Please cancel. Thanks, Margaret", "Margaret"), ("i'm maria de la cruz", "Maria de la Cruz"),
        ("name: JEAN LUC", "Jean Luc"), ("for my daughter Lily", "Lily"), ("i'm Kate and I need an appointment", "Kate"),
        ("my name's o'brien", "O'Brien"), ("hi its Ann, my 2 o'clock won't work", "Ann"), ("for Omar", "Omar"),
    ],
)  # fmt: skip
def test_a_name_is_found_and_written_properly(text: str, name: str) -> None:
    found = name_in(text)
    assert found is not None
    assert found.value == name
    assert text[found.start : found.end].casefold() == name.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "I'm free friday", "it's fine", "this is ridiculous", "my wife can't come", "it's raining", "I'm calling about it",
        "book for friday", "I'm a nurse", "good for anxiety", "THIS IS UNACCEPTABLE", "is this for real", "", "it's 3",
        "an appointment for dec 18 at 11", "appointment for jan 5", "appointment for thurs", "put me under Sat",
    ],
)  # fmt: skip
def test_other_words_after_the_same_cues_are_no_names(text: str) -> None:
    assert name_in(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("dana reyes 203-555-0142", "Dana Reyes"), ("203-555-0142 dana reyes", "Dana Reyes"), ("Dana, 203-555-0142", "Dana"),
        ("stamford thursday, dana reyes, 203-555-0142", "Dana Reyes"), ("dana o'neil\n203-555-0142", "Dana O'Neil"),
        ("my cell is 203-555-0142", None), ("thanks 203-555-0142", None), ("text 203-555-0142", None),
        ("tomorrow, 203-555-0142", None), ("great, 203-555-0142 works", None), ("yes 203-555-0142", None),
    ],
)  # fmt: skip
def test_a_name_may_stand_beside_a_number_without_a_word(text: str, name: str | None) -> None:
    """The commonest answer to "what name and number?"."""
    start = text.index("203")
    found = name_beside(text, start, start + len("203-555-0142"))
    assert (found and found.value) == name
    assert found is None or text[found.start : found.end].casefold() == name.casefold()  # type: ignore[union-attr]  # given by then


def test_a_month_is_a_name_where_no_day_follows_it() -> None:
    """June, April and Jan are people, too."""
    assert [found and found.value for found in map(name_in, ("it's Jan", "it's jan 5"))] == ["Jan", None]
