"""What the classifier sees of a message: its words as the rules read them, and pieces of those words.

A word under a "no" is marked, figures of speech are gone, and what the rules of reading know (long ago, the
usual) counts as a word of its own. So do the groups of the rules, alone and in pairs.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import log, sqrt
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from frontdesk.safety.matching import Span, says_any
from frontdesk.safety.reading import HIDDEN, Reading

BUCKETS = 1 << 15
LONGEST = 300  # words; a message longer than that is judged by its first words
_PAIR = 0.4  # two groups together say more than each, but there are many pairs


def bucket_weights(reading: Reading) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets (shape `(n,)`, each once) and their weights (shape `(n,)`).

    The words and the groups of the rules each have length 1 together, so that neither drowns the other.
    """
    denied = [reading.denied(Span(at, at + 1)) for at in range(len(reading.words))]
    words = _unit(_counted(_word_features(_marked_words(reading, denied))))
    groups = _unit(_group_features(_groups(reading, denied)))
    together = words | {bucket: weight + words.get(bucket, 0.0) for bucket, weight in groups.items()}
    size = len(together)
    return np.fromiter(together, np.int64, size), np.fromiter(together.values(), np.float32, size)


def _bucket(feature: str) -> int:
    return crc32(feature.encode()) % BUCKETS


def _counted(features: Iterable[str]) -> dict[int, float]:
    counts = Counter(map(_bucket, features))
    return {bucket: 1 + log(count) for bucket, count in counts.items()}


def _unit(weights: dict[int, float]) -> dict[int, float]:
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {bucket: weight / length for bucket, weight in weights.items()}


def _groups(reading: Reading, denied: Sequence[bool]) -> list[str]:
    """The groups of the rules that the message says, those under a "no" marked."""
    found = []
    for name, choice in reading.book.groups.items():
        at = says_any(choice, reading.message)
        if at is not None:
            found.append(f"no_{name}" if denied[at] else name)
    return found


def _group_features(groups: list[str]) -> dict[int, float]:
    single = {_bucket(f"group {name}"): 1.0 for name in groups}
    pairs = {_bucket(f"groups {one} {other}"): _PAIR for one, other in combinations(groups, 2)}
    return pairs | single


def _marked_words(reading: Reading, denied: Sequence[bool]) -> list[str]:
    words = []
    for index, text in enumerate(reading.message.texts[:LONGEST]):
        if text != HIDDEN:
            words.append(f"no_{text}" if denied[index] else text)
    words += sorted({f"<{mark.age}>" for mark in reading.marks})
    words += ["<usual>"] * reading.is_usual
    return words


def _word_features(words: list[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        yield word
        yield from (" ".join(words[index : index + count]) for count in (2, 3) if index + count <= len(words))
        padded = f"^{word}$"
        for size in (3, 4, 5):
            yield from (padded[at : at + size] for at in range(max(len(padded) - size + 1, 0)))
