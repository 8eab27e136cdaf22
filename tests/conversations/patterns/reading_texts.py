"""Reads a reply by text as `simulated.reading` reads one on the website.

A turn comes as one text, or as several that are cut to fit; the wordings are looked for inside it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import yaml

from frontdesk.channels.texting.wording import fold
from tests.conversations.simulated.reading import Bubble, Reading
from tests.support.running import ROOT

_NUMBERED = re.compile(r"(\d)\) (.*)")
_PLACE = re.compile(r"\{(\w+)\}")
_PRACTICE = yaml.safe_load((ROOT / "practice.yml").read_text("utf-8"))
_DAY = r"[MTWFS]\w+day, \w+ \d{1,2}"
_WHEN = rf"{_DAY}(?:, \d{{4}})? at \d{{1,2}}:\d\d [AP]M"
_OFFICE = "Stamford|Westport"
# What can stand in a wording's places; a place of another name takes as little as possible.
_VALUES = {
    "service_name": "|".join(re.escape(service["name"]) for service in _PRACTICE["services"].values()),
    "when": _WHEN,
    "old": _WHEN,
    "wish": rf"{_WHEN}|{_DAY}",
    "place": _OFFICE,
    "asked_for": f"{_OFFICE}|",
    "page": r"\S+",
    "until": r"\d{1,2}:\d\d [AP]M",
    "minutes": r"\d+",
    "numbered": r"1\) (?:(?! Reply| Otherwise| Or name).)+",
}
# A wording that is nothing but a value could be any sentence.
_FEWEST_LETTERS = 8


def read_texts(texts: Sequence[str]) -> Reading:
    """What one turn said in these texts; what no wording fits is a bubble without a name."""
    lines = [line for text in texts for line in text.splitlines()]
    titles = tuple(m[2] for line in lines if (m := _NUMBERED.match(line)))
    return Reading(tuple(_bubbles(" ".join(" ".join(lines).split()))), titles, titles)


def _bubbles(text: str) -> Iterator[Bubble]:
    at = 0
    for (begin, end), names in sorted(_found(text).items()):
        if text[at:begin].strip():
            yield Bubble(text[at:begin].strip(), (), {})
        yield Bubble(text[begin:end], tuple(names), {})
        at = end
    if text[at:].strip():
        yield Bubble(text[at:].strip(), (), {})


def _found(text: str) -> dict[tuple[int, int], list[str]]:
    """Where which wordings stand; a longer one wins over those within it."""
    found: dict[tuple[int, int], list[str]] = {}
    for name, pattern in _wordings():
        for match in pattern.finditer(text):
            if match.span() in found:
                found[match.span()].append(name)
            elif all(match.end() <= begin or end <= match.start() for begin, end in found):
                found[match.span()] = [name]
    return found


@cache
def _wordings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The wording of every response as it is used by text, the most particular ones first."""
    found = []
    for path in sorted((ROOT / "data" / "responses").glob("*.yml")):
        for name, variants in yaml.safe_load(path.read_text("utf-8"))["responses"].items():
            own = [v for v in variants if "condition" in v] or variants
            found += [(name, text) for v in own if _letters(text := v["text"]) >= _FEWEST_LETTERS]
    found.sort(key=lambda pair: -_letters(pair[1]))
    return tuple((name, _pattern(text)) for name, text in found)


def _letters(text: str) -> int:
    return len(_PLACE.sub("", text))


def _pattern(text: str) -> re.Pattern[str]:
    pieces = _PLACE.split(" ".join(fold(text).split()))
    parts = [f"(?:{_VALUES.get(p, '.+?')})" if n % 2 else re.escape(p) for n, p in enumerate(pieces)]
    # Within a sentence the name of a session begins with a small letter.
    return re.compile(rf"(?<!\S){''.join(parts)}(?!\S)", re.I)
