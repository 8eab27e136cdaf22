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
from components.text_features import SENTENCE_WIDTH

Floats = NDArray[np.float64]
# So many of the nearest examples have a say, the nearer the more; the very nearest are counted as well.
HEARD, NEAREST = 64, 8
# How fast a say fades with the distance, how much all of them weigh beside the weights, and the share that
# is kept back for labels without any.
REACH, VOICE, UNHEARD = 0.05, 0.5, 0.02


@dataclass(frozen=True)
class Guess:
    """A label with the probability that it is the right one."""

    label: str
    confidence: float


@dataclass(frozen=True)
class Around:
    """What the examples around a text say of each label; all are [labels].

    `nearest` is the cosine of the label's nearest example, `part` its part of the nearest of all,
    `say` the logarithm of its share among all that are heard.
    """

    nearest: Vector
    part: Vector
    say: Vector


@dataclass(frozen=True)
class LabelModel:
    """`weights` [labels, width] and `biases` [labels] give the first half of the logits of a vector.

    The other half are the `examples` [n, narrow] around it, unit vectors in the space to which `middle` and
    `turn` lead from a sentence vector; `owners` [n] is the index of each one's label.
    `temperature` softens the logits; `calibration` (5 numbers, see `calibration.py`) turns
    evidence into a confidence; a best guess below `threshold` is not understood.
    """

    labels: NDArray[np.str_]
    weights: Vector
    biases: Vector
    middle: Vector
    turn: Vector
    examples: Vector
    owners: NDArray[np.int64]
    temperature: float
    calibration: Floats
    threshold: float

    def rank(self, vector: Vector) -> list[Guess]:
        """Every label, the likeliest first; confidences of different messages can be compared."""
        own = placed(vector, self.middle, self.turn)
        around = around_of(self.examples @ own, self.owners, len(self.labels))
        logits = (self.weights @ vector + self.biases + VOICE * around.say) / self.temperature
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        order = np.argsort(-shares)
        scores = confidence(evidence(shares, around), self.calibration)
        # The order is that of the classifier; a label may not seem surer than one that stands before it.
        falling = np.minimum.accumulate(scores[order])
        return [Guess(str(self.labels[i]), float(s)) for i, s in zip(order, falling, strict=True)]

    def understood(self, guess: Guess) -> bool:
        """Whether a best guess is sure enough to act on."""
        return guess.confidence >= self.threshold

    def save(self, path: Path) -> None:
        """Write everything to one `.npz`."""
        np.savez(path, **{f.name: getattr(self, f.name) for f in fields(self)})

    @classmethod
    def load(cls, path: Path) -> LabelModel:
        """The model that `save` wrote."""
        with np.load(path, allow_pickle=False) as content:
            arrays: dict[str, Any] = {name: content[name] for name in content.files}
        for number in ("temperature", "threshold"):
            arrays[number] = float(arrays[number])
        return cls(**arrays)


def placed(vectors: Vector, middle: Vector, turn: Vector) -> Vector:
    """Where vectors ([width] or [n, width]) lie among the examples: unit vectors, [narrow] or [n, narrow]."""
    turned = (vectors[..., :SENTENCE_WIDTH] - middle) @ turn
    lengths = np.linalg.norm(turned, axis=-1, keepdims=True)
    unit: Vector = (turned / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def around_of(cosines: Vector, owners: NDArray[np.int64], labels: int) -> Around:
    """What the examples say whose cosines [n] with a text are known; a label that none of them has is far."""
    heard = np.argpartition(-cosines, HEARD)[:HEARD] if len(cosines) > HEARD else np.arange(len(cosines))
    heard = heard[np.argsort(-cosines[heard])]
    near, own = cosines[heard], owners[heard]
    nearest = np.full(labels, near[-1] if len(cosines) > HEARD else -1.0, dtype=np.float32)
    # The farthest first, so that of several the nearest stays.
    nearest[own[::-1]] = near[::-1]
    says = np.bincount(own, weights=np.exp((near - near[0]) / REACH), minlength=labels)
    part = np.bincount(own[:NEAREST], minlength=labels) / min(NEAREST, len(own))
    return Around(nearest, part, np.log(says / says.sum() * (1 - UNHEARD) + UNHEARD / labels))


def evidence(shares: Floats | Vector, around: Around) -> Floats:
    """What speaks for each label, [labels, 4]: its log share, how far that is above the best other label's,
    the cosine of its nearest example, and its part of the nearest examples of all.
    """
    logs = np.log(np.maximum(shares, 1e-9))
    best, second = np.sort(logs)[[-1, -2]] if len(shares) > 1 else (logs[0], logs[0])
    lead = logs - np.where(logs == best, second, best)
    return np.column_stack([logs, lead, around.nearest, around.part])


def confidence(seen: Floats, calibration: Floats) -> Floats:
    """How sure each row of evidence is: the logistic of its weighted sum; the last number is the bias."""
    return 1 / (1 + np.exp(-(seen @ calibration[:-1] + calibration[-1])))  # type: ignore[no-any-return]  # numpy's stubs
