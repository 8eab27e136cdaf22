"""Values from outside, checked: phone numbers, names, times, ids of services and offices."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers

from frontdesk.booking.errors import NotBookable
from frontdesk.booking.records import ClientDetails
from frontdesk.practice import Location, Practice

NAME_LENGTH = 120
_COUNTRY = "US"  # how a number without a country code is read
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+")


def phone_number(text: str) -> str:
    """The number in E.164; raises `NotBookable("invalid_phone")` for what can't be a phone number."""
    try:
        number = phonenumbers.parse(text, _COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise _invalid_phone() from error
    if not phonenumbers.is_valid_number(number):
        raise _invalid_phone()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def client_details(details: ClientDetails) -> ClientDetails:
    """Name in one line, number in E.164, e-mail plausible or none; raises `NotBookable`."""
    name = " ".join(details.name.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise NotBookable("invalid_name", f"A name has 1 to {NAME_LENGTH} characters.")
    email = (details.email or "").strip() or None
    if email and (len(email) > 254 or not email.isprintable() or not _EMAIL.fullmatch(email)):
        raise NotBookable("invalid_email", "That is not an e-mail address.")
    return ClientDetails(name, phone_number(details.phone), email)


def aware(at: datetime) -> datetime:
    """The time itself; raises `NotBookable` for one without offset or from another age."""
    if at.tzinfo is None:
        raise NotBookable("time_without_offset", "A time needs its offset, like 2026-12-01T15:00:00-05:00.")
    if not 2000 <= at.year <= 2200:
        raise NotBookable("time_out_of_range", "That time is too far away.")
    return at


def known(practice: Practice, service: str, location: str) -> None:
    """Raise `NotBookable` for a service or an office that practice.yml doesn't have."""
    if service not in practice.services:
        raise NotBookable("unknown_service", "The practice does not offer this service.")
    known_location(practice, location)


def known_location(practice: Practice, location: str) -> None:
    """Raise `NotBookable` for an office that practice.yml doesn't have."""
    if location not in practice.locations:
        raise NotBookable("unknown_location", "The practice has no such office.")


def office(practice: Practice, location: str) -> Location:
    """The office; of one that practice.yml no longer has, but an old appointment does, only its id."""
    return practice.locations.get(location) or Location(name=location)


def spoken(at: datetime, zone: ZoneInfo) -> str:
    """A time as people at the practice write it: `Thu Dec 3, 3:00 PM`."""
    local = at.astimezone(zone)
    return f"{local:%a %b} {local.day}, {local.hour % 12 or 12}:{local:%M %p}"


def _invalid_phone() -> NotBookable:
    return NotBookable("invalid_phone", "That is not a phone number.")
