"""The pipeline of config.yml without Rasa's graph, for measuring: any fitted model can be put in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.nlu.training_data.message import Message

from components.client_entities import ClientEntities
from components.encoder import Vector
from components.intent_classifier import parse_of
from components.label_model import LabelModel
from components.practice_entities import PracticeEntities
from components.practice_file import practice_path, read_practice
from components.text_features import TextFeatures
from components.time_reader import TimeReader

DATA = Path("data/nlu")


def examples(folder: Path = DATA) -> tuple[list[str], list[str]]:
    """All texts of the training data, and the label of each."""
    texts, labels = [], []
    for path in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in entry["examples"].splitlines():
                texts.append(line.removeprefix("- "))
                labels.append(entry["intent"])
    return texts, labels


class Readers:
    """The components that need no training; their findings do not depend on the model."""

    def __init__(self) -> None:
        practice = read_practice(practice_path())
        self._all = (PracticeEntities(practice), ClientEntities(), TimeReader(practice))

    def read(self, text: str, metadata: dict[str, Any] | None = None) -> Message:
        """A message with its entities and times."""
        message = Message(data={"text": text, "metadata": metadata or {}})
        for component in self._all:
            component.process([message])
        return message


def understand(message: Message, vector: Vector, model: LabelModel, features: TextFeatures) -> dict[str, Any]:
    """The parse that `IntentClassifier` would add with this model."""
    return parse_of(message, vector, model, features)


def label_of(parse: dict[str, Any]) -> str:
    """The flat label of a parse: `faq/price`, `book`, `nlu_fallback`."""
    name: str = parse["intent"]["name"]
    if name != "faq":
        return name
    return str(parse["response_selector"]["faq"]["response"]["intent_response_key"])


def parser(model: LabelModel, features: TextFeatures) -> Callable[[str], dict[str, Any]]:
    """A function from a text to its whole parse."""
    readers = Readers()

    def parse(text: str) -> dict[str, Any]:
        message = readers.read(text)
        found = understand(message, features.vector(text), model, features)
        return {**message.data, **found}

    return parse
