"""The diary's use cases. Each is one transaction: begin, load, decide, write, commit.

Every write holds the diary's lock (see docs/booking-rules.md), so what was loaded stays true until the
commit; and the database refuses a conflict by itself, should anything ever get past that.
A use case that raises has changed nothing. `connection` lets a caller make one part of its own write
transaction, which must come from `Diary.writing()` and has to end when the use case raises.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from sqlalchemy.engine import Connection

from frontdesk.booking import decisions, intake, model, steps, waiting
from frontdesk.booking.errors import BookingError, NotBookable, NotPossibleNow, Unknown, UnknownAppointment
from frontdesk.booking.hours import moment
from frontdesk.booking.records import (
    Appointment,
    Block,
    By,
    ClientDetails,
    Hold,
    Screening,
    Slot,
    Status,
)
from frontdesk.booking.transactions import Transactions
from frontdesk.booking.waitlist import Waitlist
from frontdesk.clock import Clock
from frontdesk.practice import Practice
from frontdesk.storage import booking as store
from frontdesk.storage import booking_spans
from frontdesk.storage.booking_keys import Answer
from frontdesk.storage.database import Database
from frontdesk.storage.items import ItemKind

log = structlog.get_logger()

THERAPIST_BLOCK = "therapist"
LONGEST_HOLD = timedelta(hours=1)
_NO_SCREENING = Screening()


class Diary:
    """The truth about times. Safe to share between threads."""

    def __init__(self, database: Database, practice: Practice, clock: Clock) -> None:
        self.database = database
        self.practice = practice
        self.clock = clock
        self._transactions = Transactions(database, practice, clock)
        self.waitlist = Waitlist(self, self._transactions)

    def writing(self) -> AbstractContextManager[Connection]:
        """A write transaction that holds the diary's lock."""
        return self._transactions.writing()

    def once(
        self,
        key: str,
        mark: str,
        work: Callable[[Connection], Answer],
        refused: Callable[[BookingError], Answer],
    ) -> Answer:
        """Do `work` in one transaction, or give the answer that it gave before; see `idempotency.once`."""
        return self._transactions.once(key, mark, work, refused)

    # --- looking

    def availability(
        self,
        service: str,
        location: str,
        start: datetime,
        end: datetime,
        *,
        part_of_day: model.PartOfDay | None = None,
        limit: int | None = None,
        conversation_id: str | None = None,
        moving: str | None = None,
    ) -> list[Slot]:
        """Free slots that start in [start, end), in order, in the practice's time zone.

        What `conversation_id` holds for itself counts as free, and so does the time of the
        appointment `moving`, which would be given up.
        """
        intake.known(self.practice, service, location)
        window = moment(intake.aware(start)), moment(intake.aware(end))
        now = self.clock.now()
        with self.database.read() as connection:
            own = [hold.id for hold in steps.own_holds(connection, now, None, conversation_id)]
            part = self._bookable_part(window, now)
            taken = booking_spans.taken(connection, part, now, without=[*own, moving or ""])
        found: list[Slot] = []
        for at in model.free(self.practice, service, location, window, taken, now):
            slot = model.slot(self.practice, service, location, at).in_zone(self.practice.zone)
            if part_of_day in (None, model.part_of_day(slot.start)):
                found.append(slot)
                if limit is not None and len(found) >= limit:
                    break
        return found

    def get(self, appointment_id: str) -> Appointment:
        """The appointment; raises `UnknownAppointment`."""
        with self.database.read() as connection:
            return steps.load(connection, appointment_id)

    def by_secret(self, secret: str) -> Appointment:
        """The appointment whose page has this secret; raises `UnknownAppointment`."""
        with self.database.read() as connection:
            found = store.by_secret(connection, secret)
        if found is None:
            raise UnknownAppointment
        return found

    def find(
        self,
        *,
        phone: str | None = None,
        client_id: str | None = None,
        conversation_id: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        statuses: tuple[Status, ...] = (),
    ) -> list[Appointment]:
        """Appointments that match everything given, in order of time; cancelled ones too."""
        number = intake.phone_number(phone) if phone is not None else None
        first = intake.aware(start) if start else None
        last = intake.aware(end) if end else None
        with self.database.read() as connection:
            return store.find(
                connection,
                phone=number,
                client_id=client_id,
                conversation_id=conversation_id,
                start=first,
                end=last,
                statuses=statuses,
            )

    # --- holds

    def hold(
        self,
        service: str,
        location: str,
        start: datetime,
        conversation_id: str,
        *,
        connection: Connection | None = None,
    ) -> Hold:
        """Keep a time for one conversation for `rules.hold_minutes`. What it held before is let go;
        the same time again is the same hold with a new end."""
        intake.known(self.practice, service, location)
        now = self.clock.now()
        with self._transactions.within(connection) as tx:
            booking_spans.drop_expired_holds(tx, now)
            before = booking_spans.live_hold(tx, now, holder=conversation_id)
            if before and steps.is_for(before, service, location, start):
                return self._extend(tx, before, now)
            without = [before.id] if before else []
            session = steps.decide(tx, self.practice, (service, location, start), now, without=without)
            if before:
                booking_spans.take_back(tx, before.id)
            slot = model.slot(self.practice, service, location, session.start)
            hold = Hold(uuid4().hex, slot, conversation_id, now + self._hold_time, now)
            with steps.guarded(slot):
                booking_spans.give(tx, hold.id, session, now, hold)
        log.info("time_held", hold=hold.id, conversation_id=conversation_id)
        return hold

    def extend(self, hold_id: str, *, connection: Connection | None = None) -> Hold:
        """Give a live hold its full time again, up to an hour in all; raises `Unknown` once it is over."""
        now = self.clock.now()
        with self._transactions.within(connection) as tx:
            hold = booking_spans.live_hold(tx, now, hold_id=hold_id)
            if hold is None:
                raise Unknown("hold")
            return self._extend(tx, hold, now)

    def release(self, hold_id: str, *, connection: Connection | None = None) -> None:
        """Let a held time go; one that is gone already is fine."""
        with self._transactions.within(connection) as tx:
            if booking_spans.live_hold(tx, self.clock.now(), hold_id=hold_id):
                booking_spans.take_back(tx, hold_id)

    # --- appointments

    def book(
        self,
        service: str,
        location: str,
        start: datetime,
        client: ClientDetails,
        *,
        hold_id: str | None = None,
        conversation_id: str | None = None,
        note: str | None = None,
        screening: Screening = _NO_SCREENING,
        by: By = By.CLIENT,
        connection: Connection | None = None,
    ) -> Appointment:
        """Make an appointment; a live hold for the same time becomes it, any other of the caller's is let go.

        A client who reported a recent head injury waits for the therapist with all their appointments.
        `by` the therapist skips the rules about hours, grid, notice and horizon, never a conflict.
        """
        intake.known(self.practice, service, location)
        details = intake.client_details(client)
        now = self.clock.now()
        with self._transactions.within(connection) as tx:
            booking_spans.drop_expired_holds(tx, now)
            held = steps.own_holds(tx, now, hold_id, conversation_id)
            kept = any(steps.is_for(hold, service, location, start) for hold in held)
            without = [hold.id for hold in held]
            wanted = (service, location, start)
            session = steps.decide(tx, self.practice, wanted, now, without=without, kept=kept, by=by)
            for hold in held:
                booking_spans.take_back(tx, hold.id)
            slot = model.slot(self.practice, service, location, session.start)
            booked = steps.new_appointment(
                tx, slot, details, screening, now, conversation_id=conversation_id, note=note
            )
            with steps.guarded(slot):
                booking_spans.give(tx, booked.id, session, now)
            store.add(tx, booked)
            steps.tell_of_booking(tx, self.practice, booked, by, now)
        log.info(
            "appointment_booked", appointment=booked.id, status=booked.status, conversation_id=conversation_id
        )
        return booked

    def reschedule(
        self,
        appointment_id: str,
        start: datetime,
        *,
        location: str | None = None,
        service: str | None = None,
        hold_id: str | None = None,
        conversation_id: str | None = None,
        by: By = By.CLIENT,
        connection: Connection | None = None,
    ) -> Appointment:
        """Move an appointment, which keeps its id; to where it is already is no change at all.

        `conversation_id` is where the move was asked for: what that conversation holds is used up.
        """
        now = self.clock.now()
        with self._transactions.within(connection) as tx:
            booking_spans.drop_expired_holds(tx, now)
            old = steps.changeable(tx, appointment_id, now, by)
            place, what = location or old.slot.location, service or old.slot.service
            intake.known(self.practice, what, place)
            if (place, what, intake.aware(start)) == (old.slot.location, old.slot.service, old.slot.start):
                return old
            held = steps.own_holds(tx, now, hold_id, conversation_id or old.conversation_id)
            kept = any(steps.is_for(hold, what, place, start) for hold in held)
            without = [old.id, *(hold.id for hold in held)]
            wanted = (what, place, start)
            session = steps.decide(tx, self.practice, wanted, now, without=without, kept=kept, by=by)
            for hold in held:
                booking_spans.take_back(tx, hold.id)
            slot = model.slot(self.practice, what, place, session.start)
            with steps.guarded(slot):
                booking_spans.move(tx, old.id, session)
            moved = replace(
                old,
                slot=slot,
                sequence=old.sequence + 1,
                updated_at=now,
                attendance_confirmed_at=None,
            )
            store.save(tx, moved)
            waiting.freed(tx, self.practice, old.slot, now)
            steps.tell(tx, self.practice, ItemKind.CHANGED_BOOKING, moved, by, now)
        log.info("appointment_moved", appointment=moved.id, conversation_id=moved.conversation_id)
        return moved

    def cancel(
        self, appointment_id: str, *, by: By = By.CLIENT, connection: Connection | None = None
    ) -> Appointment:
        """Give an appointment up and free its time; doing it twice changes nothing more."""
        now = self.clock.now()
        with self._transactions.within(connection) as tx:
            appointment = steps.load(tx, appointment_id)
            if appointment.status == Status.CANCELLED:
                return appointment
            cancelled = steps.cancelled(
                tx, self.practice, steps.changeable(tx, appointment_id, now, by), by, now
            )
        log.info("appointment_cancelled", appointment=cancelled.id, conversation_id=cancelled.conversation_id)
        return cancelled

    def confirm(self, appointment_id: str, *, connection: Connection | None = None) -> Appointment:
        """The client says that they will come; `NotPossibleNow` until the therapist has approved."""
        now = self.clock.now()
        with self._transactions.within(connection) as tx:
            appointment = steps.changeable(tx, appointment_id, now, By.CLIENT)
            if appointment.status == Status.PENDING_APPROVAL:
                raise NotPossibleNow("awaiting_approval", "The therapist has to look at it first.")
            if appointment.attendance_confirmed_at:
                return appointment
            confirmed = replace(appointment, attendance_confirmed_at=now, updated_at=now)
            store.save(tx, confirmed)
        log.info("attendance_confirmed", appointment=confirmed.id, conversation_id=confirmed.conversation_id)
        return confirmed

    # --- the therapist's decisions

    def approve(self, appointment_id: str, *, connection: Connection | None = None) -> Appointment:
        """The therapist sees this client: all their waiting appointments become confirmed."""
        with self._transactions.within(connection) as tx:
            approved = decisions.approve(tx, appointment_id, self.clock.now())
        log.info("appointment_approved", appointment=approved.id, conversation_id=approved.conversation_id)
        return approved

    def decline(self, appointment_id: str, *, connection: Connection | None = None) -> Appointment:
        """The therapist doesn't see this client at that time: the appointment is cancelled by her."""
        with self._transactions.within(connection) as tx:
            declined = decisions.decline(tx, self.practice, appointment_id, self.clock.now())
        log.info("appointment_declined", appointment=declined.id, conversation_id=declined.conversation_id)
        return declined

    def mark_no_show(self, appointment_id: str, *, connection: Connection | None = None) -> Appointment:
        """The client did not come; possible from the appointment's start on."""
        with self._transactions.within(connection) as tx:
            missed = decisions.mark_no_show(tx, appointment_id, self.clock.now())
        log.info("appointment_missed", appointment=missed.id, conversation_id=missed.conversation_id)
        return missed

    def block(
        self,
        start: datetime,
        end: datetime,
        *,
        location: str | None = None,
        reason: str | None = None,
        connection: Connection | None = None,
    ) -> Block:
        """Take time out of the diary. Appointments in it stay: moving them is the therapist's decision."""
        if intake.aware(start) >= intake.aware(end):
            raise NotBookable("ends_before_start", "A block has to end after it starts.")
        if location is not None:
            intake.known_location(self.practice, location)
        block = Block(uuid4().hex, start, end, location, reason, self.clock.now())
        with self._transactions.within(connection) as tx:
            booking_spans.add_block(tx, block, THERAPIST_BLOCK)
        return block

    def blocks(self, start: datetime | None = None, end: datetime | None = None) -> list[Block]:
        """The therapist's blocks that touch [start, end)."""
        first = intake.aware(start) if start else None
        last = intake.aware(end) if end else None
        with self.database.read() as connection:
            return booking_spans.list_blocks(connection, first, last, THERAPIST_BLOCK)

    def unblock(self, block_id: str, *, connection: Connection | None = None) -> None:
        """Put blocked time back; raises `Unknown` when there is no such block."""
        with self._transactions.within(connection) as tx:
            if not booking_spans.remove_block(tx, block_id, THERAPIST_BLOCK):
                raise Unknown("block")

    # --- shared by the use cases above

    @property
    def _hold_time(self) -> timedelta:
        return timedelta(minutes=self.practice.rules.hold_minutes)

    def _bookable_part(self, window: tuple[int, int], now: datetime) -> tuple[int, int]:
        earliest, latest = model.bookable(self.practice, now)
        low = max(window[0], earliest)
        return low, max(low, min(window[1], latest))

    def _extend(self, tx: Connection, hold: Hold, now: datetime) -> Hold:
        until = min(now + self._hold_time, max(hold.created_at + LONGEST_HOLD, hold.expires_at))
        booking_spans.extend(tx, hold.id, until)
        return replace(hold, expires_at=until)
