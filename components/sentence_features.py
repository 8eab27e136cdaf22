"""Gives every message its sentence vector, in training and when serving."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components import fingerprint
from components.encoder import ENCODER_SHA256, Vector
from components.payload import is_payload
from components.text_features import TextFeatures

FILE = "features.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeatures(DenseFeaturizer, GraphComponent):
    """Dense sentence features (`text_features.py`); there are no features for single words."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to set beside the name."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        helpers = fingerprint.of_modules(
            "encoder", "text_features", "misspellings", "spelling", "vector_cache"
        )
        return fingerprint.of_bytes(ENCODER_SHA256.encode(), helpers.encode())

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        storage: ModelStorage,
        resource: Resource,
        features: TextFeatures | None = None,
    ) -> None:
        super().__init__(name, config)
        self._storage = storage
        self._resource = resource
        self._features = features

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeatures:
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceFeatures:
        with model_storage.read_from(resource) as directory:
            features = TextFeatures.load(directory / FILE)
        return cls(config, execution_context.node_name, model_storage, resource, features)

    def train(self, training_data: TrainingData) -> Resource:
        self._features = TextFeatures.fit(
            text for message in training_data.intent_examples if (text := message.get(TEXT))
        )
        with self._storage.write_to(self._resource) as directory:
            self._features.save(directory / FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        meant = [message for message in training_data.training_examples if _has_words(message)]
        if self._features:
            vectors = self._features.vectors([message.get(TEXT) for message in meant])
            for message, vector in zip(meant, vectors, strict=True):
                self._put(vector, message)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if self._features and _has_words(message):
                self._put(self._features.vector(message.get(TEXT)), message)
        return messages

    def _put(self, vector: Vector, message: Message) -> None:
        sentence = vector[np.newaxis, :]
        self.add_features_to_message(sequence=None, sentence=sentence, attribute=TEXT, message=message)


def _has_words(message: Message) -> bool:
    text = message.get(TEXT)
    return bool(text) and not is_payload(text)


def sentence_vector(message: Message) -> Vector | None:
    """The vector ([width]) that `SentenceFeatures` put on the message; None where it put none."""
    _, features = message.get_dense_features(TEXT, [])
    return None if features is None else features.features[0]
