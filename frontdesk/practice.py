"""`practice.yml`, read and checked: the owner's facts, the offices, the services, the booking rules."""

import re
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

FACT_TOPICS = (
    "price",
    "insurance",
    "hsa_fsa",
    "gift_cards",
    "address_contact",
    "cancellation_policy",
    "how_many_sessions",
    "session_frequency",
    "pregnancy",
    "children",
    "first_visit",
    "payment_methods",
    "credentials",
    "illness_policy",
    "tipping",
    "late_arrival",
    "other_conditions",
    "medical_clearance",
    "home_visits_remote",
)


class PracticeError(Exception):
    """`practice.yml` cannot be used; the message names each line that is wrong, in the owner's words."""


class Opening(BaseModel):
    """From `start` to `end` on one local day; `end` is midnight where it reads 24:00."""

    model_config = ConfigDict(frozen=True)
    start: time
    end: time | Literal["24:00"]

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end as minutes after local midnight."""
        end = 24 * 60 if self.end == "24:00" else self.end.hour * 60 + self.end.minute
        return self.start.hour * 60 + self.start.minute, end


def _opening(value: Any) -> Any:
    if isinstance(value, Opening):
        return value
    match = re.fullmatch(r"\s*(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})\s*", str(value))
    if not match:
        raise ValueError(f'"{value}" is not a span of time like "09:00-17:00"')
    start, end = (part.zfill(5) for part in match.groups())
    if start >= end:
        raise ValueError(f'"{value}" ends before it starts')
    return Opening.model_validate({"start": start, "end": end})


OpeningField = Annotated[Opening, BeforeValidator(_opening)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, Field(min_length=1, max_length=120)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Owner(_Strict):
    """Who the practice is."""

    name: Line
    therapist: Line
    timezone: str
    phone: str | None = None
    license_number: str | None = None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f'"{value}" is no time zone; write it like America/New_York') from error
        return value


class Location(_Strict):
    """An office. `hours` maps a weekday to its openings; a missing weekday is closed."""

    name: Line
    address: str | None = None
    hours: dict[Weekday, list[OpeningField]] = {}
    # A dated exception replaces the weekday's openings; an empty list closes the office.
    exceptions: dict[date, list[OpeningField]] = {}


class Service(_Strict):
    """Something that can be booked; `minutes` is its length without buffers."""

    name: Line
    minutes: int = Field(ge=5, le=480)
    price: str | None = None
    aliases: list[Line] = []

    @field_validator("price", mode="before")
    @classmethod
    def _price_as_text(cls, value: Any) -> Any:
        return f"${value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


class Rules(_Strict):
    """How bookings are made; see docs/booking-rules.md."""

    start_every_minutes: int = Field(30, ge=5, le=240)
    notice_minutes: int = Field(120, ge=0, le=60 * 24 * 14)
    horizon_days: int = Field(60, ge=1, le=730)
    buffer_minutes: int = Field(15, ge=0, le=240)
    travel_minutes: int = Field(30, ge=0, le=480)
    hold_minutes: int = Field(10, ge=1, le=120)
    change_notice_hours: int = Field(24, ge=0, le=24 * 14)
    verify_phone: bool = True


class Practice(_Strict):
    """The whole file. Ids of locations and services are the keys of their tables."""

    confirmed: bool = False
    practice: Owner
    locations: dict[Id, Location] = Field(min_length=1)
    services: dict[Id, Service] = Field(min_length=1)
    rules: Rules = Rules.model_validate({})
    closed: list[date] = []
    facts: dict[str, str | None] = Field({}, validate_default=True)

    @field_validator("facts", mode="before")
    @classmethod
    def _known_facts(cls, value: Any) -> Any:
        unknown = set(value or {}) - set(FACT_TOPICS)
        if unknown:
            known = ", ".join(FACT_TOPICS)
            raise ValueError(f"unknown facts: {', '.join(sorted(unknown))}; known are {known}")
        return dict.fromkeys(FACT_TOPICS) | {k: v or None for k, v in (value or {}).items()}

    @model_validator(mode="after")
    def _names_are_distinct(self) -> "Practice":
        offices = {o.name.casefold() for o in self.locations.values()} | set(self.locations)
        for key, service in self.services.items():
            clash = ({key, service.name.casefold()} | {a.casefold() for a in service.aliases}) & offices
            if clash:
                raise ValueError(f'services.{key}: "{sorted(clash)[0]}" is also the name of an office')
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        """The practice's time zone."""
        return ZoneInfo(self.practice.timezone)


def load_practice(path: Path) -> Practice:
    """Read and check the file at `path`; raises `PracticeError` with every mistake in it."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PracticeError(f"{path} is not there") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PracticeError(f"{path} is not readable YAML: {error}") from error
    if not isinstance(content, dict):
        raise PracticeError(f"{path} is empty or not a table of settings")
    try:
        return Practice.model_validate(content)
    except ValidationError as error:
        lines = [f"  {'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise PracticeError(f"{path} has mistakes:\n" + "\n".join(lines)) from error
