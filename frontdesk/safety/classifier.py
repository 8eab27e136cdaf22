"""A small classifier beside the rules: it may add a flag where no rule found any.

It never takes a flag away. A linear model over `features.py`, trained on the lines in `training/` by
`python -m frontdesk.safety.training`; its weights are data (`training/weights.npz`). What it adds is in
`docs/decisions/0007-safety-classifier.md`.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from frontdesk.safety.features import bucket_weights
from frontdesk.safety.reading import Reading
from frontdesk.safety.rulebook import WEIGHTS

# The rule that a class stands for. The other classes (hold, ordinary) only draw the border.
URGENT = {"emergency": "like_an_emergency", "crisis": "like_a_crisis", "danger": "like_danger_from_person"}
SAME_DAY = "like_a_same_day_matter"
# How sure it must be, set on the tune half (docs/decisions/0007-safety-classifier.md).
SURE = 0.8
SURE_OF_SAME_DAY = 0.7


@dataclass(frozen=True)
class Weights:
    """`scores` has shape `(buckets, classes)`, `offsets` shape `(classes,)`."""

    classes: tuple[str, ...]
    scores: NDArray[np.float32]
    offsets: NDArray[np.float32]

    def chances(self, buckets: NDArray[np.int64], weights: NDArray[np.float32]) -> dict[str, float]:
        """How likely each class is; they add up to 1."""
        logits = weights @ self.scores[buckets] + self.offsets
        powers = np.exp(logits - logits.max())
        return dict(zip(self.classes, (powers / powers.sum()).tolist(), strict=True))


def judged(reading: Reading) -> str | None:
    """The rule that stands for what the message is like, when that is surely a flag; most often None."""
    if not reading.words:
        return None
    chances = load_weights().chances(*bucket_weights(reading))
    flags = {name: chances[name] for name in URGENT}
    if sum(flags.values()) > SURE:
        return URGENT[max(flags, key=flags.__getitem__)]
    return SAME_DAY if chances["same_day"] > SURE_OF_SAME_DAY else None


@cache
def load_weights() -> Weights:
    """The trained weights, read once; no code is ever loaded from the file."""
    with np.load(WEIGHTS, allow_pickle=False) as file:
        return Weights(
            tuple(str(name) for name in file["classes"]),
            file["scores"].astype(np.float32),
            file["offsets"].astype(np.float32),
        )
