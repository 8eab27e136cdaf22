"""Says what a message wants: intents and `faq/` topics in one flat set, with an honest confidence.

Sets `intent` and `response_selector` as Rasa's own components would, `label_ranking` and `parts`,
and says `nlu_fallback` itself where its fitted threshold is not reached.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components import fingerprint, parse_format
from components.calibration import fit
from components.encoder import ENCODER_SHA256, Vector
from components.label_model import LabelModel
from components.parse_format import NOT_UNDERSTOOD
from components.payload import is_payload
from components.splitter import PASSING, Splitter
from components.text_features import TextFeatures

FILE = "labels.npz"
FEATURES = "features.npz"
# The modules that a trained model depends on beside this one.
TRAINED_BY = (
    "calibration",
    "encoder",
    "label_model",
    "label_weights",
    "misspellings",
    "spelling",
    "spoken_text",
    "text_features",
    "vector_cache",
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(RasaIntentClassifier, GraphComponent):
    """Multinomial logistic regression over the vectors of the texts, which it makes itself.

    It asks for neither tokens nor features on the message: in training Rasa would hash each of them.
    """

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "scipy", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        # The share of rightly understood messages that may be answered with "I did not get that".
        return {"false_refusals": 0.015}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        helpers = fingerprint.of_modules(*TRAINED_BY)
        return fingerprint.of_bytes(ENCODER_SHA256.encode(), helpers.encode())

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: LabelModel | None = None,
        features: TextFeatures | None = None,
    ) -> None:
        self._false_refusals = float(config["false_refusals"])
        if not 0 <= self._false_refusals < 0.5:
            raise ValueError("false_refusals must be at least 0 and below 0.5")
        self._storage = storage
        self._resource = resource
        self._model = model
        self._features = features

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        with model_storage.read_from(resource) as directory:
            model, features = LabelModel.load(directory / FILE), TextFeatures.load(directory / FEATURES)
        return cls(config, model_storage, resource, model, features)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.intent_examples if (m.get(TEXT) or "").strip()]
        texts = [message.get(TEXT) for message in examples]
        self._features = TextFeatures.fit(texts)
        vectors = np.array(self._features.vectors(texts))
        names = [message.get_full_intent() for message in examples]
        self._model = fit(vectors, names, false_refusals=self._false_refusals)
        with self._storage.write_to(self._resource) as directory:
            self._model.save(directory / FILE)
            self._features.save(directory / FEATURES)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            for key, value in self._parse(message).items():
                message.set(key, value, add_to_output=True)
        return messages

    def _parse(self, message: Message) -> dict[str, Any]:
        text = message.get(TEXT)
        if not text or is_payload(text) or not self._model or not self._features:
            return {"parts": [], "label_ranking": []}
        return parse_of(message, self._features.vector(text), self._model, self._features)


def parse_of(message: Message, vector: Vector, model: LabelModel, features: TextFeatures) -> dict[str, Any]:
    """What the model makes of a message whose values and times are read; `vector` is that of its text."""
    text = message.get(TEXT)
    splitter = Splitter(lambda clause: model.rank(features.vector(clause)), model.understood)
    entities = message.get(ENTITIES, [])
    values = [_place(v) for v in (*entities, *message.get("times", [])) if v.get("entity") != "person_name"]
    names = [_place(v) for v in entities if v["entity"] == "person_name"]
    parts = splitter.parts(text, model.rank(vector), values, names)
    # What stands beside a greeting or a word of thanks is what the message is about.
    meant = [part for part in parts if part.label not in PASSING and not part.aside] or parts
    main = next((part for part in meant if part.label != NOT_UNDERSTOOD), meant[0])
    top = parse_format.top_level(main.label, main.confidence, main.ranking)
    return top | {"parts": [part.as_parse(text) for part in parts]}


def _place(value: dict[str, Any]) -> tuple[int, int]:
    return value["start"], value["end"]
