"""The answer to our own question about head injuries."""

import pytest

from frontdesk.safety import check


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("yes", "C"),
        ("Yes.", "C"),
        ("sí", "C"),
        ("yes, a concussion three weeks ago", "C"),
        ("a few weeks ago", "C"),
        ("I think so, not sure", "C"),
        ("yes, last night", "A"),
        ("yes last night and I keep vomiting", "A"),
        ("no", None),
        ("nope, never", None),
        ("no head injuries", None),
        ("yes but 20 years ago", None),
        ("migraines since college, no injuries", None),
        ("I'd like Friday at 3", None),
    ],
)
def test_answers(answer: str, expected: str | None) -> None:
    """Read as what they answer; without the question none of the short ones says anything."""
    findings = check(answer, asked="head_injury")
    assert (findings[0].tier if findings else None) == expected


def test_yes_means_nothing_when_nothing_was_asked() -> None:
    """It may confirm an appointment."""
    assert check("yes") == ()


def test_another_flag_in_the_answer_still_counts() -> None:
    """The question narrows nothing."""
    findings = check("no, but my face is drooping", asked="head_injury")
    assert findings[0].tier == "A"
