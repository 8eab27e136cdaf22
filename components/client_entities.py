"""Finds what a client says about themselves, and which offer they mean: name, number, address, choice."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from components import fingerprint
from components.choices import choice_in, order_in
from components.contact_details import email_addresses, phone_numbers
from components.entity_format import add_entities, entity
from components.payload import is_payload
from components.person_names import name_beside, name_in
from components.rejection import rejected


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ClientEntities(GraphComponent):
    """`phone_number`, `email`, `choice`, `time_order` and `person_name`.

    Stands after `PracticeEntities`: what is a service or an office is nobody's name.
    """

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        return fingerprint.of_modules("choices", "contact_details", "person_names", "rejection")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClientEntities:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if not is_payload(text):
                add_entities(message, self.entities_in(text, message.get(ENTITIES, [])))
        return messages

    def entities_in(self, text: str, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The entities of one message beside those already `known`."""
        by = type(self).__name__
        found = []
        phones, emails = phone_numbers(text), email_addresses(text)
        for kind, details in (("phone_number", phones), ("email", emails)):
            places = [(d.start, d.end) for d in details]
            for detail, place, gone in zip(details, places, rejected(text, places), strict=True):
                sure = 1.0 if detail.usable else 0.0
                found.append(entity(kind, detail.value, place, by, confidence=sure, rejected=gone))
        if choice := choice_in(text):
            found.append(entity("choice", choice.number, (choice.start, choice.end), by))
        if order := order_in(text):
            found.append(entity("time_order", order.word, (order.start, order.end), by))
        name = name_in(text) or next(
            (near for d in (*phones, *emails) if (near := name_beside(text, d.start, d.end))), None
        )
        if name and not any(e["start"] < name.end and name.start < e["end"] for e in (*known, *found)):
            found.append(entity("person_name", name.value, (name.start, name.end), by))
        return found
