"""Who on the waitlist a freed time suits, and telling the therapist so."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from frontdesk.booking import intake, model
from frontdesk.booking.hours import moment
from frontdesk.booking.records import Entry, EntryState, Preferences, Slot
from frontdesk.practice import WEEKDAYS, Practice
from frontdesk.storage import booking_spans, booking_waitlist
from frontdesk.storage.items import ItemKind, raise_item


def suits(preferences: Preferences, slot: Slot, zone: ZoneInfo) -> bool:
    """Whether office, day and part of the day are what somebody waits for."""
    start = slot.start.astimezone(zone)
    return (
        preferences.location in (None, slot.location)
        and (not preferences.days or WEEKDAYS[start.weekday()] in preferences.days)
        and (not preferences.parts_of_day or model.part_of_day(start) in preferences.parts_of_day)
    )


def matches(
    tx: Connection, practice: Practice, slot: Slot, now: datetime, *, besides: Collection[str] = ()
) -> list[Entry]:
    """Who could really take a session that begins with `slot`, in order of the list.

    Their own service counts, which may be longer than what was there before; so do the practice's rules.
    Who has an open offer of another time is not asked about this one, nor are those `besides`.
    """
    if slot.location not in practice.locations:
        return []
    start = moment(slot.start)
    taken = booking_spans.taken(tx, (start, start), now)
    found = []
    for entry in booking_waitlist.entries(tx, (EntryState.WAITING,)):
        service = practice.services.get(entry.preferences.service)
        minutes = service.minutes if service else 0
        if (
            minutes
            and entry.id not in besides
            and suits(entry.preferences, slot, practice.zone)
            and model.refusal(practice, slot.location, start, minutes, now) is None
            and not model.is_taken(practice.rules, slot.location, start, minutes, taken)
        ):
            found.append(entry)
    return found


def freed(tx: Connection, practice: Practice, slot: Slot, now: datetime) -> None:
    """A time has become free: raise an item for the therapist when it suits anybody."""
    count = len(matches(tx, practice, slot, now))
    if not count:
        return
    office = intake.office(practice, slot.location).name
    who = "1 person waits" if count == 1 else f"{count} people wait"
    raise_item(
        tx,
        ItemKind.WAITLIST,
        now,
        key=f"waitlist:{slot.service}:{slot.location}:{moment(slot.start)}:{moment(now)}",
        text=f"{who} for a time like {office}, {intake.spoken(slot.start, practice.zone)}",
    )


def slot_of(item_key: str, practice: Practice) -> Slot:
    """The freed time that an item of the waitlist is about."""
    _, service, location, start, _ = item_key.split(":")
    return model.slot(practice, service, location, int(start))
