"""What the desk asks of an assistant, whichever program it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


class AssistantUnavailable(Exception):
    """The assistant gave no answer; the turn may or may not have happened there."""


@dataclass(frozen=True)
class TurnRequest:
    """One turn: what the client said, and what the assistant must know about it.

    `text` never starts with a slash unless it is the payload of a choice that the assistant itself offered.
    `resend` says that the turn may have reached the assistant before, so it looks there first.
    """

    turn_id: str
    conversation_id: str
    sender: str
    text: str
    received_at: datetime
    channel: str
    resend: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """An option under a reply: what the client reads, and what the assistant gets when it is chosen."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One bubble. `kind` and `appointment` come from the dialogue's own metadata."""

    text: str
    kind: str = "text"
    choices: tuple[Choice, ...] = ()
    appointment: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class TurnResult:
    """The replies in order, and the events of the turn: how it was read, what was done."""

    replies: tuple[Reply, ...]
    events: tuple[Mapping[str, Any], ...] = ()


class Assistant(Protocol):
    """Understands and decides; keeps no truth of its own. Calls block."""

    def take_turn(self, request: TurnRequest) -> TurnResult:
        """Answer one turn, at most once for each `turn_id`; raises `AssistantUnavailable`."""

    def ready(self) -> bool:
        """Whether it could answer now."""

    def forget(self, senders: tuple[str, ...]) -> None:
        """Forget what was said under these sender ids; raises `AssistantUnavailable`."""
