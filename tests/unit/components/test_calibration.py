"""Fitting the model of the labels: three clusters of made-up vectors, and what must hold for them."""

import numpy as np
import pytest

from components.calibration import Unseen, fit, fit_part, fit_temperature, folds_of, join, unseen_by
from components.label_model import LabelModel
from components.label_weights import Evened
from components.text_features import SENTENCE_WIDTH

WIDTH = 8


def wide(small: np.ndarray) -> np.ndarray:
    """Vectors of full width, that begin with the unit vector of these numbers ([..., WIDTH])."""
    vectors = np.zeros((*small.shape[:-1], SENTENCE_WIDTH), dtype=np.float32)
    vectors[..., :WIDTH] = small / np.linalg.norm(small, axis=-1, keepdims=True)
    return vectors * np.float32(0.5**0.5)


def axis(number: int) -> np.ndarray:
    """The vector in the middle of a cluster."""
    return wide(np.eye(WIDTH)[number])


def clusters(spread: float, each: int = 20) -> tuple[np.ndarray, list[str]]:
    """Vectors around three axes, and their labels."""
    random = np.random.default_rng(1)
    names = ["book", "faq/price", "greet"]
    small = [np.eye(WIDTH)[i] + spread * random.normal(size=(each, WIDTH)) for i in range(3)]
    return wide(np.concatenate(small)), [n for n in names for _ in range(each)]


def fitted(spread: float = 0.3) -> LabelModel:
    return fit(*clusters(spread), false_refusals=0.02)


def crossed(vectors: np.ndarray, owners: np.ndarray, folds: int = 3) -> Unseen:
    """What models say that were each fitted without one fold, about that fold."""
    fold, evened = folds_of(owners, folds), Evened.of(vectors)
    labels, inputs = np.unique(owners).astype(str), evened.inputs(vectors)
    said = []
    for number in range(folds):
        model = fit_part(vectors, owners, labels, fold != number, evened=evened, inputs=inputs)
        held = fold == number
        said.append(unseen_by(model, vectors[held], owners[held]))
    return join(said)


def test_the_nearest_cluster_is_the_best_guess() -> None:
    """The least that can be asked of it."""
    assert fitted().rank(axis(1))[0].label == "faq/price"


def test_a_vector_far_from_every_example_is_not_understood() -> None:
    """A share alone would still pick somebody; the distance to the examples does not."""
    model = fitted(0.1)
    assert not model.understood(model.rank(-axis(0))[0])


def test_harder_examples_make_a_less_confident_model() -> None:
    """Confidence follows from how often guesses about unseen examples were right."""
    probe = axis(0)
    assert fitted(1.2).rank(probe)[0].confidence < fitted(0.2).rank(probe)[0].confidence


def test_confidences_fall_along_the_ranking() -> None:
    """The dialogue offers the first two; the second may not seem surer."""
    scores = [guess.confidence for guess in fitted(0.8).rank(wide(np.ones(WIDTH)))]
    assert scores == sorted(scores, reverse=True)


def test_no_more_right_guesses_are_refused_than_asked_for() -> None:
    """The threshold is fitted to that share."""
    vectors, names = clusters(0.9, each=60)
    model = fit(vectors, names, false_refusals=0.05)
    rankings = [model.rank(vector)[0] for vector in vectors]
    right = [guess for guess, name in zip(rankings, names, strict=True) if guess.label == name]
    assert np.mean([not model.understood(guess) for guess in right]) <= 0.06


def test_each_label_is_spread_over_all_folds() -> None:
    """Otherwise a label would be guessed by a model that never saw it."""
    owners = np.repeat([0, 1], [10, 7])
    fold = folds_of(owners, 5)
    assert all(set(fold[owners == label]) == set(range(5)) for label in (0, 1))


def test_an_example_is_never_guessed_by_a_model_that_saw_it() -> None:
    """With noise for labels, guesses about unseen examples are right by chance alone."""
    random = np.random.default_rng(3)
    vectors = wide(random.normal(size=(300, WIDTH)))
    owners = random.integers(0, 3, 300)
    unseen = crossed(vectors, owners)
    assert np.mean(unseen.logits.argmax(axis=1) == unseen.truth) < 0.45


def test_overconfident_guesses_are_softened() -> None:
    """Noise fitted closely needs a temperature above one."""
    random = np.random.default_rng(4)
    vectors = 5 * wide(random.normal(size=(120, WIDTH)))
    assert fit_temperature(crossed(vectors, random.integers(0, 3, 120))) > 1.5


def test_in_doubt_a_message_is_not_for_the_desk() -> None:
    """Between two labels with equally much to say for them, out_of_scope comes first."""
    vectors, names = clusters(0.3)
    foreign = ["out_of_scope" if name == "greet" else name for name in names]
    torn = wide(np.eye(WIDTH)[0] + np.eye(WIDTH)[2])
    assert fit(vectors, foreign, false_refusals=0.02).rank(torn)[0].label == "out_of_scope"


@pytest.mark.parametrize("names", [["only"] * 3, ["one", "one", "two"]])
def test_one_or_two_labels_are_enough(names: list[str]) -> None:
    """A practice's first evening of training data must not end in a stack trace."""
    vectors = wide(np.eye(WIDTH)[:3])
    assert fit(vectors, names, false_refusals=0.02).rank(vectors[0])[0].label == names[0]
