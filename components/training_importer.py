"""Reads the training data for Rasa once.

Rasa by itself reads every file of it twice, and at every merge copies and hashes all examples anew.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class Example(Message):
    """A training example, that keeps its fingerprint as long as nothing is another value than before.

    Its copies share its values, which are texts: Rasa copies all examples at every merge.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Example:
        found = Example(self.data, set(self.output_properties), self.time, list(self.features))
        found._cached_fingerprint = self._cached_fingerprint
        return found

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        if add_to_output or self.data.get(prop) != info:
            super().set(prop, info, add_to_output)


class TrainingImporter(RasaFileImporter):
    """Rasa's own importer of files; what it gives is the same."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:  # noqa: ARG002 - Rasa's signature
        return self._nlu_data()

    @cached_method
    def _nlu_data(self) -> TrainingData:
        # Rasa asks with and without a language and would read twice; its reader of YAML makes no use of it.
        found: TrainingData = super().get_nlu_data()
        found.training_examples = [
            Example(message.data, message.output_properties, message.time, message.features)
            for message in found.training_examples
        ]
        return found
