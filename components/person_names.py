"""Reads the name that somebody gives: "it's dana", "my name is Ann-Marie O'Neil", "under Jordan Ames"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_PART = r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*"
_CUE = re.compile(
    r"\b(?P<cue>my (?:full )?name(?:'?s| is| is:)?|the name(?:'?s| is)|name(?:'?s| is|:)|(?:put"
    r"|book|have) (?:it|me|us) under(?: the name)?"
    r"|under(?: the name(?: of)?)?|call me|this is|(?:hi|hey|hello),? (?:it'?s|its|this is|i'?m"
    r"|im)|it'?s|it is|i'?m|i am|im|me llamo|soy"
    r"|appointment for|(?:wife|husband|son|daughter|mom|mother|dad|father|friend|partner|sister"
    r"|brother)(?:'s name is|,)?"
    r"|names?|in the name of|for:?)\s+(?=[^\W\d_])",
    re.I,
)
_SIGNED = re.compile(
    rf"(?:thanks|thank you|best|regards|cheers|sincerely)[,!.\s–-]+(?P<name>{_PART}(?: {_PART}){{0,2}})\W*$",
    re.I,
)
_HERE = re.compile(rf"^(?:hi|hey|hello)?[,\s]*(?P<name>{_PART}(?: {_PART})?) here\b", re.I)
# All that stands between two commas, or between a comma and the number.
_BESIDE = re.compile(rf"(?:^|[,;\n])[\s,;:–-]*(?P<name>{_PART}(?:\s+{_PART}){{0,3}})[\s,;:–.-]*(?=$|[,;\n])")
_CONTACT = frozenset(
    [
        "address",
        "call",
        "cell",
        "cellphone",
        "contact",
        "email",
        "fax",
        "home",
        "mail",
        "mobile",
        "number",
        "phone",
        "reach",
        "tel",
        "telephone",
        "text",
        "try",
        "use",
        "work",
        "works",
    ]
)
_NAME = re.compile(rf"{_PART}(?:\s+{_PART}){{0,3}}")
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "da",
        "di",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "al",
        "el",
        "san",
        "st",
        "mac",
        "mc",
        "le",
        "du",
        "dos",
        "y",
    ]
)
# Weak cues stand before all kinds of words: the name after them has to look like one.
_WEAK = frozenset(
    {
        "it's",
        "its",
        "it is",
        "i'm",
        "im",
        "i am",
        "this is",
        "for",
        "names",
        "name",
        "under",
        "soy",
        "appointment for",
    }
)
_RELATIONS = frozenset(
    [
        "wife",
        "husband",
        "son",
        "daughter",
        "mom",
        "mother",
        "dad",
        "father",
        "friend",
        "partner",
        "sister",
        "brother",
    ]
)
_NO_NAME_ENDING = re.compile(r"[a-z](?:ing|ous|ful|ible|able|ive|less|ness|tion)$|n['’]t$")
# "For Dec 18", though June and April are names.
_DATE = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.? (?:the )?\d{1,2}(?!\d)", re.I
)
_THOUGHT_ENDS = re.compile(r"\s*(?:$|[,.;!/\n]|and\b|here\b|\d|again\b)")
_MORE_THAN_A_NAME = re.compile(
    r"\s+(?:and|for|at|on|in|here|from|with|but|so|i|my|is|the|please|pls|phone|number|cell|calling|texting)\b.*",
    re.I | re.S,
)


@lru_cache(maxsize=1)
def no_names() -> frozenset[str]:
    """Words that stand where a name could stand and are none: "I'm free", "this is ridiculous"."""
    return frozenset((Path(__file__).parent / "no_names.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True)
class Name:
    """A person's name as it is written properly; it stands at `start`..`end`."""

    value: str
    start: int
    end: int


def name_in(text: str) -> Name | None:
    """The name that the message gives, the first one where there are several; None where it gives none."""
    for match in _CUE.finditer(text):
        cue = re.sub(r"^(?:hi|hey|hello),? ", "", match["cue"].casefold()).replace("’", "'")
        if found := _after_cue(text, match.end(), cue.rstrip(",:")):
            return found
    for pattern in (_HERE, _SIGNED):
        signed = pattern.search(text)
        if signed and not _words(signed["name"]) & no_names():
            return Name(proper(signed["name"]), *signed.span("name"))
    return None


def name_beside(text: str, start: int, end: int) -> Name | None:
    """The name that stands alone beside a number or address at `start`..`end`: "dana reyes 203-555-0142"."""
    for place, stretch in ((0, text[:start]), (end, text[end:])):
        for match in _BESIDE.finditer(stretch):
            words = match["name"].split()
            if not _words(match["name"]) & (no_names() | _CONTACT) and len(words[0]) > 1:
                return Name(proper(match["name"]), place + match.start("name"), place + match.end("name"))
    return None


def _after_cue(text: str, place: int, cue: str) -> Name | None:
    match = _NAME.match(text, place)
    if not match or _DATE.match(text, place):
        return None
    is_weak = cue in _WEAK or cue in _RELATIONS
    written = _MORE_THAN_A_NAME.sub("", match.group()).rstrip(" .'’-")
    kept = _name_words(written.split(), is_weak=is_weak)
    if not kept or _NO_NAME_ENDING.search(kept[0].casefold()) or len(kept[0]) < 2 or len("".join(kept)) > 60:
        return None
    end = place + len(written[: _end_of(written, len(kept))])
    has_capital = kept[0][0].isupper() and not text.isupper()
    # "I'm dizzy", "it's raining", "good for anxiety": after a weak cue a small word seldom is a name.
    if is_weak and not has_capital and (cue == "for" or not _THOUGHT_ENDS.match(text, end)):
        return None
    return Name(proper(" ".join(kept)), place, end)


def _name_words(words: list[str], *, is_weak: bool) -> list[str]:
    """The words from the first on that can be parts of one name."""
    kept: list[str] = []
    for word in words:
        is_particle = word.casefold() in _PARTICLES
        breaks_off = kept and is_weak and word[0].islower() and kept[0][0].isupper() and not is_particle
        if word.casefold() in no_names() or breaks_off:
            break
        kept.append(word)
    while kept and kept[-1].casefold() in _PARTICLES:
        kept.pop()
    return kept


def _end_of(written: str, count: int) -> int:
    return [m.end() for m in re.finditer(r"\S+", written)][count - 1]


def _words(name: str) -> set[str]:
    return {word.casefold() for word in name.split()}


def proper(name: str) -> str:
    """Capitals for a name typed without any, or in nothing but them; otherwise as it was written."""
    if name not in (name.lower(), name.upper()):
        return name
    return " ".join(
        word.lower() if word.casefold() in _PARTICLES and i else _capitals(word)
        for i, word in enumerate(name.split())
    )


def _capitals(word: str) -> str:
    return re.sub(r"(^|['’-])([^\W\d_])", lambda m: m[1] + m[2].upper(), word.lower())
