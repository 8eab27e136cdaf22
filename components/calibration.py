"""Fits the model of the labels, and what its numbers mean, from the training vectors alone.

A share of 0.3 says one thing among 12 labels and another among 60, and a client's message is often
further from every example than the examples are from each other. So the temperature, the confidence and
the threshold are fitted on guesses about examples that the guessing model had not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.encoder import Vector
from components.label_model import (
    VOICE,
    Around,
    Floats,
    LabelModel,
    around_of,
    confidence,
    evidence,
    placed,
)
from components.label_weights import Evened, fit_weights

# One part in four is held out to learn what the numbers mean: enough for a handful of numbers.
PARTS = 4
NOTHING_YET = np.zeros(5)
# In doubt a message is not for the desk: what is added to the logit of that label. It refuses more of what is
# foreign than a higher threshold does, at the same share of the desk's own.
FOREIGN, LEANING = "out_of_scope", 0.6


@dataclass(frozen=True)
class Unseen:
    """What a model said about examples that it was not fitted on.

    `logits` is [n, labels], `truth` [n] the index of each example's label, `around` what the examples of
    the model said of each.
    """

    logits: Floats
    truth: NDArray[np.int64]
    around: list[Around]

    def shares(self, temperature: float) -> Floats:
        """Softened softmax of the logits, [n, labels]."""
        raised = self.logits / temperature
        shares = np.exp(raised - raised.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]  # numpy's stubs


def fit(vectors: Vector, names: list[str], *, false_refusals: float) -> LabelModel:
    """The model for `vectors` [n, width] with the label of each in `names`.

    `false_refusals` is the share of rightly guessed messages that may be refused as not understood.
    """
    labels, owners = np.unique(np.array(names), return_inverse=True)
    evened = Evened.of(vectors)
    inputs = evened.inputs(vectors)
    every = np.ones(len(owners), dtype=bool)
    held = folds_of(owners, PARTS) == 0
    # Of a handful of examples none can be spared.
    rest, held = (every, every) if held.all() or not held.any() else (~held, held)
    trial = fit_part(vectors, owners, labels, rest, evened=evened, inputs=inputs)
    numbers = numbers_for(unseen_by(trial, vectors[held], owners[held]), false_refusals)
    return replace(fit_part(vectors, owners, labels, every, evened=evened, inputs=inputs), **numbers)


def fit_part(
    vectors: Vector,
    owners: NDArray[np.int64],
    labels: NDArray[np.str_],
    part: NDArray[np.bool_],
    *,
    evened: Evened,
    inputs: Vector,
) -> LabelModel:
    """A model of the examples in `part` [n], its confidence and threshold not fitted yet.

    `evened` and `inputs` are those of all vectors: they know nothing of the labels.
    """
    weights, biases = evened.served(fit_weights(inputs[part], owners[part], len(labels)))
    biases = biases + LEANING * (labels == FOREIGN)
    return LabelModel(
        labels=labels,
        weights=weights,
        biases=biases.astype(np.float32),
        middle=evened.middle,
        turn=evened.narrow,
        examples=placed(vectors[part], evened.middle, evened.narrow),
        owners=owners[part],
        temperature=1.0,
        calibration=NOTHING_YET,
        threshold=0.0,
    )


def unseen_by(model: LabelModel, vectors: Vector, owners: NDArray[np.int64]) -> Unseen:
    """What the model says about examples that it was not fitted on."""
    cosines = placed(vectors, model.middle, model.turn) @ model.examples.T
    around = [around_of(row, model.owners, len(model.labels)) for row in cosines]
    logits = vectors @ model.weights.T + model.biases + VOICE * np.array([own.say for own in around])
    return Unseen(logits, owners, around)


def join(several: Sequence[Unseen]) -> Unseen:
    """What several models said, as if one had said it."""
    logits, truth = (np.concatenate([getattr(u, name) for u in several]) for name in ("logits", "truth"))
    return Unseen(logits, truth, [around for unseen in several for around in unseen.around])


def numbers_for(unseen: Unseen, false_refusals: float) -> dict[str, Any]:
    """The `temperature`, `calibration` and `threshold` of a model that was right about these so often."""
    temperature = fit_temperature(unseen)
    calibration = fit_confidence(unseen, temperature)
    threshold = fit_threshold(unseen, temperature, calibration, false_refusals)
    return {"temperature": temperature, "calibration": calibration, "threshold": threshold}


def folds_of(owners: NDArray[np.int64], folds: int) -> NDArray[np.int64]:
    """The fold [n] of each example, the same every time; each label is spread over all folds."""
    fold = np.empty(len(owners), dtype=np.int64)
    shuffled = np.random.default_rng(7)
    for label in np.unique(owners):
        own = shuffled.permutation(np.flatnonzero(owners == label))
        fold[own] = (np.arange(len(own)) + label) % folds
    return fold


def fit_temperature(unseen: Unseen) -> float:
    """The temperature under which the truth was most probable."""
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(unseen.truth))

    def loss(temperature: float) -> float:
        return float(-np.log(unseen.shares(temperature)[rows, unseen.truth] + 1e-12).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def fit_confidence(unseen: Unseen, temperature: float) -> Floats:
    """The numbers of `label_model.confidence`: one for each kind of evidence, and the bias."""
    from scipy.optimize import minimize

    seen, right = _evidence_for_best(unseen, temperature)
    start = np.array([1.0, 0.0, 1.0, 0.0, 0.0])

    def loss(numbers: Floats) -> float:
        sure = np.clip(confidence(seen, numbers), 1e-6, 1 - 1e-6)
        missed = -np.where(right, np.log(sure), np.log(1 - sure)).mean()
        # Held a little towards plain numbers, so that a handful of examples gives no extremes.
        return float(missed + 1e-3 * ((numbers - start) ** 2).mean())

    return minimize(loss, start).x  # type: ignore[no-any-return]  # scipy has no types


def fit_threshold(unseen: Unseen, temperature: float, numbers: Floats, false_refusals: float) -> float:
    """The confidence that all but `false_refusals` of the right guesses reach."""
    seen, right = _evidence_for_best(unseen, temperature)
    return float(np.quantile(confidence(seen, numbers)[right], false_refusals)) if right.any() else 0.0


def _evidence_for_best(unseen: Unseen, temperature: float) -> tuple[Floats, NDArray[np.bool_]]:
    """The evidence [n, 4] for each example's best guess, and whether that was right."""
    shares = unseen.shares(temperature)
    best = shares.argmax(axis=1)
    rows = zip(shares, unseen.around, best, strict=True)
    seen = np.array([evidence(own, around)[label] for own, around, label in rows])
    return seen, best == unseen.truth
