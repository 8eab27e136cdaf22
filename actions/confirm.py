"""Confirming attendance: the client says that they will come."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.desk_client import Refused
from actions.own_appointment import described, find_target
from actions.serving import serve
from actions.turn import Turn


class Confirm(Action):
    """I'll be there."""

    def name(self) -> str:
        return "action_confirm"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(confirm, dispatcher, tracker)


def confirm(turn: Turn) -> None:
    """Note it on the appointment that is meant; the soonest where several are."""
    answer_questions(turn)
    if turn.draft.task == "booking":
        turn.resume()
        return
    if not find_target(turn, "action_confirm"):
        return
    target = turn.draft.target or {}
    try:
        turn.desk.confirm(target["id"], turn.key("confirm"))
    except Refused:
        turn.say("utter_appointment_pending", **described(turn, target))
    else:
        turn.say("utter_attendance_noted", **described(turn, target))
    turn.draft = turn.draft.finished()
