"""A diary in plain lists, with which the SQL diary is compared. It knows no transactions, locks or tables,
only the rules."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from frontdesk.booking import intake, model
from frontdesk.booking.errors import (
    NotBookable,
    NotPossibleNow,
    SlotTaken,
    Unknown,
    UnknownAppointment,
)
from frontdesk.booking.hours import moment
from frontdesk.booking.records import (
    Appointment,
    Block,
    By,
    Client,
    ClientDetails,
    Hold,
    Screening,
    Slot,
    Status,
)
from frontdesk.clock import SettableClock
from frontdesk.practice import Practice

ACTIVE = (Status.CONFIRMED, Status.PENDING_APPROVAL, Status.NO_SHOW)


@dataclass
class MemoryDiary:
    """One thread only."""

    practice: Practice
    clock: SettableClock
    appointments: dict[str, Appointment] = field(default_factory=dict)
    held: dict[str, Hold] = field(default_factory=dict)
    blocked: dict[str, Block] = field(default_factory=dict)

    # --- looking

    def offer(
        self, service: str, location: str, start: datetime, end: datetime, *, limit: int | None = None
    ) -> list[Slot]:
        intake.known(self.practice, service, location)
        window = moment(intake.aware(start)), moment(intake.aware(end))
        found = model.free(self.practice, service, location, window, self._taken(), self.clock.now())
        return [self._slot(service, location, at) for at in found][:limit]

    def find(self, *, phone: str | None = None, conversation_id: str | None = None) -> list[Appointment]:
        number = intake.phone_number(phone) if phone else None
        found = [
            a
            for a in self.appointments.values()
            if number in (None, a.client.phone) and conversation_id in (None, a.conversation_id)
        ]
        return sorted(found, key=lambda a: (a.slot.start, a.id))

    # --- holds

    def hold(self, service: str, location: str, start: datetime, conversation_id: str) -> Hold:
        intake.known(self.practice, service, location)
        now = self.clock.now()
        mine = [h for h in self._holds() if h.holder == conversation_id]
        if mine and _is_for(mine[0], service, location, start):
            return self.extend(mine[0].id)
        slot = self._decide(service, location, start, {h.id for h in mine})
        for old in mine:
            del self.held[old.id]
        made = Hold(uuid4().hex, slot, conversation_id, now + self._lasts, now)
        self.held[made.id] = made
        return made

    def extend(self, hold_id: str) -> Hold:
        found = next((h for h in self._holds() if h.id == hold_id), None)
        if found is None:
            raise Unknown("hold")
        latest = max(found.created_at + timedelta(hours=1), found.expires_at)
        self.held[hold_id] = replace(found, expires_at=min(self.clock.now() + self._lasts, latest))
        return self.held[hold_id]

    def release(self, hold_id: str) -> None:
        self.held.pop(hold_id, None)

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
        screening: Screening = Screening(),
    ) -> Appointment:
        intake.known(self.practice, service, location)
        details = intake.client_details(client)
        mine = [h for h in self._holds() if h.id == hold_id or h.holder == conversation_id]
        kept = any(_is_for(h, service, location, start) for h in mine)
        slot = self._decide(service, location, start, {h.id for h in mine}, kept=kept)
        for old in mine:
            del self.held[old.id]
        now = self.clock.now()
        waits = screening.recent_head_injury or self._approval_stands(details.phone, conversation_id)
        made = Appointment(
            id=uuid4().hex,
            status=Status.PENDING_APPROVAL if waits else Status.CONFIRMED,
            slot=slot,
            client=Client(uuid4().hex, details.name, details.phone, details.email),
            conversation_id=conversation_id,
            note=None,
            screening=screening,
            secret=uuid4().hex,
            sequence=0,
            decided_at=None,
            created_at=now,
            updated_at=now,
            attendance_confirmed_at=None,
            cancelled_at=None,
            cancelled_by=None,
        )
        if waits:
            for other in self._of(details.phone):
                if other.status == Status.CONFIRMED and other.slot.start > now:
                    self._save(other, status=Status.PENDING_APPROVAL, attendance_confirmed_at=None)
        self.appointments[made.id] = made
        return made

    def move(self, appointment_id: str, start: datetime, *, location: str | None = None) -> Appointment:
        old = self._changeable(appointment_id)
        place, service = location or old.slot.location, old.slot.service
        if (place, start) == (old.slot.location, old.slot.start):
            return old
        mine = [h for h in self._holds() if h.holder == old.conversation_id]
        kept = any(_is_for(h, service, place, start) for h in mine)
        slot = self._decide(service, place, start, {old.id, *(h.id for h in mine)}, kept=kept)
        for hold in mine:
            del self.held[hold.id]
        return self._save(old, slot=slot, sequence=old.sequence + 1, attendance_confirmed_at=None)

    def cancel(self, appointment_id: str) -> Appointment:
        found = self._load(appointment_id)
        if found.status == Status.CANCELLED:
            return found
        return self._cancel(self._changeable(appointment_id), By.CLIENT)

    def approve(self, appointment_id: str) -> Appointment:
        found = self._load(appointment_id)
        if found.status not in (Status.PENDING_APPROVAL, Status.CONFIRMED):
            raise NotPossibleNow("appointment_closed", "")
        for each in self._of(found.client.phone):
            if self._undecided(each):
                confirmed = each.status == Status.PENDING_APPROVAL
                status = Status.CONFIRMED if confirmed else each.status
                self._save(each, status=status, decided_at=self.clock.now())
        return self._load(appointment_id)

    def decline(self, appointment_id: str) -> Appointment:
        found = self._load(appointment_id)
        if found.status == Status.CANCELLED:
            return found
        if found.status != Status.PENDING_APPROVAL:
            raise NotPossibleNow("not_pending", "")
        return self._cancel(replace(found, decided_at=self.clock.now()), By.THERAPIST)

    def block(self, start: datetime, end: datetime, location: str | None) -> Block:
        made = Block(uuid4().hex, start, end, location, None, self.clock.now())
        self.blocked[made.id] = made
        return made

    def unblock(self, block_id: str) -> None:
        del self.blocked[block_id]

    # --- the rules, in lists

    @property
    def _lasts(self) -> timedelta:
        return timedelta(minutes=self.practice.rules.hold_minutes)

    def _holds(self) -> list[Hold]:
        return [h for h in self.held.values() if h.expires_at > self.clock.now()]

    def _taken(self, without: set[str] | frozenset[str] = frozenset()) -> model.Taken:
        given: list[Appointment | Hold] = [a for a in self.appointments.values() if a.status in ACTIVE]
        sessions = [self._session(x.slot) for x in given + self._holds() if x.id not in without]  # type: ignore[operator]
        return model.Taken(
            sessions,
            [model.Absence(b.location, moment(b.start), moment(b.end)) for b in self.blocked.values()],
        )

    def _session(self, slot: Slot) -> model.Session:
        minutes = self.practice.services[slot.service].minutes
        return model.session(self.practice.rules, slot.location, moment(slot.start), minutes)

    def _decide(
        self, service: str, location: str, start: datetime, without: set[str], *, kept: bool = False
    ) -> Slot:
        minutes, at, now = (
            self.practice.services[service].minutes,
            moment(intake.aware(start)),
            self.clock.now(),
        )
        reason = model.refusal(self.practice, location, at, minutes, now)
        if reason and not (reason == "too_soon" and kept):
            raise NotBookable(reason, "")
        taken = self._taken(without)
        if model.is_taken(self.practice.rules, location, at, minutes, taken):
            window = model.bookable(self.practice, now)
            free = list(model.free(self.practice, service, location, window, taken, now))
            raise SlotTaken(tuple(self._slot(service, location, s) for s in model.nearest(at, free)))
        return model.slot(self.practice, service, location, at)

    def _slot(self, service: str, location: str, at: int) -> Slot:
        return model.slot(self.practice, service, location, at).in_zone(self.practice.zone)

    def _of(self, phone: str) -> list[Appointment]:
        return [a for a in self.appointments.values() if a.client.phone == phone]

    def _undecided(self, found: Appointment) -> bool:
        taken_back = found.cancelled_by == By.CLIENT and found.decided_at is None
        said_yes = bool(found.screening.recent_head_injury)
        return found.status == Status.PENDING_APPROVAL or (said_yes and taken_back)

    def _approval_stands(self, phone: str, conversation_id: str | None) -> bool:
        return any(
            self._undecided(a)
            for a in self.appointments.values()
            if a.client.phone == phone or (conversation_id and a.conversation_id == conversation_id)
        )

    def _load(self, appointment_id: str) -> Appointment:
        if appointment_id not in self.appointments:
            raise UnknownAppointment
        return self.appointments[appointment_id]

    def _changeable(self, appointment_id: str) -> Appointment:
        found = self._load(appointment_id)
        if found.status == Status.CANCELLED:
            raise NotPossibleNow("appointment_cancelled", "")
        if found.slot.start <= self.clock.now():
            raise NotPossibleNow("already_started", "")
        return found

    def _cancel(self, found: Appointment, by: By) -> Appointment:
        now = self.clock.now()
        return self._save(
            found, status=Status.CANCELLED, sequence=found.sequence + 1, cancelled_at=now, cancelled_by=by
        )

    def _save(self, found: Appointment, **changes: object) -> Appointment:
        changed = replace(found, updated_at=self.clock.now(), **changes)  # type: ignore[arg-type]
        self.appointments[found.id] = changed
        return changed


def _is_for(hold: Hold, service: str, location: str, start: datetime) -> bool:
    return (hold.slot.service, hold.slot.location, hold.slot.start) == (service, location, start)
