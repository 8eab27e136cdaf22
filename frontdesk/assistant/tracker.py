"""Reading Rasa's tracker events: where a turn begins and ends, what was said in it, what is kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frontdesk.assistant.protocol import Choice, Reply, TurnResult

Event = Mapping[str, Any]
# What the transcript shows of an event, and no more: parse results repeat themselves at length.
_KEPT = {
    "user": ("text",),
    "bot": ("text",),
    "action": ("name", "policy", "confidence"),
    "slot": ("name", "value"),
    "active_loop": ("name",),
}
_KEPT_OF_PARSE = ("intent", "entities", "parts", "label_ranking", "times", "text")
_KEPT_OF_ENTITY = ("entity", "value", "start", "end", "role", "confidence", "extractor")


# A failed start of the session ends in a fallback that takes the message back (`rewind`).
_OF_A_FAILED_ACTION = {"action", "action_execution_rejected", "rewind"}


@dataclass(frozen=True)
class TurnEvents:
    """The events from the client's message up to the next `action_listen`."""

    events: Sequence[Event]
    complete: bool
    # The session began without its draft: whatever was answered was answered out of nothing.
    without_start: bool = False

    @property
    def broke(self) -> bool:
        """Whether an action failed: Rasa then notes the action, loses all that it did, and goes on."""
        if self.without_start:
            return True
        kinds = [event.get("event") for event in self.events]
        if "bot" in kinds or "action" not in kinds:
            return False
        return set(kinds[kinds.index("action") :]) <= _OF_A_FAILED_ACTION


def has_turns(events: Sequence[Event]) -> bool:
    """Whether the session holds any message; one that was only looked at does not."""
    return any(event.get("event") == "user" for event in events)


def find_turn(events: Sequence[Event], turn_id: str) -> TurnEvents | None:
    """The events of the turn whose message carries this id; the last one, should there be two."""
    starts = [n for n, event in enumerate(events) if _turn_id(event) == turn_id]
    if not starts:
        return None
    turn, lost = events[starts[-1] :], _start_failed(events[: starts[-1]])
    for number, event in enumerate(turn):
        if event.get("event") == "action" and event.get("name") == "action_listen":
            return TurnEvents(turn[:number], complete=True, without_start=lost)
    return TurnEvents(turn, complete=False, without_start=lost)


def result_of(events: Sequence[Event]) -> TurnResult:
    """What was said in these events, and what of them is worth keeping."""
    replies = tuple(
        _reply(event) for event in events if event.get("event") == "bot" and _says_something(event)
    )
    return TurnResult(replies, tuple(_trimmed(event) for event in events if event.get("event") in _KEPT))


def _start_failed(before: Sequence[Event]) -> bool:
    """Whether `action_session_start` ran and none of what it returns arrived."""
    kinds = {event.get("event") for event in before}
    return "session_started" not in kinds and any(e.get("name") == "action_session_start" for e in before)


def _turn_id(event: Event) -> str | None:
    if event.get("event") != "user":
        return None
    turn_id: str | None = (event.get("metadata") or {}).get("turn_id")
    return turn_id


def _says_something(event: Event) -> bool:
    return bool(event.get("text") or (event.get("data") or {}).get("buttons"))


def _reply(event: Event) -> Reply:
    facts = _facts(event)
    buttons = (event.get("data") or {}).get("buttons") or ()
    choices = tuple(Choice(str(b.get("title", "")), str(b.get("payload", ""))) for b in buttons)
    return Reply(event.get("text") or "", str(facts.get("kind") or "text"), choices, facts.get("appointment"))


def _facts(event: Event) -> Mapping[str, Any]:
    """What the dialogue says about a bubble: in the response's metadata, or in its custom part."""
    metadata = event.get("metadata") or {}
    custom = (event.get("data") or {}).get("custom") or {}
    return {**metadata, **(metadata.get("metadata") or {}), **custom}


def _trimmed(event: Event) -> dict[str, Any]:
    kind = str(event["event"])
    kept = {"event": kind, **{name: event.get(name) for name in _KEPT[kind]}}
    if kind == "user":
        kept["parse"] = _trimmed_parse(event.get("parse_data") or {})
    if kind == "bot":
        kept["metadata"] = {k: v for k, v in _facts(event).items() if k not in ("metadata", "appointment")}
    return kept


def _trimmed_parse(parse: Event) -> dict[str, Any]:
    kept = {name: parse[name] for name in _KEPT_OF_PARSE if name in parse}
    entities = parse.get("entities") or ()
    kept["entities"] = [{k: e[k] for k in _KEPT_OF_ENTITY if k in e} for e in entities]
    response = ((parse.get("response_selector") or {}).get("faq") or {}).get("response") or {}
    if "intent_response_key" in response:
        kept["topic"] = response["intent_response_key"]
    return kept
