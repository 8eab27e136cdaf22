"""What a message says about the task at hand: the values in it, with the rejected ones left out."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.message import Entity, Message, Window

_NOT_SURE = re.compile(
    r"\b(not (\w+ )?sure|unsure|maybe|possibly|perhaps|i think so|kind of|don'?t know|idk|no idea)\b"
)
_YES = re.compile(
    r"^\W*(y|yes|yea|yeah|yep|yup|ya|si|sí|correct|right|sure|ok|okay|i (did|have|had)|definitely)\b"
)
_NO = re.compile(
    r"^\W*(n|no|nope|nah|none|never(?! ?mind)|nothing|negative|not? (recently|at all|that)"
    r"|i (have ?n.?t|did ?n.?t))\b"
)
_HURT = re.compile(r"\b(concuss\w+|hit (my|the) head|head injur\w+|accident|whiplash|fell|skull)\b")
_NAME = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[ .'’-]+[^\W\d_]+[.'’]?){0,4}")
_NAME_LEAD = re.compile(
    r"^(?:hi|hey|sure|ok|okay|yes|yeah|fine|lol|omg|sorry|um+|alright|it'?s|it is|i'?m|i am"
    r"|my name is|my name's|name'?s|name is|this is"
    r"|put it under|under|call me|the name is)[,:.;!]*\s+",
    re.I,
)
_SET_OFF = re.compile(r"[,.;!]\s*\w|\b(it'?s|i'?m|i am|name)\b", re.I)
# No name at all, or fingers on the keyboard: four letters or more and no vowel.
_NOISE = re.compile(r"^$|^[^aeiouy\W]{4,}$|asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|zxcv|xcvb|cvbn", re.I)
_FULL_NAME = re.compile(r"\b[A-Z]\w+ [A-Z]\w+\W*$")
_SENTENCE_END = re.compile(r"(?<=\w\w\w)[.!?;]+\s+")
_NAME_BEFORE = re.compile(r"\W*([A-Z][\w'’-]+(?: [A-Z][\w'’-]*){1,3})[.,;!]\s")
_NO_NAME = re.compile(
    r"\b(rather|prefer|why|what|don'?t|skip|none|never|mind|appointment|booking|please|thanks|thank|thx|tks|ty|tysm|cheers|gracias|bye|goodbye|hi|hello|hey|later|same"
    r"|great|good|fine|perfect|cool|thing|right|correct|works?|all|nothing|book|time|day|office|morning|afternoon"
    r"|wrong|incorrect|different|misspel\w+|spelled|yes|no|nope|ok|okay|sure|help|stop|cancel|wait|hold|sec|second|minute|um|hmm|idk|lol|where|when|how|mri|x-?rays?|scans?|pictures?|photos?|images?|videos?|attached)\b|^here\b",
    re.I,
)
_NOT_PLAIN = re.compile(
    r"\d|\?|\b(but|instead|change|different|except|rather|if|unless|other|another|later|earlier|wait)\b"
    r"|\bhold on\b|\bthat'?s (all|it)\b",
    re.I,
)
_DIGIT = re.compile(r"\d")
_COUNTED = re.compile(r"#|\b(option|number|no|choice|num)\b|\d(st|nd|rd|th)\b", re.I)
_LEADING_NUMBER = re.compile(r"\s*#?(\d)\s*[,.;:)!-]+\s+(?=\D)")
_OF_THE_MONTH = re.compile(r"\b\d{1,2}(st|nd|rd|th)\b(?!\s+(one|option|choice|slot|time|of th))", re.I)
_SAYS_DO_IT = (
    r"(?:(?:yes|yeah|yep|ok|okay|sure|great|perfect|nothing|please|pls|go ahead|and|then),?\s+)*(?:{})"
    r"(?:\s+(?:please|pls|now|then|thanks|thank you))*"
)
_DOING = {
    question: re.compile(_SAYS_DO_IT.format(words), re.I)
    for question, words in {
        "confirm": r"(?:book|reserve|schedule|confirm|take|do|make) (?:it|that|this)(?: in)?|book me(?: in)?",
        "change": r"book (?:it|that|this)(?: in)?",
        "one_time": r"(?:book|reserve|take|hold) (?:it|that|this)(?: one)?",
        "confirm_move": r"(?:move|change|switch|do) (?:it|that|this)",
        "confirm_cancel": r"(?:cancel|do) (?:it|that|this)",
    }.items()
}
# The choices of "open times, or an appointment you have?", in words.
_MEANINGS = {
    "/check_availability": re.compile(r"\b(open(ings?)?|free|available|availability|new)\b", re.I),
    "/my_appointment": re.compile(r"\b(my|mine|own|existing|already|have)\b", re.I),
}
_YES_SIGNS = frozenset("👍👌✅🙏💯🙂😊😀😁❤")
_NO_SIGNS = frozenset("👎❌🚫")
# Skin tones and the selector of the coloured form.
_MODIFIERS = frozenset("🏻🏼🏽🏾🏿\ufe0f ")
_OWN = re.compile(r"\b(my|existing|other)\b.*\b(app\w*|visit|session|booking)\b|\bapp(oin\w+|t)s?\b", re.I)
MIGRAINE = re.compile(r"\b(migr\w+|head\s?aches?)\b", re.I)


@dataclass(frozen=True)
class Said:
    """Values named in one message; None where it names none.

    `choice` counts from 1; -1 is the last, -2 any.
    """

    text: str = ""
    service: str | None = None
    location: str | None = None
    name: str | None = None
    phone: str | None = None
    broken_phone: str | None = None
    email: str | None = None
    choice: int | None = None
    order: str | None = None
    windows: tuple[Window, ...] = ()
    time: str | None = None
    appointment: str | None = None
    topic: str | None = None
    change: str | None = None
    answer: str | None = None
    rejected: tuple[str, ...] = ()

    @property
    def has_values(self) -> bool:
        """Whether anything in it could go into a booking."""
        plans = (self.service, self.location, self.choice, self.order, self.time, self.change)
        client = (self.name, self.phone, self.broken_phone, self.email)
        return any(value is not None for value in plans + client) or bool(self.windows or self.rejected)


def said_in(message: Message, options: Sequence[str] = ()) -> Said:
    """What the message says; a number or an ordinal stands for the option of that place."""
    chosen = _chosen(message, options)
    if chosen is not None:
        return said_in(_as_payload(message, chosen))
    return Said(
        text="" if message.chosen else message.text,
        service=_last(message, "service"),
        location=_last(message, "location"),
        name=_last(message, "person_name"),
        phone=next((str(e.value) for e in _new(message, "phone_number") if e.confidence > 0), None),
        broken_phone=next((str(e.value) for e in _new(message, "phone_number") if e.confidence == 0), None),
        email=_last(message, "email"),
        choice=_number(_last(message, "choice")),
        order=_last(message, "time_order"),
        windows=message.windows,
        time=_last(message, "appointment_time"),
        appointment=_last(message, "appointment_id"),
        topic=_last(message, "topic"),
        change=_last(message, "change"),
        answer=_last(message, "answer"),
        rejected=tuple(str(e.value) for e in message.entities if e.role == "old"),
    )


def chosen_label(message: Message, options: Sequence[str]) -> str:
    """What the message does: its label, or that of the option or the sign that it consists of."""
    chosen = _chosen(message, options)
    reaction = None if message.chosen else reaction_in(message.text)
    if reaction:
        return reaction
    return message.label if chosen is None else chosen.removeprefix("/").partition("{")[0]


def is_plain_yes(text: str) -> bool:
    """Whether a typed yes says yes and nothing else: "yes but make it 4" agrees to nothing yet."""
    return len(text.split()) <= 8 and not _NOT_PLAIN.search(text)


def names_own(text: str) -> bool:
    """Whether a message speaks of an appointment, and not just of what is being arranged."""
    return bool(_OWN.search(text))


def does_it(text: str, asked: str | None) -> bool:
    """Whether "book it", "move it" or "cancel it" answers the question whether to do just that."""
    done = _DOING.get(asked or "")
    return bool(done and done.fullmatch(text.strip(" .,!")))


def meaning_in(text: str) -> str | None:
    """Which choice answers the question what a bare word means; None where the words fit none, or both."""
    named = [payload for payload, words in _MEANINGS.items() if words.search(text)]
    return named[0] if len(named) == 1 else None


def is_bare_number(text: str) -> bool:
    """Whether a number is said as a clock says it, and not "the first one", "#2" or "option 2"."""
    return bool(_DIGIT.search(text)) and not _COUNTED.search(text)


def names_date(text: str) -> bool:
    """Whether "the 3rd" stands there, which is a day of the month before it is the third of a list."""
    return bool(_OF_THE_MONTH.search(text))


def reaction_in(text: str) -> str | None:
    """What a message of signs alone means: "affirm", "deny" or None."""
    signs = set(text.strip()) - _MODIFIERS
    if signs and signs <= _YES_SIGNS:
        return "affirm"
    return "deny" if signs and signs <= _NO_SIGNS else None


def yes_or_no(message: Message, label: str) -> str | None:
    """How the answer to a yes-no question reads: "yes", "no", "unsure" or None."""
    text = message.text.casefold()
    if _NOT_SURE.search(text):
        return "unsure"
    if _NO.search(text):
        return "no"
    if label in {"affirm", "deny"}:
        return "yes" if label == "affirm" else "no"
    return "yes" if _YES.search(text) or _HURT.search(text) else None


def name_in(text: str, label: str = "inform") -> str | None:
    """The name in an answer to "what name?"; None where it does not look like one.

    After a yes or a no the name needs to be set off: "ok, Dana", "sure, it's Dana".
    """
    if label in {"affirm", "deny"} and not _SET_OFF.search(text):
        return None
    # "Sorry, cat on the keyboard. Hugo Lane": the name stands last; "J. R. Smith" is one.
    rest = _SENTENCE_END.split(text.strip(" .,!"))[-1]
    while lead := _NAME_LEAD.match(rest):
        rest = rest[lead.end() :]
    if _NOISE.search(rest) or len(rest) > 60 or _NO_NAME.search(rest) or not _NAME.fullmatch(rest):
        return None
    return rest if rest != rest.lower() else rest.title()


def is_full_name(text: str) -> bool:
    """Whether a message ends in two words with capital letters that can be a name: "Ok. Nora Quist"."""
    return bool(_FULL_NAME.search(text)) and name_in(text) is not None


def name_before(text: str) -> str | None:
    """The name that stands before something else, written as one: "Dana Smith. How long does it take?"."""
    named = _NAME_BEFORE.match(text)
    return name_in(named[1]) if named else None


def _chosen(message: Message, options: Sequence[str]) -> str | None:
    number = _number(_last(message, "choice") or _leading_number(message))
    if number is None or message.chosen or not options:
        return None
    if number == -2:
        return options[0]
    if number == -1:
        return options[-1]
    return options[number - 1] if 0 < number <= len(options) else None


def _as_payload(message: Message, payload: str) -> Message:
    values = json.loads(payload[payload.index("{") :]) if "{" in payload else {}
    others = tuple(e for e in message.entities if e.kind != "choice")
    return replace(message, entities=others + tuple(Entity(k, v) for k, v in values.items()), windows=())


def _new(message: Message, kind: str) -> list[Entity]:
    return [e for e in message.entities if e.kind == kind and e.role != "old"]


def _last(message: Message, kind: str) -> Any:
    found = _new(message, kind)
    return found[-1].value if found else None


def _leading_number(message: Message) -> str | None:
    """The number that answers by text, with something else behind it: "2, is there parking?"."""
    found = _LEADING_NUMBER.match(message.text) if message.channel == "sms" else None
    return found[1] if found else None


def _number(value: Any) -> int | None:
    return int(value) if value is not None and str(value).lstrip("-").isdigit() else None
