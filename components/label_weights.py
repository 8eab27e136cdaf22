"""Fits the weights of the labels: one multinomial logistic regression over all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from components.encoder import Vector
from components.text_features import SENTENCE_WIDTH

INVERSE_REGULARISATION = 20.0
# Where more steps hardly help on unseen examples.
STEPS = 14
# Neighbours are looked for in so many of the widest directions; more find no better ones.
NARROW = 192


@dataclass(frozen=True)
class Evened:
    """The middle of the training's sentence vectors and a turn after which no direction drowns the others.

    `turn` [width, width] goes half way to equal spread in all directions, the widest first; sentence
    vectors keep their length on average.
    """

    middle: Vector
    turn: Vector

    @classmethod
    def of(cls, vectors: Vector) -> Evened:
        """Fitted to the sentences among the vectors [n, SENTENCE_WIDTH + more]."""
        sentences = vectors[:, :SENTENCE_WIDTH]
        middle = sentences.mean(axis=0)
        centred = sentences - middle
        spread, directions = np.linalg.eigh((centred.T @ centred / len(centred)).astype(np.float64))
        spread, directions = spread[::-1], directions[:, ::-1]
        spread = np.maximum(spread, max(spread[0], 1e-9) * 1e-4)
        turn = directions * spread**-0.25 / np.sqrt(np.sqrt(spread).sum())
        return cls(middle, turn.astype(np.float32))

    @property
    def narrow(self) -> Vector:
        """The turn [width, NARROW] into the space in which neighbours are looked for."""
        return np.ascontiguousarray(self.turn[:, :NARROW])

    def inputs(self, vectors: Vector) -> Vector:
        """What the regression is fitted on, [n, width + 1]: evened sentences, words as they are, a one."""
        evened = (vectors[:, :SENTENCE_WIDTH] - self.middle) @ self.turn
        ones = np.ones((len(vectors), 1))
        return np.hstack([evened, vectors[:, SENTENCE_WIDTH:], ones]).astype(np.float32)

    def served(self, fitted: Vector) -> tuple[Vector, Vector]:
        """Weights [labels, width] and biases [labels] for vectors as they come.

        Evening out is linear, so the fitted weights take it over: nothing is left to do when serving.
        """
        sentence = fitted[:, :SENTENCE_WIDTH] @ self.turn.T
        return np.hstack([sentence, fitted[:, SENTENCE_WIDTH:-1]]), fitted[:, -1] - sentence @ self.middle


def fit_weights(inputs: Vector, owners: NDArray[np.int64], labels: int) -> Vector:
    """The weights [labels, width] for inputs [n, width] whose last column is one, not held back.

    In single precision, with every column scaled to about the same bend of the loss, and stopped early:
    a tenth of the time that a general solver takes.
    """
    from scipy.optimize import minimize

    count, width = inputs.shape
    held = np.full(width, 1 / INVERSE_REGULARISATION, dtype=np.float32)
    held[-1] = 1e-3
    scale = np.sqrt((inputs**2).sum(axis=0) / 4 + held)
    scaled, held = inputs / scale, held / scale**2
    rows = np.arange(count)

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(labels, width).astype(np.float32)
        shares = scaled @ weights.T
        shares -= shares.max(axis=1, keepdims=True)
        own = shares[rows, owners]
        np.exp(shares, out=shares)
        sums = shares.sum(axis=1, keepdims=True)
        shares /= sums
        shares[rows, owners] -= 1
        drawn = weights * held
        gradient = shares.T @ scaled + drawn
        missed = (np.log(sums[:, 0]) - own).sum() + (weights * drawn).sum() / 2
        return float(missed) / count, gradient.ravel().astype(np.float64) / count

    found = minimize(
        loss,
        np.zeros(labels * width),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": STEPS, "gtol": 1e-7},
    )
    fitted: Vector = found.x.reshape(labels, width).astype(np.float32) / scale
    return fitted
