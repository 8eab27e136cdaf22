"""Puts the time expressions of a message into the parse, read against the time at which it was received."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from components import fingerprint
from components.entity_format import REJECTED
from components.payload import is_payload
from components.practice_file import PracticeFile, practice_path, read_practice
from components.time_expressions import TimeReading, read_times

# A horizon of weekday mornings is a few dozen; nobody names more.
_MOST_READINGS = 80
_NO_TIMES = frozenset({"phone_number", "email", "person_name"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class TimeReader(GraphComponent):
    """Sets `times`. Stands after the other readers: the digits of a telephone number are no hours.

    Each is `{text, start, end, from, to, grain, ambiguous, dated, clocked}`, with `role: "old"` where the
    client rejects it; `dated` and `clocked` say whether a day and a time of day were named.
    """

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        return fingerprint.of_modules("time_expressions", "time_items", "time_alternatives", "time_hours")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TimeReader:
        return cls(read_practice(practice_path()))

    def __init__(self, practice: PracticeFile) -> None:
        self._practice = practice

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            metadata = message.get("metadata") or {}
            found = [] if is_payload(text) else self._readings(text, message.get(ENTITIES, []), metadata)
            message.set("times", found[:_MOST_READINGS], add_to_output=True)
        return messages

    def _readings(
        self, text: str, entities: list[dict[str, Any]], metadata: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        for other in entities:
            if other["entity"] in _NO_TIMES:
                start, end = other["start"], other["end"]
                text = text[:start] + re.sub(r"\S", "_", text[start:end]) + text[end:]
        readings = read_times(text, received_at(metadata), self._practice, _zone(metadata))
        return [as_parse(reading) for reading in readings]


def as_parse(reading: TimeReading) -> dict[str, Any]:
    """A reading as the dialogue side gets it."""
    parse = {
        **reading.as_json(),
        "start": reading.start,
        "end": reading.end,
        "dated": reading.dated,
        "clocked": reading.clocked,
    }
    return parse | {"role": REJECTED} if reading.rejected else parse


def received_at(metadata: Mapping[str, Any]) -> datetime:
    """When the desk received the message; now, for a message that came without it (`rasa shell`)."""
    try:
        moment = datetime.fromisoformat(str(metadata["received_at"]).replace("Z", "+00:00"))
    except (KeyError, ValueError):
        return datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _zone(metadata: Mapping[str, Any]) -> ZoneInfo | None:
    try:
        return ZoneInfo(metadata["timezone"])
    except (KeyError, ValueError, TypeError, ZoneInfoNotFoundError):
        return None
