"""Links to pictures, films and files: they cannot be viewed here, and nothing is read out of an address."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.turn import Turn

_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
# "Here is my MRI" goes with the link; more than that is a message of its own.
FEW_WORDS = 5


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where addresses stand in a text."""
    return tuple(match.span() for match in _LINK.finditer(text))


def is_inside(start: int, links: Iterable[tuple[int, int]]) -> bool:
    """Whether a place in the text lies within one of its links."""
    return any(begin <= start < end for begin, end in links)


def pass_over(turn: "Turn") -> bool:
    """Say that a link cannot be opened, then ask what is open; what stands beside it is served as ever."""
    text = turn.message.text
    if turn.message.chosen or not spans(text) or turn.draft.asked == "message":
        return False
    turn.say("utter_cannot_view")
    if turn.said.has_values or len(_LINK.sub("", text).split()) > FEW_WORDS:
        return False
    turn.resume()
    return True
