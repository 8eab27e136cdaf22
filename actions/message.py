"""One client's message as the assistant understood it, read once from Rasa's tracker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from actions.links import is_inside, links_in

FAQ = "faq"


@dataclass(frozen=True)
class Part:
    """A stretch of the message with a label of its own."""

    text: str
    label: str


@dataclass(frozen=True)
class Entity:
    """A value named in the message. `role` is "old" where the client rejects it; `start` is -1 if unknown."""

    kind: str
    value: Any
    role: str | None = None
    confidence: float = 1.0
    start: int = -1
    end: int = -1


@dataclass(frozen=True)
class Window:
    """A reading of a time expression: local moments from `begins` up to, not including, `ends`.

    `dated` says that a day was named, and not only a time of day.
    """

    text: str
    begins: datetime
    ends: datetime
    grain: str
    ambiguous: bool = False
    start: int = -1
    dated: bool = True


@dataclass(frozen=True)
class Message:
    """What was said, when, where, and how it was read. `chosen` marks a tapped choice, not typed text."""

    text: str
    label: str
    parts: tuple[Part, ...]
    entities: tuple[Entity, ...]
    windows: tuple[Window, ...]
    guesses: tuple[str, ...]
    turn_id: str
    conversation_id: str
    received_at: datetime
    channel: str
    paused: bool = False
    chosen: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all parts in order, without repeats."""
        return tuple(dict.fromkeys(part.label for part in self.parts)) or (self.label,)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of the questions in the message, in order."""
        prefix = f"{FAQ}/"
        return tuple(label.removeprefix(prefix) for label in self.labels if label.startswith(prefix))


def read_message(sender: str, latest: Mapping[str, Any]) -> Message:
    """The message in Rasa's `latest_message`; what is missing there gets the plainest value."""
    metadata = latest.get("metadata") or {}
    text = str(latest.get("text") or "")
    chosen = text.startswith("/")
    links = links_in(text)
    # An address is full of words and numbers that nobody said.
    entities = tuple(e for e in map(_entity, latest.get("entities") or ()) if not is_inside(e.start, links))
    label, read = _label(latest, entities), _windows(latest.get("times") or ())
    return Message(
        text=text,
        label=label,
        parts=() if chosen else tuple(_parts(latest.get("parts") or ())),
        entities=entities,
        # Rasa unpacks a choice after the pipeline has read its text as words: those readings mean nothing.
        windows=() if chosen else tuple(w for w in read if not is_inside(w.start, links)),
        guesses=tuple(str(g["label"]) for g in latest.get("label_ranking") or ()),
        turn_id=str(metadata.get("turn_id") or latest.get("message_id") or ""),
        conversation_id=str(metadata.get("conversation_id") or sender.rpartition(".")[0] or sender),
        received_at=_moment(metadata.get("received_at")),
        channel=str(metadata.get("channel") or "web"),
        paused=bool(metadata.get("paused")),
        chosen=chosen,
    )


def _label(latest: Mapping[str, Any], entities: Sequence[Entity]) -> str:
    intent = str((latest.get("intent") or {}).get("name") or "nlu_fallback")
    if intent != FAQ:
        return intent
    asked = next((str(e.value) for e in entities if e.kind == "topic"), None)
    if asked:
        return f"{FAQ}/{asked}"
    best = ((latest.get("response_selector") or {}).get(FAQ) or {}).get("response") or {}
    return str(best.get("intent_response_key") or FAQ)


def _parts(parts: Sequence[Mapping[str, Any]]) -> list[Part]:
    return [Part(str(p.get("text", "")), str(p["label"])) for p in parts]


def _entity(entity: Mapping[str, Any]) -> Entity:
    confidence = entity.get("confidence_entity", entity.get("confidence", 1.0))
    start, end = entity.get("start", -1), entity.get("end", -1)
    return Entity(str(entity["entity"]), entity.get("value"), entity.get("role"), confidence, start, end)


def _windows(times: Sequence[Mapping[str, Any]]) -> list[Window]:
    return [
        Window(
            text=str(t.get("text", "")),
            begins=datetime.fromisoformat(t["from"]),
            ends=datetime.fromisoformat(t["to"]),
            grain=str(t.get("grain") or "hour"),
            ambiguous=bool(t.get("ambiguous")),
            start=int(t.get("start", -1)),
            dated=bool(t.get("dated", True)),
        )
        for t in times
        if t.get("role") != "old"
    ]


def _moment(text: Any) -> datetime:
    return datetime.fromisoformat(str(text)) if text else datetime.now(UTC)
