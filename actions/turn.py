"""One turn in the hands of an action: message, draft, desk, and the lines to say.

`serve` reads the tracker, runs the step of an action in a thread, keeps the draft, and gives Rasa the events.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk_client import DeskClient, DeskDown, Refused, the_desk
from actions.draft import Draft, from_json, to_json
from actions.message import Message, read_message
from actions.options import FIXED, Option
from actions.said import Said, chosen_label, said_in
from actions.spoken import numbered

LISTEN = "action_listen"
ACTION_OF_TASK = {
    "booking": "action_book",
    "reschedule": "action_reschedule",
    "cancel": "action_cancel",
    "look_up": "action_look_up",
    "waitlist": "action_waitlist",
    "pass_on": "action_pass_on",
}
# Slots that show parts of the draft to whoever reads the tracker.
MIRRORED = ("task", "asked", "service", "location", "client_name", "client_phone")


@dataclass(frozen=True)
class Line:
    """A bubble: the name of its response, the values in it, and what hangs on it."""

    response: str
    values: dict[str, Any]
    options: tuple[Option, ...] = ()
    custom: dict[str, Any] | None = None


@dataclass
class Turn:
    """What an action works with. `ran` are the actions that ran before it in this turn."""

    message: Message
    draft: Draft
    desk: DeskClient
    ran: tuple[str, ...] = ()
    said_before: str = ""
    lines: list[Line] = field(default_factory=list)
    next_action: str = LISTEN

    @property
    def said(self) -> Said:
        """The values in the message, numbers resolved against the options that were offered."""
        return said_in(self.message, self.draft.options)

    @property
    def label(self) -> str:
        """The label of the message, or of the option that it names by number."""
        return chosen_label(self.message, self.draft.options)

    @property
    def now(self) -> datetime:
        """When the message was received, in the practice's zone."""
        return self.desk.local(self.message.received_at)

    @property
    def by_text(self) -> bool:
        """Whether this is a conversation by SMS, where choices are numbered."""
        return self.message.channel == "sms"

    def say(
        self,
        response: str,
        options: Sequence[Option] = (),
        *,
        custom: dict[str, Any] | None = None,
        **values: Any,
    ) -> None:
        """Add a bubble."""
        listed = {"numbered": numbered(o.title for o in options)} if options else {}
        self.lines.append(Line(response, listed | values, tuple(options), custom))

    def ask(self, question: str, options: Sequence[Option] = (), **values: Any) -> None:
        """Ask the open question; in other words when it is asked again."""
        times = self.draft.times_asked + 1 if self.draft.asked == question else 0
        again = "_again" if times % 2 else ""
        payloads = tuple(o.payload for o in options) or FIXED.get(question, ())
        self.draft = self.draft.with_(asked=question, times_asked=times, options=payloads)
        self.say(f"utter_ask_{question}{again}", options, **values)

    def key(self, operation: str) -> str:
        """The idempotency key of a write in this turn."""
        return f"{self.message.turn_id}:{operation}"

    def pass_on(self, kind: str, text: str | None = None) -> None:
        """Tell the therapist; raises `DeskDown` when that could not be stored."""
        self.desk.pass_on(kind, self.message.conversation_id, self.message.turn_id, text)

    def resume(self) -> None:
        """Let the task that is under way go on after this action."""
        self.next_action = ACTION_OF_TASK.get(self.draft.task, LISTEN)


Step = Callable[[Turn], None]


async def serve(step: Step, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
    """Run an action's step outside the event loop and hand its lines and events to Rasa."""
    turn = begin(tracker, the_desk())
    before = turn.draft
    await asyncio.to_thread(_run, step, turn)
    for line in turn.lines:
        speak(dispatcher, line)
    return _events(before, turn)


def begin(tracker: Tracker, desk: DeskClient) -> Turn:
    """The turn as the tracker tells it."""
    message = read_message(tracker.sender_id, tracker.latest_message)
    draft = from_json(tracker.get_slot("draft"))
    return Turn(message, draft, desk, ran=_ran(tracker), said_before=_last_bubble(tracker))


def speak(dispatcher: CollectingDispatcher, line: Line) -> None:
    """Hand a bubble to Rasa, which finds the wording."""
    buttons = [{"title": o.title, "payload": o.payload} for o in line.options]
    extra: dict[str, Any] = {"json_message": line.custom, "kind": line.custom["kind"]} if line.custom else {}
    dispatcher.utter_message(response=line.response, buttons=buttons, **extra, **line.values)


def _run(step: Step, turn: Turn) -> None:
    before = turn.draft
    try:
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
