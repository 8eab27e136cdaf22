"""Not understood: first two guesses, then what the desk can do, then the therapist. Never the same twice.

Reverts nothing; whatever is understood next starts the ladder anew.
"""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer_questions
from actions.asides import answer_aside, asks_for_julie
from actions.options import Option, payload
from actions.routing import ACTION_OF_TASK, IDLE
from actions.said import name_in, yes_or_no
from actions.serving import serve
from actions.taking import corrected_name
from actions.turn import Turn

# A guess at one of these would be no help.
NOT_GUESSED = frozenset(
    {
        "inform",
        "affirm",
        "deny",
        "correction",
        "greet",
        "bye",
        "thanks",
        "repeat",
        "start_over",
        "sms_keyword",
    }
    | {"out_of_scope", "nlu_fallback", "bot_challenge", "complaint", "confirm_appointment"}
)
GUESSES = 2
OFFERS_JULIE_AFTER = 2


class NotUnderstood(Action):
    """For what is not for us, and for what was not understood."""

    def name(self) -> str:
        return "action_not_understood"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        titles = titles_of(domain.get("responses") or {})
        return await serve(lambda turn: not_understood(turn, titles), dispatcher, tracker)


def not_understood(turn: Turn, titles: Mapping[str, str]) -> None:
    """One step further down the ladder, unless the message answers the open question after all."""
    misses = turn.draft.misses
    answer_questions(turn)
    if asks_for_julie(turn.message.text) and turn.draft.pending:
        turn.next_action = "action_pass_on"
    elif answers_open_question(turn):
        turn.next_action = ACTION_OF_TASK.get(turn.draft.task, "action_book")
    elif aside := answer_aside(turn):
        if aside == "explained":
            turn.resume()
    elif turn.label != turn.message.label:
        return  # a thumbs-up to a statement needs no answer
    else:
        turn.draft = turn.draft.with_(misses=misses + 1)
        if turn.message.label == "out_of_scope":
            _decline(turn, misses)
        else:
            _step_down(turn, misses, titles)


def _decline(turn: Turn, misses: int) -> None:
    """Not for us: said plainly; the third time in a row the therapist is offered."""
    turn.say("utter_out_of_scope_again" if misses % 2 else "utter_out_of_scope")
    if turn.draft.task not in IDLE:
        turn.resume()
    elif misses >= OFFERS_JULIE_AFTER:
        pending = {"kind": "question", "text": turn.message.text}
        turn.draft = turn.draft.with_(task="pass_on", pending=pending, misses=0)
        turn.ask("ask_julie")


def answers_open_question(turn: Turn) -> bool:
    """Whether the message holds a value, or free text that the open question takes."""
    if turn.label != turn.message.label:
        return turn.draft.task != "none"
    if turn.message.label == "nlu_fallback" and turn.said.has_values:
        return turn.draft.task != "none" or len(turn.message.windows) > 0
    asked = turn.draft.asked
    if corrected_name(turn.draft, turn.message.text):
        return True
    if asked == "message":
        return True
    if asked in {"name", "reach"}:
        return name_in(turn.message.text) is not None or bool(turn.said.phone or turn.said.email)
    return asked == "head_injury" and yes_or_no(turn.message, turn.label) is not None


def guesses(ranking: tuple[str, ...], titles: Mapping[str, str]) -> tuple[Option, ...]:
    """The likeliest labels as choices."""
    likely = [label for label in ranking if label not in NOT_GUESSED and _short(label) in titles][:GUESSES]
    return tuple(Option(titles[_short(label)], _payload(label)) for label in likely)


def titles_of(responses: Mapping[str, Any]) -> dict[str, str]:
    """What the choices for labels are called: the responses utter_label_<label>."""
    prefix = "utter_label_"
    return {
        name.removeprefix(prefix): str(r[0]["text"])
        for name, r in responses.items()
        if name.startswith(prefix)
    }


def _step_down(turn: Turn, rung: int, titles: Mapping[str, str]) -> None:
    likely = guesses(turn.message.guesses, titles)
    under_way = turn.draft.task not in IDLE
    if rung == 0 and under_way:
        turn.say("utter_not_understood_short")
        turn.resume()
    elif rung == 0 and likely:
        turn.draft = turn.draft.with_(options=tuple(o.payload for o in likely))
        turn.say("utter_not_understood", likely)
    elif rung <= 1:
        menu = tuple(
            Option(titles[name], _payload(name)) for name in ("book", "my_appointment", "human_handoff")
        )
        turn.draft = turn.draft.with_(options=tuple(o.payload for o in menu))
        turn.say("utter_not_understood_menu_again" if rung else "utter_not_understood_menu", menu)
    else:
        turn.pass_on("not_understood", turn.message.text)
        turn.draft = turn.draft.with_(misses=0)
        turn.say("utter_not_understood_kept" if under_way else "utter_not_understood_passed_on")


def _short(label: str) -> str:
    return label.removeprefix("faq/")


def _payload(label: str) -> str:
    return payload("faq", topic=_short(label)) if label.startswith("faq/") else payload(label)
