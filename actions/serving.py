"""Serving one action: reads the tracker, runs the action's step in a thread, keeps the draft, tells Rasa.

The one place where a failing desk is turned into a sentence that is true.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk_client import DeskClient, DeskDown, Refused, the_desk
from actions.draft import Draft, from_json, to_json
from actions.first_look import handled_first
from actions.message import read_message
from actions.routing import LISTEN
from actions.stored_message import restored
from actions.turn import Line, Turn

# Slots that show parts of the draft to whoever reads the tracker.
MIRRORED = ("task", "asked", "service", "location", "client_name", "client_phone")

Step = Callable[[Turn], None]


async def serve(step: Step, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Run an action's step outside the event loop and hand its lines and events to Rasa."""
    turn = begin(tracker, the_desk())
    before = turn.draft
    await asyncio.to_thread(_run, step, turn)
    for line in turn.lines:
        speak(dispatcher, line, by_text=turn.by_text)
    return _events(before, turn)


def begin(tracker: Tracker, desk: DeskClient) -> Turn:
    """The turn as the tracker tells it."""
    message = read_message(tracker.sender_id, tracker.latest_message)
    draft = from_json(tracker.get_slot("draft"))
    if draft.identity and "turn" in draft.identity:
        if draft.identity["turn"] == message.turn_id:
            # It has become known in this turn who the client is: what they wanted is taken up.
            message = restored(draft.identity["message"], message)
        else:
            draft = draft.with_(identity=None)
    return Turn(message, draft, desk, ran=_ran(tracker), said_before=_last_bubble(tracker))


def speak(dispatcher: CollectingDispatcher, line: Line, *, by_text: bool) -> None:
    """Hand a bubble to Rasa, which finds the wording; by text that holds the choices, with their numbers."""
    buttons = [{"title": o.title, "payload": o.payload} for o in line.options if not by_text]
    extra: dict[str, Any] = {"json_message": line.custom, "kind": line.custom["kind"]} if line.custom else {}
    dispatcher.utter_message(response=line.response, buttons=buttons, **extra, **line.values)


def _run(step: Step, turn: Turn) -> None:
    before = turn.draft
    try:
        if not handled_first(turn):
            step(turn)
    except (DeskDown, Refused):
        # Lines said before the failure may promise what did not happen.
        turn.lines[:] = [line for line in turn.lines if line.response.startswith("utter_faq/")]
        turn.draft, turn.next_action = before, LISTEN
        turn.say("utter_desk_down_booking" if before.task == "booking" else "utter_desk_down")
    _keep(before, turn)


def _keep(before: Draft, turn: Turn) -> None:
    if to_json(before) == to_json(turn.draft):
        return
    turn.draft = turn.draft.with_(touched=turn.message.received_at.isoformat())
    try:
        turn.desk.keep_draft(turn.message.conversation_id, to_json(turn.draft))
    except (DeskDown, Refused):
        return  # Rasa's own copy carries the conversation on; the next change is stored again


def _events(before: Draft, turn: Turn) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    if before != turn.draft:
        mirrored = {name: getattr(turn.draft, name) for name in MIRRORED}
        mirrored |= {"appointment_time": turn.draft.time, "draft": to_json(turn.draft)}
        events = [SlotSet(name, value) for name, value in mirrored.items()]
    return [*events, FollowupAction(turn.next_action)]


def _ran(tracker: Tracker) -> tuple[str, ...]:
    names: list[str] = []
    for event in reversed(tracker.events):
        if event["event"] == "user":
            break
        if event["event"] == "action" and event["name"] != LISTEN:
            names.append(event["name"])
    return tuple(names)


def _last_bubble(tracker: Tracker) -> str:
    return next((str(e.get("text") or "") for e in reversed(tracker.events) if e["event"] == "bot"), "")
