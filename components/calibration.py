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
from components.label_model import Floats, LabelModel, confidence, evidence
from components.text_features import MEANING, SENTENCE_WIDTH

INVERSE_REGULARISATION = 20.0
# Where more steps no longer help on unseen examples.
STEPS = 45
FOLDS = 3


@dataclass(frozen=True)
class Unseen:
    """What a model said about examples that it was not fitted on.

    `logits` is [n, labels], `truth` [n] the index of each example's label; `cosines` has for each example
    those to the examples of the other folds, `owners` their labels.
    """

    logits: Floats
    truth: NDArray[np.int64]
    cosines: list[Vector]
    owners: list[NDArray[np.int64]]

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
        examples=comparable(vectors),
        owners=owners,
        temperature=temperature,
        calibration=numbers,
        threshold=fit_threshold(unseen, temperature, numbers, false_refusals),
    )


def fit_weights(vectors: Vector, owners: NDArray[np.int64], labels: int) -> tuple[Vector, Vector]:
    """Multinomial logistic regression: weights [labels, width] and biases [labels].

    In single precision, and stopped early: a tenth of the time that a general solver takes.
    """
    from scipy.optimize import minimize

    middle, turn = _evened(vectors[:, :SENTENCE_WIDTH])
    evened = (vectors[:, :SENTENCE_WIDTH] - middle) @ turn
    count, width = vectors.shape
    inputs = np.hstack([evened, vectors[:, SENTENCE_WIDTH:], np.ones((count, 1))]).astype(np.float32)
    truth = np.zeros((count, labels), dtype=np.float32)
    truth[np.arange(count), owners] = 1

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(labels, width + 1).astype(np.float32)
        logits = inputs @ weights.T
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.exp(logits)
        sums = shares.sum(axis=1, keepdims=True)
        shares /= sums
        gradient = (shares - truth).T @ inputs
        gradient[:, :-1] += weights[:, :-1] / INVERSE_REGULARISATION
        missed = np.log(sums[:, 0]) - logits[np.arange(count), owners]
        penalty = (weights[:, :-1] ** 2).sum() / (2 * INVERSE_REGULARISATION)
        return float(missed.sum() + penalty) / count, gradient.ravel().astype(np.float64) / count

    start = np.zeros(labels * (width + 1))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "gtol": 1e-5})
    fitted = found.x.reshape(labels, width + 1).astype(np.float32)
    # Evening out is linear, so the fitted weights can take it over: nothing is left to do when serving.
    sentence = fitted[:, : middle.shape[0]] @ turn.T
    weights = np.hstack([sentence, fitted[:, middle.shape[0] : -1]])
    return weights, fitted[:, -1] - sentence @ middle


def _evened(vectors: Vector) -> tuple[Vector, Vector]:
    """The middle [width] of the vectors and a turn [width, width] after which no direction drowns the others.

    Half way to equal spread in all directions; the vectors keep their length on average.
    """
    middle = vectors.mean(axis=0)
    spread, directions = np.linalg.eigh(np.cov((vectors - middle).T, bias=True).astype(np.float64))
    spread = np.maximum(spread, max(spread.max(), 1e-9) * 1e-4)
    turn = directions * spread**-0.25 / np.sqrt(np.sqrt(spread).sum())
    return middle, turn.astype(np.float32)


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
    cosines: list[Vector] = [np.empty(0, dtype=np.float32)] * len(owners)
    others: list[NDArray[np.int64]] = [owners] * len(owners)
    for number in np.unique(fold):
        held, rest = np.flatnonzero(fold == number), fold != number
        if not rest.any():
            held, rest = np.arange(len(owners)), np.ones(len(owners), dtype=bool)
        weights, biases = fit_weights(vectors[rest], owners[rest], labels)
        logits[held] = vectors[held] @ weights.T + biases
        for i, row in zip(held, vectors[held][:, MEANING] @ comparable(vectors[rest]).T, strict=True):
            cosines[i], others[i] = row, owners[rest]
    return Unseen(logits, owners, cosines, others)


def comparable(vectors: Vector) -> Vector:
    """The meanings of the vectors, so scaled that with another vector's meaning they give cosines."""
    meanings = vectors[:, MEANING]
    squares = (meanings**2).sum(axis=1, keepdims=True)
    scaled: Vector = (meanings / np.maximum(squares, 1e-9)).astype(np.float32)
    return scaled


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
    rows = zip(shares, unseen.cosines, unseen.owners, best, strict=True)
    seen = np.array([evidence(own, cosines, owners)[label] for own, cosines, owners, label in rows])
    return seen, best == unseen.truth
