"""Small talk: greetings, thanks, goodbyes, what the desk is, words meant for the phone network."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.routing import IDLE, next_action
from actions.serving import serve
from actions.turn import Turn


class SmallTalk(Action):
    """A friendly word that never loses the open question."""

    def name(self) -> str:
        return "action_small_talk"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(small_talk, dispatcher, tracker)


def small_talk(turn: Turn) -> None:
    """Say it, then go back to what was open; a goodbye leaves it open and says so."""
    answer_questions(turn)
    wanted = next_action(turn.message.labels, "none")
    if wanted:
        turn.next_action = wanted
        return
    label, under_way = turn.label, turn.draft.task not in IDLE
    if label == "greet" and not under_way and (turn.said.service or turn.said.windows):
        # "Hi need craniosacral" is more than a greeting.
        turn.next_action = "action_book"
        return
    if label == "bye" and under_way:
        turn.say("utter_bye_kept")
        return
    turn.say(f"utter_talk_{label}")
    if under_way:
        turn.resume()
