"""The client's own appointments: which one is meant, and what to do when none is known here."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from actions import options, spoken, times
from actions.draft import Draft
from actions.message import Message, Window
from actions.options import Option
from actions.turn import Turn

_OWN = re.compile(r"\b(my|existing|other)\b.*\b(app\w*|visit|session|booking)\b|\bapp(oin\w+|t)s?\b", re.I)


def names_own(text: str) -> bool:
    """Whether a message speaks of an appointment, and not just of what is being arranged."""
    return bool(_OWN.search(text))


def own_appointments(turn: Turn) -> list[dict[str, Any]]:
    """The coming appointments that this conversation is identified for."""
    return turn.desk.appointments(turn.message.conversation_id)


def find_target(turn: Turn, question: str) -> bool:
    """Settle which appointment is meant: True when it is known; else it was asked for, or passed on."""
    coming = own_appointments(turn)
    chosen = next((a for a in coming if a["id"] == turn.said.appointment), None)
    meant = [chosen] if chosen else meant_by(turn.message, coming)
    if len(meant) == 1:
        turn.draft = turn.draft.with_(target=_short(meant[0]))
        return True
    if not coming:
        pass_on_unknown(turn)
    else:
        turn.ask(question, appointment_options(turn, meant or coming))
    return False


def meant_by(message: Message, coming: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The appointments that a message can mean: those within a time that it names, else all."""
    named = [a for a in coming if any(holds(w, a["start"]) for w in message.windows)]
    return named or list(coming)


def new_windows(message: Message, target: dict[str, Any]) -> tuple[Window, ...]:
    """The times of a message that are not just a name for the appointment itself."""
    return tuple(w for w in message.windows if not holds(w, target["start"]))


def holds(window: Window, start: str) -> bool:
    """Whether an appointment's start lies within a named time, or at its clock time where no day is named."""
    moment = datetime.fromisoformat(start)
    if window.begins <= moment < window.ends:
        return True
    exact = window.grain in {"hour", "minute"} and not times.names_day(window.text)
    return exact and (window.begins.hour, window.begins.minute) == (moment.hour, moment.minute)


def appointment_options(turn: Turn, appointments: Sequence[dict[str, Any]]) -> tuple[Option, ...]:
    """Appointments to choose from."""
    return tuple(
        Option(spoken.short(turn.desk.local(a["start"])), options.payload("inform", appointment_id=a["id"]))
        for a in appointments
    )


def pass_on_unknown(turn: Turn) -> None:
    """No appointment is known to be this client's: nothing is told, the wish goes to the therapist."""
    draft = turn.draft.finished(task="pass_on", pending={"kind": "request", "text": turn.message.text})
    turn.draft = draft
    turn.say("utter_not_identified")
    if not draft.client_phone and not draft.phone_known:
        turn.ask("reach")
        return
    turn.pass_on("request", turn.message.text)
    turn.draft = turn.draft.finished(pending=None)
    turn.say("utter_passed_on")


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
