"""A small classifier beside the safety rules: it may add a flag, and says whether a hint of the rules counts.

It never takes away what the rules say. A linear model over `features.py`, trained on the lines in `training/`
by `python -m frontdesk.safety.training`; its weights are data (`training/weights.npz`). What it adds is in
`docs/decisions/0007-safety-classifier.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from frontdesk.safety.features import BUCKETS, bucket_weights
from frontdesk.safety.finding import TIER_ORDER, Tier
from frontdesk.safety.reading import Reading
from frontdesk.safety.rulebook import WEIGHTS

# The classes that make a tier, each with the rule that stands for it.
RULES: Mapping[Tier, Mapping[str, str]] = {
    "A": {"emergency": "like_an_emergency"},
    "D": {"crisis": "like_a_crisis", "danger": "like_danger_from_person"},
    "B": {"same_day": "like_a_same_day_matter"},
    "C": {"hold": "like_a_hold"},
}
# How sure it must be, set on development lines (docs/decisions/0007-safety-classifier.md).
# Of A and D together, by which of them it is likelier to be.
SURE_OF_URGENT: Mapping[Tier, float] = {"A": 0.7, "D": 0.45}
SURE_OF_FLAG = 0.75  # that a message is not an ordinary one
SURE_TO_RAISE = 0.7  # of A or D, where the rules found something less urgent
# That it is no ordinary message, for a hint of the rules; a hint of a crisis hardly needs any help.
HINT_COUNTS: Mapping[Tier, float] = {"A": 0.4, "D": 0.1, "B": 0.4, "C": 0.4}
SURE_OF_NO_FLAG = 0.1  # below it, what the rules find only in several messages together is chance


@dataclass(frozen=True)
class Weights:
    """`scores` has shape `(buckets, classes)`, `offsets` shape `(classes,)`, `rarity` shape `(buckets,)`."""

    classes: tuple[str, ...]
    scores: NDArray[np.float32]
    offsets: NDArray[np.float32]
    rarity: NDArray[np.float32]

    def chances(self, reading: Reading) -> "Chances":
        """How likely each class is."""
        buckets, worths = bucket_weights(reading, self.rarity)
        logits = worths @ self.scores[buckets] + self.offsets
        powers = np.exp(logits - logits.max())
        return Chances(dict(zip(self.classes, (powers / powers.sum()).tolist(), strict=True)))


@dataclass(frozen=True)
class Chances:
    """How likely each class is; they add up to 1."""

    of: Mapping[str, float]

    def tier(self, tier: Tier) -> float:
        return sum(self.of[name] for name in RULES[tier])

    @property
    def flagged(self) -> float:
        return 1.0 - self.of["ordinary"]

    @property
    def leaves_open(self) -> bool:
        """Whether the message may be a flag at all."""
        return self.flagged > SURE_OF_NO_FLAG

    def rule(self, tier: Tier) -> str:
        """The rule that stands for a tier."""
        rules = RULES[tier]
        return rules[max(rules, key=self.of.__getitem__)]

    def adds(self, found: frozenset[Tier]) -> Tier | None:
        """The tier it is surely of, where the rules found nothing or nothing as urgent; most often None."""
        urgent: Tier = "A" if self.tier("A") >= self.tier("D") else "D"
        if found:
            is_raised = not found & {"A", "D"} and self.tier(urgent) > SURE_TO_RAISE
            return urgent if is_raised else None
        if self.tier("A") + self.tier("D") > SURE_OF_URGENT[urgent]:
            return urgent
        likeliest: Tier = max(TIER_ORDER, key=self.tier)
        return likeliest if self.flagged > SURE_OF_FLAG else None

    def confirms(self, tier: Tier, found: frozenset[Tier]) -> bool:
        """Whether a hint at a tier counts."""
        return (self.tier(tier) if found else self.flagged) > HINT_COUNTS[tier]


def chances_of(reading: Reading) -> Chances:
    """How likely a message is to be of each class."""
    return load_weights().chances(reading)


@cache
def load_weights() -> Weights:
    """The trained weights, read once; no code is ever loaded from the file."""
    with np.load(WEIGHTS, allow_pickle=False) as file:
        scores = file["scores"].astype(np.float32) * file["steps"]
        if scores.shape[0] != BUCKETS:
            raise ValueError("the weights were trained for other features: train again")
        return Weights(
            tuple(str(name) for name in file["classes"]),
            scores,
            file["offsets"].astype(np.float32),
            file["rarity"].astype(np.float32) / RARITY_STEPS,
        )


RARITY_STEPS = 200.0  # rarity is kept in steps of 1/200, from 0 to 1.27
