"""Finds the practice's own names in a message, misspelt or written apart: "west prot", "cranio sacral"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.spelling import typos

# Left off the end of a name, the rest still says which service it is.
_GENERIC = frozenset({"massage", "therapy", "treatment", "work", "session", "bodywork"})
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_MOST_WORDS = 5
_SHORTEST_PREFIX = 5


@dataclass(frozen=True)
class Found:
    """The value `key` stands at `start`..`end`; `misses` counts the typing mistakes."""

    key: str
    start: int
    end: int
    misses: int


def spellings(names: Iterable[str]) -> tuple[str, ...]:
    """Every way to write the names; also without "massage" and the like at the end."""
    written: dict[str, None] = {}
    for name in names:
        words = _WORD.findall(name.casefold())
        while words:
            written[" ".join(words)] = None
            if len(words) == 1 or words[-1] not in _GENERIC:
                break
            words = words[:-1]
    return tuple(word for word in written if word not in _GENERIC)


def find(text: str, vocabulary: Mapping[str, tuple[str, ...]]) -> list[Found]:
    """What is named, in order; of overlapping finds the longest and cleanest counts."""
    words = [(m.group().casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]
    found: list[Found] = []
    for i in range(len(words)):
        for count in range(1, min(_MOST_WORDS, len(words) - i) + 1):
            joined = "".join(word for word, _, _ in words[i : i + count])
            for key, written in vocabulary.items():
                misses = _misses(joined, written, is_one_word=count == 1)
                if misses is not None:
                    found.append(Found(key, words[i][1], words[i + count - 1][2], misses))
    chosen: list[Found] = []
    for one in sorted(found, key=lambda f: (4 * f.misses - (f.end - f.start), f.start)):
        if all(one.end <= other.start or one.start >= other.end for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda f: f.start)


def _misses(joined: str, written: tuple[str, ...], *, is_one_word: bool) -> int | None:
    best: int | None = None
    for name in written:
        # A word that is written apart may hold one mistake only: "we start" is not Westport.
        is_apart = not is_one_word and " " not in name
        allowed = 0 if len(name) < 5 else 1 if len(name) < 8 or is_apart else 2
        is_short_form = is_one_word and len(joined) >= _SHORTEST_PREFIX and name.startswith(joined)
        if is_short_form and " " not in name:
            missed: int | None = 0 if name == joined else 1
        elif joined[:1] != name[:1]:
            missed = None
        else:
            missed = typos(joined, name.replace(" ", ""), allowed)
        if missed is not None and (best is None or missed < best):
            best = missed
    return best
