"""The table: a pattern, the steps at which it can come, what the desk must do, and how the conversation must end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

# The open question at each step; those of a move and of a cancellation come after a booking.
BOOKING = ("service", "location", "offer", "name", "phone", "head_injury", "confirm")
MOVING = ("when", "move_offer", "confirm_move")
CANCELLING = ("confirm_cancel",)
EVERY = BOOKING + MOVING + CANCELLING
PLACED = BOOKING[2:]

Then = Literal["asks_again", "waits", "goes_on", "stops", "passed_on", "any"]


@dataclass(frozen=True)
class Pattern:
    """`says` is what the client sends, one message after the other (a tuple in it is a burst).

    `replies` are wordings of which one must be said to the first message; `then` is what must follow the last;
    `ends` are the values of the appointment that differ from the plain course, None when there is to be none;
    `risky` are the steps that every run of the tests takes.
    """

    row: int
    name: str
    says: tuple[str, ...]
    at: tuple[str, ...]
    then: Then = "asks_again"
    replies: tuple[str, ...] = ()
    ends: dict[str, str] | None = field(default_factory=dict)
    risky: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A pattern at one step."""

    pattern: Pattern
    step: str

    @property
    def id(self) -> str:
        return f"{self.pattern.row}-{self.pattern.name}-{self.step}".replace(" ", "_")

    @property
    def task(self) -> Literal["book", "move", "cancel"]:
        return "book" if self.step in BOOKING else "cancel" if self.step in CANCELLING else "move"


PATTERNS = (
    Pattern(1, "correction", ("sorry, stamford",), PLACED, "any", ends={"location": "stamford"}, risky=("name", "confirm")),
    Pattern(2, "late correction", ("wait, make it lymphatic",), BOOKING[1:], "any", ends={"service": "lymphatic_drainage"}, risky=("confirm",)),
    Pattern(4, "correction of a correction", ("no, stamford", "no wait, westport was right"), PLACED, "any", risky=("confirm",)),
    Pattern(5, "old with new", ("stamford instead of westport",), PLACED, "any", ends={"location": "stamford"}, risky=("offer",)),
    Pattern(6, "question", ("does it hurt?",), BOOKING, replies=("utter_faq/pressure_touch",), risky=("confirm",)),
    Pattern(6, "another question", ("how long does it take?",), EVERY, replies=("utter_faq/session_length",), risky=("confirm_move", "confirm_cancel")),
    Pattern(6, "question without an answer", ("how much is it?",), EVERY, replies=("utter_unknown_price",), risky=("confirm",)),
    Pattern(6, "two questions", ("how long does it take? and what do i wear?",), EVERY, replies=("utter_faq/clothing",), risky=("name",)),
    Pattern(7, "another task", ("hang on, when is my next appointment?",), EVERY, risky=("confirm",),
            replies=("utter_none_yet", "utter_appointment", "utter_appointment_pending")),
    Pattern(12, "not understood", ("blorp fnord", "wibble quux"), BOOKING[:3] + BOOKING[4:] + MOVING, "any", risky=("offer",)),
    Pattern(13, "out of scope", ("do you do hot stone massage?",), EVERY, risky=("phone",),
            replies=("utter_out_of_scope", "utter_out_of_scope_again")),
    Pattern(14, "cancel this", ("cancel this",), BOOKING, "stops", ("utter_stopped",), ends=None, risky=("confirm",)),
    Pattern(15, "give up and come back", ("never mind", "ok let's do it after all"), BOOKING, "any", ("utter_stopped",), risky=("confirm",)),
    Pattern(16, "refuse", ("rather not",), ("name", "phone"), replies=("utter_why_name", "utter_why_phone"), risky=("name",)),
    Pattern(17, "why", ("why do you ask?",), ("service", "location", "name", "phone", "head_injury"), risky=("head_injury",),
            replies=("utter_why_service", "utter_why_location", "utter_why_name", "utter_why_phone", "utter_why_head_injury")),
    Pattern(18, "wait", ("one sec, asking my husband",), EVERY, "waits", ("utter_take_your_time", "utter_take_your_time_held"), risky=("confirm", "confirm_move")),
    Pattern(19, "what", ("what?",), EVERY, risky=("offer", "confirm_cancel")),
    Pattern(19, "what twice", ("what?", "i don't understand"), EVERY, risky=("confirm",)),
    Pattern(20, "no", ("no",), ("confirm",), "goes_on", ("utter_ask_change",), risky=("confirm",)),
    Pattern(25, "thumbs up", ("👍",), ("name", "phone"), risky=("phone",)),
    Pattern(25, "thumbs up to a summary", ("👍",), ("confirm", "confirm_move", "confirm_cancel"), "any", risky=("confirm",)),
    Pattern(28, "wrong person", ("wrong number, i don't know any Dana",), ("name", "confirm", "confirm_move", "confirm_cancel"), "any", ("utter_wrong_person",), risky=("confirm_cancel",)),
    Pattern(29, "for a child", ("actually it's for my daughter, she's 12",), BOOKING, "any", ("utter_for_somebody_else",), ends=None, risky=("confirm",)),
    Pattern(30, "a person", ("can i talk to a person?",), EVERY, "waits", ("utter_handoff_kept",), risky=("confirm", "confirm_move")),
    Pattern(32, "a bot", ("are you a bot?",), EVERY, replies=("utter_talk_bot_challenge",), risky=("name",)),
    Pattern(33, "angry", ("this is ridiculous, i'm really annoyed",), EVERY, "any", ("utter_complaint",), risky=("phone",)),
    Pattern(34, "spanish", ("hola, quiero una cita para el jueves por favor",), EVERY, "waits", ("utter_spanish",), risky=("offer",)),
    Pattern(36, "safety", ("i want to kill myself", "go on"), EVERY, "any", risky=("confirm",)),
)  # fmt: skip


def cases(*, risky: bool) -> Iterator[Case]:
    """Every pattern at its riskiest steps, or at all the others."""
    for pattern in PATTERNS:
        for step in pattern.at:
            if (step in pattern.risky) is risky:
                yield Case(pattern, step)
