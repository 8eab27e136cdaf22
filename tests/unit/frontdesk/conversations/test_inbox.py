"""What becomes of a typed text before anybody reads it."""

import pytest

from frontdesk.conversations.inbox import clean, without_slashes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hello \n", "hello"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00\x1b\x7f\x85b", "ab"),
        ("\u202ehello\u2069", "hello"),
        ("\ud83d", ""),
        ("tab\tstays, 👍🏽 ñ stay", "tab\tstays, 👍🏽 ñ stay"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
    ],
    ids=("blanks", "line ends", "controls", "direction", "surrogate", "text", "joiners"),
)
def test_clean(typed: str, kept: str) -> None:
    """Controls go, words and signs stay."""
    assert clean(typed) == kept


@pytest.mark.parametrize("typed", ["/restart", " /restart", "//restart", "/ / restart", "\n/\trestart"])
def test_slashes_in_front_never_reach_the_assistant(typed: str) -> None:
    """They would be commands."""
    assert without_slashes(typed) == "restart"


def test_other_slashes_stay() -> None:
    """A date is a date."""
    assert without_slashes("12/3 and/or 12/4") == "12/3 and/or 12/4"
