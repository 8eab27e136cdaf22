"""Between the question who somebody is and its answer: what is asked beside it is answered, then it again."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.asides import answer_aside
from actions.identity import ask_again
from actions.serving import serve
from actions.turn import Turn


class Identify(Action):
    """Which number, and what was texted to it? Answers are taken before any action (`first_look.py`)."""

    def name(self) -> str:
        return "action_identify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(identify, dispatcher, tracker)


def identify(turn: Turn) -> None:
    """Ask again what is open."""
    answer_questions(turn)
    if answer_aside(turn) != "waiting":
        ask_again(turn)
