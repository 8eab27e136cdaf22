"""An assistant for tests: answers from a script, can be broken, slow or forgetful on demand."""

from collections.abc import Callable
from threading import Lock

from frontdesk.assistant.protocol import (
    AssistantUnavailable,
    Reply,
    SessionUnknown,
    TurnRequest,
    TurnResult,
)

Script = Callable[[TurnRequest], TurnResult]


def echo(request: TurnRequest) -> TurnResult:
    """Says what it heard."""
    return TurnResult((Reply(f"You said: {request.text}"),))


class ScriptedAssistant:
    """Keeps what it did by session, as the real one does."""

    def __init__(self, script: Script = echo) -> None:
        self.script = script
        self.available = True
        self.requests: list[TurnRequest] = []
        self.forgotten: list[str] = []
        self._sessions: dict[str, dict[str, TurnResult]] = {}
        self._lock = Lock()

    def take_turn(self, request: TurnRequest) -> TurnResult:
        if not self.available:
            raise AssistantUnavailable("scripted")
        result = self.script(request)
        with self._lock:
            self.requests.append(request)
            self._sessions.setdefault(request.sender, {})[request.turn_id] = result
        return result

    def find_turn(self, sender: str, turn_id: str) -> TurnResult | None:
        if not self.available:
            raise AssistantUnavailable("scripted")
        with self._lock:
            if sender not in self._sessions:
                raise SessionUnknown
            return self._sessions[sender].get(turn_id)

    def ready(self) -> bool:
        return self.available

    def forget(self, senders: tuple[str, ...]) -> None:
        if not self.available:
            raise AssistantUnavailable("scripted")
        with self._lock:
            self.forgotten.extend(senders)
            for sender in senders:
                self._sessions.pop(sender, None)
