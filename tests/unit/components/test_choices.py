"""Which of the offered things is meant."""

import pytest

from components.choices import ANY, LAST, choice_in, order_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2), ("#2", 2), ("option 2", 2), ("number three", 3), ("2️⃣", 2), ("2 please", 2), ("I'll take 3", 3),
        ("the second one", 2), ("2nd", 2), ("first", 1), ("the first one works", 1), ("the former", 1),
        ("last one", LAST), ("the latter", LAST), ("either", ANY), ("any of those", ANY), ("no preference", ANY),
        ("doesn't matter", ANY), ("whatever works", ANY),
    ],
)  # fmt: skip
def test_a_choice_is_a_number(text: str, number: int) -> None:
    """The last one and any one have numbers of their own."""
    found = choice_in(text)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize(
    "text", ["first time here", "2 people", "my first visit", "second opinion", "at 3:30", ""]
)
def test_numbers_and_ordinals_of_other_things_choose_nothing(text: str) -> None:
    assert choice_in(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("later", "later"), ("anything later?", "later"), ("a bit earlier", "earlier"), ("sooner", "earlier"),
        ("same time next week", "same_time"), ("none of these", "other"), ("other times?", "other"),
        ("something else", "other"), ("any time", "any"), ("asap", "any"), ("the earliest", "any"),
    ],
)  # fmt: skip
def test_an_order_says_how_the_wished_time_lies(text: str, word: str) -> None:
    found = order_in(text)
    assert found is not None
    assert found.word == word


@pytest.mark.parametrize(
    "text", ["see you later", "no later than 3", "3 or later", "I'll decide later", "2 weeks later"]
)
def test_later_in_other_senses_is_no_order(text: str) -> None:
    assert order_in(text) is None
