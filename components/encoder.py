"""The sentence encoder at work: a text in, a unit vector of 1,152 numbers out, in about a millisecond.

The model file lies in the user's cache, outside the Rasa model: it is the same for every training,
and all workers of a machine map the same file. It is built on first use and checked by its hash.
"""

import os
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from components.encoder_build import EncoderError, build, package_file, sha256

ENCODER_SHA256 = "d93d220fe94bb1167d0f7fe5fcc52c6313be60b1ca27586bcccc8a4c34d9b5e2"
# The model was trained on short texts; what a client asks stands in the first hundred words.
MOST_TOKENS = 128

Vector = NDArray[np.float32]


class Encoder:
    """Turns one text at a time into a vector, so that the vector never depends on its neighbours."""

    def __init__(self, path: Path) -> None:
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(package_file("tokenizer.json")))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)

    def is_word(self, word: str) -> bool:
        """Whether the encoder knows the word (in lower case) as a whole."""
        return self._tokenizer.token_to_id(word) is not None

    def encode(self, text: str) -> Vector:
        """The unit vector (float32, [1152]) of `text`; an empty text has one too."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        return self._session.run(["vector"], {"ids": ids})[0][0]  # type: ignore[no-any-return]  # untyped


@lru_cache(maxsize=1)
def shared_encoder() -> Encoder:
    """The encoder of this process, built on this machine's first call (some seconds, once)."""
    return Encoder(verified(cache_directory() / f"minilm-{ENCODER_SHA256[:16]}.onnx"))


def cache_directory() -> Path:
    """Where files go that can be made again at any time."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "frontdesk"


def verified(path: Path, expected: str = ENCODER_SHA256) -> Path:
    """`path` once it holds the encoder with that hash; built when it is missing or damaged."""
    if not path.exists() or sha256(path) != expected:
        build(path)
        if (found := sha256(path)) != expected:
            path.unlink()
            raise EncoderError(f"the encoder came out as {found}, not as {expected}")
    return path


__all__ = ["Encoder", "EncoderError", "Vector", "cache_directory", "shared_encoder", "verified"]
