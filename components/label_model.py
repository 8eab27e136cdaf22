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
from components.text_features import MEANING

Floats = NDArray[np.float64]
NEIGHBOURS = 8


@dataclass(frozen=True)
class Guess:
    """A label with the probability that it is the right one."""

    label: str
    confidence: float


@dataclass(frozen=True)
class LabelModel:
    """`weights` [labels, width] and `biases` [labels] give the logits of a vector.

    `examples` [n, 384] are so scaled that with the meaning of a vector they give cosines,
    `owners` [n] the index of each one's label.
    `temperature` softens the logits; `calibration` (5 numbers, see `calibration.py`) turns
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
        seen = evidence(shares, self.examples @ vector[MEANING], self.owners)
        scores = confidence(seen, self.calibration)
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


def evidence(shares: Floats | Vector, cosines: Floats | Vector, owners: NDArray[np.int64]) -> Floats:
    """What speaks for each label, [labels, 4]: its log share, how far that is above the best other label's,
    the cosine of its nearest example, and its part of the nearest examples of all.
    """
    labels = len(shares)
    logs = np.log(np.maximum(shares, 1e-9))
    best, second = np.sort(logs)[[-1, -2]] if labels > 1 else (logs[0], logs[0])
    lead = logs - np.where(logs == best, second, best)
    nearest = np.full(labels, -1.0)
    np.maximum.at(nearest, owners, cosines)
    count = min(NEIGHBOURS, len(cosines))
    around = owners[np.argpartition(-cosines, count - 1)[:count]]
    return np.column_stack([logs, lead, nearest, np.bincount(around, minlength=labels) / count])


def confidence(seen: Floats, calibration: Floats) -> Floats:
    """How sure each row of evidence is: the logistic of its weighted sum; the last number is the bias."""
    return 1 / (1 + np.exp(-(seen @ calibration[:-1] + calibration[-1])))  # type: ignore[no-any-return]  # numpy's stubs
