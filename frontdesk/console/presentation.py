"""How things are called and shown in the console: pure functions over what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.conversations.transcript import TurnRecord
from frontdesk.storage.booking_calendar import Knowledge
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
LABELS = {
    "red_flag_headache": "dangerous headache",
    "stroke_signs": "signs of a stroke",
    "meningitis_signs": "signs of meningitis",
    "recent_head_injury": "head injury",
    "pregnancy_headache": "headache in pregnancy",
    "self_harm": "self-harm or danger from a person",
    "chest_pain": "chest pain, breathlessness or a severe reaction",
}
# Below this the console opens the details by itself.
UNSURE_BELOW = 0.5


@dataclass(frozen=True)
class Reading:
    """How one turn was read and what was done about it, as the console shows it."""

    labels: tuple[str, ...]
    parts: tuple[Mapping[str, Any], ...]
    values: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]
    unsure: bool


def reading(turn: TurnRecord | None) -> Reading | None:
    """The reading of a message's turn; None where the assistant never saw the message."""
    if turn is None or turn.understood is None:
        return None
    read = turn.understood
    whole: dict[str, Any] = {"label": read.label, "confidence": read.confidence, "text": ""}
    parts = tuple(read.parts) or ((whole,) if read.label else ())
    return Reading(
        labels=tuple(dict.fromkeys(str(part["label"]) for part in parts)),
        parts=parts,
        values=tuple((str(e["entity"]), str(e["value"])) for e in read.entities if e["entity"] != "time")
        + tuple(("time", f"{t['text']}: {t['from']} to {t['to']}") for t in read.times),
        actions=tuple(action for action in turn.actions if action != "action_listen"),
        unsure=any(float(part["confidence"]) < UNSURE_BELOW for part in parts),
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


def item_text(kind: ItemKind, text: str | None) -> str | None:
    """An item's text in the therapist's words; a safety alert's label spelled out."""
    if kind is ItemKind.SAFETY and text:
        tier, _, label = text.partition(": ")
        return f"{tier}: {LABELS.get(label, label)}"
    return text


def calendar_line(connected: bool, known: Knowledge, zone: ZoneInfo, now: datetime) -> str:
    """How far the diary's knowledge of the therapist's own calendar can be trusted."""
    if not connected:
        return "Own calendar not connected"
    if known.failing_since is not None:
        since = moment(known.failing_since, zone, now)
        return f"Own calendar not reachable since {since}; the diary goes by what it knew before"
    if known.read_at is None:
        return "Own calendar connected, not read yet"
    return f"Own calendar read {_ago(known.read_at, now)}"


def _ago(then: datetime, now: datetime) -> str:
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    for size, name in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {name}{'' if count == 1 else 's'} ago"
    raise AssertionError("a minute is one at least")
