"""The waitlist: who wants an earlier or another time is put on it, and taken off again."""

import re
from datetime import timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import options
from actions.answering import answer_questions, topics_of
from actions.asking_or_telling import told
from actions.desk_client import DeskDown, Refused
from actions.draft import Draft
from actions.message import Window
from actions.routing import IDLE
from actions.said import name_in
from actions.serving import serve
from actions.taking import suggests_first_service
from actions.turn import Turn

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# First and last hour of each part of the day, as the desk divides it.
PARTS_OF_DAY = {"morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}
_LIST = r"(the|your|that) (\w+[ -]?)?list"
_LEAVES = re.compile(
    r"\b(take|remove|drop|get) (me|us|my name) (off|from|out of)\b|\bremove me\b"
    rf"|\b(leave|come off|get off) {_LIST}"
    rf"|\b(no longer|don'?t|not) (want|need)( to be)?( on)? {_LIST}",
    re.I,
)


class Waitlist(Action):
    """Tell me when something opens up."""

    def name(self) -> str:
        return "action_waitlist"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(waitlist, dispatcher, tracker)


def waitlist(turn: Turn) -> None:
    """Take the wish and a way to be reached, one missing thing at a time, and join; or leave the list."""
    answer_questions(turn)
    if turn.label == "waitlist" and leaves(turn.message.text):
        _leave(turn)
        return
    if turn.draft.task == "waitlist" and turn.label == "deny":
        turn.draft = turn.draft.finished(pending=None)
        turn.say("utter_started_over")
        return
    turn.draft = _taken(turn)
    _go_on(turn)


def leaves(text: str) -> bool:
    """Whether somebody wants to be taken off the list."""
    return bool(_LEAVES.search(text))


def days_in(windows: tuple[Window, ...]) -> set[str]:
    """The weekdays that the time expressions name; a week, or a time of day alone, names none."""
    named = (w for w in windows if w.dated and w.ends - w.begins <= timedelta(days=1))
    return {WEEKDAYS[w.begins.weekday()] for w in named}


def parts_in(windows: tuple[Window, ...]) -> set[str]:
    """The parts of the day that they touch; a whole day names none."""
    return {
        part
        for w in windows
        if w.ends - w.begins < timedelta(hours=23)
        for part, (first, last) in PARTS_OF_DAY.items()
        if w.begins.hour < last and (w.ends - timedelta(seconds=1)).hour >= first
    }


def _taken(turn: Turn) -> Draft:
    """The draft with what this message adds; what a booking under way had chosen is taken along."""
    draft, message = turn.draft, turn.message
    said = told(turn.said, message, draft, topics_of(turn))
    wish = (draft.pending or {}) if draft.task == "waitlist" else {}
    service, place = said.service or draft.service, said.location or draft.location
    if service is None and suggests_first_service(message):
        service = turn.desk.services[0].id
    name = said.name or (name_in(message.text, turn.label) if draft.asked == "name" else None)
    if draft.task != "waitlist":
        draft = draft.finished(task="waitlist")
    days = days_in(said.windows) | set(wish.get("days", "").split())
    parts = parts_in(said.windows) | set(wish.get("parts", "").split())
    return draft.with_(
        service=service,
        location=place,
        pending={
            "kind": "waitlist",
            "text": wish.get("text") or ("" if message.chosen else message.text),
            "days": " ".join(sorted(days)),
            "parts": " ".join(sorted(parts)),
        },
        client_name=name or draft.client_name,
        client_phone=said.phone or draft.client_phone,
    )


def _go_on(turn: Turn) -> None:
    draft = turn.draft
    if not draft.service:
        turn.ask("service", options.named("service", turn.desk.services))
    elif not draft.client_name:
        turn.ask("name")
    elif not draft.client_phone and not draft.phone_known:
        if turn.said.broken_phone:
            turn.say("utter_broken_phone")
        turn.ask("phone")
    else:
        _join(turn)


def _join(turn: Turn) -> None:
    try:
        turn.desk.join_waitlist(_request(turn), turn.key("waitlist"))
    except DeskDown:
        turn.say("utter_waitlist_unknown")
        return
    except Refused as refusal:
        if refusal.kind != "invalid_phone":
            raise
        turn.draft = turn.draft.with_(client_phone=None)
        turn.say("utter_broken_phone")
        turn.ask("phone")
        return
    turn.draft = turn.draft.finished(pending=None)
    turn.say("utter_waitlisted")


def _leave(turn: Turn) -> None:
    try:
        count = turn.desk.leave_waitlist(turn.message.conversation_id, turn.key("leave"))
    except DeskDown:
        turn.say("utter_waitlist_leaving_unknown")
        return
    turn.say("utter_waitlist_left" if count else "utter_waitlist_not_on")
    if turn.draft.task == "waitlist":
        turn.draft = turn.draft.finished(pending=None)
    elif turn.draft.task not in IDLE:
        turn.resume()


def _request(turn: Turn) -> dict[str, Any]:
    draft, wish = turn.draft, turn.draft.pending or {}
    client = {"name": draft.client_name, "phone": draft.client_phone, "email": draft.client_email}
    return {
        "service": draft.service,
        "location": draft.location,
        "days": wish.get("days", "").split(),
        "parts_of_day": wish.get("parts", "").split(),
        "client": {name: known for name, known in client.items() if known},
        "conversation_id": turn.message.conversation_id,
    }
