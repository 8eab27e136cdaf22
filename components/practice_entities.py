"""Finds services and offices in a message by the names that `practice.yml` gives them."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from components import fingerprint
from components.entity_format import add_entities, entity
from components.names_in_text import find, spellings
from components.payload import is_payload
from components.practice_file import PracticeFile, practice_path, read_practice
from components.rejection import rejected


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PracticeEntities(GraphComponent):
    """`service` and `location`; the value is the id. A service that is added is understood from then on."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        helpers = fingerprint.of_modules("names_in_text", "spelling", "practice_file", "rejection")
        return fingerprint.of_bytes(helpers.encode(), practice_path().read_bytes())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PracticeEntities:
        return cls(read_practice(practice_path()))

    def __init__(self, practice: PracticeFile) -> None:
        services = {("service", key): spellings(names) for key, names in practice.services.items()}
        locations = {("location", key): spellings(names) for key, names in practice.locations.items()}
        # Where a service is named like an office, the office is meant.
        self._vocabulary = {f"{kind}:{key}": names for (kind, key), names in (locations | services).items()}

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if not is_payload(text):
                add_entities(message, self.entities_in(text))
        return messages

    def entities_in(self, text: str) -> list[dict[str, Any]]:
        """The entities of one message; one that is given up for another has the role "old"."""
        found = find(text, self._vocabulary)
        entities = []
        for kind in ("service", "location"):
            named = [f for f in found if f.key.startswith(f"{kind}:")]
            places = [(f.start, f.end) for f in named]
            for one, place, gone in zip(named, places, rejected(text, places), strict=True):
                value = one.key.partition(":")[2]
                entities.append(entity(kind, value, place, type(self).__name__, rejected=gone))
        return entities
