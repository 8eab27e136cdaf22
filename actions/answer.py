"""Questions: every one in the message is answered, then what else it asks for, or was under way, goes on."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.turn import ACTION_OF_TASK, Turn, serve


class Answer(Action):
    """The one action for all questions."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(answer, dispatcher, tracker)


# What a part of the message asks for besides the questions, and who does it; the first found counts.
ACTION_OF_LABEL = {
    "human_handoff": "action_pass_on",
    "reschedule": "action_reschedule",
    "cancel_appointment": "action_cancel",
    "book": "action_book",
    "check_availability": "action_offer_times",
    "my_appointment": "action_look_up",
    "waitlist": "action_waitlist",
    "confirm_appointment": "action_confirm",
}


def answer(turn: Turn) -> None:
    """Answer, then see to the rest of the message."""
    answer_questions(turn)
    turn.next_action = next_action(turn.message.labels, turn.draft.task) or turn.next_action


def next_action(labels: tuple[str, ...], task: str) -> str | None:
    """Who goes on after the answers: a request of the same message, or the task that is under way."""
    wanted = next((ACTION_OF_LABEL[name] for name in ACTION_OF_LABEL if name in labels), None)
    if wanted:
        return wanted
    if task not in {"none", "pass_on"}:
        return ACTION_OF_TASK[task]
    return "action_book" if "inform" in labels and task == "none" else None
