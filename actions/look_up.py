"""Looking up: says when the client's own appointments are, to whoever is identified for them."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.identity import identify
from actions.own_appointment import described, own_appointments
from actions.serving import serve
from actions.turn import Turn


class LookUp(Action):
    """When is my appointment?"""

    def name(self) -> str:
        return "action_look_up"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(look_up, dispatcher, tracker)


MOST = 4


def look_up(turn: Turn) -> None:
    """Tell the coming appointments, then go back to what was under way."""
    answer_questions(turn)
    coming = own_appointments(turn)
    if coming:
        for appointment in coming[:MOST]:
            pending = appointment["status"] == "pending_approval"
            turn.say(
                "utter_appointment_pending" if pending else "utter_appointment",
                **described(turn, appointment),
            )
        turn.resume()
    else:
        identify(turn, "action_look_up")
