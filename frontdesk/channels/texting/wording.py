"""Texts as they leave by SMS: one bubble for a turn, numbered choices, GSM-7, two segments at most."""

import unicodedata
from collections.abc import Mapping, Sequence

import smsutil

ONE_SEGMENT = 160
TWO_SEGMENTS = 306
_FOLDS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "•": "-",
        "·": "-",
        "\u202f": " ",
    }
)


def fold(text: str) -> str:
    """The text in GSM-7: typography made plain, foreign accents dropped, the unknown left out."""
    return "".join(_folded(char) for char in text.translate(_FOLDS))


def segments(text: str) -> int:
    """How many segments the network counts and charges."""
    return len(smsutil.split(text).parts)


def compose(bubbles: Sequence[str], choices: Sequence[Mapping[str, str]] = ()) -> str:
    """One text for a whole turn: the bubbles, then the choices with the numbers that answer them."""
    numbered = [f"{n}) {choice['title']}" for n, choice in enumerate(choices, start=1)]
    return fold("\n".join([*bubbles, *numbered]))


def split_to_fit(text: str, limit: int = TWO_SEGMENTS) -> list[str]:
    """The text in pieces of at most `limit` septets, cut between lines or sentences where possible."""
    pieces: list[str] = []
    rest = text
    while _septets(rest) > limit:
        cut = _last_break(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest]


def _folded(char: str) -> str:
    if smsutil.is_valid_gsm(char):
        return char
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return plain if plain and smsutil.is_valid_gsm(plain) else ""


def _septets(text: str) -> int:
    # Characters of the extension table (brackets, euro sign) take two.
    return len(text) + sum(char in "^{}\\[~]|€" for char in text)


def _last_break(text: str, limit: int) -> int:
    fitting = limit
    while _septets(text[:fitting]) > limit:
        fitting -= 1
    window = text[:fitting]
    for mark in ("\n", ". ", "? ", " "):
        at = window.rfind(mark)
        if at > limit // 3:
            return at + len(mark)
    return fitting
