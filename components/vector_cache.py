"""Keeps the sentence vectors of training texts, so that a second training encodes only what is new.

Beside the encoder in the user's cache; a vector is kept under the hash of its text, and the texts are not.
A file that cannot be read is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from components.encoder import ENCODER_SHA256, Vector, cache_directory, shared_encoder

# The texts of two or three trainings; the oldest go first. Each takes 4.6 kB.
MOST_KEPT = 30_000
_KEY = "S16"


def encoded(texts: Sequence[str], path: Path | None = None) -> list[Vector]:
    """The encoder's vector of each text, the same that it gives for the text alone."""
    path = path or default_path()
    keys = [_key(text) for text in texts]
    kept = _read(path)
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    if new:
        encode = shared_encoder().encode
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            fresh = dict(zip(new, threads.map(encode, new.values()), strict=True))
        used = {key: kept[key] for key in keys if key in kept} | fresh
        older = {key: vector for key, vector in kept.items() if key not in used}
        kept = {**older, **used}
        _write(path, dict(list(kept.items())[-max(MOST_KEPT, len(used)) :]))
    return [kept[key] for key in keys]


def default_path() -> Path:
    """One file for each encoder and each version of what runs it."""
    from onnxruntime import __version__

    return cache_directory() / f"vectors-{ENCODER_SHA256[:16]}-{__version__}.npz"


def _key(text: str) -> bytes:
    # In hexadecimal digits, for numpy drops zero bytes from the end of what it stores.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16].encode()


def _read(path: Path) -> dict[bytes, Vector]:
    try:
        with np.load(path, allow_pickle=False) as content:
            keys: NDArray[np.bytes_] = content["keys"]
            vectors: Vector = content["vectors"]
            return dict(zip(keys.tolist(), vectors, strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def _write(path: Path, kept: dict[bytes, Vector]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
        np.savez(file, keys=np.array(list(kept), dtype=_KEY), vectors=np.array(list(kept.values())))
    Path(file.name).replace(path)
