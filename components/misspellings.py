"""Undoes typing mistakes before a text is encoded: an encoder that was trained on good spelling breaks
"migrane" and "insurence" into pieces that mean nothing.

A word that is unknown to the training examples and to the encoder becomes the commonest word of the
examples that is one mistake away (two, in a long word). Only the encoder sees the corrected text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from components.spelling import typos

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_SHORTEST = 4
_LONG = 8
# A message of nothing but unknown words is another language, or noise: it must not cost more than others.
_MOST_LOOKUPS = 12
_REMEMBERED = 4096


def vocabulary(texts: Iterable[str], is_word: Callable[[str], bool]) -> tuple[str, ...]:
    """The words to correct to, the commonest first: those that are words of the language, or occur twice."""
    counts = Counter(word for text in texts for word in _WORD.findall(text.lower()) if len(word) > 2)
    return tuple(word for word, count in counts.most_common() if count > 1 or is_word(word))


class Corrector:
    """Corrects towards `words`, the commonest first; what `is_word` says is one stays as it is."""

    def __init__(self, words: tuple[str, ...], is_word: Callable[[str], bool]) -> None:
        self._rank = {word: number for number, word in enumerate(words)}
        self._is_word = is_word
        # In training the same mistakes come again and again.
        self._nearest = lru_cache(maxsize=_REMEMBERED)(self._search)
        self._near: dict[str, list[str]] = {}
        # The long words with the set of their letters, by the first letter.
        self._long: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for word in words:
            if len(word) >= _LONG - 1:
                self._long.setdefault(word[0], []).append((word, frozenset(word)))
            if len(word) >= _SHORTEST:
                for shortened in _shortened(word):
                    self._near.setdefault(shortened, []).append(word)

    def correct(self, text: str) -> str:
        """The text with its unknown words corrected where there is a word near enough."""
        left = _MOST_LOOKUPS

        def replacement(match: re.Match[str]) -> str:
            nonlocal left
            word = match.group().lower()
            if len(word) < _SHORTEST or left == 0 or word in self._rank or self._is_word(word):
                return match.group()
            left -= 1
            return self._nearest(word) or match.group()

        return _WORD.sub(replacement, text)

    def _search(self, word: str) -> str | None:
        candidates = {near for key in _shortened(word) for near in self._near.get(key, ())}
        close = [near for near in candidates if typos(word, near, 1) is not None]
        if not close and len(word) >= _LONG:
            own = set(word)
            close = [
                near
                # Each mistake adds a letter and takes one away at most.
                for near, letters in self._long.get(word[0], ())
                if len(own ^ letters) <= 4 and typos(word, near, 2) is not None
            ]
        return min(close, key=self._rank.__getitem__, default=None)


def _shortened(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters: two words one mistake apart share one of these."""
    yield word
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
