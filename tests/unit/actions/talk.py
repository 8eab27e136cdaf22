"""A conversation with the actions as Rasa would run them: real rules, real wording, the real desk in process.

What a message means is given by the test, so that what is done about it is tested alone.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import (
    answer,
    book,
    cancel,
    confirm,
    identify,
    look_up,
    not_understood,
    offer_times,
    pass_on,
    repeat,
    reschedule,
    serving,
    session_start,
    small_talk,
    start_over,
    waitlist,
)
from actions.desk_client import DeskClient

ROOT = Path(__file__).resolve().parents[3]
ACTIONS = {
    a().name(): a()
    for a in (
        answer.Answer,
        book.Book,
        cancel.Cancel,
        confirm.Confirm,
        identify.Identify,
        look_up.LookUp,
        not_understood.NotUnderstood,
        offer_times.OfferTimes,
        pass_on.PassOn,
        repeat.Repeat,
        reschedule.Reschedule,
        session_start.SessionStart,
        small_talk.SmallTalk,
        start_over.StartOver,
        waitlist.Waitlist,
    )
}


@cache
def responses() -> dict[str, list[dict[str, Any]]]:
    """Every response of data/responses by name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((ROOT / "data/responses").glob("*.yml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
    return found


@cache
def rules() -> list[tuple[str | None, set[str], str]]:
    """Of every rule: the task it asks for, its intents, its action."""
    found = []
    for path in sorted((ROOT / "data/rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            task = rule["condition"][0]["slot_was_set"][0]["task"] if "condition" in rule else None
            first, then = rule["steps"]
            intents = {i["intent"] for i in first.get("or", [first])}
            found.append((task, intents, then["action"]))
    return found


def value(kind: str, is_: Any, **more: Any) -> dict[str, Any]:
    """An entity."""
    return {"entity": kind, "value": is_, **more}


def time(
    text: str,
    begins: str,
    ends: str | None = None,
    *,
    grain: str = "hour",
    ambiguous: bool = False,
    dated: bool = True,
) -> dict[str, Any]:
    """A reading of a time expression; an hour long unless it says when it ends."""
    start = datetime.fromisoformat(begins)
    end = datetime.fromisoformat(ends) if ends else start + timedelta(hours=1)
    own = {"text": text, "from": start.isoformat(), "to": end.isoformat()}
    return own | {"grain": grain, "ambiguous": ambiguous, "dated": dated}


def day(text: str, date: str, **more: Any) -> dict[str, Any]:
    """A whole day, winter time."""
    start = datetime.fromisoformat(f"{date}T00:00:00-05:00")
    return time(text, start.isoformat(), (start + timedelta(days=1)).isoformat(), grain="day", **more)


class Talk:
    """One conversation. `said` are the bubbles of the last turn, `buttons` what could be tapped under them."""

    def __init__(self, desk: DeskClient, conversation_id: str, now: datetime, channel: str = "web") -> None:
        self.desk, self.now, self.channel = desk, now, channel
        self.conversation_id = conversation_id
        self.slots: dict[str, Any] = {"task": "none", "channel": channel, "draft": None}
        self.events: list[dict[str, Any]] = []
        self.said: list[str] = []
        self.used: list[str] = []
        self.buttons: list[dict[str, str]] = []
        self.cards: list[dict[str, Any]] = []
        self.turns = 0
        self._wording, self._rules = responses(), rules()
        self.start_session()

    @property
    def draft(self) -> dict[str, Any]:
        return dict(self.slots["draft"] or {})

    def start_session(self) -> None:
        """What Rasa does before the first message of a session."""
        metadata = {"conversation_id": self.conversation_id, "channel": self.channel}
        self.slots["session_started_metadata"] = metadata
        self._run("action_session_start", {})

    def say(
        self,
        text: str,
        label: str,
        *entities: Mapping[str, Any],
        times: Sequence[Mapping[str, Any]] = (),
        parts: Sequence[str] = (),
        guesses: Sequence[str] = (),
        **metadata: Any,
    ) -> str:
        """One message, typed; returns all that was said to it."""
        topic = label if label.startswith("faq/") else None
        selector = {"faq": {"response": {"intent_response_key": topic}}} if topic else {}
        return self._turn(
            {
                "text": text,
                "intent": {"name": "faq" if topic else label, "confidence": 0.9},
                "response_selector": selector,
                "entities": list(entities),
                "times": list(times),
                "parts": [{"text": text, "label": p} for p in parts or (label,)],
                "label_ranking": [{"label": g, "confidence": 0.2} for g in guesses],
            },
            metadata,
        )

    def tap(self, title: str) -> str:
        """Choose the first option whose title contains this."""
        payload = next(b["payload"] for b in self.buttons if title.casefold() in b["title"].casefold())
        label, _, values = payload.removeprefix("/").partition("{")
        entities = [value(k, v) for k, v in yaml.safe_load("{" + values).items()] if values else []
        return self._turn({"text": payload, "intent": {"name": label}, "entities": entities}, {})

    def _turn(self, latest: dict[str, Any], metadata: Mapping[str, Any]) -> str:
        self.turns += 1
        own = {"turn_id": f"turn{self.turns}", "conversation_id": self.conversation_id}
        own |= {"received_at": self.now.isoformat(), "channel": self.channel}
        latest["metadata"] = own | dict(metadata)
        self.said, self.used, self.buttons, self.cards = [], [], [], []
        self.events.append({"event": "user", "text": latest["text"]})
        name = self._rule_for(latest["intent"]["name"])
        for _ in range(5):
            name = self._run(name, latest)
            if name == "action_listen":
                break
        else:
            raise AssertionError("actions call each other in a circle")
        return "\n".join(self.said)

    def _rule_for(self, intent: str) -> str:
        fitting = [
            a for task, intents, a in self._rules if intent in intents and task in (None, self.slots["task"])
        ]
        assert len(fitting) == 1, f"{intent} with task {self.slots['task']}: {fitting}"
        return fitting[0]

    def _run(self, name: str, latest: dict[str, Any]) -> str:
        tracker = Tracker("c.1", dict(self.slots), latest, list(self.events), False, None, {}, None)
        dispatcher = CollectingDispatcher()
        events = asyncio.run(ACTIONS[name].run(dispatcher, tracker, {"responses": self._wording}))
        for message in dispatcher.messages:
            self._utter(message)
        self.events.append({"event": "action", "name": name})
        following = "action_listen"
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "followup":
                following = event["name"]
        return following

    def _utter(self, message: dict[str, Any]) -> None:
        variations = self._wording[message["response"]]
        by_text = [v for v in variations if v.get("condition")]
        plain = [v for v in variations if not v.get("condition")]
        chosen = (by_text if self.channel == "sms" and by_text else plain)[0]
        text = _filled(chosen["text"], message)
        self.said.append(text)
        self.used.append(message["response"])
        self.events.append({"event": "bot", "text": text})
        own = [
            {"title": b["title"], "payload": _filled(b["payload"], message)}
            for b in chosen.get("buttons", ())
        ]
        self.buttons += [*own, *message["buttons"]]
        if message["custom"]:
            self.cards.append(message["custom"])


def _filled(text: str, values: Mapping[str, Any]) -> str:
    """As Rasa fills a response in, but a missing value is an error."""
    if "{{" in text:
        return text.replace("{{", "{").replace("}}", "}")
    return re.sub(r"{([a-z_]+)}", lambda m: str(values[m.group(1)]), text)


def use(desk: DeskClient, monkeypatch: Any) -> None:
    """Let the actions talk to this desk."""
    monkeypatch.setattr(serving, "the_desk", lambda: desk)
    monkeypatch.setattr(session_start, "the_desk", lambda: desk)
