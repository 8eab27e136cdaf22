"""The owner's facts as one or two plain sentences, from `practice.yml` and nothing else."""

from collections.abc import Callable, Sequence

from frontdesk.practice import FACT_TOPICS, WEEKDAYS, Location, Opening, Practice

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class UnknownTopic(Exception):
    """Nobody is asked about this."""


def fact(practice: Practice, topic: str) -> str | None:
    """What is known about a topic; None when the owner has not filled it in. Raises `UnknownTopic`."""
    composed = _COMPOSED.get(topic)
    if composed is None and topic not in FACT_TOPICS:
        raise UnknownTopic(topic)
    parts = [composed(practice) if composed else None, practice.facts.get(topic)]
    return " ".join(_sentence(part) for part in parts if part) or None


def listed(names: Sequence[str]) -> str:
    """Names as they are listed in a sentence."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def opening_hours(practice: Practice) -> str:
    """Every office with its week; exceptions and closed days are left to availability."""
    return " ".join(f"{office.name}: {_week(office)}." for office in practice.locations.values())


def _offices(practice: Practice) -> str:
    names = [office.name for office in practice.locations.values()]
    return f"{practice.practice.therapist} works in {listed(names)}."


def _services(practice: Practice) -> str:
    names = [service.name for service in practice.services.values()]
    return f"{practice.practice.therapist} offers {listed(names)}."


def _addresses(practice: Practice) -> str | None:
    known = [f"{o.name}: {o.address}." for o in practice.locations.values() if o.address]
    if practice.practice.phone:
        known.append(f"Phone: {practice.practice.phone}.")
    return " ".join(known) or None


def _prices(practice: Practice) -> str | None:
    known = [f"{s.name}: {s.price} for {s.minutes} minutes." for s in practice.services.values() if s.price]
    return " ".join(known) or None


_COMPOSED: dict[str, Callable[[Practice], str | None]] = {
    "hours": opening_hours,
    "locations": _offices,
    "services_overview": _services,
    "address_contact": _addresses,
    "price": _prices,
}


def _week(office: Location) -> str:
    """Days with the same hours stand together."""
    by_hours: dict[str, list[str]] = {}
    for day, openings in office.hours.items():
        if openings:
            name = _DAYS[WEEKDAYS.index(day)]
            by_hours.setdefault(listed([_span(o) for o in openings]), []).append(name)
    return "; ".join(f"{listed(days)} {hours}" for hours, days in by_hours.items()) or "by arrangement"


def _span(opening: Opening) -> str:
    start, end = opening.minutes
    return f"{_time(start)} to {_time(end)}"


def _time(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    half = "AM" if hour % 24 < 12 else "PM"
    return f"{(hour + 11) % 12 + 1}{f':{minute:02}' if minute else ''} {half}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
