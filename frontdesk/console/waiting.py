"""The waiting list as the console shows it: a time that became free and whom it suits, and who waits."""

from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.booking.intake import office, spoken
from frontdesk.booking.records import Entry, Offer, Slot
from frontdesk.booking.waiting import slot_of
from frontdesk.desk import Desk
from frontdesk.practice import Practice
from frontdesk.storage.booking_waitlist import open_offers
from frontdesk.storage.items import Item, ItemKind

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


@dataclass(frozen=True)
class Person:
    """Somebody on the list, as she calls them."""

    entry_id: str
    name: str
    phone: str


@dataclass(frozen=True)
class FreedTime:
    """A time that became free. `holder` has it on offer `until` then; else it `suits` these, in order."""

    office: str
    day: date
    start: datetime
    suits: tuple[Person, ...]
    holder: Person | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """Somebody on the list with what they wait for, and the time that they have on offer."""

    entry_id: str
    name: str
    phone: str
    since: datetime
    wishes: str
    offered: str | None
    conversation_id: str | None


def freed_time(desk: Desk, item: Item) -> FreedTime | None:
    """The time behind an item of the waiting list; None for every other item."""
    slot = freed_slot(item, desk.practice)
    if slot is None:
        return None
    day = slot.start.astimezone(desk.practice.zone).date()
    place = office(desk.practice, slot.location).name
    for offer in _standing(desk):
        if (offer.slot.location, offer.slot.start) == (slot.location, slot.start):
            return FreedTime(place, day, slot.start, (), _person(offer.entry), offer.expires_at)
    return FreedTime(place, day, slot.start, tuple(_person(e) for e in desk.diary.waitlist.matches(slot)))


def freed_slot(item: Item, practice: Practice) -> Slot | None:
    """What became free; None where the item is about something else, or a service that is gone."""
    if item.kind is not ItemKind.WAITLIST or not item.key.startswith("waitlist:"):
        return None
    try:
        return slot_of(item.key, practice)
    except (KeyError, ValueError):
        return None


def everybody(desk: Desk) -> list[Waiting]:
    """The list in order."""
    offers = {offer.entry.id: offer for offer in _standing(desk)}
    return [_waiting(desk.practice, e, offers.get(e.id)) for e in desk.diary.waitlist.entries()]


def _standing(desk: Desk) -> list[Offer]:
    with desk.database.read() as connection:
        found = open_offers(connection)
    return [offer for offer in found if offer.expires_at > desk.clock.now()]


def _person(entry: Entry) -> Person:
    return Person(entry.id, entry.client.name.split()[0], entry.client.phone)


def _waiting(practice: Practice, entry: Entry, offer: Offer | None) -> Waiting:
    wishes = entry.preferences
    service = practice.services.get(wishes.service)
    said = (
        service.name if service else wishes.service,
        office(practice, wishes.location).name if wishes.location else "any office",
        ", ".join(DAYS[day] for day in wishes.days) or "any day",
        " or ".join(wishes.parts_of_day) or "any time of day",
    )
    offered = None
    if offer is not None:
        place, zone = office(practice, offer.slot.location).name, practice.zone
        offered = f"{place}, {spoken(offer.slot.start, zone)}, until {spoken(offer.expires_at, zone)}"
    return Waiting(
        entry.id,
        entry.client.name,
        entry.client.phone,
        entry.created_at,
        " · ".join(said),
        offered,
        entry.conversation_id,
    )
