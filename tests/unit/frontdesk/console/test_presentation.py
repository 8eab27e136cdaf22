"""frontdesk.console.presentation"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from frontdesk.console.presentation import KINDS, calendar_line, long_day, moment, reading
from frontdesk.conversations.transcript import TurnRecord, Understood
from frontdesk.storage.booking_calendar import Knowledge
from frontdesk.storage.items import ItemKind

ZONE = ZoneInfo("America/New_York")
NOW = datetime.fromisoformat("2026-11-23T09:00-05:00")


def _turn(confidence: float) -> TurnRecord:
    part = {"text": "does it hurt", "label": "faq/pressure_touch", "confidence": confidence}
    entities = [{"entity": "location", "value": "stamford"}]
    read = Understood("faq/pressure_touch", confidence, [part], [], entities, [])
    return TurnRecord("t1", "done", NOW, NOW, None, read, ["action_answer", "action_listen"], {})


def test_every_kind_of_item_has_a_name() -> None:
    """Nothing reaches the therapist without a word for it."""
    assert set(KINDS) == set(ItemKind)


def test_only_a_safety_alert_needs_an_outcome() -> None:
    """What came of an emergency is always written down."""
    assert [kind for kind, shown in KINDS.items() if shown.needs_outcome] == [ItemKind.SAFETY]


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2026-11-23T14:05+00:00", "9:05 AM"),
        ("2026-11-22T17:00+00:00", "Sun, Nov 22, 12:00 PM"),
        ("2025-12-31T05:00+00:00", "Wed, Dec 31 2025, 12:00 AM"),
    ],
)
def test_a_moment_is_said_as_shortly_as_it_is_clear(at: str, shown: str) -> None:
    """Today needs no date, another year is named."""
    assert moment(datetime.fromisoformat(at), ZONE, NOW) == shown


def test_a_day_is_said_in_full() -> None:
    """The heading of a day leaves no doubt."""
    assert long_day(date(2026, 12, 1)) == "Tuesday, December 1, 2026"


def test_a_turn_says_what_was_understood_and_done() -> None:
    """Labels, values and actions come from the kept turn."""
    read = reading(_turn(0.9))
    assert read
    assert (read.labels, read.actions) == (("faq/pressure_touch",), ("action_answer",))
    assert read.values == (("location", "stamford"),)


@pytest.mark.parametrize(("confidence", "unsure"), [(0.9, False), (0.2, True)])
def test_a_doubtful_reading_is_marked(confidence: float, unsure: bool) -> None:
    """The therapist's eye goes where the assistant was not sure."""
    read = reading(_turn(confidence))
    assert read
    assert read.unsure is unsure


def test_a_message_without_a_turn_was_not_read() -> None:
    """What the assistant never saw shows no reading."""
    assert reading(None) is None


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "just now"), (1, "1 minute ago"), (59, "59 minutes ago"), (60, "1 hour ago"), (2880, "2 days ago")],
)
def test_the_age_of_what_is_known_of_her_calendar(minutes: int, said: str) -> None:
    """In the largest whole unit."""
    known = Knowledge(read_at=NOW - timedelta(minutes=minutes))
    assert calendar_line(True, known, ZONE, NOW) == f"Own calendar read {said}"


def test_a_calendar_that_fails_says_since_when() -> None:
    """However long ago it was read before."""
    failing = Knowledge(NOW - timedelta(hours=3), NOW - timedelta(hours=1), "Timeout")
    assert "not reachable since 8:00 AM" in calendar_line(True, failing, ZONE, NOW)
    assert calendar_line(False, failing, ZONE, NOW) == "Own calendar not connected"
    assert "not read yet" in calendar_line(True, Knowledge(), ZONE, NOW)
