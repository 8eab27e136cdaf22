"""How things are called and shown in the console: pure functions over what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.storage.items import ItemKind


@dataclass(frozen=True)
class KindOfItem:
    """An item's name in the therapist's words, its colour, and what closing it takes."""

    title: str
    tone: str
    needs_outcome: bool = False
    needs_decision: bool = False


KINDS: Mapping[ItemKind, KindOfItem] = {
    ItemKind.SAFETY: KindOfItem("Safety alert", "urgent", needs_outcome=True),
    ItemKind.PERSON: KindOfItem("Asked for you", "live"),
    ItemKind.BOOKING_FAILED: KindOfItem("A booking did not go through", "caution"),
    ItemKind.APPROVAL: KindOfItem("Waits for your approval", "unsure approval", needs_decision=True),
    ItemKind.QUESTION: KindOfItem("Question for you", "live"),
    ItemKind.REQUEST: KindOfItem("Request", "live"),
    ItemKind.UNDELIVERED: KindOfItem("A text did not arrive", "caution"),
    ItemKind.OPT_OUT: KindOfItem("Opted out of texts", "caution"),
    ItemKind.NOT_UNDERSTOOD: KindOfItem("Not understood", "unsure"),
    ItemKind.NEW_BOOKING: KindOfItem("New booking", "good"),
    ItemKind.CHANGED_BOOKING: KindOfItem("Moved booking", "good"),
    ItemKind.CANCELLED_BOOKING: KindOfItem("Cancelled booking", "caution"),
    ItemKind.WAITLIST: KindOfItem("Waiting list", "plain"),
    ItemKind.CALENDAR: KindOfItem("Calendar", "caution"),
}
STATUS = {
    "confirmed": ("Confirmed", "good"),
    "pending_approval": ("Waits for your approval", "unsure"),
    "cancelled": ("Cancelled", "caution"),
    "no_show": ("Did not come", "caution"),
}
WHO = {"client": "Client", "assistant": "Assistant", "desk": "Desk", "therapist": "You"}
# Below this the console opens the details by itself.
UNSURE_BELOW = 0.5


@dataclass(frozen=True)
class Understood:
    """How one message was read and what was done about it, from the events of its turn."""

    labels: tuple[str, ...]
    parts: tuple[Mapping[str, Any], ...]
    entities: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]
    unsure: bool


def understood(events: list[dict[str, Any]] | None) -> Understood | None:
    """Read the tracker's events of a turn; None where there are none."""
    if not events:
        return None
    parse = next((e.get("parse_data") or {} for e in events if e.get("event") == "user"), {})
    parts = tuple(parse.get("parts") or _whole(parse))
    actions = [str(e["name"]) for e in events if e.get("event") == "action" and e.get("name")]
    return Understood(
        labels=tuple(dict.fromkeys(str(p["label"]) for p in parts)),
        parts=parts,
        entities=tuple((str(e["entity"]), str(e["value"])) for e in parse.get("entities") or []),
        actions=tuple(a for a in actions if a != "action_listen"),
        unsure=any(float(p["confidence"]) < UNSURE_BELOW for p in parts),
    )


def moment(value: datetime, zone: ZoneInfo, now: datetime) -> str:
    """A time as a person says it: "9:05 AM" today, else with the day."""
    local, today = value.astimezone(zone), now.astimezone(zone).date()
    time_of_day = clock(value, zone)
    if local.date() == today:
        return time_of_day
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local:%a}, {local:%b} {local.day}{year}, {time_of_day}"


def clock(value: datetime, zone: ZoneInfo) -> str:
    """The time of day: "3:00 PM"."""
    local = value.astimezone(zone)
    return f"{local.hour % 12 or 12}:{local:%M} {local:%p}"


def long_day(value: date) -> str:
    """A day in full: "Tuesday, December 1, 2026"."""
    return f"{value:%A}, {value:%B} {value.day}, {value.year}"


def _whole(parse: Mapping[str, Any]) -> list[dict[str, Any]]:
    intent = parse.get("intent") or {}
    if not intent.get("name"):
        return []
    return [
        {
            "label": intent["name"],
            "confidence": intent.get("confidence") or 1.0,
            "text": parse.get("text", ""),
        }
    ]
