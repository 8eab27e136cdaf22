"""When the therapist is told, and how often."""

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.clock import SettableClock
from frontdesk.items.notifier import ScriptedNotifier
from frontdesk.items.service import acknowledge, close
from frontdesk.items.telling import Telling
from frontdesk.storage.database import Database
from frontdesk.storage.items import ItemKind, raise_item


class Told:
    """A telling with its doubles."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = SettableClock(datetime(2026, 11, 23, 14, tzinfo=UTC))
        self.notifier = ScriptedNotifier()
        self.telling = Telling(database, self.notifier, self.clock.now)

    def item(self, kind: ItemKind) -> str:
        with self.database.write() as connection:
            return raise_item(connection, kind, self.clock.now())

    def after(self, **time: float) -> list[bool]:
        """Everything told so far, once this much time has passed."""
        self.clock.advance(timedelta(**time))
        self.telling.tell_due()
        return self.notifier.told


@pytest.fixture
def told(database: Database) -> Told:
    return Told(database)


def test_news_is_told_once(told: Told) -> None:
    """Several items at once make one message."""
    told.item(ItemKind.NEW_BOOKING)
    told.item(ItemKind.QUESTION)
    assert told.after(seconds=1) == [False]
    assert told.after(hours=2) == [False]
    told.item(ItemKind.PERSON)
    assert told.after(seconds=1) == [False, False]


def test_a_safety_alert_is_repeated_until_acknowledged(told: Told) -> None:
    """Every five minutes."""
    item_id = told.item(ItemKind.SAFETY)
    assert told.after(seconds=1) == [True]
    assert told.after(minutes=4) == [True]
    assert told.after(minutes=1) == [True, True]
    with told.database.write() as connection:
        acknowledge(connection, item_id, told.clock.now())
    assert told.after(hours=1) == [True, True]


def test_an_alert_that_was_closed_is_quiet(told: Told) -> None:
    """Closing acknowledges."""
    item_id = told.item(ItemKind.SAFETY)
    told.after(seconds=1)
    with told.database.write() as connection:
        close(connection, item_id, told.clock.now(), "called her")
    assert told.after(hours=1) == [True]


def test_a_failure_is_retried_with_growing_pauses(told: Told) -> None:
    """Five seconds, ten, twenty; nothing counts as told before it was."""
    told.notifier.broken = True
    told.item(ItemKind.NEW_BOOKING)
    told.after(seconds=1)
    told.notifier.broken = False
    assert told.after(seconds=4) == []
    assert told.after(seconds=1) == [False]


def test_an_alert_is_retried_within_half_a_minute(told: Told) -> None:
    """However long the mail server has been gone."""
    told.notifier.broken = True
    told.item(ItemKind.SAFETY)
    for _ in range(20):
        told.after(seconds=30)
    told.notifier.broken = False
    assert told.after(seconds=30) == [True]


def test_what_was_told_survives_a_restart(told: Told) -> None:
    """It stands in the database."""
    told.item(ItemKind.NEW_BOOKING)
    told.after(seconds=1)
    told.telling = Telling(told.database, told.notifier, told.clock.now)
    assert told.after(seconds=1) == [False]
