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
from components.encoder import ENCODER_SHA256, Encoder, Vector, shared_encoder
from components.payload import is_payload


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeatures(DenseFeaturizer, GraphComponent):
    """Dense sentence features of MiniLM; there are no features for single words."""

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
        return fingerprint.of_bytes(ENCODER_SHA256.encode(), fingerprint.of_modules("encoder").encode())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeatures:
        return cls(config, execution_context.node_name, shared_encoder())

    def __init__(self, config: dict[str, Any], name: str, encoder: Encoder) -> None:
        super().__init__(name, config)
        self._encoder = encoder

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text and not is_payload(text):
                self.add_features_to_message(
                    sequence=None,
                    sentence=self._encoder.encode(text)[np.newaxis, :],
                    attribute=TEXT,
                    message=message,
                )
        return messages


def sentence_vector(message: Message) -> Vector | None:
    """The vector ([768]) that `SentenceFeatures` put on the message; None where it put none."""
    _, features = message.get_dense_features(TEXT, [])
    return None if features is None else features.features[0]
