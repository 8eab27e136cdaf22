"""Fits the model of the labels, and what its numbers mean, from the training vectors alone.

A share of 0.3 says one thing among 12 labels and another among 60, and a client's message is often
further from every example than the examples are from each other. So the temperature, the confidence and
the threshold are fitted on guesses about examples that the guessing model had not seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.encoder import Vector
from components.label_model import Floats, LabelModel, confidence, nearest_example

INVERSE_REGULARISATION = 10.0
FOLDS = 5


@dataclass(frozen=True)
class Unseen:
    """What a model said about examples that it was not fitted on.

    `logits` and `nearest` are [n, labels]; `truth` [n] is the index of each example's label.
    """

    logits: Floats
    nearest: Floats
    truth: NDArray[np.int64]

    def shares(self, temperature: float) -> Floats:
        """Softened softmax of the logits, [n, labels]."""
        raised = self.logits / temperature
        shares = np.exp(raised - raised.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)  # type: ignore[no-any-return]  # numpy's stubs


def fit(vectors: Vector, names: list[str], *, false_refusals: float, folds: int = FOLDS) -> LabelModel:
    """The model for `vectors` [n, width] with the label of each in `names`.

    `false_refusals` is the share of rightly guessed messages that may be refused as not understood.
    """
    labels, owners = np.unique(np.array(names), return_inverse=True)
    weights, biases = fit_weights(vectors, owners, len(labels))
    unseen = cross_guess(vectors, owners, len(labels), folds)
    temperature = fit_temperature(unseen)
    numbers = fit_confidence(unseen, temperature)
    return LabelModel(
        labels=labels,
        weights=weights,
        biases=biases,
        examples=vectors.astype(np.float32),
        owners=owners,
        temperature=temperature,
        calibration=numbers,
        threshold=fit_threshold(unseen, temperature, numbers, false_refusals),
    )


def fit_weights(vectors: Vector, owners: NDArray[np.int64], labels: int) -> tuple[Vector, Vector]:
    """Multinomial logistic regression: weights [labels, width] and biases [labels]."""
    from sklearn.linear_model import LogisticRegression

    present = np.unique(owners)
    weights = np.zeros((labels, vectors.shape[1]), dtype=np.float32)
    # A label without an example in this fold can never be the guess.
    biases = np.full(labels, -30.0, dtype=np.float32)
    if len(present) == 1:
        biases[present] = 0.0
        return weights, biases
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=300).fit(vectors.astype(np.float64), owners)
    # Two labels are fitted as one decision; half of it each way gives the same shares.
    two_sided = np.vstack([-model.coef_, model.coef_]) / 2 if len(present) == 2 else model.coef_
    intercept = (
        np.hstack([-model.intercept_, model.intercept_]) / 2 if len(present) == 2 else model.intercept_
    )
    weights[present], biases[present] = two_sided, intercept
    return weights, biases


def folds_of(owners: NDArray[np.int64], folds: int) -> NDArray[np.int64]:
    """The fold [n] of each example, the same every time; each label is spread over all folds."""
    fold = np.empty(len(owners), dtype=np.int64)
    shuffled = np.random.default_rng(7)
    for label in np.unique(owners):
        own = shuffled.permutation(np.flatnonzero(owners == label))
        fold[own] = (np.arange(len(own)) + label) % folds
    return fold


def cross_guess(vectors: Vector, owners: NDArray[np.int64], labels: int, folds: int = FOLDS) -> Unseen:
    """Guess every example with a model fitted on the other folds."""
    fold = folds_of(owners, folds)
    logits = np.zeros((len(owners), labels))
    nearest = np.full((len(owners), labels), -1.0)
    for number in np.unique(fold):
        held, rest = fold == number, fold != number
        if not rest.any():
            continue
        weights, biases = fit_weights(vectors[rest], owners[rest], labels)
        logits[held] = vectors[held] @ weights.T + biases
        cosines = vectors[held] @ vectors[rest].T
        nearest[held] = [nearest_example(row, owners[rest], labels) for row in cosines]
    return Unseen(logits, nearest, owners)


def fit_temperature(unseen: Unseen) -> float:
    """The temperature under which the truth was most probable."""
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(unseen.truth))

    def loss(temperature: float) -> float:
        return float(-np.log(unseen.shares(temperature)[rows, unseen.truth] + 1e-12).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded").x)


def fit_confidence(unseen: Unseen, temperature: float) -> Floats:
    """The 3 numbers of `label_model.confidence`: slope, closeness, bias."""
    from sklearn.linear_model import LogisticRegression

    shares, best, right = _best(unseen, temperature)
    if right.all() or not right.any():
        return np.array([1.0, 1.0, 0.0])
    rows = np.arange(len(best))
    evidence = np.column_stack([np.log(np.maximum(shares[rows, best], 1e-9)), unseen.nearest[rows, best]])
    model = LogisticRegression(C=100.0).fit(evidence, right)
    return np.array([*model.coef_[0], model.intercept_[0]])


def fit_threshold(unseen: Unseen, temperature: float, numbers: Floats, false_refusals: float) -> float:
    """The confidence that all but `false_refusals` of the right guesses reach."""
    shares, best, right = _best(unseen, temperature)
    if not right.any():
        return 0.0
    rows = np.arange(len(best))
    scores = confidence(shares[rows, best], unseen.nearest[rows, best], numbers)
    return float(np.quantile(scores[right], false_refusals))


def _best(unseen: Unseen, temperature: float) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
    shares = unseen.shares(temperature)
    best = shares.argmax(axis=1)
    return shares, best, best == unseen.truth
