"""What is looked at before any action does its own work: a number that picks another task, another language,
somebody who was reached by mistake."""

import re

from actions import identity, phone_check
from actions.asides import answer_aside, asks_to_go_on, asks_to_wait, asks_why, for_somebody_else
from actions.booking_steps import say_booked
from actions.links import beside_links, links_in
from actions.own_appointment import own_appointments
from actions.routing import IDLE, action_for
from actions.said import is_full_name, yes_or_no
from actions.taking import minds_not, surname_in
from actions.turn import Turn

# Labels that a message gets when it is none of the things that people usually say.
VAGUE = (
    "bye",
    "thanks",
    "start_over",
    "complaint",
    "out_of_scope",
    "nlu_fallback",
    "greet",
    "confirm_appointment",
)
MOST_WORDS = 4
# "Here is my MRI" goes with a link; more than that is a message of its own.
WORDS_WITH_LINK = 5
# What "can we make it December 8 instead?" is taken for.
AFTER_BOOKING = ("book", "check_availability", "inform", "correction", "nlu_fallback")
TAKEN_BACK = ("start_over", "correction", "deny", "inform")

_CANCELS = re.compile(r"\bcancel\b", re.I)
_MOVES = re.compile(
    r"\b(make|move|change|switch|push|shift|bump|do) (it|that|this)\b|\binstead\b|\bsame time\b", re.I
)
_ONE_MORE = re.compile(r"\b(another|also|too|second|one more|as well|additional|extra)\b", re.I)
_LOOKS_UP = re.compile(r"\?|\b(when|whens|what|whats|do|did|have|is|am|are)\b", re.I)
_AFTER_ALL = re.compile(
    r"\b(after all|let'?s (do|book|go)|do it|book it|go ahead|changed my mind|i('?m| am) back|go on"
    r"|continue)\b",
    re.I,
)
_SPANISH = frozenset(
    {"hola", "buenos", "buenas", "quiero", "quisiera", "necesito", "tengo", "puedo", "puede", "hacer", "cita"}
    | {"para", "una", "por", "favor", "gracias", "cuanto", "cuánto", "cuesta", "donde", "dónde", "está", "mi"}
    | {
        "cuando",
        "cuándo",
        "ustedes",
        "usted",
        "hablan",
        "habla",
        "español",
        "duele",
        "dolor",
        "cabeza",
        "hay",
    }
    | {"migraña", "migrañas", "sesión", "masaje", "lunes", "martes", "miércoles", "jueves", "viernes", "con"}
    | {"sábado", "mañana", "tarde", "qué", "cómo", "los", "las", "del", "que", "el", "la", "es", "en", "hora"}
    | {"disponible", "disponibles", "precio", "seguro", "español"}
)
_WRONG_PERSON = re.compile(
    r"\b(?i:wrong (number|person))\b|\b(?i:i'?m|this is|i am) not (the )?[A-Z][a-z]+('s phone)?\W*$"
)


def handled_first(turn: Turn) -> bool:
    """Whether the message is dealt with already; only the first action of a turn looks."""
    if turn.ran:
        return False
    return (
        _was_done(turn)
        or identity.take_answer(turn)
        or phone_check.take_answer(turn)
        or _is_link(turn)
        or _goes_elsewhere(turn)
        or _cancels_last(turn)
        or _changes_last(turn)
        or _goes_on(turn)
        or _answers_health_question(turn)
        or _gives_name(turn)
        or _gives_surname(turn)
        or _leaves_message(turn)
        or _picks_loosely(turn)
        or _comes_back(turn)
        or _waits(turn)
        or _asks_what_for(turn)
        or _is_for_somebody_else(turn)
        or _is_spanish(turn)
        or _is_wrong_person(turn)
    )


