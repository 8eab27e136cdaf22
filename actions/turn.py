"""One turn in the hands of an action: message, draft, desk, and the lines to say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actions import options as choices
from actions.desk_client import DeskClient
from actions.draft import Draft
from actions.message import Message
from actions.options import FIXED, Option
from actions.routing import ACTION_OF_TASK, LISTEN
from actions.said import (
    Said,
    chosen_label,
    does_it,
    is_bare_number,
    is_plain_yes,
    meaning_in,
    names_date,
    said_in,
)
from actions.spoken import numbered
from actions.times import at_clock

# A choice that is named in words, and not a sentence of its own.
FEW_WORDS = 3
# To "what?" the question is put in plainer words; those of some questions are the same.
ASKED_BACK = "action_repeat"
PLAINER = {
    name: name
    for name in (
        "service",
        "location",
        "when",
        "offer",
        "which_time",
        "one_time",
        "name",
        "phone",
        "head_injury",
        "confirm",
        "confirm_move",
        "confirm_cancel",
        "change",
    )
} | dict.fromkeys(("nearest", "nothing_then", "nearest_or_kept", "taken"), "offer")


@dataclass(frozen=True)
class Line:
    """A bubble: the name of its response, the values in it, and what hangs on it."""

    response: str
    values: dict[str, Any]
    options: tuple[Option, ...] = ()
    custom: dict[str, Any] | None = None


@dataclass
class Turn:
    """What an action works with. `ran` are the actions that ran before it in this turn."""

    message: Message
    draft: Draft
    desk: DeskClient
    ran: tuple[str, ...] = ()
    said_before: str = ""
    lines: list[Line] = field(default_factory=list)
    next_action: str = LISTEN

    @property
    def said(self) -> Said:
        """The values in the message, numbers resolved against the options that were offered."""
        return said_in(self.message, self._options)

    @property
    def label(self) -> str:
        """The label of the message, or of the option that it names by number."""
        if self._does_it:
            return "affirm"
        meant = self.meant
        return meant.removeprefix("/") if meant else chosen_label(self.message, self._options)

    @property
    def _does_it(self) -> bool:
        return not self.message.chosen and does_it(self.message.text, self.draft.asked)

    @property
    def meant(self) -> str | None:
        """The choice that a short answer names in words: to "open times?" an "open times" is no question."""
        asks = self.draft.asked == "meaning" and not self.message.chosen
        short = len(self.message.text.split()) <= FEW_WORDS
        return meaning_in(self.message.text) if asks and short else None

    @property
    def _options(self) -> tuple[str, ...]:
        """What a number in the message stands for; on the website "3" is three o'clock if that is offered."""
        draft = self.draft
        if draft.asked == "location" and self._names_any:
            return ()
        if not draft.offered:
            return draft.options
        if names_date(self.message.text):
            return ()
        if self.by_text or not is_bare_number(self.message.text):
            return draft.options
        hours = [at_clock(draft.offered, number) for number in range(1, len(draft.options) + 1)]
        own = [choices.times((slot,), ())[0].payload if slot else None for slot in hours]
        return tuple(hour or option for hour, option in zip(own, draft.options, strict=True))

    @property
    def _names_any(self) -> bool:
        return any(e.kind == "choice" and e.value == -2 for e in self.message.entities)

    @property
    def agrees(self) -> bool:
        """Whether the message is a yes and nothing else."""
        if self.label != "affirm" or (self.message.topics and not self._does_it):
            return False
        if self._does_it:
            return True
        typed = self.message.label == "affirm" and not self.message.chosen
        return not typed or is_plain_yes(self.message.text)

    @property
    def now(self) -> datetime:
        """When the message was received, in the practice's zone."""
        return self.desk.local(self.message.received_at)

    @property
    def by_text(self) -> bool:
        """Whether this is a conversation by SMS, where choices are numbered."""
        return self.message.channel == "sms"

    def say(
        self,
        response: str,
        options: Sequence[Option] = (),
        *,
        custom: dict[str, Any] | None = None,
        **values: Any,
    ) -> None:
        """Add a bubble."""
        listed = {"numbered": numbered(o.title for o in options)} if options else {}
        self.lines.append(Line(response, listed | values, tuple(options), custom))

    def ask(self, question: str, options: Sequence[Option] = (), **values: Any) -> None:
        """Ask the open question; in other words when it is asked again."""
        times = self.draft.times_asked + 1 if self.draft.asked == question else 0
        payloads = tuple(o.payload for o in options) or FIXED.get(question, ())
        self.draft = self.draft.with_(asked=question, times_asked=times, options=payloads)
        if times % 2 == 0:
            self.say(f"utter_ask_{question}", options, **values)
        elif ASKED_BACK in self.ran and question in PLAINER:
            self.say(f"utter_ask_{PLAINER[question]}_plain", options, **values)
        else:
            self.say(f"utter_ask_{question}_again", options, **values)

    def key(self, operation: str) -> str:
        """The idempotency key of a write in this turn."""
        return f"{self.message.turn_id}:{operation}"

    def pass_on(self, kind: str, text: str | None = None) -> None:
        """Tell the therapist; raises `DeskDown` when that could not be stored."""
        self.desk.pass_on(kind, self.message.conversation_id, self.message.turn_id, text)

    def resume(self) -> None:
        """Let the task that is under way go on after this action."""
        self.next_action = ACTION_OF_TASK.get(self.draft.task, LISTEN)
