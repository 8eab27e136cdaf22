"""Queries on what is taken: guarded spans (appointments and holds) and blocks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from frontdesk.booking.hours import as_time, moment
from frontdesk.booking.model import Absence, Session, Taken, reach
from frontdesk.booking.records import Block, Hold, Slot
from frontdesk.storage import booking_guard
from frontdesk.storage.booking_tables import blocks, spans

_DIARY_LOCK = 7_216_205  # any number, as long as every process of the desk uses the same

# What every booking asks while it holds the lock is put together once.
_LOCK = sa.text(f"SELECT pg_advisory_xact_lock({_DIARY_LOCK})")
_LOW, _HIGH, _NOW = (sa.bindparam(name, type_=sa.BigInteger) for name in ("low", "high", "now"))
_GIVEN = sa.select(spans.c.id, spans.c.location, spans.c.starts, spans.c.near_until, spans.c.far_until).where(
    spans.c.starts > _LOW, spans.c.starts < _HIGH, sa.or_(spans.c.expires.is_(None), spans.c.expires > _NOW)
)
_AWAY = sa.select(
    sa.null(), blocks.c.location, blocks.c.starts, blocks.c.ends, sa.cast(sa.null(), sa.BigInteger)
).where(blocks.c.ends > _LOW, blocks.c.starts < _HIGH)
_TAKEN = sa.union_all(_GIVEN, _AWAY)
_INSERT = spans.insert()
_DROP_EXPIRED = spans.delete().where(spans.c.expires <= _NOW)


class OverlapRefusedError(Exception):
    """The guard refused the row, which conflicts with another. On PostgreSQL this ends the transaction."""


def lock_diary(connection: Connection) -> None:
    """Let one transaction at a time change the diary; the lock goes when the transaction ends.

    On SQLite the transaction has it from its first statement (BEGIN IMMEDIATE).
    On PostgreSQL it keeps two writers from waiting for each other inside the exclusion constraints,
    which PostgreSQL would end by failing one of them as a deadlock.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)


def taken(
    connection: Connection, window: tuple[int, int], now: datetime, *, without: Iterable[str] = ()
) -> Taken:
    """What may touch a session that starts in `window`; neither expired holds nor the spans `without`."""
    low, high = reach(window)
    rows = connection.execute(_TAKEN, {"low": low, "high": high, "now": moment(now)}).all()
    left_out = set(without)
    return Taken(
        [Session(*row[1:]) for row in rows if row[4] is not None and row[0] not in left_out],
        [Absence(*row[1:4]) for row in rows if row[4] is None],
    )


def give(
    connection: Connection, span_id: str, session: Session, now: datetime, hold: Hold | None = None
) -> None:
    """Give a time away; raises `OverlapRefusedError` when it conflicts with another one."""
    extra = {}
    if hold:
        extra = {
            "holder": hold.holder,
            "service": hold.slot.service,
            "ends": moment(hold.slot.end),
            "expires": moment(hold.expires_at),
        }
    row = _columns(session) | {"id": span_id, "created_at": now} | extra
    _guarded(connection, _INSERT, row)


def move(connection: Connection, span_id: str, session: Session) -> None:
    """Move a given time; raises `OverlapRefusedError` when the new one conflicts with another."""
    _guarded(connection, spans.update().where(spans.c.id == span_id), _columns(session))


def take_back(connection: Connection, span_id: str) -> bool:
    """Free a given time; False when it was not given."""
    return bool(connection.execute(spans.delete().where(spans.c.id == span_id)).rowcount)


def drop_expired_holds(connection: Connection, now: datetime) -> None:
    """Free the times whose holds have run out: before every write, since the guard knows no clock."""
    connection.execute(_DROP_EXPIRED, {"now": moment(now)})


def live_hold(
    connection: Connection, now: datetime, *, hold_id: str | None = None, holder: str | None = None
) -> Hold | None:
    """The hold with this id, or of this holder, unless it has expired."""
    which = spans.c.id == hold_id if hold_id is not None else spans.c.holder == holder
    row = connection.execute(sa.select(spans).where(which, spans.c.expires > moment(now))).first()
    return _hold(row) if row else None


def extend(connection: Connection, hold_id: str, until: datetime) -> None:
    """Give a hold more time."""
    connection.execute(spans.update().where(spans.c.id == hold_id).values(expires=moment(until)))


def add_block(connection: Connection, block: Block, source: str) -> None:
    """Store a block; it may lie over appointments, which stay."""
    connection.execute(
        blocks.insert().values(
            id=block.id,
            source=source,
            location=block.location,
            starts=moment(block.start),
            ends=moment(block.end),
            reason=block.reason,
            created_at=block.created_at,
        )
    )


def list_blocks(
    connection: Connection, start: datetime | None, end: datetime | None, source: str
) -> list[Block]:
    """The blocks of one source that touch [start, end), in order; None is "no limit"."""
    query = sa.select(blocks).where(blocks.c.source == source).order_by(blocks.c.starts, blocks.c.id)
    if start:
        query = query.where(blocks.c.ends > moment(start))
    if end:
        query = query.where(blocks.c.starts < moment(end))
    return [
        Block(r.id, as_time(r.starts), as_time(r.ends), r.location, r.reason, r.created_at)
        for r in connection.execute(query)
    ]


def remove_block(connection: Connection, block_id: str, source: str) -> bool:
    """Delete a block; False when there is none."""
    query = blocks.delete().where(blocks.c.id == block_id, blocks.c.source == source)
    return bool(connection.execute(query).rowcount)


def _guarded(connection: Connection, statement: sa.sql.Executable, row: dict[str, Any]) -> None:
    try:
        connection.execute(statement, row)
    except IntegrityError as error:
        if booking_guard.refused(error):
            raise OverlapRefusedError from error
        raise


def _columns(session: Session) -> dict[str, str | int]:
    return {
        "location": session.location,
        "starts": session.start,
        "near_until": session.near_until,
        "far_until": session.far_until,
    }


def _hold(row: Row) -> Hold:
    slot = Slot(as_time(row.starts), as_time(row.ends), row.location, row.service)
    return Hold(row.id, slot, row.holder, as_time(row.expires), row.created_at)
