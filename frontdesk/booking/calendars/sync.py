"""Keeps the diary and the therapist's own calendar in step; the diary stays the truth.

Her busy times become blocks, our appointments become events that follow moves and cancellations.
Where she changed one of these events by hand, she gets an item: the diary can't know what she meant.
No transaction is open while the calendar is asked.
"""

from datetime import datetime, timedelta

import structlog

from frontdesk.booking import ics, intake
from frontdesk.booking.calendars import reading
from frontdesk.booking.calendars.protocol import CalendarError, TherapistCalendar
from frontdesk.booking.hours import moment
from frontdesk.booking.records import Appointment, Status
from frontdesk.booking.service import Diary
from frontdesk.storage import booking_calendar as store
from frontdesk.storage.booking_calendar import Knowledge
from frontdesk.storage.items import ItemKind, raise_item

log = structlog.get_logger()

_BACK = timedelta(days=1)


def sync(diary: Diary, calendar: TherapistCalendar) -> Knowledge:
    """One round: read, compare, write. Never raises for a calendar that fails: what was known stays known.

    Call it every few minutes, from one place at a time.
    """
    now = diary.clock.now()
    end = now + timedelta(days=diary.practice.rules.horizon_days + 1)
    try:
        texts = calendar.events(now - _BACK, end)
        busy = reading.busy(texts, now - _BACK, end, diary.practice.zone)
        own = reading.own_events(texts)
        _learn(diary, busy, now)
        _compare(diary, own, now, end)
        _write(diary, calendar, now, end)
    except CalendarError as error:
        return _failed(diary, str(error), now)
    return Knowledge(read_at=now)


def keep_in_step(diary: Diary, calendar: TherapistCalendar) -> None:
    """The same as a step of background work."""
    sync(diary, calendar)


def knowledge(diary: Diary) -> Knowledge:
    """How old what the diary knows of the calendar is."""
    with diary.database.read() as connection:
        return store.knowledge(connection)


def _learn(diary: Diary, busy: list[reading.Span], now: datetime) -> None:
    with diary.writing() as connection:
        store.replace_busy(connection, busy, now)
        store.set_knowledge(connection, Knowledge(read_at=now))
    log.info("calendar_read", busy=len(busy))


def _compare(diary: Diary, own: dict[str, reading.Span], now: datetime, end: datetime) -> None:
    """Raise an item, once, for each of our events that was moved or deleted in the calendar."""
    with diary.database.read() as connection:
        written = store.written(connection)
    for appointment in diary.find(start=now, end=end):
        stands = own.get(appointment.id)
        as_written = written.get(appointment.id) == _text(appointment, diary)
        if appointment.id in written and as_written and stands != _span(appointment):
            changed = f"moved:{moment(stands[0])}" if stands else "deleted"
            _tell(diary, appointment, changed, now)


def _tell(diary: Diary, appointment: Appointment, changed: str, now: datetime) -> None:
    office = intake.office(diary.practice, appointment.slot.location).name
    when = intake.spoken(appointment.slot.start, diary.practice.zone)
    what = changed.partition(":")[0]
    with diary.writing() as connection:
        raise_item(
            connection,
            ItemKind.CALENDAR,
            now,
            key=f"calendar:{appointment.id}:{appointment.sequence}:{changed}",
            conversation_id=appointment.conversation_id,
            appointment_id=appointment.id,
            text=f"{office}, {when}: {what} in your calendar; the diary still has it as it was",
        )


def _write(diary: Diary, calendar: TherapistCalendar, now: datetime, end: datetime) -> None:
    """Bring the events up to date. A crash in between writes one again, under the same address."""
    with diary.database.read() as connection:
        written = store.written(connection)
    for appointment in diary.find(start=now - _BACK, end=end):
        text = _text(appointment, diary)
        if written.get(appointment.id) == text:
            continue
        if text is None:
            calendar.remove(ics.uid(appointment))
        else:
            calendar.write(ics.uid(appointment), ics.therapist_event(appointment, diary.practice))
        with diary.writing() as connection:
            store.set_written(connection, appointment.id, text, now)
        log.info("calendar_written", appointment=appointment.id)


def _span(appointment: Appointment) -> reading.Span:
    return appointment.slot.start, appointment.slot.end


def _text(appointment: Appointment, diary: Diary) -> str | None:
    """What makes two versions of an event the same; None when there should be none."""
    if appointment.status == Status.CANCELLED:
        return None
    slot = appointment.slot
    place = intake.office(diary.practice, slot.location).name
    return f"{slot.start.isoformat()} {slot.end.isoformat()} {place} {appointment.status.value}"


def _failed(diary: Diary, error: str, now: datetime) -> Knowledge:
    """Remember since when; the first failure of a row becomes an item."""
    with diary.writing() as connection:
        before = store.knowledge(connection)
        failing = Knowledge(before.read_at, before.failing_since or now, error)
        store.set_knowledge(connection, failing)
        if before.failing_since is None:
            raise_item(
                connection,
                ItemKind.CALENDAR,
                now,
                key=f"calendar:failing:{now.timestamp():.0f}",
                text="Your calendar could not be read; the diary goes by what it knew before",
            )
    log.warning("calendar_failed", error=error)
    return failing
