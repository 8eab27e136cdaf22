"""How close a training line stands to a line of the evaluation set; too close, and it would be trained on in disguise."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import numpy as np
from scipy.sparse import csr_matrix

LIKE_IN_LETTERS = 0.85
LIKE_IN_WORDS = 0.75
_WORTH_COMPARING = 0.5  # share of trigrams; what has less in common is never as alike as that in letters


def too_close(lines: Sequence[str], measured: Sequence[str]) -> list[int]:
    """Indices of the `lines` that are too close to one of the `measured`; shows nothing of the latter."""
    ours, theirs = [_plain(line) for line in lines], [_plain(line) for line in measured]
    close = set(
        _alike([set(line.split()) for line in ours], [set(line.split()) for line in theirs], LIKE_IN_WORDS)
    )
    pairs = _alike([_trigrams(line) for line in ours], [_trigrams(line) for line in theirs], _WORTH_COMPARING)
    close |= {(a, b) for a, b in pairs if SequenceMatcher(None, ours[a], theirs[b]).ratio() > LIKE_IN_LETTERS}
    return sorted({index for index, _ in close})


def _plain(line: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", line.casefold().replace("'", "").replace("’", "")))


def _trigrams(line: str) -> set[str]:
    return {line[at : at + 3] for at in range(max(len(line) - 2, 1))}


def _alike(left: Sequence[set[str]], right: Sequence[set[str]], share: float) -> Iterable[tuple[int, int]]:
    """Pairs of sets of which more than `share` is common to both."""
    numbers = {word: number for number, word in enumerate(sorted(set().union(*left, *right)))}
    common = (_matrix(left, numbers) @ _matrix(right, numbers).T).tocoo()
    sizes = np.array([len(s) for s in left])[common.row] + np.array([len(s) for s in right])[common.col]
    chosen = common.data > share * (sizes - common.data)
    return zip(common.row[chosen].tolist(), common.col[chosen].tolist(), strict=True)


def _matrix(sets: Sequence[set[str]], numbers: dict[str, int]) -> csr_matrix:
    starts = np.cumsum([0, *map(len, sets)])
    columns = [numbers[word] for words in sets for word in words]
    return csr_matrix((np.ones(len(columns), np.int32), columns, starts), shape=(len(sets), len(numbers)))
