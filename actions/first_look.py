"""What is looked at before any action does its own work: a number that picks another task, another language,
somebody who was reached by mistake."""

import re

from actions.routing import action_for
from actions.turn import Turn

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
    return not turn.ran and (_goes_elsewhere(turn) or _is_spanish(turn) or _is_wrong_person(turn))


def looks_spanish(text: str) -> bool:
    """Whether at least two words in five, and two at least, are everyday Spanish ones."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    spanish = sum(word in _SPANISH for word in words)
    return spanish >= 2 and spanish >= 0.4 * len(words)


def is_wrong_person(text: str) -> bool:
    """Whether somebody says that they are not who was meant."""
    return bool(_WRONG_PERSON.search(text))


def _goes_elsewhere(turn: Turn) -> bool:
    """A number by SMS that picks what another action does."""
    if turn.label == turn.message.label:
        return False
    action = action_for(turn.label)
    if action is None:
        return False
    turn.next_action = action
    return True


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
