"""Telephone numbers and e-mail addresses."""

import pytest

from components.contact_details import Detail, email_addresses, phone_numbers


@pytest.mark.parametrize(
    "text",
    [
        "203-555-0142",
        "(203) 555 0142",
        "203.555.0142",
        "2035550142",
        "+1 203 555 0142",
        "1-203-555-0142",
        "2 0 3 5 5 5 0 1 4 2",
    ],
)
def test_every_way_to_write_a_us_number_gives_the_same(text: str) -> None:
    (found,) = phone_numbers(f"it's {text}, thanks")
    assert (found.value, found.usable) == ("+12035550142", True)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("555-0142", "5550142"), ("203 555 014", "203555014"), ("+44 20 7946 0958", "442079460958")],
)
def test_a_number_that_cannot_be_called_is_kept_as_its_digits(text: str, digits: str) -> None:
    """The dialogue asks again, and can say which number it means."""
    assert phone_numbers(text) == [Detail(digits, 0, len(text), usable=False)]


@pytest.mark.parametrize(
    "text", ["2026-12-05", "12/05/2026", "at 10:30 or 11:30", "123 main st 06880", "$2000"]
)
def test_dates_times_and_prices_are_no_numbers_to_call(text: str) -> None:
    assert phone_numbers(text) == []


@pytest.mark.parametrize("text", ["ann@example.com", "Ann@Example.com.", "ann at example dot com"])
def test_an_address_is_found_however_it_is_written(text: str) -> None:
    assert [found.value for found in email_addresses(text)] == ["ann@example.com"]


def test_no_address_is_made_of_other_words() -> None:
    assert email_addresses("meet me at noon. come in") == []
