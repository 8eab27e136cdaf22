"""Times of day, read by the opening hours 9 to 5 and 10 to 6."""

import pytest

from components.time_hours import hours_at

OPENINGS = ((540, 1020), (600, 1080))


def read(text: str) -> list[tuple[int, int]]:
    """The readings at the beginning of the text, in hours."""
    found = hours_at(text, 0, OPENINGS)
    return [(r.start, r.end) for r in found[0]] if found else []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("at 3", 15, 16), ("9", 9, 10), ("after 3", 15, 24), ("before 11", 0, 11), ("between 2 and 4", 14, 16),
        ("10-2pm", 10, 14), ("2-4pm", 14, 16), ("noon", 12, 13), ("9 in the morning", 9, 10), ("at one", 13, 14),
        ("3 or later", 15, 24), ("early afternoon", 12, 15), ("after work", 17, 24), ("by noon", 0, 12),
    ],
)  # fmt: skip
def test_hours_are_read_by_the_opening_hours(text: str, start: int, end: int) -> None:
    assert read(text) == [(start * 60, end * 60)]


@pytest.mark.parametrize(
    ("text", "minute"),
    [("3:30", 930), ("330pm", 930), ("half past 3", 930), ("quarter to 4", 945), ("10 30", 630)],
)
def test_minutes_are_read(text: str, minute: int) -> None:
    assert read(text) == [(minute, minute + 1)]


def test_an_hour_that_is_never_open_has_both_waking_readings() -> None:
    assert read("at 8") == [(480, 540), (1200, 1260)]


@pytest.mark.parametrize(
    "text", ["after 3 sessions", "203-555-0142", "2 people", "at 12 elm street", "5 minutes", "1500"]
)
def test_other_numbers_are_no_hours(text: str) -> None:
    assert read(text) == []
