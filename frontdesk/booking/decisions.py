"""What only the therapist decides: approving, declining, who did not come."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from frontdesk.booking import steps
from frontdesk.booking.errors import NotPossibleNow
from frontdesk.booking.records import Appointment, By, Status
from frontdesk.practice import Practice
from frontdesk.storage import booking as store


def approve(tx: Connection, appointment_id: str, now: datetime) -> Appointment:
    """She sees this client: all their waiting appointments become confirmed."""
    appointment = steps.load(tx, appointment_id)
    if appointment.status not in (Status.PENDING_APPROVAL, Status.CONFIRMED):
        raise NotPossibleNow("appointment_closed", "This appointment can no longer be approved.")
    for each in store.undecided(tx, appointment.client.phone):
        status = Status.CONFIRMED if each.status == Status.PENDING_APPROVAL else each.status
        store.save(tx, replace(each, status=status, decided_at=now, updated_at=now))
    return steps.load(tx, appointment_id)


def decline(tx: Connection, practice: Practice, appointment_id: str, now: datetime) -> Appointment:
    """She doesn't see this client at that time: the appointment is cancelled by her."""
    appointment = steps.load(tx, appointment_id)
    if appointment.status == Status.CANCELLED:
        return appointment
    if appointment.status != Status.PENDING_APPROVAL:
        raise NotPossibleNow("not_pending", "This appointment is not waiting for approval.")
    return steps.cancelled(tx, practice, replace(appointment, decided_at=now), By.THERAPIST, now)


def mark_no_show(tx: Connection, appointment_id: str, now: datetime) -> Appointment:
    """The client did not come; possible from the appointment's start on."""
    appointment = steps.load(tx, appointment_id)
    if appointment.status == Status.NO_SHOW:
        return appointment
    if appointment.status != Status.CONFIRMED or appointment.slot.start > now:
        raise NotPossibleNow("not_a_no_show", "Only a confirmed appointment that has begun can be missed.")
    missed = replace(appointment, status=Status.NO_SHOW, updated_at=now)
    store.save(tx, missed)
    return missed
