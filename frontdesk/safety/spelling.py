"""Reads short forms, stretched letters and misspellings of the words that the rules know.

A word misspelt by one letter (two from eight letters on) is read as the rule word, unless it is a word of its
own: "numbers" is not "numbness". Which words are words of their own is data (`real_words.yml`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

_STRETCH = re.compile(r"(.)\1{2,}")
_MIXED = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
_SHORTEST = 5  # shorter words have too many neighbours that mean something else
_TWO_ERRORS_FROM = 8
_LONGEST = 24


class Speller:
    """Gives for a word as written the plain word or words that the rules read."""

    def __init__(
        self, known: Iterable[str], real_words: Iterable[str], short_forms: Mapping[str, Sequence[str]]
    ) -> None:
        self._known = frozenset(known)
        self._real = frozenset(real_words) - self._known
        self._short = {form: tuple(words) for form, words in short_forms.items()}
        self._neighbours: dict[str, set[str]] = {}
        for word in self._known:
            if _SHORTEST <= len(word) <= _LONGEST:
                for thinned in _thinned(word):
                    self._neighbours.setdefault(thinned, set()).add(word)
        # Bounded, because what is cached comes from outside.
        self.spell = lru_cache(maxsize=8192)(self._spell)

    def _spell(self, word: str) -> tuple[str, ...]:
        if word in self._short:
            return self._short[word]
        if word in self._known or word in self._real:
            return (word,)
        for shrunk in _shrunk(word):
            if shrunk in self._short:
                return self._short[shrunk]
            if shrunk in self._known or shrunk in self._real:
                return (shrunk,)
        parts = _MIXED.findall(word)
        if len(parts) > 1:  # "28wks", "104f"
            return tuple(plain for part in parts for plain in self._spell(part))
        return (self._nearest(word),)

    def _nearest(self, word: str) -> str:
        if not _SHORTEST <= len(word) <= _LONGEST or any(c.isdigit() for c in word):
            return word
        word = _STRETCH.sub(r"\1", word)
        near = {known for thinned in _thinned(word) for known in self._neighbours.get(thinned, ())}
        ranked = sorted((distance(word, known), known) for known in near if _plausible(word, known))
        return ranked[0][1] if ranked and ranked[0][0] <= _allowed(ranked[0][1]) else word


def _shrunk(word: str) -> tuple[str, ...]:
    """The word with its stretched letters shortened: to two, then to one."""
    if not _STRETCH.search(word):
        return ()
    return _STRETCH.sub(r"\1\1", word), _STRETCH.sub(r"\1", word)


def _plausible(written: str, known: str) -> bool:
    """People rarely get the first letter wrong, except by swapping it with the second."""
    return written[0] == known[0] or written[:2] == known[1::-1]


def _allowed(known: str) -> int:
    return 2 if len(known) >= _TWO_ERRORS_FROM else 1


def _thinned(word: str) -> set[str]:
    """The word with up to as many letters left out as errors are allowed: what close words have in common."""
    cuts = 2 if len(word) >= _TWO_ERRORS_FROM - 1 else 1
    return {
        "".join(letter for index, letter in enumerate(word) if index not in gone)
        for count in range(cuts + 1)
        for gone in combinations(range(len(word)), count)
    }


def distance(left: str, right: str) -> int:
    """Edit distance that counts a swap of neighbours as one (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                row[j] = min(row[j], older[j - 2] + 1)
    return row[-1]
