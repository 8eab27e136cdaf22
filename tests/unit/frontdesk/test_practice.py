"""frontdesk.practice"""

from pathlib import Path

import pytest

from frontdesk.practice import PracticeError, load_practice

ROOT = Path(__file__).resolve().parents[3]
MINIMAL = """
practice: {name: Posture Massage, therapist: Julie, timezone: America/New_York}
locations:
  stamford: {name: Stamford, hours: {mon: ["09:00-17:00"]}}
services:
  csmt: {name: Craniosacral massage therapy, minutes: 60}
"""


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "practice.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_that_ships_is_valid_and_unconfirmed() -> None:
    """A clone runs as a demonstration until the owner has checked it."""
    practice = load_practice(ROOT / "practice.yml")
    assert practice.confirmed is False
    assert set(practice.facts.values()) == {None}


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    """An owner writes down only what differs."""
    practice = load_practice(_write(tmp_path, MINIMAL))
    assert practice.rules.travel_minutes == 30
    assert practice.facts["price"] is None


def test_openings_are_minutes_of_the_day(tmp_path: Path) -> None:
    """Hours are read as the owner writes them, midnight included."""
    text = MINIMAL.replace('["09:00-17:00"]', '["9:00-12:30", "13:00-24:00"]')
    hours = load_practice(_write(tmp_path, text)).locations["stamford"].hours["mon"]
    assert [o.minutes for o in hours] == [(540, 750), (780, 1440)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (MINIMAL.replace("America/New_York", "America/Stamford"), "time zone"),
        (MINIMAL.replace("09:00-17:00", "nine to five"), "span of time"),
        (MINIMAL.replace("09:00-17:00", "17:00-09:00"), "ends before it starts"),
        (MINIMAL.replace("minutes: 60", "minutes: -5"), "services.csmt.minutes"),
        (MINIMAL.replace("mon:", "monday:"), "locations.stamford.hours"),
        (MINIMAL + "facts: {colour: blue}", "unknown facts: colour"),
        (MINIMAL + "surprise: true", "surprise"),
        (MINIMAL.replace("minutes: 60", "minutes: 60, aliases: [Stamford]"), "also the name of an office"),
        ("", "empty"),
        ("practice: [", "not readable YAML"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, wrong: str, said: str) -> None:
    """The start stops with the line to mend."""
    with pytest.raises(PracticeError, match=said):
        load_practice(_write(tmp_path, wrong))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """Nobody has to guess which file."""
    with pytest.raises(PracticeError, match="elsewhere.yml"):
        load_practice(tmp_path / "elsewhere.yml")
