"""What the diary knows, as plain values: slots, holds, clients, appointments, blocks."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum


class Status(StrEnum):
    """Where an appointment stands. A pending one keeps its time until the therapist has looked."""

    PENDING_APPROVAL = "pending_approval"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class By(StrEnum):
    """Who changed something: the therapist needs no item about her own changes."""

    CLIENT = "client"
    THERAPIST = "therapist"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked; without buffer and travel, which the diary keeps for itself."""

    start: datetime
    end: datetime
    location: str
    service: str

    def in_zone(self, zone: tzinfo) -> "Slot":
        """The same slot with times as people at the practice read them."""
        return Slot(self.start.astimezone(zone), self.end.astimezone(zone), self.location, self.service)


@dataclass(frozen=True, slots=True)
class Hold:
    """A time kept for one conversation (`holder`) until `expires_at`."""

    id: str
    slot: Slot
    holder: str
    expires_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """Who a booking is for, as given; `phone` is E.164 by the time the diary stores it."""

    name: str
    phone: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody the practice knows: one name at one phone number."""

    id: str
    name: str
    phone: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Screening:
    """What the client answered before a first session; None is "was not asked"."""

    recent_head_injury: bool | None = None
    migraine_history: str | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment. `sequence` counts its moves and its cancellation, as calendars expect;
    `decided_at` is when the therapist approved or declined it, where that was asked of her;
    `secret` opens the client's own page and belongs in nobody else's hands;
    `attendance_confirmed_at` is when the client said that they will come.
    """

    id: str
    status: Status
    slot: Slot
    client: Client
    conversation_id: str | None
    note: str | None
    screening: Screening
    secret: str
    sequence: int
    decided_at: datetime | None
    created_at: datetime
    updated_at: datetime
    attendance_confirmed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_by: By | None


@dataclass(frozen=True, slots=True)
class Block:
    """Time the therapist takes out, at one office or (None) everywhere. `reason` is for her eyes only."""

    id: str
    start: datetime
    end: datetime
    location: str | None
    reason: str | None
    created_at: datetime


class EntryState(StrEnum):
    """Where somebody on the waitlist stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody waits for. No office, no days or no parts of the day given means that any will do."""

    service: str
    location: str | None = None
    days: tuple[str, ...] = ()
    parts_of_day: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody on the waitlist; the list is in order of `created_at`."""

    id: str
    client: Client
    conversation_id: str | None
    preferences: Preferences
    state: EntryState
    created_at: datetime


class OfferState(StrEnum):
    """What became of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Offer:
    """A time kept for somebody on the waitlist. `id` is also the id of the hold that keeps it,
    `secret` opens the client's page of it, and `told_at` is when they were told."""

    id: str
    entry: Entry
    slot: Slot
    state: OfferState
    secret: str
    expires_at: datetime
    created_at: datetime
    told_at: datetime | None
    appointment_id: str | None
