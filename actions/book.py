"""Booking: takes what was said, asks for one missing thing at a time, holds, sums up, and books on a yes."""

from datetime import timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import booking_steps, spoken, times
from actions.answering import answer_questions, topics_of
from actions.asides import answer_aside, for_somebody_else, is_paused
from actions.asking_or_telling import told
from actions.draft import Draft
from actions.finding import OFFER_QUESTIONS
from actions.next_step import next_booking_step
from actions.serving import serve
from actions.taking import changed, suggests_first_service, take
from actions.turn import Turn

MOST_STEPS = 6
LONG_AGO = timedelta(hours=1)
BARE_LABELS = ("inform", "check_availability")


class Book(Action):
    """The website's and the texts' way to an appointment."""

    def name(self) -> str:
        return "action_book"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(book, dispatcher, tracker)


def book(turn: Turn) -> None:
    """One turn of a booking."""
    answer_questions(turn)
    if is_paused(turn) or answer_aside(turn) == "waiting" or for_somebody_else(turn):
        return
    if is_bare(turn):
        ask_meaning(turn)
        return
    advance(turn)


def advance(turn: Turn, *, browsing: bool = False) -> None:
    """Take what was said, then go as far as it goes without asking."""
    before = turn.draft
    welcome_back(turn)
    said = told(turn.said, turn.message, before, topics_of(turn))
    turn.draft = take(_started(before, turn), said, turn.message, turn.label, turn.now)
    if turn.draft.service is None and suggests_first_service(turn.message):
        turn.draft = turn.draft.with_(service=turn.desk.services[0].id)
    news = changed(before, turn.draft)
    if not news and booking_steps.react(turn):
        return
    if not news and _is_lost(turn, before):
        turn.say("utter_not_understood_short")
    agreed = before.asked == "confirm" and turn.agrees and not news
    # Somebody who is looking at times goes on looking before they say what for.
    browsing = browsing or before.asked in OFFER_QUESTIONS
    for _ in range(MOST_STEPS):
        step = next_booking_step(turn.draft, agreed=agreed, browsing=browsing)
        if not booking_steps.STEPS[step](turn):
            return


def _is_lost(turn: Turn, before: Draft) -> bool:
    """Typed words that were taken for an answer and answered nothing; better said than passed over."""
    if turn.ran or turn.message.chosen or turn.said.has_values or before.task != "booking":
        return False
    answered = before.head_injury != turn.draft.head_injury or turn.message.topics
    return not answered and (
        turn.label in {"inform", "correction"} or (turn.label == "affirm" and not turn.agrees)
    )


def welcome_back(turn: Turn) -> None:
    """To somebody who returns to a booking after a while: what was kept of it."""
    draft = turn.draft
    if draft.task != "booking" or draft.untouched_for(turn.message.received_at) < LONG_AGO:
        return
    _say_kept(turn, "utter_welcome_back", draft.service, draft.location, draft.time, draft.client_name)


def _say_kept(turn: Turn, response: str, *values: str | None) -> None:
    """What is kept of service, office, time and name, if anything is."""
    service, location, time, name = values
    known = [
        turn.desk.service_name(service),
        turn.desk.location_name(location),
        spoken.when(turn.desk.local(time)) if time else "",
        name or "",
    ]
    if any(known):
        turn.say(response, kept=", ".join(k for k in known if k))


def _started(draft: Draft, turn: Turn) -> Draft:
    if draft.task == "booking":
        return draft.without_expired_hold(turn.message.received_at)
    meant = draft.asked == "meaning"
    if draft.dropped and not meant and not turn.said.has_values:
        return _taken_up(draft, turn)
    return draft.finished(
        task="booking",
        dropped=None,
        wishes=draft.wishes if meant else (),
        location=draft.location if meant else None,
        place_named=draft.place_named and meant,
    )


def _taken_up(draft: Draft, turn: Turn) -> Draft:
    """What was given up, as far as it had come; its time is looked for again."""
    kept = draft.dropped or {}
    _say_kept(turn, "utter_taken_up", kept.get("service"), kept.get("location"), kept.get("time"), None)
    start = kept.get("time")
    return draft.finished(
        task="booking",
        dropped=None,
        service=kept.get("service"),
        location=kept.get("location"),
        place_named="location" in kept,
        wishes=(times.exactly(start),) if start else (),
    )


def is_bare(turn: Turn) -> bool:
    """A single word like "Friday?" or "Westport" without a task: it may mean two things."""
    said = turn.said
    if turn.draft.task == "booking" or turn.message.chosen or turn.label not in BARE_LABELS:
        return False
    others = (said.service, said.name, said.phone, said.appointment, said.time)
    one_kind = not any(others) and bool(said.location) != bool(said.windows)
    return one_kind and (turn.label == "inform" or len(turn.message.text.split()) == 1)


def ask_meaning(turn: Turn) -> None:
    """Ask what a bare word means, and keep it."""
    turn.draft = take(turn.draft, turn.said, turn.message, turn.label, turn.now)
    turn.ask("meaning")
