"""Starting over: what is being arranged is dropped; existing appointments stay."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.serving import serve
from actions.turn import Turn


class StartOver(Action):
    """Never mind, forget it, start again."""

    def name(self) -> str:
        return "action_start_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(start_over, dispatcher, tracker)


def start_over(turn: Turn) -> None:
    """Stop the task under way and say what that means."""
    answer_questions(turn)
    task = turn.draft.task
    drop(turn)
    turn.say("utter_stopped" if task in {"booking", "reschedule"} else "utter_started_over")


def drop(turn: Turn) -> None:
    """Give back what was held and forget the task."""
    if turn.draft.hold:
        turn.desk.release(turn.draft.hold["id"], turn.key("release"))
    turn.draft = turn.draft.finished(pending=None)
