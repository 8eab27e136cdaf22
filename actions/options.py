"""Choices: what a tap, or a number by SMS, stands for. Titles that are wording stand with the responses."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from actions import spoken
from actions.desk_client import Named
from actions.draft import Slot

# The choices of questions whose buttons are wording: the same payloads, in the same order, as in
# data/responses (a test holds them together), so that "1" by SMS means the first of them.
FIXED: dict[str, tuple[str, ...]] = {
    "head_injury": ("/deny", "/affirm", '/inform{"answer": "unsure"}'),
    "confirm": ("/affirm", "/deny"),
    "confirm_move": ("/affirm", "/deny"),
    "confirm_cancel": ("/affirm", "/deny"),
    "one_time": ("/affirm", "/deny"),
    "change": (
        '/correction{"change": "location"}',
        '/correction{"change": "time"}',
        '/correction{"change": "service"}',
        '/correction{"change": "client_name"}',
    ),
    "meaning": ("/check_availability", "/my_appointment"),
    "ask_julie": ("/affirm", "/deny"),
    "code": ('/inform{"answer": "again"}', '/inform{"answer": "julie"}'),
    "phone_code": ('/inform{"answer": "again"}', '/inform{"answer": "no_texts"}'),
    "person": ("/human_handoff", "/deny"),
}


@dataclass(frozen=True)
class Option:
    """Something to choose: what is read, and what is sent."""

    title: str
    payload: str


def payload(label: str, **values: str) -> str:
    """A message of Rasa's own: /inform{"location": "westport"}."""
    return f"/{label}{json.dumps(values)}" if values else f"/{label}"


def named(kind: str, choices: Sequence[Named]) -> tuple[Option, ...]:
    """Services or offices to choose from."""
    return tuple(Option(c.name, payload("inform", **{kind: c.id})) for c in choices)


def times(slots: Sequence[Slot], locations: Sequence[Named]) -> tuple[Option, ...]:
    """Times to choose from; the office stands with each when they are not all in one."""
    names = {place.id: place.name for place in locations}
    mixed = len({s.location for s in slots}) > 1
    return tuple(
        Option(
            spoken.short(datetime.fromisoformat(s.start)) + (f", {names.get(s.location)}" if mixed else ""),
            payload("inform", appointment_time=s.start, location=s.location),
        )
        for s in slots
    )
