"""Starting over: what is being arranged is dropped; existing appointments stay."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.serving import serve
from actions.turn import Turn

_ANEW = re.compile(r"\b(start|begin)\w* (over|again|anew|fresh)|from scratch|restart|reset\b", re.I)


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
    turn.draft = turn.draft.finished(pending=None, dropped=_given_up(turn))


def _given_up(turn: Turn) -> dict[str, str] | None:
    """What may be taken up again, unless all of it is to begin anew."""
    draft = turn.draft
    if draft.task != "booking" or _ANEW.search(turn.message.text):
        return None
    kept = {"task": draft.task, "service": draft.service, "location": draft.location, "time": draft.time}
    return {name: value for name, value in kept.items() if value}
