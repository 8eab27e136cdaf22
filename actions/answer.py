"""Questions: every one in the message is answered, then what else it asks for, or was under way, goes on."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.routing import IDLE, next_action
from actions.serving import serve
from actions.turn import Turn


class Answer(Action):
    """The one action for all questions."""

    def name(self) -> str:
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(answer, dispatcher, tracker)


def answer(turn: Turn) -> None:
    """Answer, then see to the rest of the message."""
    answer_questions(turn)
    if not turn.lines and turn.draft.task in IDLE and turn.said.service:
        turn.next_action = "action_book"
        return
    turn.next_action = next_action(turn.message.labels, turn.draft.task) or turn.next_action
