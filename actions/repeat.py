"""Saying it again: the open question in other words, or the gist of what was said last."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.asides import answer_aside
from actions.routing import IDLE
from actions.serving import serve
from actions.turn import Turn


class Repeat(Action):
    """What, and say that again."""

    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(repeat, dispatcher, tracker)


def repeat(turn: Turn) -> None:
    """Ask the open question in other words; without one, give the last reply in short."""
    answer_questions(turn)
    # "Why do you want to know that" sounds like "say that again".
    if answer_aside(turn) == "waiting":
        return
    if turn.draft.task not in IDLE and turn.draft.asked:
        turn.resume()
        return
    gist = first_sentence(turn.said_before)
    if gist:
        turn.say("utter_in_short", gist=gist)
    else:
        turn.say("utter_talk_greet")


def first_sentence(text: str) -> str:
    """The first sentence of a reply; empty when there is none."""
    return re.split(r"(?<=[.?])\s", text.strip(), maxsplit=1)[0]
