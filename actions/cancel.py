"""Cancelling: a booking being made is stopped; an appointment is cancelled after a yes to its date."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.asides import answer_aside
from actions.desk_client import Refused
from actions.own_appointment import described, find_target, own_appointments, started
from actions.said import names_own
from actions.serving import serve
from actions.start_over import drop
from actions.turn import Turn


class Cancel(Action):
    """Cancel my appointment."""

    def name(self) -> str:
        return "action_cancel"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(cancel, dispatcher, tracker)


_REBOOKS = re.compile(r"\bcancel\b.*\b(and|then|but)\b.*\b(re-?book|book|reschedule|move|find|get)\b", re.I)
REBOOKING = ("book", "reschedule", "check_availability")


def cancel(turn: Turn) -> None:
    """One turn of cancelling."""
    answer_questions(turn)
    if answer_aside(turn) == "waiting":
        return
    if stops_booking(turn):
        drop(turn)
        turn.say("utter_stopped")
    elif any(label in turn.message.labels for label in REBOOKING) or _REBOOKS.search(turn.message.text):
        # The new time is found before the old one is given up.
        turn.next_action = "action_reschedule"
    else:
        _cancel_appointment(turn)


def stops_booking(turn: Turn) -> bool:
    """Whether "cancel" means what is being booked just now, and not an appointment that stands."""
    if turn.draft.task not in {"booking", "reschedule"}:
        return False
    own = names_own(turn.message.text) or bool(turn.message.windows)
    return not (own and own_appointments(turn))


def _cancel_appointment(turn: Turn) -> None:
    before = turn.draft
    turn.draft = started(before, "cancel")
    if before.asked == "confirm_cancel" and turn.agrees and turn.draft.target:
        _do_it(turn)
    elif before.asked == "confirm_cancel" and turn.label == "deny":
        turn.say("utter_kept", **described(turn, turn.draft.target or {}))
        turn.draft = turn.draft.finished()
    elif find_target(turn, "action_cancel"):
        turn.ask("confirm_cancel", **described(turn, turn.draft.target or {}))


def _do_it(turn: Turn) -> None:
    target = turn.draft.target or {}
    try:
        turn.desk.cancel(target["id"], turn.key("cancel"))
    except Refused:
        turn.pass_on("request", turn.message.text)
        turn.say("utter_change_refused")
    else:
        turn.say("utter_cancelled", **described(turn, target))
    last = None if (turn.draft.last or {}).get("id") == target["id"] else turn.draft.last
    turn.draft = turn.draft.finished(last=last)
