"""The fitted model of the labels at work: numpy alone, no scikit-learn in the serving process.

A label is an intent or a topic (`faq/price`); all of them stand side by side in one flat set.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.encoder import Vector

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Guess:
    """A label with the probability that it is the right one."""

    label: str
    confidence: float


@dataclass(frozen=True)
class LabelModel:
    """`weights` [labels, width] and `biases` [labels] give the logits of a vector.

    `examples` [n, sentence width] are the sentence vectors of the training data,
    `owners` [n] the index of each one's label.
    `temperature` softens the logits; `calibration` (3 numbers, see `calibration.py`) turns
    evidence into a confidence; a best guess below `threshold` is not understood.
    """

    labels: NDArray[np.str_]
    weights: Vector
    biases: Vector
    examples: Vector
    owners: NDArray[np.int64]
    temperature: float
    calibration: Floats
    threshold: float

    def rank(self, vector: Vector) -> list[Guess]:
        """Every label, the likeliest first; confidences of different messages can be compared."""
        logits = (self.weights @ vector + self.biases) / self.temperature
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        order = np.argsort(-shares)
        cosines = self.examples @ vector[: self.examples.shape[1]]
        nearest = nearest_example(cosines, self.owners, len(self.labels))
        scores = confidence(shares, nearest, self.calibration)
        # The order is that of the classifier; a label may not seem surer than one that stands before it.
        falling = np.minimum.accumulate(scores[order])
        return [Guess(str(self.labels[i]), float(s)) for i, s in zip(order, falling, strict=True)]

    def understood(self, guess: Guess) -> bool:
        """Whether a best guess is sure enough to act on."""
        return guess.confidence >= self.threshold

    def save(self, path: Path) -> None:
        """Write everything to one `.npz`."""
        np.savez_compressed(path, **{f.name: getattr(self, f.name) for f in fields(self)})

    @classmethod
    def load(cls, path: Path) -> LabelModel:
        """The model that `save` wrote."""
        with np.load(path, allow_pickle=False) as content:
            arrays: dict[str, Any] = {name: content[name] for name in content.files}
        for number in ("temperature", "threshold"):
            arrays[number] = float(arrays[number])
        return cls(**arrays)


def nearest_example(cosines: Floats | Vector, owners: NDArray[np.int64], labels: int) -> Floats:
    """For each label the cosine [labels] of its nearest example."""
    nearest = np.full(labels, -1.0)
    np.maximum.at(nearest, owners, cosines)
    return nearest


def confidence(shares: Floats | Vector, nearest: Floats | Vector, calibration: Floats) -> Floats:
    """How sure each label is: the logistic of its log share and its nearest cosine."""
    slope, closeness, bias = calibration
    evidence = slope * np.log(np.maximum(shares, 1e-9)) + closeness * nearest + bias
    return 1 / (1 + np.exp(-evidence))  # type: ignore[no-any-return]  # numpy's stubs lose the type
