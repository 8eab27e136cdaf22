"""What the desk asks of an assistant, whichever program it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


class AssistantUnavailable(Exception):
    """The assistant gave no answer; the turn may or may not have happened there."""


class AssistantFailed(Exception):
    """The assistant took the turn and broke on it; trying again may help, or may not."""


class SessionUnknown(Exception):
    """There is no usable memory of this session: what was sent never arrived, was lost, or broke it."""


@dataclass(frozen=True)
class TurnRequest:
    """One turn: what the client said, and what the assistant must know about it.

    `text` never starts with a slash unless it is the payload of a choice that the assistant itself offered.
    `metadata` travels along with ids, channel and time of receipt.
    """

    turn_id: str
    conversation_id: str
    sender: str
    text: str
    received_at: datetime
    channel: str
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
        """Answer one turn. Sending it twice answers it twice.

        Raises `AssistantUnavailable`, `AssistantFailed`.
        """

    def find_turn(self, sender: str, turn_id: str) -> TurnResult | None:
        """The result of a turn that was sent before, None when it is not in this session.

        Raises `SessionUnknown` when there is no such session, `AssistantUnavailable` also while the turn is
        still being worked on.
        """

    def ready(self) -> bool:
        """Whether it could answer now."""

    def forget(self, senders: tuple[str, ...]) -> None:
        """Forget what was said under these sender ids; raises `AssistantUnavailable`."""
