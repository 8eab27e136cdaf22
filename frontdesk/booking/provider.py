"""What the desk needs of a booking system, and the diary as one.

A practice on another system is served by another implementation of `BookingProvider`;
tests/unit/frontdesk/booking/test_provider.py holds what every implementation must pass.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from frontdesk.booking.documents import problem
from frontdesk.booking.errors import BookingError, NotBookable, NotPossibleNow, SlotTaken
from frontdesk.booking.idempotency import fingerprint
from frontdesk.booking.records import Appointment, ClientDetails, Hold, Slot
from frontdesk.booking.service import Diary
from frontdesk.storage.booking_keys import Answer


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the system answers; `detail` is for the log, without anybody's name."""

    ok: bool
    detail: str = ""


class BookingProvider(Protocol):
    """Every refusal is a `BookingError` and has changed nothing. Times are aware.

    A time given to one is never given to another: who comes second gets `SlotTaken`.
    """

    def offer(
        self, service: str, location: str, start: datetime, end: datetime, *, limit: int | None = None
    ) -> list[Slot]:
        """Free slots that start in [start, end), in order."""

    def hold(self, service: str, location: str, start: datetime, conversation_id: str) -> Hold:
        """Keep a time for a conversation for some minutes; it has one at once."""

    def book(
        self,
        service: str,
        location: str,
        start: datetime,
        client: ClientDetails,
        *,
        key: str,
        hold_id: str | None = None,
        conversation_id: str | None = None,
    ) -> Appointment:
        """Make an appointment. The same `key` again is the same appointment, or the same refusal."""

    def move(self, appointment_id: str, start: datetime, *, location: str | None = None) -> Appointment:
        """Move an appointment, which keeps its id; to where it is already is no change."""

    def cancel(self, appointment_id: str) -> Appointment:
        """Give an appointment up; twice is once."""

    def find(self, *, phone: str | None = None, conversation_id: str | None = None) -> list[Appointment]:
        """Appointments of a client or a conversation, cancelled ones too, in order of time."""

    def health(self) -> Health:
        """Whether bookings are possible right now; never raises."""


class DiaryProvider:
    """The desk's own diary."""

    def __init__(self, diary: Diary) -> None:
        self._diary = diary

    def offer(
        self, service: str, location: str, start: datetime, end: datetime, *, limit: int | None = None
    ) -> list[Slot]:
        return self._diary.availability(service, location, start, end, limit=limit)

    def hold(self, service: str, location: str, start: datetime, conversation_id: str) -> Hold:
        return self._diary.hold(service, location, start, conversation_id)

    def book(
        self,
        service: str,
        location: str,
        start: datetime,
        client: ClientDetails,
        *,
        key: str,
        hold_id: str | None = None,
        conversation_id: str | None = None,
    ) -> Appointment:
        def work(tx: Connection) -> Answer:
            made = self._diary.book(
                service,
                location,
                start,
                client,
                hold_id=hold_id,
                conversation_id=conversation_id,
                connection=tx,
            )
            return Answer(201, {"id": made.id})

        mark = fingerprint("provider", [service, location, start, client.name, client.phone, client.email])
        answer = self._diary.once(key, mark, work, self._refused)
        if answer.status != 201:
            raise _error(answer.body)
        return self._diary.get(answer.body["id"])

    def move(self, appointment_id: str, start: datetime, *, location: str | None = None) -> Appointment:
        return self._diary.reschedule(appointment_id, start, location=location)

    def cancel(self, appointment_id: str) -> Appointment:
        return self._diary.cancel(appointment_id)

    def find(self, *, phone: str | None = None, conversation_id: str | None = None) -> list[Appointment]:
        return self._diary.find(phone=phone, conversation_id=conversation_id)

    def health(self) -> Health:
        try:
            with self._diary.database.read() as connection:
                connection.execute(sa.text("SELECT 1 FROM diary_spans LIMIT 1"))
        except sa.exc.SQLAlchemyError as error:
            return Health(False, type(error).__name__)
        return Health(True)

    def _refused(self, error: BookingError) -> Answer:
        found = problem(error, self._diary.practice)
        return Answer(found.status, found.document())


def _error(document: dict[str, Any]) -> BookingError:
    """The refusal that was stored, as it was raised."""
    if document["type"] == "slot_taken":
        return SlotTaken(tuple(_slot(slot) for slot in document["nearest"]))
    kind = NotPossibleNow if document["status"] == 409 else NotBookable
    return kind(document["type"], document["title"])


def _slot(document: dict[str, str]) -> Slot:
    start, end = (datetime.fromisoformat(document[name]) for name in ("start", "end"))
    return Slot(start, end, document["location"], document["service"])
