"""What the booking API reads: bodies and parameters, checked for shape; the diary checks what they mean."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Header, Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from frontdesk.booking.model import PartOfDay
from frontdesk.booking.records import ClientDetails, Preferences, Screening
from frontdesk.practice import Weekday

_NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


def _written_out(value: Any) -> Any:
    if not isinstance(value, str) or value.strip().lstrip("+-").isdigit():
        raise ValueError("a time is written like 2026-12-01T15:00:00-05:00")
    return value


Time = Annotated[datetime, BeforeValidator(_written_out)]
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
Text = Annotated[str, StringConstraints(max_length=2000, pattern=_NO_CONTROLS)]
Word = Annotated[str, StringConstraints(max_length=120, pattern=_NO_CONTROLS)]
PathId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
QueryId = Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
Key = Annotated[str | None, Header(alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,200}$")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OfferRequest(BaseModel):
    """Where to look for free times: those that start in [start, end).

    What `conversation_id` holds for itself counts as free, and so does the appointment `moving`.
    """

    model_config = ConfigDict(populate_by_name=True)
    service: str
    location: str
    start: datetime = Field(alias="from")
    end: datetime = Field(alias="to")
    part_of_day: PartOfDay | None = None
    limit: int | None = None
    conversation_id: str | None = None
    moving: str | None = None


class HoldRequest(_Body):
    """A time to keep for a conversation."""

    service: Word
    location: Word
    start: Time
    conversation_id: Token


class ClientBody(_Body):
    """Who comes. The phone may be left out in an SMS conversation: its number counts."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=_NO_CONTROLS)]
    phone: Annotated[str, StringConstraints(max_length=40, pattern=_NO_CONTROLS)] | None = None
    email: Annotated[str, StringConstraints(max_length=254, pattern=_NO_CONTROLS)] | None = None

    def details(self) -> ClientDetails:
        """As the diary takes them; an empty number is refused there."""
        return ClientDetails(self.name, self.phone or "", self.email)


class ScreeningBody(_Body):
    """What the client answered before a first session; null is "was not asked"."""

    recent_head_injury: bool | None = None
    migraine_history: Text | None = None

    def answers(self) -> Screening:
        """As the diary keeps them."""
        return Screening(self.recent_head_injury, self.migraine_history)


class BookingRequest(_Body):
    """An appointment to make."""

    service: Word
    location: Word
    start: Time
    client: ClientBody
    hold_id: Token | None = None
    conversation_id: Token | None = None
    note: Text | None = None
    screening: ScreeningBody = Field(default_factory=ScreeningBody)


class RescheduleRequest(_Body):
    """Where an appointment moves; what is left out stays."""

    start: Time
    location: Word | None = None
    service: Word | None = None
    hold_id: Token | None = None
    conversation_id: Token | None = None


class BlockRequest(_Body):
    """Time that the therapist takes out."""

    start: Time
    end: Time
    location: Word | None = None
    reason: Text | None = None


class WaitlistRequest(_Body):
    """What somebody waits for; no office, days or parts of the day means that any will do."""

    client: ClientBody
    service: Word
    location: Word | None = None
    days: Annotated[list[Weekday], Field(max_length=7)] = []
    parts_of_day: Annotated[list[PartOfDay], Field(max_length=3)] = []
    conversation_id: Token | None = None

    def wishes(self) -> Preferences:
        """As the diary keeps them."""
        return Preferences(self.service, self.location, tuple(self.days), tuple(self.parts_of_day))
