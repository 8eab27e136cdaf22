"""Queries on the waitlist and its offers."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from frontdesk.booking.hours import as_time, moment
from frontdesk.booking.records import Client, Entry, EntryState, Offer, OfferState, Preferences, Slot
from frontdesk.storage.booking_tables import clients, offers, waitlist

_ENTRIES = sa.select(waitlist, clients.c.name, clients.c.phone, clients.c.email).join(clients)


def add(connection: Connection, entry: Entry) -> None:
    """Put somebody on the list."""
    connection.execute(
        waitlist.insert().values(
            id=entry.id,
            client_id=entry.client.id,
            conversation_id=entry.conversation_id,
            state=entry.state.value,
            created_at=entry.created_at,
            **_wishes(entry.preferences),
        )
    )


def save(connection: Connection, entry: Entry) -> None:
    """Store where they stand and what they wish; the place in the line stays."""
    values = _wishes(entry.preferences) | {"state": entry.state.value}
    connection.execute(waitlist.update().where(waitlist.c.id == entry.id).values(**values))


def by_id(connection: Connection, entry_id: str) -> Entry | None:
    """The entry with this id."""
    row = connection.execute(_ENTRIES.where(waitlist.c.id == entry_id)).first()
    return _entry(row) if row else None


def entries(
    connection: Connection,
    states: tuple[EntryState, ...],
    *,
    client_id: str | None = None,
    phone: str | None = None,
    conversation_id: str | None = None,
) -> list[Entry]:
    """The list in order, of everybody or of one person."""
    wanted: list[Any] = [waitlist.c.state.in_([state.value for state in states])]
    if client_id is not None:
        wanted.append(waitlist.c.client_id == client_id)
    if phone is not None:
        wanted.append(clients.c.phone == phone)
    if conversation_id is not None:
        wanted.append(waitlist.c.conversation_id == conversation_id)
    query = _ENTRIES.where(*wanted).order_by(waitlist.c.created_at, waitlist.c.id)
    return [_entry(row) for row in connection.execute(query)]


def add_offer(connection: Connection, offer: Offer) -> None:
    """Store an offer; its time must be held already."""
    connection.execute(
        offers.insert().values(
            id=offer.id,
            entry_id=offer.entry.id,
            secret=offer.secret,
            service=offer.slot.service,
            location=offer.slot.location,
            starts=moment(offer.slot.start),
            ends=moment(offer.slot.end),
            state=offer.state.value,
            expires=moment(offer.expires_at),
            created_at=offer.created_at,
        )
    )


def close_offer(
    connection: Connection, offer: Offer, state: OfferState, appointment_id: str | None = None
) -> Offer:
    """Store what became of it."""
    values = {"state": state.value, "appointment_id": appointment_id}
    connection.execute(offers.update().where(offers.c.id == offer.id).values(**values))
    return replace(offer, state=state, appointment_id=appointment_id)


def set_told(connection: Connection, offer_id: str, now: datetime) -> None:
    """The client has been told of the offer."""
    connection.execute(offers.update().where(offers.c.id == offer_id).values(told_at=now))


def offer_by_secret(connection: Connection, secret: str) -> Offer | None:
    """The offer with this secret."""
    found = _offers(connection, offers.c.secret == secret)
    return found[0] if found else None


def open_offers(
    connection: Connection, *, expired_at: datetime | None = None, untold: bool = False
) -> list[Offer]:
    """Offers nobody has answered: all, those that have run out, or those whose client doesn't know yet."""
    wanted: list[Any] = [offers.c.state == OfferState.OPEN.value]
    if expired_at is not None:
        wanted.append(offers.c.expires <= moment(expired_at))
    if untold:
        wanted.append(offers.c.told_at.is_(None))
    return _offers(connection, *wanted)


def offered_before(connection: Connection, slot: Slot) -> set[str]:
    """The entries that had this time offered already."""
    query = sa.select(offers.c.entry_id).where(
        offers.c.location == slot.location, offers.c.starts == moment(slot.start)
    )
    return {row.entry_id for row in connection.execute(query)}


def _offers(connection: Connection, *wanted: Any) -> list[Offer]:
    query = sa.select(offers).where(*wanted).order_by(offers.c.created_at, offers.c.id)
    found = []
    for row in connection.execute(query).all():
        entry = by_id(connection, row.entry_id)
        assert entry is not None  # the foreign key says so
        found.append(_offer(row, entry))
    return found


def _wishes(preferences: Preferences) -> dict[str, Any]:
    return {
        "service": preferences.service,
        "location": preferences.location,
        "days": list(preferences.days),
        "parts_of_day": list(preferences.parts_of_day),
    }


def _entry(row: Row) -> Entry:
    return Entry(
        id=row.id,
        client=Client(row.client_id, row.name, row.phone, row.email),
        conversation_id=row.conversation_id,
        preferences=Preferences(row.service, row.location, tuple(row.days), tuple(row.parts_of_day)),
        state=EntryState(row.state),
        created_at=row.created_at,
    )


def _offer(row: Row, entry: Entry) -> Offer:
    return Offer(
        id=row.id,
        entry=entry,
        slot=Slot(as_time(row.starts), as_time(row.ends), row.location, row.service),
        state=OfferState(row.state),
        secret=row.secret,
        expires_at=as_time(row.expires),
        created_at=row.created_at,
        told_at=row.told_at,
        appointment_id=row.appointment_id,
    )
