"""What the desk needs of a booking system: its own diary (`own.py`), or another one (`elsewhere.py`).

Requests and answers are the models of the booking API. Which system is asked is decided in app.py;
tests/unit/frontdesk/booking/test_provider.py holds what every implementation must pass.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from frontdesk.booking.answers import AppointmentAnswer, HoldAnswer, SlotAnswer
from frontdesk.booking.records import Status
from frontdesk.booking.requests import BookingRequest, HoldRequest, OfferRequest, RescheduleRequest


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the system answers; `detail` is for the log, without anybody's name."""

    ok: bool
    detail: str = ""


class BookingProvider(Protocol):
    """Every refusal is a `BookingError` and has changed nothing; `ProviderDown` says that nothing is known.

    A time given to one is never given to another: who comes second gets `SlotTaken`.
    A write that is repeated under its `key` gets the first answer, be it a refusal, and has no second effect;
    for another request the key is refused with `KeyReused` or its like. Without a key nothing is remembered.
    """

    def offer(self, wanted: OfferRequest) -> list[SlotAnswer]:
        """Free times in order."""

    def hold(self, wanted: HoldRequest, key: str | None) -> HoldAnswer:
        """Keep a time for a conversation for some minutes; it has one at once."""

    def release(self, hold_id: str, key: str | None) -> None:
        """Let a held time go; one that is gone already is fine."""

    def book(self, wanted: BookingRequest, key: str) -> AppointmentAnswer:
        """Make an appointment; what its conversation holds is used up."""

    def move(self, appointment_id: str, wanted: RescheduleRequest, key: str | None) -> AppointmentAnswer:
        """Move an appointment, which keeps its id; to where it is already is no change."""

    def cancel(self, appointment_id: str, key: str | None) -> AppointmentAnswer:
        """Give an appointment up; twice is once."""

    def confirm(self, appointment_id: str, key: str | None) -> AppointmentAnswer:
        """The client says that they will come."""

    def find(
        self,
        *,
        phone: str | None = None,
        client_id: str | None = None,
        conversation_id: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        statuses: tuple[Status, ...] = (),
    ) -> list[AppointmentAnswer]:
        """Appointments that match everything given, cancelled ones too, in order of time."""

    def health(self) -> Health:
        """Whether bookings are possible right now; never raises."""
