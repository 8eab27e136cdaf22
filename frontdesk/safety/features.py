"""What the classifier sees of a message: its words as the rules read them, and pieces of those words.

A word under a "no" is marked, figures of speech are gone, and what the rules of reading know (long ago, the
usual) counts as a word of its own. Words count alone, in twos and threes, and in pairs that stand near each
other. The groups of the rules count alone, in pairs, and with the words around them, in either language.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from frontdesk.safety.matching import Span, says_at
from frontdesk.safety.reading import HIDDEN, Reading

BUCKETS = 1 << 16
LONGEST = 200  # words; a message longer than that is judged by its first words
PAIR_REACH = 5  # words that may lie between the two of a pair, small ones not counted
GROUP_REACH = 4  # words on either side of a group that count as standing around it
_PAIR, _TWO_GROUPS, _WORD_AT_GROUP = 0.5, 0.4, 0.4  # worth, beside 1 for a single word or group

Buckets = NDArray[np.int64]
Worths = NDArray[np.float32]
Codes = NDArray[np.uint64]


def bucket_weights(reading: Reading, rarity: Worths) -> tuple[Buckets, Worths]:
    """Buckets and their weights, both of shape `(n,)`; `rarity`, shape `(BUCKETS,)`: how much a bucket tells.

    Words, pieces of words and groups each have length 1, so that none drowns the others.
    """
    parts = [_unit(buckets, worths * rarity[buckets]) for buckets, worths in parts_of(reading)]
    return np.concatenate([buckets for buckets, _ in parts]), np.concatenate([worths for _, worths in parts])


def parts_of(reading: Reading) -> list[tuple[Buckets, Worths]]:
    """The buckets of words, of pieces of words and of groups, with what each counts."""
    denied = [reading.denied(Span(at, at + 1)) for at in range(min(len(reading.words), LONGEST))]
    said = list(_marked(reading, denied))
    words = [word for word, _ in said] + _known(reading)
    groups = _groups(reading, denied)
    names = _codes(f"group {name}" for name, _ in groups)
    first, second = _pairs_of(len(names))
    small = reading.message.small
    return [
        _counted(
            (1.0, _runs(_codes(words))),
            (_PAIR, _near_pairs(_codes(word for word, at in said if not small[at]))),
        ),
        _counted((1.0, np.array([piece for word in words for piece in _pieces(word)], np.int64))),
        _counted(
            (1.0, (names % BUCKETS).astype(np.int64)),
            (_TWO_GROUPS, _mix(names[first], names[second], 3)),
            (_WORD_AT_GROUP, _words_at_groups(reading, groups)),
        ),
    ]


@lru_cache(maxsize=128)
def _pairs_of(count: int) -> tuple[Buckets, Buckets]:
    """The places of every two of so many things."""
    first, second = np.triu_indices(count, 1)
    return first, second


def _counted(*kinds: tuple[float, Buckets]) -> tuple[Buckets, Worths]:
    """Each bucket once, with what it counts: the more often it stands there, the more, but ever less so."""
    counted = [(np.unique(buckets, return_counts=True), each) for each, buckets in kinds]
    together = np.concatenate([buckets for (buckets, _), _ in counted])
    worths = np.concatenate([each * (1 + np.log(counts)) for (_, counts), each in counted])
    buckets, places = np.unique(together, return_inverse=True)
    return buckets, np.bincount(places, weights=worths, minlength=len(buckets)).astype(np.float32)


def _unit(buckets: Buckets, worths: Worths) -> tuple[Buckets, Worths]:
    return buckets, worths / (np.linalg.norm(worths) or 1.0)


def _codes(texts: Iterable[str]) -> Codes:
    return np.array([_code(text) for text in texts], np.uint64)


@lru_cache(maxsize=8192)
def _code(text: str) -> int:
    return crc32(text.encode())


def _mix(one: Codes, other: Codes, kind: int) -> Buckets:
    mixed = one * np.uint64(0x9E3779B1) + other * np.uint64(0x85EBCA77) + np.uint64(kind)
    return ((mixed >> np.uint64(7)) % np.uint64(BUCKETS)).astype(np.int64)


@lru_cache(maxsize=8192)
def _pieces(word: str) -> tuple[int, ...]:
    padded = f"^{word}$"
    pieces = [padded[at : at + size] for size in (3, 4, 5) for at in range(max(len(padded) - size + 1, 0))]
    if len(word) > 5:
        pieces.append(f"{word[:5]}~")
    return tuple(_code(f"piece {piece}") % BUCKETS for piece in pieces)


def _runs(words: Codes) -> Buckets:
    twos = _mix(words[:-1], words[1:], 1)
    threes = _mix(twos[:-1].astype(np.uint64), words[2:], 2)
    return np.concatenate([(words % np.uint64(BUCKETS)).astype(np.int64), twos, threes])


def _near_pairs(words: Codes) -> Buckets:
    found = [np.empty(0, np.int64)]
    for apart in range(1, PAIR_REACH + 1):
        left, right = words[:-apart], words[apart:]
        found.append(_mix(np.minimum(left, right), np.maximum(left, right), 4))
    return np.concatenate(found)


def _groups(reading: Reading, denied: Sequence[bool]) -> list[tuple[str, int]]:
    """The groups that the message says and the word where each begins, those under a "no" marked."""
    book, message = reading.book, reading.message
    begins: dict[str, int] = {}
    for at in range(len(denied)):
        for kind in message.kinds[at]:
            for name in book.groups_opened_by.get(kind, ()):
                if name not in begins and says_at(book.groups[name], message, at):
                    begins[name] = at
    ordered = [(name, begins[name]) for name in book.groups if name in begins]
    return [(f"no_{name}" if denied[at] else name, at) for name, at in ordered]


def _words_at_groups(reading: Reading, groups: Sequence[tuple[str, int]]) -> Buckets:
    texts, small = reading.message.texts, reading.message.small
    pairs = [
        (_code(f"group {name}"), _code(texts[near]))
        for name, at in groups
        for near in range(max(0, at - GROUP_REACH), min(len(texts), at + GROUP_REACH + 1))
        if not small[near]
    ]
    codes = np.array(pairs, np.uint64).reshape(-1, 2)
    return _mix(codes[:, 0], codes[:, 1], 5)


def _known(reading: Reading) -> list[str]:
    """What the rules of reading know about the whole message, as words that nobody writes."""
    return [*sorted({f"<{mark.age}>" for mark in reading.marks}), *["<usual>"] * reading.is_usual]


def _marked(reading: Reading, denied: Sequence[bool]) -> Iterator[tuple[str, int]]:
    for at, (text, is_denied) in enumerate(zip(reading.message.texts, denied, strict=False)):
        if text != HIDDEN:
            yield (f"no_{text}" if is_denied else text), at
