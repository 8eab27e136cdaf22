"""What a line of the table is: a pattern, and a case of it at one step on one channel."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tests.conversations.patterns.talking import Channel

if TYPE_CHECKING:
    from tests.conversations.patterns.course import Course

# The open question at each step; those of a move and of a cancellation come after a booking. At "start" nothing
# has been said yet, at "booked" nothing is open any more.
START = ("start",)
BOOKING = ("service", "location", "offer", "name", "phone", "head_injury", "confirm")
BOOKED = ("booked",)
MOVING = ("when", "move_offer", "confirm_move")
CANCELLING = ("confirm_cancel",)
EVERY = BOOKING + MOVING + CANCELLING
PLACED = BOOKING[2:]
# The time is chosen and held.
HELD = BOOKING[3:]

# Steps that exist on the website only, and why.
NOT_BY_TEXT = {"phone": "nobody is asked for the number that they write from"}
BOTH: tuple[Channel, ...] = ("web", "sms")

Deed = Callable[["Course"], None]
Task = Literal["book", "move", "cancel", "keep"]
Then = Literal["asks_again", "waits", "goes_on", "stops", "any"]


@dataclass(frozen=True)
class Pattern:
    """`says` is what happens, one after the other: a message, or a deed that is more than one message.

    In a message {answer} is what the plain course says at this step, {rest} that and all that is asked later,
    {phone} and {name} the client's own, {day} a day that is free in the Westport office.
    `replies` are wordings of which one must be said to the first message; `then` is what must follow the last,
    `asks` the questions of which one must be open then;
    `ends` are the values of the appointment that differ from the plain course, None when there is to be none;
    `brings` is what must have happened by the end where the step alone does not tell;
    `risky` are the steps that every run of the tests takes on the website, `texted` those by text;
    `on` are the channels where it can happen;
    `alone` says that its words name days which are not the client's own, so that two at once would meet there.
    """

    row: int
    name: str
    says: tuple[str | Deed, ...]
    at: tuple[str, ...]
    then: Then = "asks_again"
    replies: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    ends: dict[str, str] | None = field(default_factory=dict)
    brings: Task | None = None
    risky: tuple[str, ...] = ()
    texted: tuple[str, ...] = ()
    on: tuple[Channel, ...] = BOTH
    alone: bool = False


@dataclass(frozen=True)
class Case:
    """A pattern at one step on one channel."""

    pattern: Pattern
    step: str
    channel: Channel

    @property
    def id(self) -> str:
        return f"{self.pattern.row}-{self.pattern.name}-{self.step}-{self.channel}".replace(" ", "_")

    @property
    def task(self) -> Task:
        """What the client is about at this step."""
        if self.step in BOOKED:
            return "keep"
        return "book" if self.step in START + BOOKING else "cancel" if self.step in CANCELLING else "move"

    @property
    def outcome(self) -> Task:
        """What must have happened by the end."""
        return self.pattern.brings or self.task

    @property
    def is_risky(self) -> bool:
        """Whether every run of the tests takes it."""
        return self.step in (self.pattern.risky if self.channel == "web" else self.pattern.texted)
