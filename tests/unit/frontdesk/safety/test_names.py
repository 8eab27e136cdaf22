"""Names, handles, addresses and links are not flags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.safety import check
from frontdesk.safety.names import without_names


@pytest.mark.parametrize(
    "text",
    [
        "my email is chest.pain@example.com",
        "found you at https://example.com/worst-headache-of-my-life/face-drooping?x=1",
        "www.example.org/overdose",
        "follow me @seizure_queen",
        "we live on Fainting Rock Road",
        "I work at the Seizure Free Foundation",
        "My last name is Stroke",
        "wifi is Fever_Guest",
        "#suicideprevention walk on Sunday",
    ],
)
def test_a_flag_inside_a_name_is_no_flag(text: str) -> None:
    """Web and e-mail addresses, handles, streets, firms and surnames."""
    assert check(text) == ()


def test_the_words_beside_a_link_are_still_read() -> None:
    """Only the link is not."""
    assert check("see https://example.com my face is drooping")[0].tier == "A"


def test_a_message_in_capitals_has_no_names() -> None:
    """Shouting is not naming."""
    assert check("FACE DROOPING IN THE PARK")[0].tier == "A"


@given(st.text(max_size=200))
def test_hiding_names_keeps_the_length(text: str) -> None:
    """So that places still fit."""
    assert len(without_names(text)) == len(text)
