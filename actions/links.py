"""Addresses of pictures, films and files in a text: nothing is read out of them. Pure."""

import re

_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.I)

Span = tuple[int, int]


def links_in(text: str) -> tuple[Span, ...]:
    """Where addresses stand in a text, the end not included."""
    return tuple(match.span() for match in _LINK.finditer(text))


def is_inside(start: int, links: tuple[Span, ...]) -> bool:
    """Whether a place in the text lies within one of its links."""
    return any(begin <= start < end for begin, end in links)


def beside_links(text: str) -> str:
    """What a text says beside its links."""
    return _LINK.sub(" ", text).strip()
