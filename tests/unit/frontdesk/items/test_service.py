"""What the therapist does with items."""

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.items.service import (
    OutcomeNeeded,
    UnknownItem,
    acknowledge,
    close,
    close_many,
    find_item,
    open_items,
)
from frontdesk.storage.database import Database
from frontdesk.storage.items import ItemKind, raise_item

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)


def add(database: Database, kind: ItemKind, minutes: int = 0) -> str:
    with database.write() as connection:
        return raise_item(connection, kind, NOW + timedelta(minutes=minutes))


def test_the_urgent_ones_come_first(database: Database) -> None:
    """By kind, then by age."""
    booking = add(database, ItemKind.NEW_BOOKING)
    late, early = add(database, ItemKind.PERSON, 9), add(database, ItemKind.PERSON, 1)
    safety = add(database, ItemKind.SAFETY, 5)
    with database.read() as connection:
        assert [item.id for item in open_items(connection)] == [safety, early, late, booking]


def test_a_closed_item_is_gone_from_the_list(database: Database) -> None:
    """And keeps its first outcome."""
    item_id = add(database, ItemKind.QUESTION)
    with database.write() as connection:
        close(connection, item_id, NOW, "answered by phone")
        close(connection, item_id, NOW, "something else")
        assert open_items(connection) == []
        assert find_item(connection, item_id).outcome == "answered by phone"


def test_a_safety_alert_needs_an_outcome(database: Database) -> None:
    """Blank is none."""
    item_id = add(database, ItemKind.SAFETY)
    with database.write() as connection, pytest.raises(OutcomeNeeded):
        close(connection, item_id, NOW, "  ")


def test_a_safety_alert_is_not_closed_among_others(database: Database) -> None:
    """And the others stay open with it."""
    ids = [add(database, ItemKind.NEW_BOOKING), add(database, ItemKind.SAFETY)]
    with database.write() as connection:
        with pytest.raises(OutcomeNeeded):
            close_many(connection, ids, NOW)
        assert len(open_items(connection)) == 2
        close_many(connection, ids[:1], NOW)
        assert [item.id for item in open_items(connection)] == ids[1:]


def test_acknowledging_keeps_the_first_time(database: Database) -> None:
    """Two tabs."""
    item_id = add(database, ItemKind.SAFETY)
    with database.write() as connection:
        acknowledge(connection, item_id, NOW)
        acknowledge(connection, item_id, NOW + timedelta(hours=1))
        assert find_item(connection, item_id).acknowledged_at == NOW


def test_an_unknown_item(database: Database) -> None:
    """Named as such."""
    with database.write() as connection, pytest.raises(UnknownItem):
        acknowledge(connection, "nothing", NOW)
