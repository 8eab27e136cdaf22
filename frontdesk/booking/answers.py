"""The documents of the booking API as OpenAPI describes them; `documents.py` makes them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

from frontdesk.booking.records import EntryState, Status

# Written with the offset that it came with, also where that is +00:00.
Moment = Annotated[
    AwareDatetime,
    PlainSerializer(datetime.isoformat, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SlotAnswer(_Answer):
    """A time, local with its offset."""

    start: Moment
    end: Moment
    location: str
    service: str


class AvailabilityAnswer(_Answer):
    """Free times in order."""

    slots: list[SlotAnswer]
    timezone: str


class HoldAnswer(SlotAnswer):
    """A time that is kept until `expires_at`."""

    id: str
    expires_at: Moment


class ClientAnswer(_Answer):
    """Somebody the practice knows."""

    id: str
    name: str
    phone: str
    email: str | None


class AppointmentAnswer(SlotAnswer):
    """An appointment; `page` is the client's own, on this desk."""

    id: str
    status: Status
    timezone: str
    client: ClientAnswer
    conversation_id: str | None
    created_at: Moment
    sequence: int
    attendance_confirmed: bool
    page: str


class AppointmentsAnswer(_Answer):
    """Appointments in order of time."""

    appointments: list[AppointmentAnswer]


class BlockAnswer(_Answer):
    """Time that the therapist took out."""

    id: str
    start: Moment
    end: Moment
    location: str | None
    reason: str | None


class BlocksAnswer(_Answer):
    """Blocks in order of time."""

    blocks: list[BlockAnswer]


class EntryAnswer(_Answer):
    """Somebody on the waitlist."""

    id: str
    state: EntryState
    client: ClientAnswer
    service: str
    location: str | None
    days: list[str]
    parts_of_day: list[str]
    conversation_id: str | None
    created_at: Moment


class EntriesAnswer(_Answer):
    """The waitlist in order."""

    entries: list[EntryAnswer]


class ServiceAnswer(_Answer):
    """What can be booked."""

    id: str
    name: str
    minutes: int
    price: str | None
    aliases: list[str]


class ServicesAnswer(_Answer):
    """All of it."""

    services: list[ServiceAnswer]


class LocationAnswer(_Answer):
    """An office; `hours` by weekday."""

    id: str
    name: str
    address: str | None
    hours: dict[str, list[dict[Literal["start", "end"], str]]]


class LocationsAnswer(_Answer):
    """All offices."""

    timezone: str
    locations: list[LocationAnswer]


def ok(status: int, model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`."""
    return {status: {"model": model}}
