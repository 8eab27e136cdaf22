"""Steps that the diary's use cases share; each works inside the use case's transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import uuid4

from sqlalchemy.engine import Connection

from frontdesk.booking import intake, model, waiting
from frontdesk.booking.errors import (
    NotBookable,
    NotPossibleNow,
    OverlapRefused,
    SlotTaken,
    UnknownAppointment,
)
from frontdesk.booking.hours import moment
from frontdesk.booking.records import Appointment, By, ClientDetails, Hold, Screening, Slot, Status
from frontdesk.practice import Practice
from frontdesk.storage import booking as store
from frontdesk.storage import booking_spans
from frontdesk.storage.items import ItemKind, raise_item

_NEAR = 14 * 86_400
_REASONS: dict[model.Refusal, str] = {
    "in_the_past": "That time has passed.",
    "too_soon": "That time is too soon to book.",
    "beyond_horizon": "That time is further ahead than the diary is open.",
    "closed": "The office is closed on that day.",
    "outside_hours": "That time is outside the office's hours.",
    "off_grid": "Sessions do not start at that minute.",
}


def load(tx: Connection, appointment_id: str) -> Appointment:
    """The appointment; raises `UnknownAppointment`."""
    appointment = store.by_id(tx, appointment_id)
    if appointment is None:
        raise UnknownAppointment
    return appointment


def changeable(tx: Connection, appointment_id: str, now: datetime, by: By) -> Appointment:
    """The appointment, if it still can be changed: not cancelled, and for clients not begun."""
    appointment = load(tx, appointment_id)
    if appointment.status == Status.CANCELLED:
        raise NotPossibleNow("appointment_cancelled", "This appointment was cancelled.")
    if by == By.CLIENT and appointment.slot.start <= now:
        raise NotPossibleNow("already_started", "This appointment has already begun.")
    return appointment


def own_holds(tx: Connection, now: datetime, hold_id: str | None, conversation_id: str | None) -> list[Hold]:
    """The live holds that a booking uses up: the one it names, and the one of its conversation."""
    named = booking_spans.live_hold(tx, now, hold_id=hold_id) if hold_id else None
    own = booking_spans.live_hold(tx, now, holder=conversation_id) if conversation_id else None
    return list({hold.id: hold for hold in (named, own) if hold}.values())


def is_for(hold: Hold, service: str, location: str, start: datetime) -> bool:
    """Whether the hold keeps exactly this time."""
    return (hold.slot.service, hold.slot.location, hold.slot.start) == (service, location, start)


def decide(
    tx: Connection,
    practice: Practice,
    wanted: tuple[str, str, datetime],
    now: datetime,
    *,
    without: Iterable[str] = (),
    kept: bool = False,
    by: By = By.CLIENT,
) -> model.Session:
    """The session to give for `wanted` (service, location, start); raises `NotBookable` or `SlotTaken`.

    Spans `without` don't count: they are the caller's own. A time that was `kept` by a hold
    may have come inside the notice since, which is no reason against it.
    """
    service, location, at = wanted
    start, minutes = moment(at), practice.services[service].minutes
    check_rules(practice, location, at, minutes, now, kept=kept, by=by)
    left_out = list(without)
    taken = booking_spans.taken(tx, (start, start), now, without=left_out)
    if model.is_taken(practice.rules, location, start, minutes, taken):
        raise SlotTaken(nearest(tx, practice, wanted, now, without=left_out))
    return model.session(practice.rules, location, start, minutes)


def check_rules(
    practice: Practice, location: str, at: datetime, minutes: int, now: datetime, *, kept: bool, by: By
) -> None:
    """Raise `NotBookable` for a time that the practice's rules forbid, whoever else is in the diary."""
    if intake.aware(at).microsecond:
        raise NotBookable("off_grid", _REASONS["off_grid"])
    reason = model.refusal(practice, location, moment(at), minutes, now)
    if reason == "too_soon" and kept:
        return
    if reason and (by == By.CLIENT or reason == "in_the_past"):
        raise NotBookable(reason, _REASONS[reason])


