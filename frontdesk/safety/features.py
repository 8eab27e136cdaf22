"""What the classifier sees of a message: its words as the rules read them, and pieces of those words.

A word under a "no" is marked, figures of speech are gone, and what the rules of reading know (long ago, somebody
else, the usual) counts as a word of its own.
"""

from collections.abc import Iterator
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from frontdesk.safety.patterns import Span
from frontdesk.safety.reading import Reading

BUCKETS = 1 << 15
LONGEST = 300  # words; a message longer than that is judged by its first words


def bucket_weights(reading: Reading) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets (shape `(n,)`, each once) and their weights (shape `(n,)`, of length 1 together)."""
    counts: dict[int, int] = {}
    for feature in _features(_marked_words(reading)):
        bucket = crc32(feature.encode()) % BUCKETS
        counts[bucket] = counts.get(bucket, 0) + 1
    weights = 1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
    length = float(np.sqrt((weights**2).sum())) or 1.0
    return np.fromiter(counts, np.int64, len(counts)), weights / length


def _marked_words(reading: Reading) -> list[str]:
    words = []
    for index, text in enumerate(reading.message.texts[:LONGEST]):
        if text != "\0":
            words.append(f"no_{text}" if reading.denied_before(Span(index, index + 1)) else text)
    words += sorted({f"<{mark.age}>" for mark in reading.marks})
    words += ["<usual>"] * reading.is_usual
    return words


def _features(words: list[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        yield word
        yield from (" ".join(words[index : index + count]) for count in (2, 3) if index + count <= len(words))
        padded = f"^{word}$"
        for size in (3, 4, 5):
            yield from (padded[at : at + size] for at in range(max(len(padded) - size + 1, 0)))