def looks_spanish(text: str) -> bool:
    """Whether at least two words in five, and two at least, are everyday Spanish ones."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    spanish = sum(word in _SPANISH for word in words)
    return spanish >= 2 and spanish >= 0.4 * len(words)


def is_wrong_person(text: str) -> bool:
    """Whether somebody says that they are not who was meant."""
    return bool(_WRONG_PERSON.search(text))


def _was_done(turn: Turn) -> bool:
    """A turn that is sent again after its booking was made, but before that could be said: say it now."""
    last = turn.draft.last or {}
    if last.get("turn") != turn.message.turn_id:
        return False
    made = next((a for a in own_appointments(turn) if a["id"] == last["id"]), None)
    if made is None:
        return False
    say_booked(turn, made)
    return True


def _is_link(turn: Turn) -> bool:
    """A link is not opened, and that is said; what stands beside it is served as ever."""
    message = turn.message
    if message.chosen or not links_in(message.text) or turn.draft.asked == "message":
        return False
    turn.say("utter_cannot_view")
    if turn.said.has_values or len(beside_links(message.text).split()) > WORDS_WITH_LINK:
        return False
    turn.resume()
    return True


def _goes_elsewhere(turn: Turn) -> bool:
    """A number by SMS that picks what another action does."""
    if turn.label == turn.message.label:
        return False
    action = action_for(turn.label)
    if action is None:
        return False
    turn.next_action = action
    return True


def _cancels_last(turn: Turn) -> bool:
    """To cancel "that", said of what was booked or moved a moment ago."""
    just_booked = turn.draft.task == "none" and turn.draft.last is not None
    if not just_booked or turn.message.label not in TAKEN_BACK or not _CANCELS.search(turn.message.text):
        return False
    turn.next_action = "action_cancel"
    return True


def _changes_last(turn: Turn) -> bool:
    """ "Can we make it December 8 instead?", a moment after it was booked, is no second booking."""
    just_booked = turn.draft.task == "none" and turn.draft.last is not None
    if not just_booked or turn.message.label not in AFTER_BOOKING:
        return False
    text = turn.message.text
    if not turn.said.windows or not _MOVES.search(text) or _ONE_MORE.search(text):
        return False
    turn.next_action = "action_reschedule"
    return True


def _goes_on(turn: Turn) -> bool:
    """To go on takes up what is under way, whatever else it sounds like."""
    if turn.draft.task in IDLE or turn.message.label not in VAGUE or not asks_to_go_on(turn.message.text):
        return False
    turn.resume()
    return True


def _answers_health_question(turn: Turn) -> bool:
    """Whatever an answer to the question about head injuries sounds like, it is one."""
    draft, message = turn.draft, turn.message
    if draft.task != "booking" or draft.asked != "head_injury" or message.label not in VAGUE:
        return False
    if yes_or_no(message, turn.label) is None:
        return False
    turn.resume()
    return True


def _picks_loosely(turn: Turn) -> bool:
    """ "Later" after an offer is no goodbye, and "I don't mind" at a choice drops nothing."""
    draft, message = turn.draft, turn.message
    if draft.task in IDLE or message.chosen or message.label not in VAGUE:
        return False
    short = len(message.text.split()) <= MOST_WORDS
    orders = bool(draft.offered) and bool(turn.said.order)
    if not short or not (orders or (draft.asked == "location" and minds_not(message.text))):
        return False
    turn.resume()
    return True


def _comes_back(turn: Turn) -> bool:
    """ "OK, let's do it after all", of a booking that was given up."""
    draft, message = turn.draft, turn.message
    if draft.dropped is None or draft.task not in IDLE or message.chosen:
        return False
    if message.label not in (*VAGUE, *TAKEN_BACK, "affirm") or not _AFTER_ALL.search(message.text):
        return False
    turn.next_action = "action_book"
    return True


def _waits(turn: Turn) -> bool:
    """ "One moment, let me check my calendar" asks for time, whatever it mentions."""
    text = turn.message.text
    if turn.message.label != "my_appointment" or not asks_to_wait(text) or _LOOKS_UP.search(text):
        return False
    return bool(answer_aside(turn))


def _asks_what_for(turn: Turn) -> bool:
    """ "Do I have to?" is about the question that is open, whatever topic it sounds like."""
    message = turn.message
    if len(message.text.split()) > MOST_WORDS or not asks_why(message.text):
        return False
    if answer_aside(turn) != "explained":
        return False
    turn.draft = turn.draft.with_(answered=message.turn_id)
    turn.resume()
    return True


def _gives_name(turn: Turn) -> bool:
    """ "Ok. Nora Quist" is a name where a name is asked, whatever it sounds like."""
    message = turn.message
    if turn.draft.asked != "name" or message.label not in VAGUE or not is_full_name(message.text):
        return False
    turn.resume()
    return True


def _gives_surname(turn: Turn) -> bool:
    """ "Kim", then "Tran" in a message of its own, which sounds like thanks."""
    draft, text = turn.draft, turn.message.text
    if turn.message.label not in VAGUE or surname_in(draft, text) is None:
        return False
    turn.draft = draft.with_(client_name=f"{draft.client_name} {surname_in(draft, text)}")
    turn.resume()
    return True


def _leaves_message(turn: Turn) -> bool:
    """A number beside words, where both were asked for, is that: "it's about my last visit, 203 555 0142"."""
    reachable = turn.said.phone or turn.said.email
    if turn.draft.asked != "message" or not reachable or turn.message.label not in (*VAGUE, "my_appointment"):
        return False
    turn.resume()
    return True


def _is_for_somebody_else(turn: Turn) -> bool:
    """A booking for another person that was taken for something else."""
    return turn.message.label in {"out_of_scope", "nlu_fallback"} and for_somebody_else(turn)


def _is_spanish(turn: Turn) -> bool:
    if turn.message.chosen or not looks_spanish(turn.message.text):
        return False
    turn.pass_on("person", turn.message.text)
    turn.say("utter_spanish_again" if turn.draft.in_spanish else "utter_spanish")
    turn.draft = turn.draft.with_(in_spanish=not turn.draft.in_spanish)
    return True


def _is_wrong_person(turn: Turn) -> bool:
    if turn.message.chosen or not is_wrong_person(turn.message.text):
        return False
    turn.say("utter_wrong_person")
    return True
