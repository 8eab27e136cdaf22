"""Tells the value that a client wants from the one that it replaces: "Westport instead of Stamford"."""

from __future__ import annotations

import re
from collections.abc import Sequence

Place = tuple[int, int]

_BEFORE = re.compile(
    r"\b(?:not|no longer|instead of|rather than|isn'?t|wasn'?t|don'?t (?:want|need)|no more"
    r"|except|but not|can'?t do"
    r"|cancel the|drop the)(?: (?:the|in|at|for|my|to|a|do|come to|go to|it'?s))*\s*$",
    re.I,
)
_AFTER = re.compile(
    r"^\s*(?:(?:doesn'?t|does not|won'?t|isn'?t|is not|is no longer) (?:work|good|possible|right"
    r"|correct|it|an option)"
    r"|(?:is|was) (?:wrong|too far|the old one))",
    re.I,
)
# Between the value given up and the one that replaces it.
_REPLACED = re.compile(
    r"^[\s,.;—–-]*(?:(?:oh|no|nope|wait|sorry|oops|actually|scratch that|i mean(?:t)?|make (?:it"
    r"|that)|or rather|rather"
    r"|correction)[\s,.;!—–-]*)+(?:(?:it'?s|in|at|the|is)\s+)*$",
    re.I,
)
_CHANGED = re.compile(r"\b(?:chang|switch|mov|swap|from|go from)\w*\b[^.?!]*$", re.I)
_TO = re.compile(r"^\s*(?:\w+\s+)?(?:to|into|for|with)(?:\s+(?:the|in|a))?\s*$", re.I)


def rejected(text: str, places: Sequence[Place]) -> list[bool]:
    """For each place of a value of one kind, in order, whether the client gives that value up."""
    result = []
    for i, (start, end) in enumerate(places):
        gap = text[end : places[i + 1][0]] if i + 1 < len(places) else None
        replaced = gap is not None and bool(
            _REPLACED.search(gap) or (_TO.search(gap) and _CHANGED.search(text[:start]))
        )
        result.append(replaced or bool(_BEFORE.search(text[:start]) or _AFTER.search(text[end:])))
    return result
