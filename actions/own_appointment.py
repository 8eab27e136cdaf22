"""The client's own appointments: which one is meant, and what to do when none is known here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from actions import options, spoken
from actions.draft import Draft
from actions.identity import identify
from actions.message import Message, Window
from actions.options import Option
from actions.turn import Turn


def own_appointments(turn: Turn) -> list[dict[str, Any]]:
    """The coming appointments that this conversation is identified for."""
    return turn.desk.appointments(turn.message.conversation_id)


def find_target(turn: Turn, action: str) -> bool:
    """Settle which appointment is meant: True when it is known; else that is asked for, or who it is.

    `action` goes on once the client is known.
    """
    coming = own_appointments(turn)
    chosen = next((a for a in coming if a["id"] == turn.said.appointment), None)
    meant = [chosen] if chosen else meant_by(turn.message, coming)
    if len(meant) == 1:
        turn.draft = turn.draft.with_(target=_short(meant[0]))
        return True
    if not coming:
        identify(turn, action)
    else:
        turn.ask("which_appointment", appointment_options(turn, meant or coming))
    return False


def meant_by(message: Message, coming: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The appointments that a message can mean: those within a time that it names, else all."""
    named = [a for a in coming if any(holds(w, a["start"]) for w in message.windows)]
    return named or list(coming)


def new_windows(windows: Sequence[Window], target: dict[str, Any]) -> tuple[Window, ...]:
    """The times that are not just a name for the appointment itself."""
    return tuple(w for w in windows if not holds(w, target["start"]))


def holds(window: Window, start: str) -> bool:
    """Whether an appointment's start lies within a named time, or at its clock time where no day is named."""
    moment = datetime.fromisoformat(start)
    if window.begins <= moment < window.ends:
        return True
    exact = window.grain in {"hour", "minute"} and not window.dated
    return exact and (window.begins.hour, window.begins.minute) == (moment.hour, moment.minute)


def appointment_options(turn: Turn, appointments: Sequence[dict[str, Any]]) -> tuple[Option, ...]:
    """Appointments to choose from."""
    return tuple(
        Option(spoken.short(turn.desk.local(a["start"])), options.payload("inform", appointment_id=a["id"]))
        for a in appointments
    )


def started(draft: Draft, task: str) -> Draft:
    """The draft with this task under way; a booking that was under way is dropped from it."""
    return draft if draft.task == task else draft.finished(task=task)


def described(turn: Turn, appointment: dict[str, Any]) -> dict[str, Any]:
    """The values that a sentence about an appointment needs."""
    return {
        "service_name": spoken.inside(turn.desk.service_name(appointment["service"])),
        "place": turn.desk.location_name(appointment["location"]),
        "when": spoken.full(turn.desk.local(appointment["start"])),
    }


def _short(appointment: dict[str, Any]) -> dict[str, Any]:
    return {k: appointment[k] for k in ("id", "start", "service", "location", "status", "page")}
