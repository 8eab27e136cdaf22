"""Turns what people type into plain words, each of which still knows where it stood in the original.

Bounded: text past `LIMIT` characters is not read. Never raises on any string.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

LIMIT = 4000

# How strongly a word is cut off from the word before it: not at all, by a comma or line end, by a full stop.
Break = Literal[0, 1, 2]


@dataclass(frozen=True, slots=True)
class Word:
    """A plain lower-case word without accents, with its place in the original text."""

    text: str
    start: int
    end: int
    cut: Break = 0


@dataclass(frozen=True, slots=True)
class Folded:
    """Text folded to plain characters; `origins[i]` is the index in the original of character i."""

    text: str
    origins: list[int]


_QUOTES = dict.fromkeys("’‘ʼ`´＇′ʹ‛", "'") | dict.fromkeys("“”„‟«»″", '"')
# Letters of other alphabets that look like ours; somebody's keyboard, or a trick, puts them into our words.
_LOOKALIKES = str.maketrans("асеіјорѕухνο", "aceijopsyxvo")
_LINK = re.compile(
    r"(?:https?://|www\.)\S{1,2000}|[^\s@]{1,64}@[^\s@]{1,255}"
    r"|(?<![\w.])(?:[\w-]{1,63}\.){1,4}(?:com|org|net|edu|gov|info|io|co|us|uk|es|mx|html?|pdf|php)\b(?:/\S{0,500})?"
)
_PHONE = re.compile(r"(?<![\d.])(?:\+?1[\s.-]?)?(?:\(?\d{3}\)?[\s.-]?)?\d{3}[\s.-]?\d{4}(?!\d)")
_PRICE = re.compile(r"[$€£]\s?\d+(?:[.,]\d+)?")
_PIECE = re.compile(r"\d+[.,:]\d+|w/o\b|w/|[^\W_]+(?:'[^\W_]+)*|\n+|\.{2,}|…|[.!?;,:()\"/—–|]|[^\w\s]")
_HARD = frozenset(".!?;|")
_SOFT = re.compile(r"\.{2,}|\n+|[^\w\s']")
_ENDINGS = (("n't", "nt"), ("'s", ""), ("'m", " am"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"))


def fold(text: str) -> Folded:
    """Lower case without accents, typographic quotes, invisible or control characters.

    Nothing is cut out of it that a reader would see, but for what stands past `LIMIT`.
    """
    text = text[:LIMIT]
    if text.isascii() and text.isprintable():
        return Folded(text.lower(), list(range(len(text))))
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for plain in _plain(character):
            characters.append(plain)
            origins.append(index)
    return Folded("".join(characters), origins)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character in _QUOTES:
        return _QUOTES[character]
    if character in "\n\r\u2028\u2029":
        return "\n"
    folded = unicodedata.normalize("NFKD", character).casefold().translate(_LOOKALIKES)
    return "".join(_QUOTES.get(c, c) for c in map(_visible, folded) if c)


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    return " " if category[0] in "CZ" else character


def hide_addresses(text: str) -> str:
    """Blank out web and e-mail addresses, phone numbers and prices: no flag and no age is read in them.

    Length stays the same.
    """
    if "@" in text or "." in text:
        text = _LINK.sub(_blank, text)
    return _PRICE.sub(_blank, _PHONE.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    return "," * len(match[0])


def words_of(folded: Folded, spell: Callable[[str], tuple[str, ...]]) -> tuple[Word, ...]:
    """The words of a folded text; `spell` gives the plain word or words for each one written."""
    return tuple(_words(folded, spell))


def _words(folded: Folded, spell: Callable[[str], tuple[str, ...]]) -> Iterator[Word]:
    cut: Break = 0
    for match in _PIECE.finditer(hide_addresses(folded.text)):
        piece = match[0]
        if piece in _HARD:
            cut = 2
            continue
        if _SOFT.fullmatch(piece):
            cut = max(cut, 1)
            continue
        start, end = folded.origins[match.start()], folded.origins[match.end() - 1] + 1
        for text in _spelled(piece, spell):
            yield Word(text, start, end, cut)
            cut = 0


def _spelled(piece: str, spell: Callable[[str], tuple[str, ...]]) -> Iterator[str]:
    for ending, written_out in _ENDINGS:
        if piece.endswith(ending) and len(piece) > len(ending):
            piece = piece[: -len(ending)] + written_out
            break
    for part in piece.replace("'", "").replace(",", ".").split():
        yield from spell(part)
