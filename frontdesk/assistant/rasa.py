"""Rasa over its REST channel and HTTP API, which listen on this machine only."""

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from frontdesk.assistant.protocol import (
    AssistantFailed,
    AssistantUnavailable,
    SessionUnknown,
    TurnRequest,
    TurnResult,
)
from frontdesk.assistant.tracker import find_turn, has_turns, result_of
from frontdesk.assistant.tracker_store import erase_sessions

# A turn with actions takes well under a second; a hung one must not hold a thread for ever.
TURN_TIMEOUT = httpx.Timeout(30.0, connect=2.0)
READ_TIMEOUT = httpx.Timeout(10.0, connect=2.0)
PROBE_TIMEOUT = httpx.Timeout(2.0)


class RasaAssistant:
    """The assistant as Rasa runs it; `tracker_store` is its SQLite file, where it keeps one.

    Safe to share between threads.
    """

    def __init__(self, url: str, token: str, tracker_store: Path) -> None:
        limits = httpx.Limits(max_connections=32, max_keepalive_connections=16, keepalive_expiry=30)
        self._tracker_store = tracker_store
        self._http = httpx.Client(base_url=url, params={"token": token}, limits=limits, trust_env=False)

    def take_turn(self, request: TurnRequest) -> TurnResult:
        self._call("POST", "/webhooks/rest/webhook", TURN_TIMEOUT, json=_message(request))
        turn = find_turn(self._events(request.sender), request.turn_id)
        # Rasa answers 200 to a message that it or its action broke on; only the tracker tells.
        if turn is None or not turn.complete or turn.broke:
            raise AssistantFailed
        return result_of(turn.events)

    def find_turn(self, sender: str, turn_id: str) -> TurnResult | None:
        events = self._events(sender)
        if not has_turns(events):
            raise SessionUnknown(sender)
        turn = find_turn(events, turn_id)
        if turn is None:
            return None
        if turn.broke:
            raise SessionUnknown(sender)
        if not turn.complete:
            raise AssistantUnavailable("the turn is still being worked on")
        return result_of(turn.events)

    def ready(self) -> bool:
        try:
            status = self._call("GET", "/status", PROBE_TIMEOUT)
        except AssistantUnavailable:
            return False
        return bool(status.get("model_file"))

    def forget(self, senders: tuple[str, ...]) -> None:
        if self._tracker_store.exists():
            self._erase(senders)
            return
        for sender in senders:
            path = f"/conversations/{sender}/tracker/events"
            self._call("PUT", path, READ_TIMEOUT, json=[])

    def _erase(self, senders: Sequence[str]) -> None:
        try:
            erase_sessions(self._tracker_store, senders)
        except sqlite3.Error as error:
            raise AssistantUnavailable(type(error).__name__) from error

    def _events(self, sender: str) -> Sequence[Mapping[str, Any]]:
        path = f"/conversations/{sender}/tracker"
        tracker = self._call("GET", path, READ_TIMEOUT, params={"include_events": "ALL"})
        events: Sequence[Mapping[str, Any]] = tracker.get("events") or ()
        return events

    def _call(self, method: str, path: str, timeout: httpx.Timeout, **content: Any) -> Any:
        if "params" in content:
            content["params"] = {**self._http.params, **content["params"]}
        try:
            answer = self._http.request(method, path, timeout=timeout, **content)
            answer.raise_for_status()
            return answer.json()
        except (httpx.HTTPError, ValueError) as error:
            # Not the error's own text: it holds the address, and with it the token.
            raise AssistantUnavailable(type(error).__name__) from error


def _message(request: TurnRequest) -> dict[str, Any]:
    metadata = {
        "turn_id": request.turn_id,
        "conversation_id": request.conversation_id,
        "received_at": request.received_at.isoformat(),
        "channel": request.channel,
    }
    return {
        "sender": request.sender,
        "message": request.text,
        "metadata": {**metadata, **request.metadata},
    }
