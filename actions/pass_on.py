"""Passing on to the therapist: a wish for a person at once, a question with a way to be reached."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import spoken
from actions.answering import answer_questions
from actions.asides import asks_for_julie
from actions.routing import IDLE
from actions.said import name_in
from actions.serving import serve
from actions.turn import Turn


class PassOn(Action):
    """What the desk can't do itself, a person does."""

    def name(self) -> str:
        return "action_pass_on"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(pass_on, dispatcher, tracker)


def pass_on(turn: Turn) -> None:
    """One turn of passing something on."""
    answer_questions(turn)
    if turn.said.topic:
        _take_question(turn)
    elif turn.draft.pending and asks_for_julie(turn.message.text):
        _settle(turn)
    elif turn.label == "human_handoff":
        _fetch_person(turn)
    elif turn.label == "complaint":
        _hear_complaint(turn)
    else:
        _go_on(turn)


def _fetch_person(turn: Turn) -> None:
    """At once and without a question in between; a booking under way is kept."""
    turn.pass_on("person", turn.message.text if not turn.message.chosen else None)
    under_way = turn.draft.task not in IDLE
    turn.say("utter_handoff_kept" if under_way else "utter_handoff")
    if not under_way:
        pending = {"kind": "person", "text": ""}
        turn.draft = turn.draft.finished(task="pass_on", pending=pending).with_(asked="message")


def _hear_complaint(turn: Turn) -> None:
    turn.say("utter_complaint")
    if turn.draft.task not in IDLE:
        turn.say("utter_complaint_kept")
    else:
        turn.draft = turn.draft.with_(task="pass_on", pending={"kind": "person", "text": turn.message.text})
        turn.ask("person")


def _take_question(turn: Turn) -> None:
    """The offer to ask the therapist was taken under an answer."""
    pending = turn.draft.pending
    if pending is None or pending.get("topic") != turn.said.topic:
        turn.draft = turn.draft.with_(pending={"kind": "question", "text": f"About: {turn.said.topic}"})
    _settle(turn)


def _go_on(turn: Turn) -> None:
    asked, label, said = turn.draft.asked, turn.label, turn.said
    if said.windows or said.service or said.location or said.time:
        if asked == "reach" and turn.draft.pending:
            turn.pass_on(turn.draft.pending["kind"], turn.draft.pending["text"])
            turn.draft = turn.draft.with_(pending=None)
        turn.draft = turn.draft.with_(task="none", asked=None)
        turn.next_action = "action_book"
    elif asked == "message":
        _take_message(turn)
    elif asked == "reach" or said.phone or said.email:
        _take_contact(turn)
    elif label == "affirm":
        _settle(turn)
    elif label == "deny":
        turn.draft = turn.draft.finished(pending=None)
        turn.say("utter_not_passed_on")
    else:
        turn.ask(asked or "ask_julie")


def _take_message(turn: Turn) -> None:
    """Something left for the therapist after a wish to talk to her."""
    if turn.label in {"affirm", "deny"}:
        turn.draft = turn.draft.finished(pending=None)
        turn.say(f"utter_talk_{turn.label}")
        return
    said = turn.said
    turn.draft = turn.draft.with_(
        client_phone=said.phone or turn.draft.client_phone,
        client_email=said.email or turn.draft.client_email,
        pending={"kind": "person", "text": turn.message.text},
    )
    _file(turn)


def _settle(turn: Turn) -> None:
    """Pass it on if the client can be reached, else ask how."""
    under_way = turn.draft.task not in IDLE
    if under_way or _contact(turn):
        _file(turn)
        if under_way:
            turn.resume()
        return
    turn.draft = turn.draft.with_(task="pass_on")
    turn.ask("reach")


def _take_contact(turn: Turn) -> None:
    said = turn.said
    if said.broken_phone and not turn.draft.times_asked:
        turn.say("utter_broken_phone")
        turn.ask("reach")
        return
    name = said.name or name_in(turn.message.text) or turn.draft.client_name
    turn.draft = turn.draft.with_(
        client_name=name,
        client_phone=said.phone or turn.draft.client_phone,
        client_email=said.email or turn.draft.client_email,
    )
    if name and not _contact(turn) and not turn.draft.times_asked and turn.label != "deny":
        turn.ask("reach")
        return
    _file(turn)


def _file(turn: Turn) -> None:
    pending = turn.draft.pending or {"kind": "person", "text": ""}
    reach = _contact(turn)
    turn.pass_on(pending["kind"], pending["text"] + (f" ({reach})" if reach else ""))
    turn.say("utter_passed_on" if reach else "utter_passed_on_here")
    if turn.draft.task == "pass_on":
        turn.draft = turn.draft.finished()
    turn.draft = turn.draft.with_(pending=None)


def _contact(turn: Turn) -> str:
    """How the client can be reached, as the therapist reads it; empty when that is not known."""
    draft = turn.draft
    if not (draft.client_phone or draft.client_email):
        return "by text" if draft.phone_known else ""
    known = [draft.client_name, spoken.phone(draft.client_phone or ""), draft.client_email]
    return ", ".join(k for k in known if k)
