"""The fitted model when it is stored, loaded and asked."""

from pathlib import Path

import numpy as np

from components.label_model import LabelModel, around_of, confidence, evidence, placed
from components.text_features import SENTENCE_WIDTH


def vector(*meaning: float) -> np.ndarray:
    """A vector that begins with these numbers."""
    found = np.zeros(SENTENCE_WIDTH, dtype=np.float32)
    found[: len(meaning)] = meaning
    return found


BOOK, PRICE = vector(1.0), vector(0.0, 1.0)
MODEL = LabelModel(
    labels=np.array(["book", "faq/price"]),
    weights=np.array([4 * BOOK, 4 * PRICE]),
    biases=np.zeros(2, dtype=np.float32),
    middle=np.zeros(SENTENCE_WIDTH, dtype=np.float32),
    turn=np.eye(SENTENCE_WIDTH, 2, dtype=np.float32),
    examples=np.eye(2, dtype=np.float32),
    owners=np.array([0, 1]),
    temperature=1.0,
    calibration=np.array([0.0, 1.0, 4.0, 0.0, -4.0]),
    threshold=0.5,
)


def test_a_stored_model_guesses_the_same_after_loading(tmp_path: Path) -> None:
    """All that training found out is in the file."""
    MODEL.save(tmp_path / "labels.npz")
    assert LabelModel.load(tmp_path / "labels.npz").rank(vector(0.8, 0.6)) == MODEL.rank(vector(0.8, 0.6))


def test_a_clear_message_is_understood_and_a_torn_one_is_not() -> None:
    """Halfway between two labels the share is a half, and that is not enough."""
    clear, torn = MODEL.rank(vector(1.0, 0.0)), MODEL.rank(vector(0.5, 0.5))
    assert MODEL.understood(clear[0])
    assert not MODEL.understood(torn[0])


def test_evidence_is_what_speaks_for_each_label() -> None:
    """Its share, its lead over the best other one, its nearest example, its part of the neighbours."""
    around = around_of(np.array([0.1, 0.9, 0.4]), np.array([0, 0, 1]), 2)
    lead = np.log(0.8 / 0.2)
    expected = [[np.log(0.8), lead, 0.9, 2 / 3], [np.log(0.2), -lead, 0.4, 1 / 3]]
    assert np.allclose(evidence(np.array([0.8, 0.2]), around), expected)


def test_a_label_without_examples_is_as_far_away_as_can_be() -> None:
    around = around_of(np.array([0.3]), np.array([0]), 2)
    assert around.nearest[1] == -1
    assert around.say[1] < around.say[0]


def test_the_nearest_examples_have_the_most_to_say() -> None:
    """Two that lie far off do not outvote one close by, and of hundreds only the nearest are heard."""
    assert around_of(np.array([0.9, 0.5, 0.5]), np.array([0, 1, 1]), 2).say.argmax() == 0
    many = around_of(np.linspace(1, -1, 300), np.repeat([0, 1], 150), 2)
    assert np.isclose(many.say[1], np.log(0.02 / 2))


def test_a_text_is_placed_by_its_direction_alone() -> None:
    """The cosines between placed texts are plain products."""
    model = MODEL
    near, far = (placed(vector(*two), model.middle, model.turn) for two in ((0.3, 0.4), (3.0, 4.0)))
    assert np.allclose(near, far)
    assert np.allclose(near, [0.6, 0.8])


def test_confidence_is_between_none_and_certain() -> None:
    """Whatever the evidence says."""
    seen = np.array([[-20.0, -20.0, -1.0, 0.0], [0.0, 20.0, 1.0, 1.0]])
    sure = confidence(seen, np.array([1.0, 1.0, 4.0, 1.0, -2.0]))
    assert 0 <= sure[0] < 0.01 < 0.99 < sure[1] <= 1
