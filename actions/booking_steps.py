"""The steps of a booking, one function each: True goes on to the next step, False waits for the client."""

from collections.abc import Callable
from typing import Any

from actions import finding, options, phone_check, spoken
from actions.desk_client import DeskDown, Refused
from actions.next_step import Step
from actions.own_appointment import described
from actions.turn import Turn


def react(turn: Turn) -> bool:
    """Answers to the open question that carry no value: yes to one time, no to an offer or a summary."""
    asked, label, draft = turn.draft.asked, turn.label, turn.draft
    if label == "affirm" and asked == "one_time" and draft.offered:
        first = draft.offered[0]
        turn.draft = draft.with_(time=first.start, location=first.location, offered=())
        return False
    if label == "deny" and asked in finding.OFFER_QUESTIONS:
        turn.draft = draft.with_(offered=(), wishes=(), kept=None)
        turn.ask("when")
        return True
    if label == "deny" and asked == "confirm":
        turn.ask("change")
        return True
    if label == "deny" and asked in {"name", "phone"}:
        turn.draft = draft.with_(refusals=draft.refusals + 1)
        turn.say(f"utter_why_{asked}" if draft.refusals == 0 else "utter_cannot_without")
        return draft.refusals > 0
    return False


def ask_service(turn: Turn) -> bool:
    turn.ask("service", options.named("service", turn.desk.services))
    return False


def ask_location(turn: Turn) -> bool:
    turn.ask("location", options.named("location", turn.desk.locations))
    return False


def ask_offer(turn: Turn) -> bool:
    finding.offer_again(turn)
    return False


def hold(turn: Turn) -> bool:
    """Keep the chosen time; when it has gone, offer the nearest ones."""
    slot, before = turn.draft.slot, turn.draft.hold
    assert slot is not None
    key = turn.key(f"hold:{slot.service}:{slot.location}:{slot.start}")
    try:
        held = turn.desk.hold(slot, turn.message.conversation_id, key)
    except Refused as refusal:
        finding.offer_after_refusal(turn, refusal)
        return False
    kept = {"start": slot.start, "location": slot.location, "service": slot.service}
    turn.draft = turn.draft.with_(hold={"id": held["id"], "expires_at": held["expires_at"], **kept})
    if turn.draft.client_name is None or turn.draft.head_injury is None:
        if before and (before["start"], before["location"]) == (slot.start, slot.location):
            turn.say("utter_held_for", service_name=spoken.inside(turn.desk.service_name(slot.service)))
            return True
        minutes = round((turn.desk.local(held["expires_at"]) - turn.now).total_seconds() / 60)
        start, place = turn.desk.local(slot.start), turn.desk.location_name(slot.location)
        turn.say("utter_held", when=spoken.when(start), place=place, minutes=max(1, minutes))
    return True


def ask_name(turn: Turn) -> bool:
    turn.ask("name")
    return False


def ask_phone(turn: Turn) -> bool:
    if turn.said.broken_phone:
        turn.say("utter_broken_phone")
    if turn.draft.asked != "phone" and phone_check.is_wanted(turn):
        turn.say("utter_about_texts")
    turn.ask("phone")
    return False


def ask_head_injury(turn: Turn) -> bool:
    turn.ask("head_injury")
    return False


def ask_confirm(turn: Turn) -> bool:
    """The one summary, with the full date."""
    turn.ask("confirm", **_summary(turn))
    return False


def make_appointment(turn: Turn) -> bool:
    """Book it; "booked" is said only with the appointment's id in hand."""
    draft = turn.draft
    key = draft.attempt or turn.key("book")
    try:
        made = turn.desk.book(_request(turn), key)
    except Refused as refusal:
        return _after_refusal(turn, refusal)
    except DeskDown:
        turn.draft = draft.with_(attempt=key)
        turn.say("utter_booking_unknown")
        return False
    done = {"id": made["id"], "start": made["start"], "page": made["page"], "turn": turn.message.turn_id}
    turn.draft = draft.finished(last=done)
    say_booked(turn, made)
    return False


def say_booked(turn: Turn, made: dict[str, Any]) -> None:
    """That it is booked, or that the therapist has to agree first, with the client's own page."""
    waits = made["status"] == "pending_approval"
    response = "utter_booked_pending" if waits else "utter_booked"
    turn.say(response, custom=booking_card(made), page=turn.desk.link(made["page"]), **described(turn, made))


def booking_card(appointment: dict[str, Any]) -> dict[str, Any]:
    """What hangs on the message that confirms a booking, for the widget; addresses within the desk."""
    page = appointment["page"]
    shown = {name: appointment[name] for name in ("id", "status", "start", "location", "service", "page")}
    return {"kind": "booking", "appointment": shown | {"ics": f"{page}/appointment.ics"}}


def _after_refusal(turn: Turn, refusal: Refused) -> bool:
    """Taken in the meantime: the nearest time is held instead, and the summary says so."""
    turn.draft = turn.draft.with_(attempt=None, hold=None)
    nearest = [turn.desk.slot(s) for s in refusal.problem.get("nearest") or ()]
    if refusal.kind == "invalid_phone":
        turn.draft = turn.draft.with_(client_phone=None)
        turn.say("utter_broken_phone")
        return ask_phone(turn)
    if not nearest:
        finding.offer_after_refusal(turn, refusal)
        return False
    wanted = turn.draft.time or ""
    closest = min(nearest, key=lambda s: abs(turn.desk.local(s.start) - turn.desk.local(wanted)))
    turn.draft = turn.draft.with_(time=closest.start, location=closest.location)
    if hold(turn) and turn.draft.is_held:
        turn.say("utter_just_taken")
        return ask_confirm(turn)
    return False


def _request(turn: Turn) -> dict[str, Any]:
    draft = turn.draft
    client = {"name": draft.client_name, "phone": draft.client_phone, "email": draft.client_email}
    return {
        "service": draft.service,
        "location": draft.location,
        "start": draft.time,
        "client": {k: v for k, v in client.items() if v},
        "hold_id": (draft.hold or {}).get("id"),
        "conversation_id": turn.message.conversation_id,
        **({"note": phone_check.NOT_CHECKED} if draft.unchecked else {}),
        "screening": {"recent_head_injury": draft.head_injury, "migraine_history": draft.history},
    }


def _summary(turn: Turn) -> dict[str, Any]:
    draft = turn.draft
    return {
        "service_name": turn.desk.service_name(draft.service),
        "place": turn.desk.location_name(draft.location),
        "when": spoken.full(turn.desk.local(draft.time or "")),
        "who": draft.client_name or "",
        "number": spoken.phone(draft.client_phone) if draft.client_phone else "",
    }


STEPS: dict[Step, Callable[[Turn], bool]] = {
    "ask_service": ask_service,
    "ask_location": ask_location,
    "find_times": finding.find_times,
    "ask_offer": ask_offer,
    "hold": hold,
    "ask_name": ask_name,
    "ask_phone": ask_phone,
    "check_phone": phone_check.check_phone,
    "ask_head_injury": ask_head_injury,
    "ask_confirm": ask_confirm,
    "book": make_appointment,
}
