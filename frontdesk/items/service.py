"""What the therapist does with items: see the urgent ones first, acknowledge, close with an outcome."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.storage.items import Item, ItemKind, items

_URGENCY: Any = sa.case({kind.value: number for number, kind in enumerate(ItemKind)}, value=items.c.kind)


class UnknownItem(Exception):
    """There is no such item."""


class OutcomeNeeded(Exception):
    """A safety alert is closed one at a time, with a word on what became of it."""


def open_items(connection: Connection, *, conversation_id: str | None = None) -> list[Item]:
    """What is not closed: the most urgent kind first, within a kind the oldest first."""
    query = sa.select(items).where(items.c.closed_at.is_(None)).order_by(_URGENCY, items.c.created_at)
    if conversation_id is not None:
        query = query.where(items.c.conversation_id == conversation_id)
    return [_item(row) for row in connection.execute(query).mappings()]


def find_item(connection: Connection, item_id: str) -> Item:
    """The item; raises `UnknownItem`."""
    row = connection.execute(sa.select(items).where(items.c.id == item_id)).mappings().first()
    if row is None:
        raise UnknownItem
    return _item(row)


def acknowledge(connection: Connection, item_id: str, now: datetime) -> None:
    """Note that it was seen, which ends the repeating of a safety alert; raises `UnknownItem`."""
    find_item(connection, item_id)
    unseen = sa.and_(items.c.id == item_id, items.c.acknowledged_at.is_(None))
    connection.execute(items.update().where(unseen).values(acknowledged_at=now))


def close(connection: Connection, item_id: str, now: datetime, outcome: str = "") -> None:
    """Close an item with what came of it; once closed it keeps its first outcome.

    Raises `UnknownItem`, and `OutcomeNeeded` for a safety alert without an outcome.
    """
    item = find_item(connection, item_id)
    outcome = outcome.strip()
    if item.kind is ItemKind.SAFETY and not outcome:
        raise OutcomeNeeded
    _close(connection, [item_id], now, outcome or None)


def close_many(connection: Connection, item_ids: Iterable[str], now: datetime) -> None:
    """Close several at once without outcome; raises `OutcomeNeeded`, closing none, when one is an alert."""
    found = [find_item(connection, item_id) for item_id in item_ids]
    if any(item.kind is ItemKind.SAFETY for item in found):
        raise OutcomeNeeded
    _close(connection, [item.id for item in found], now, None)


def close_decided(
    connection: Connection, appointment_ids: Iterable[str], now: datetime, outcome: str
) -> None:
    """Close what waited for a decision about these appointments."""
    waiting = sa.and_(
        items.c.kind == ItemKind.APPROVAL.value,
        items.c.appointment_id.in_(list(appointment_ids)),
        items.c.closed_at.is_(None),
    )
    found = list(connection.execute(sa.select(items.c.id).where(waiting)).scalars())
    _close(connection, found, now, outcome)


def _close(connection: Connection, item_ids: list[str], now: datetime, outcome: str | None) -> None:
    still_open = sa.and_(items.c.id.in_(item_ids), items.c.closed_at.is_(None))
    seen_at = sa.func.coalesce(items.c.acknowledged_at, sa.literal(now, items.c.acknowledged_at.type))
    change = items.update().where(still_open)
    connection.execute(change.values(closed_at=now, outcome=outcome, acknowledged_at=seen_at))


def _item(row: Mapping[Any, Any]) -> Item:
    return Item(**(dict(row) | {"kind": ItemKind(row["kind"])}))
