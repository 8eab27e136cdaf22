"""Vectors of training texts are kept from one training to the next."""

from pathlib import Path

import numpy as np
import pytest

from components.encoder import Encoder, shared_encoder
from components.vector_cache import encoded

TEXTS = ["how much is it", "", "¿cuánto cuesta?", "how much is it"]


def test_a_kept_vector_is_the_one_that_serving_makes(tmp_path: Path) -> None:
    """The first training and the second see the same as the assistant at work."""
    first, second = (encoded(TEXTS, tmp_path / "vectors.npz") for _ in range(2))
    for text, one, other in zip(TEXTS, first, second, strict=True):
        assert np.array_equal(one, shared_encoder().encode(text))
        assert np.array_equal(one, other)


def test_only_what_is_new_is_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A training after ten new examples costs ten encodings."""
    encoded(TEXTS, tmp_path / "vectors.npz")
    asked: list[str] = []
    plain = Encoder.encode

    def counted(encoder: Encoder, text: str) -> np.ndarray:
        asked.append(text)
        return plain(encoder, text)

    monkeypatch.setattr(Encoder, "encode", counted)
    encoded([*TEXTS, "is there parking"], tmp_path / "vectors.npz")
    assert asked == ["is there parking"]


def test_the_oldest_texts_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file does not grow for ever, and never loses what this training needs."""
    monkeypatch.setattr("components.vector_cache.MOST_KEPT", 2)
    path = tmp_path / "vectors.npz"
    encoded(["one", "two"], path)
    encoded(["two", "three"], path)
    with np.load(path) as content:
        assert len(content["keys"]) == 2
    assert len(encoded(["one", "two", "three", "four"], path)) == 4


@pytest.mark.parametrize("content", [b"", b"PK no archive", b"not a file of numpy's"])
def test_a_damaged_file_is_made_again(content: bytes, tmp_path: Path) -> None:
    """It can always be made again, so it stops nothing."""
    path = tmp_path / "vectors.npz"
    path.write_bytes(content)
    assert len(encoded(["one"], path)) == 1
    with np.load(path) as written:
        assert written["vectors"].shape == (1, 1152)


def test_the_texts_themselves_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    encoded(["dana reyes 203-555-0142"], path)
    assert b"dana" not in path.read_bytes()
