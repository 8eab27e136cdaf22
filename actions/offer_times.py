"""Openings: shows free times before it asks what for; choosing one starts a booking."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.asides import for_somebody_else, is_paused
from actions.book import advance, ask_meaning, is_bare
from actions.serving import serve
from actions.turn import Turn


class OfferTimes(Action):
    """What somebody gets who asks when there is room."""

    def name(self) -> str:
        return "action_offer_times"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        return await serve(offer_times, dispatcher, tracker)


def offer_times(turn: Turn) -> None:
    """Offer what is free; while an appointment is being moved, the times are for that."""
    answer_questions(turn)
    if is_paused(turn) or for_somebody_else(turn):
        return
    if turn.draft.task == "reschedule":
        turn.resume()
        return
    if is_bare(turn):
        ask_meaning(turn)
        return
    advance(turn, browsing=True)