def nearest(
    tx: Connection,
    practice: Practice,
    wanted: tuple[str, str, datetime],
    now: datetime,
    *,
    without: Iterable[str] = (),
) -> tuple[Slot, ...]:
    """The three free slots closest to `wanted`: within two weeks of it if there are three, else anywhere."""
    service, location, at = wanted
    around = moment(at) - _NEAR, moment(at) + _NEAR
    for window in (around, model.bookable(practice, now)):
        taken = booking_spans.taken(tx, window, now, without=without)
        found = model.nearest(moment(at), list(model.free(practice, service, location, window, taken, now)))
        if len(found) == 3:
            break
    slots = (model.slot(practice, service, location, start) for start in found)
    return tuple(slot.in_zone(practice.zone) for slot in slots)


def new_appointment(
    tx: Connection,
    slot: Slot,
    details: ClientDetails,
    screening: Screening,
    now: datetime,
    *,
    conversation_id: str | None,
    note: str | None,
) -> Appointment:
    """An appointment not yet stored. It waits while the therapist has to decide about the client."""
    waits = screening.recent_head_injury or store.approval_stands(tx, details.phone, conversation_id)
    return Appointment(
        id=uuid4().hex,
        status=Status.PENDING_APPROVAL if waits else Status.CONFIRMED,
        slot=slot,
        client=store.client_for(tx, details, now),
        conversation_id=conversation_id,
        note=note,
        screening=screening,
        secret=token_urlsafe(24),
        sequence=0,
        decided_at=None,
        created_at=now,
        updated_at=now,
        attendance_confirmed_at=None,
        cancelled_at=None,
        cancelled_by=None,
    )


def hold_back(tx: Connection, practice: Practice, pending: Appointment, now: datetime) -> None:
    """Let the client's other coming appointments wait too: none stays confirmed while an approval stands."""
    for other in store.find(tx, phone=pending.client.phone, start=now, statuses=(Status.CONFIRMED,)):
        if other.slot.start > now:
            waiting = replace(
                other, status=Status.PENDING_APPROVAL, attendance_confirmed_at=None, updated_at=now
            )
            store.save(tx, waiting)
            tell(tx, practice, ItemKind.APPROVAL, waiting, By.CLIENT, now)


def cancelled(
    tx: Connection, practice: Practice, appointment: Appointment, by: By, now: datetime
) -> Appointment:
    """Store the appointment as cancelled and free its time."""
    booking_spans.take_back(tx, appointment.id)
    gone = replace(
        appointment,
        status=Status.CANCELLED,
        sequence=appointment.sequence + 1,
        updated_at=now,
        cancelled_at=now,
        cancelled_by=by,
    )
    store.save(tx, gone)
    waiting.freed(tx, practice, gone.slot, now)
    tell(tx, practice, ItemKind.CANCELLED_BOOKING, gone, by, now)
    return gone


@contextmanager
def guarded(slot: Slot) -> Iterator[None]:
    """Name the slot that the database refuses."""
    try:
        yield
    except booking_spans.OverlapRefusedError as error:
        raise OverlapRefused((slot.service, slot.location, slot.start)) from error


def tell_of_booking(tx: Connection, practice: Practice, booked: Appointment, by: By, now: datetime) -> None:
    """Raise the item about a new booking, and hold the client's others back where it waits for approval."""
    if booked.status == Status.PENDING_APPROVAL:
        hold_back(tx, practice, booked, now)
        tell(tx, practice, ItemKind.APPROVAL, booked, by, now)
    else:
        tell(tx, practice, ItemKind.NEW_BOOKING, booked, by, now)


def tell(
    tx: Connection, practice: Practice, kind: ItemKind, appointment: Appointment, by: By, now: datetime
) -> None:
    """Raise an item about what a client did: office and time only. The therapist knows her own."""
    if by == By.THERAPIST:
        return
    office = intake.office(practice, appointment.slot.location).name
    notice = timedelta(hours=practice.rules.change_notice_hours)
    late = kind == ItemKind.CANCELLED_BOOKING and appointment.slot.start - now < notice
    when = intake.spoken(appointment.slot.start, practice.zone)
    raise_item(
        tx,
        kind,
        now,
        key=f"appointment:{appointment.id}:{kind.value}:{appointment.sequence}:{moment(now)}",
        conversation_id=appointment.conversation_id,
        appointment_id=appointment.id,
        text=f"{office}, {when}{', at short notice' if late else ''}",
    )
