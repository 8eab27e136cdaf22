"""Booking: takes what was said, asks for one missing thing at a time, holds, sums up, and books on a yes."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import booking_steps
from actions.answering import answer_questions
from actions.asides import answer_aside, for_somebody_else, is_paused
from actions.draft import Draft
from actions.next_step import next_booking_step
from actions.taking import changed, suggests_first_service, take
from actions.turn import Turn, serve

MOST_STEPS = 6


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
    if is_paused(turn) or answer_aside(turn) or for_somebody_else(turn):
        return
    if turn.draft.task != "booking" and _is_bare(turn):
        turn.draft = take(turn.draft, turn.said, turn.message, turn.label, turn.now)
        turn.ask("meaning")
        return
    advance(turn)


def advance(turn: Turn, *, browsing: bool = False) -> None:
    """Take what was said, then go as far as it goes without asking."""
    before = turn.draft
    turn.draft = take(_started(before), turn.said, turn.message, turn.label, turn.now)
    if turn.draft.service is None and suggests_first_service(turn.message):
        turn.draft = turn.draft.with_(service=turn.desk.services[0].id)
    news = changed(before, turn.draft)
    if not news and booking_steps.react(turn):
        return
    agreed = before.asked == "confirm" and turn.label == "affirm" and not news
    for _ in range(MOST_STEPS):
        step = next_booking_step(turn.draft, agreed=agreed, browsing=browsing)
        if not booking_steps.STEPS[step](turn):
            return


def _started(draft: Draft) -> Draft:
    if draft.task == "booking":
        return draft
    return draft.finished(task="booking", wishes=draft.wishes if draft.asked == "meaning" else ())


def _is_bare(turn: Turn) -> bool:
    """A single word like "Friday?" or "Westport" without a task: it may mean two things."""
    said = turn.said
    values = [said.service, said.location, said.windows or None, said.name, said.phone]
    return turn.label == "inform" and not turn.message.chosen and sum(v is not None for v in values) < 2
