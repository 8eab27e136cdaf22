"""The start of a Rasa session: the draft comes back from the desk, so that a session's end loses nothing."""

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk_client import DeskClient, DeskDown, Refused, the_desk
from actions.draft import Draft, from_json, to_json
from actions.routing import LISTEN
from actions.serving import MIRRORED


class SessionStart(Action):
    """Says nothing: the desk has greeted already."""

    def name(self) -> str:
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        metadata = tracker.get_slot("session_started_metadata") or {}
        known = from_json(tracker.get_slot("draft"))
        conversation_id = str(metadata.get("conversation_id") or "")
        draft = await asyncio.to_thread(load, the_desk(), conversation_id, known)
        channel = str(metadata.get("channel") or "web")
        return [SessionStarted(), *slots_of(draft, channel), ActionExecuted(LISTEN)]


def load(desk: DeskClient, conversation_id: str, known: Draft) -> Draft:
    """The draft as the desk has it; what is known here where it has none, or does not answer."""
    if not conversation_id:
        return known
    try:
        stored = desk.draft(conversation_id)
        draft = from_json(stored) if stored else known
        return draft.with_(phone_known=bool(desk.conversation(conversation_id).get("phone_known")))
    except (DeskDown, Refused):
        return known


def slots_of(draft: Draft, channel: str) -> list[dict[str, Any]]:
    """The events that put a draft into the slots."""
    values = {name: getattr(draft, name) for name in MIRRORED}
    values |= {"appointment_time": draft.time, "draft": to_json(draft), "channel": channel}
    return [SlotSet(name, value) for name, value in values.items()]
