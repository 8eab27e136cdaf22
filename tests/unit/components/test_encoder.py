"""The sentence encoder: built once, checked, and giving vectors that mean something."""

from pathlib import Path

import numpy as np
import pytest

from components.encoder import ENCODER_SHA256, EncoderError, shared_encoder, verified
from components.encoder_build import WIDTH, sha256


def test_a_vector_has_length_one() -> None:
    """Cosines are then plain products."""
    vector = shared_encoder().encode("what does it cost?")
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-4)


def test_what_means_the_same_lies_closer_than_what_does_not() -> None:
    """The published model's most important property survives the quantisation."""
    price, cost, parking = (
        shared_encoder().encode(text)[-WIDTH:]
        for text in ("what does it cost?", "how much is a session", "is there parking")
    )
    assert price @ cost > price @ parking + 0.07


def test_a_text_gives_the_same_vector_whatever_came_before() -> None:
    """Nothing of one client's message may leak into the next one's meaning."""
    first = shared_encoder().encode("hello")
    shared_encoder().encode("x " * 1000)
    assert np.array_equal(first, shared_encoder().encode("hello"))


@pytest.mark.parametrize("text", ["", " ", "🙂", "\x00\x07", "z" * 2000, "¿cuánto cuesta?", "W" * 5])
def test_any_text_has_a_vector(text: str) -> None:
    """Bad input is somebody's message too."""
    assert np.isfinite(shared_encoder().encode(text)).all()


def test_the_file_in_the_cache_is_the_one_with_the_known_hash(tmp_path: Path) -> None:
    """A damaged file is built again and comes out the same."""
    damaged = tmp_path / "minilm.onnx"
    damaged.write_bytes(b"not a model")
    assert sha256(verified(damaged)) == ENCODER_SHA256


def test_a_build_that_comes_out_different_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No other model may be served in its place, and none is left behind."""
    monkeypatch.setattr("components.encoder.build", lambda path: path.write_bytes(b"something else"))
    with pytest.raises(EncoderError):
        verified(tmp_path / "minilm.onnx")
    assert list(tmp_path.iterdir()) == []
