"""An appointment as iCalendar (RFC 5545): time and place, and no word about health."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vText

from frontdesk.booking import intake
from frontdesk.booking.records import Appointment, Status
from frontdesk.practice import Practice

PRODUCT = "-//front desk//diary//EN"
UID_DOMAIN = "appointments.frontdesk"
_STATUS = {Status.PENDING_APPROVAL: "TENTATIVE", Status.CANCELLED: "CANCELLED"}


def calendar_file(appointment: Appointment, practice: Practice) -> bytes:
    """The `.ics` of one appointment. A calendar that has it already follows UID and SEQUENCE:
    a move replaces the event, a cancellation (METHOD:CANCEL) takes it away."""
    calendar = empty_calendar(practice, [appointment.slot.start])
    calendar.add("method", "CANCEL" if appointment.status == Status.CANCELLED else "PUBLISH")
    calendar.add_component(event(appointment, practice))
    return bytes(calendar.to_ical())


def empty_calendar(practice: Practice, around: list[datetime]) -> Calendar:
    """A calendar with the practice's time zone, valid for the years that lie `around` these times."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if around:
        calendar.add_component(_zone(practice.zone, min(around), max(around)))
    return calendar


def event(appointment: Appointment, practice: Practice) -> Event:
    """The event as the client's calendar shows it: the practice's name, the office, the time."""
    office = intake.office(practice, appointment.slot.location)
    found = Event()
    found.add("uid", uid(appointment))
    found.add("sequence", appointment.sequence)
    found.add("dtstamp", appointment.updated_at)
    found.add("created", appointment.created_at)
    found.add("last-modified", appointment.updated_at)
    found.add("dtstart", appointment.slot.start.astimezone(practice.zone))
    found.add("dtend", appointment.slot.end.astimezone(practice.zone))
    found.add("summary", f"Appointment at {neutral_name(practice)}")
    found.add("location", ", ".join(part for part in (office.name, office.address) if part))
    found.add("status", _STATUS.get(appointment.status, "CONFIRMED"))
    return found


def therapist_event(appointment: Appointment, practice: Practice) -> str:
    """The appointment for the therapist's own calendar: the client by their initials only, since a
    calendar is shown on screens, shared, and kept by others."""
    return str(therapist_calendar([appointment], practice).to_ical(), "utf-8")


def therapist_calendar(appointments: list[Appointment], practice: Practice) -> Calendar:
    """The same for many, as a feed."""
    calendar = empty_calendar(practice, [each.slot.start for each in appointments])
    for each in appointments:
        found = event(each, practice)
        waiting = " (waiting for you)" if each.status == Status.PENDING_APPROVAL else ""
        found["summary"] = vText(f"{initials(each.client.name)}{waiting}")
        calendar.add_component(found)
    return calendar


def initials(name: str) -> str:
    """`D. Q.` for Dana Quinn."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def uid(appointment: Appointment) -> str:
    """Stays the same for the life of the appointment."""
    return f"{appointment.id}@{UID_DOMAIN}"


def neutral_name(practice: Practice) -> str:
    """How the practice is named where others may look on."""
    return practice.practice.name


def _zone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    year = timedelta(days=366)
    return Timezone.from_tzinfo(zone, zone.key, (first - year).date(), (last + year).date())
