"""Moving an appointment: which one, a new time, a yes, and only then the old time is given up."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import finding, times
from actions.answering import answer_questions, topics_of
from actions.asides import answer_aside, is_paused
from actions.asking_or_telling import told
from actions.booking_steps import booking_card, react
from actions.desk_client import Refused
from actions.draft import Slot
from actions.next_step import next_moving_step
from actions.own_appointment import (
    described,
    find_target,
    new_windows,
    own_appointments,
    started,
)
from actions.said import names_own
from actions.serving import serve
from actions.taking import changed, take
from actions.turn import Turn


class Reschedule(Action):
    """Can I move it?"""

    def name(self) -> str:
        return "action_reschedule"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(reschedule, dispatcher, tracker)


MOST_STEPS = 6


def reschedule(turn: Turn) -> None:
    """One turn of moving."""
    answer_questions(turn)
    if is_paused(turn) or answer_aside(turn) == "waiting":
        return
    if is_about_booking(turn) or _is_lost(turn):
        turn.next_action = "action_book"
        return
    before = turn.draft
    turn.draft = started(before, "reschedule")
    if turn.draft.target is None and not find_target(turn, "action_reschedule"):
        return
    _take(turn)
    news = changed(before, turn.draft) and before.task == "reschedule"
    if not news and react_to_answer(turn):
        return
    agreed = before.asked == "confirm_move" and turn.agrees and not news
    _go_on(turn, agreed=agreed)


def react_to_answer(turn: Turn) -> bool:
    """Answers without a value: no to the move keeps the appointment as it is."""
    if turn.label == "deny" and turn.draft.asked == "confirm_move":
        turn.say("utter_kept", **described(turn, turn.draft.target or {}))
        turn.draft = turn.draft.finished()
        return True
    if turn.label == "affirm" and turn.draft.asked == "when":
        return False
    return react(turn)


def is_about_booking(turn: Turn) -> bool:
    """Whether "can we make it 4 instead" means what is being booked just now."""
    if turn.draft.task != "booking":
        return False
    return not (names_own(turn.message.text) and own_appointments(turn))


def _is_lost(turn: Turn) -> bool:
    """A correction after everything was done, with nothing here to move: it is a new wish."""
    return turn.label == "correction" and turn.draft.task == "none" and not own_appointments(turn)


def _take(turn: Turn) -> None:
    """Take the new time and place; the times that only name the appointment are left out."""
    before, target = turn.draft, turn.draft.target or {}
    windows = new_windows(turn.said.windows, target)
    if not windows and before.asked == "when":
        windows = turn.said.windows  # another time on the day that it is on already
    said = replace(turn.said, windows=windows)
    said = told(said, turn.message, turn.draft, topics_of(turn))
    draft = turn.draft.with_(
        service=turn.draft.service or target["service"], location=turn.draft.location or target["location"]
    )
    if not draft.wishes and not draft.time and said.windows:
        # "Can I make it 4 instead?" means the day that it is on already.
        draft = draft.with_(wishes=(times.day_of(target["start"]),))
    turn.draft = take(draft, said, turn.message, turn.label, turn.now)
    chosen = before.time or before.kept
    if not chosen and not said.windows and said.location and said.location != target["location"]:
        turn.draft = turn.draft.with_(wishes=())


def _go_on(turn: Turn, *, agreed: bool) -> None:
    for _ in range(MOST_STEPS):
        step = next_moving_step(turn.draft, agreed=agreed)
        if step == "find_times" and not turn.draft.wishes and not _leaves_it_open(turn):
            turn.ask("when")
        elif step == "find_times" and finding.find_times(turn):
            continue
        elif step == "ask_offer":
            finding.offer_again(turn)
        elif step == "ask_confirm_move":
            turn.ask("confirm_move", **_change(turn))
        elif step == "move":
            _move(turn)
        return


def _leaves_it_open(turn: Turn) -> bool:
    """Whether somebody who was asked for a day wants to see what there is, or was asked twice already."""
    draft = turn.draft
    wants = turn.label in {"affirm", "check_availability"} or "check_availability" in turn.message.labels
    return draft.asked == "when" and (wants or draft.times_asked > 1)


def _move(turn: Turn) -> None:
    draft, target = turn.draft, turn.draft.target or {}
    slot = draft.slot
    assert slot is not None
    try:
        moved = turn.desk.reschedule(target["id"], slot, draft.attempt or turn.key("move"))
    except Refused as refusal:
        if refusal.kind in {"slot_taken", "outside_hours", "closed", "too_soon", "in_the_past", "off_grid"}:
            finding.offer_after_refusal(turn, refusal)
            return
        turn.pass_on("request", turn.message.text)
        turn.say("utter_change_refused")
        turn.draft = draft.finished()
        return
    turn.say("utter_moved", custom=booking_card(moved), **_change(turn))
    turn.draft = draft.finished(last={"id": moved["id"], "start": moved["start"], "page": moved["page"]})


def _change(turn: Turn) -> dict[str, Any]:
    slot: Slot | None = turn.draft.slot
    assert slot is not None
    target = turn.draft.target or {}
    new = described(turn, {"service": slot.service, "location": slot.location, "start": slot.start})
    return new | {"old": described(turn, target)["when"], "page": turn.desk.link(str(target["page"]))}
