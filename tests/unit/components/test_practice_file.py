"""What understanding needs of practice.yml."""

from datetime import date
from pathlib import Path

import pytest

from components.practice_file import practice_path, read_practice

PRACTICE = read_practice(Path(__file__).parent / "practice.yml.txt")


def test_names_stand_beside_ids_in_small_letters() -> None:
    assert PRACTICE.services["csmt"] == (
        "craniosacral massage therapy",
        "csmt",
        "craniosacral",
        "cranio",
        "cst",
    )


def test_openings_are_those_of_all_offices_and_none_on_a_closed_day() -> None:
    assert PRACTICE.openings(date(2026, 11, 24)) == ((600, 1080),)
    assert PRACTICE.openings(date(2026, 11, 26)) == ()


def test_the_path_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PRACTICE", "/somewhere/else.yml")
    assert practice_path() == Path("/somewhere/else.yml")


def test_a_file_without_services_or_offices_can_be_read(tmp_path: Path) -> None:
    """The desk says what is missing; understanding goes on with what there is."""
    path = tmp_path / "practice.yml"
    path.write_text("practice: {timezone: America/New_York}\n", encoding="utf-8")
    assert read_practice(path).services == {}
