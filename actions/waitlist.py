"""The waitlist: who wants an earlier or another time is noted for the therapist."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.said import name_in
from actions.serving import serve
from actions.turn import Turn


class Waitlist(Action):
    """Tell me when something opens up."""

    def name(self) -> str:
        return "action_waitlist"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(waitlist, dispatcher, tracker)


def waitlist(turn: Turn) -> None:
    """Take the wish as it was said, and a way to be reached; the therapist offers what comes free."""
    answer_questions(turn)
    draft = turn.draft
    if draft.task != "waitlist":
        wish = turn.message.text if not turn.message.chosen else (draft.pending or {}).get("text", "")
        draft = draft.finished(task="waitlist", pending={"kind": "waitlist", "text": wish})
    elif turn.label == "deny":
        turn.draft = draft.finished(pending=None)
        turn.say("utter_started_over")
        return
    said = turn.said
    name = said.name or (name_in(turn.message.text) if draft.asked == "name" else None)
    turn.draft = draft.with_(
        client_name=name or draft.client_name, client_phone=said.phone or draft.client_phone
    )
    _go_on(turn)


def _go_on(turn: Turn) -> None:
    draft = turn.draft
    if not draft.client_name:
        turn.ask("name")
    elif not draft.client_phone and not draft.phone_known:
        turn.ask("phone")
    else:
        wish = (draft.pending or {}).get("text", "")
        reach = ", ".join(part for part in (draft.client_name, draft.client_phone) if part)
        turn.pass_on("waitlist", f"{wish} ({reach})")
        turn.draft = draft.finished(pending=None)
        turn.say("utter_waitlisted")
