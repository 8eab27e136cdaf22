"""What the classifier sees of a text."""

from pathlib import Path

import numpy as np

from components.text_features import SENTENCE_WIDTH, WORDS_WIDTH, TextFeatures

FEATURES = TextFeatures.fit(
    ["how much is a session", "how much is it", "can I tip", "can I pay", "a session, please"]
)


def test_a_vector_holds_the_sentence_and_the_words() -> None:
    """Two views side by side; the sentence has length one."""
    vector = FEATURES.vector("how much is it")
    assert vector.shape == (SENTENCE_WIDTH + WORDS_WIDTH,)
    assert np.isclose(np.linalg.norm(vector[:SENTENCE_WIDTH]), 1, atol=1e-3)


def test_texts_that_share_words_share_places() -> None:
    """And those without a known word have none."""
    one, same, none = (FEATURES.vector(t)[SENTENCE_WIDTH:] for t in ("how much", "how much?", "zzz"))
    assert np.array_equal(one, same)
    assert not none.any()


def test_stored_features_give_the_same_vectors(tmp_path: Path) -> None:
    """Training and serving must see the same."""
    FEATURES.save(tmp_path / "features.npz")
    loaded = TextFeatures.load(tmp_path / "features.npz")
    assert np.array_equal(loaded.vector("can I tpi"), FEATURES.vector("can I tpi"))


def test_signs_are_read_as_words() -> None:
    """The encoder knows none: to it a thumb up would be the same as a pizza."""
    yes = FEATURES.vector("yes")
    assert all(np.array_equal(FEATURES.vector(text), yes) for text in ("👍", "👍🏽", "👍👍👍", "✔️"))
    assert not np.array_equal(FEATURES.vector("👎"), yes)
    assert np.array_equal(FEATURES.vector("no no no"), FEATURES.vectors(["no no no"])[0])
