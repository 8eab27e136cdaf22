"""The fitted model when it is stored, loaded and asked."""

from pathlib import Path

import numpy as np

from components.label_model import LabelModel, nearest_example

MODEL = LabelModel(
    labels=np.array(["book", "faq/price"]),
    weights=np.array([[4.0, 0.0], [0.0, 4.0]], dtype=np.float32),
    biases=np.zeros(2, dtype=np.float32),
    examples=np.eye(2, dtype=np.float32),
    owners=np.array([0, 1]),
    temperature=1.0,
    calibration=np.array([1.0, 4.0, -2.0]),
    threshold=0.5,
)


def test_a_stored_model_guesses_the_same_after_loading(tmp_path: Path) -> None:
    """All that training found out is in the file."""
    MODEL.save(tmp_path / "labels.npz")
    vector = np.array([0.8, 0.6], dtype=np.float32)
    assert LabelModel.load(tmp_path / "labels.npz").rank(vector) == MODEL.rank(vector)


def test_a_clear_message_is_understood_and_a_torn_one_is_not() -> None:
    """Halfway between two labels the share is a half, and that is not enough."""
    clear, torn = MODEL.rank(np.array([1.0, 0.0])), MODEL.rank(np.array([0.5, 0.5]))
    assert MODEL.understood(clear[0])
    assert not MODEL.understood(torn[0])


def test_the_nearest_example_is_found_for_each_label() -> None:
    """A label without examples is as far away as can be."""
    assert nearest_example(np.array([0.1, 0.9, 0.4]), np.array([0, 0, 2]), 3).tolist() == [0.9, -1.0, 0.4]
