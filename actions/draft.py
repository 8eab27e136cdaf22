"""The draft: all that a conversation has agreed on so far. Kept at the desk, so that nothing is asked twice.

Immutable; every change is a new draft. See docs/decisions/0005-the-booking-is-a-draft.md.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Slot:
    """A time that can be booked; `start` is local ISO with offset."""

    start: str
    location: str
    service: str


@dataclass(frozen=True)
class Wish:
    """A stretch of time that the client named, as the wall clock shows it ("2026-12-03T15:00").

    `exact` names one start, `day` no time of day; `ambiguous` is one of several readings.
    """

    begins: str
    ends: str
    exact: bool = False
    day: bool = False
    ambiguous: bool = False


@dataclass(frozen=True)
class Draft:
    """`asked` is the open question; `options` are the payloads of the choices offered with it, in order.

    `target` is the existing appointment that is moved or cancelled; `last` the one last booked here.
    `kept` is the time that a correction put in doubt; `pending` what waits to be passed on;
    `place_named` tells that the client chose the office, and not only a time that is in it;
    `dropped` what was given up unfinished (service, location, time), for who comes back to it;
    `attempt` the key of a booking whose answer was lost; `touched` when it last changed;
    `answered` the turn whose questions were answered last; `identity` what waits until it is known who
    the client is; `code_to` the number that a code of this booking went to; `settled` the one that needs
    none any more, `unchecked` when nobody proved it.
    """

    task: str = "none"
    asked: str | None = None
    times_asked: int = 0
    options: tuple[str, ...] = ()
    service: str | None = None
    location: str | None = None
    place_named: bool = False
    wishes: tuple[Wish, ...] = ()
    offered: tuple[Slot, ...] = ()
    time: str | None = None
    kept: Slot | None = None
    hold: dict[str, str] | None = None
    client_name: str | None = None
    client_phone: str | None = None
    client_email: str | None = None
    phone_known: bool = False
    head_injury: bool | None = None
    history: str | None = None
    target: dict[str, Any] | None = None
    pending: dict[str, str] | None = None
    last: dict[str, str] | None = None
    attempt: str | None = None
    dropped: dict[str, str] | None = None
    refusals: int = 0
    # Messages in a row that were not understood, or not for us.
    misses: int = 0
    paused: bool = False
    touched: str | None = None
    answered: str | None = None
    in_spanish: bool = False
    identity: dict[str, Any] | None = None
    code_to: str | None = None
    settled: str | None = None
    unchecked: bool = False

    def with_(self, **changes: Any) -> "Draft":
        """The draft with these values changed."""
        return replace(self, **changes)

    @property
    def slot(self) -> Slot | None:
        """The time that is chosen, once service, place and start are all known."""
        if self.time and self.service and self.location:
            return Slot(self.time, self.location, self.service)
        return None

    def without_expired_hold(self, now: datetime) -> "Draft":
        """The draft without a hold that is over."""
        over = self.hold and datetime.fromisoformat(self.hold["expires_at"]) <= now
        return self.with_(hold=None) if over else self

    def untouched_for(self, now: datetime) -> timedelta:
        """How long nothing has changed in it."""
        return now - datetime.fromisoformat(self.touched) if self.touched else timedelta(0)

    @property
    def is_held(self) -> bool:
        """Whether the hold is for exactly the time that is chosen now."""
        slot = self.slot
        return bool(slot and self.hold and all(self.hold[k] == v for k, v in asdict(slot).items()))

    def finished(self, **changes: Any) -> "Draft":
        """What remains when a task is over."""
        kept = (
            "client_name",
            "client_phone",
            "client_email",
            "phone_known",
            "head_injury",
            "last",
            "pending",
            "settled",
            "unchecked",
            "dropped",
        )
        return Draft(**{name: getattr(self, name) for name in kept}).with_(**changes)


def to_json(draft: Draft) -> dict[str, Any]:
    """What is stored: only the values that differ from those of an empty draft."""
    empty = asdict(Draft())
    return {k: v for k, v in asdict(draft).items() if v != empty[k]}


def from_json(stored: Mapping[str, Any] | None) -> Draft:
    """The draft that was stored; a key of another version is dropped."""
    known = {f.name for f in fields(Draft)}
    values = {k: v for k, v in (stored or {}).items() if k in known}
    values["wishes"] = tuple(Wish(**w) for w in values.get("wishes") or ())
    values["offered"] = tuple(Slot(**s) for s in values.get("offered") or ())
    values["options"] = tuple(values.get("options") or ())
    values["kept"] = Slot(**values["kept"]) if values.get("kept") else None
    return Draft(**values)
