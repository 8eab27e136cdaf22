"""Reads a reply as a person does: its words, and what can be chosen.

Which question a sentence asks is found by comparing it with the wording in data/responses.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import yaml

from tests.support.running import ROOT

ASKS = "utter_ask_"
_PLACE = re.compile(r"\{(\w+)\}")
_SHORT = re.compile(r"^\w{3}, (\w{3} \d{1,2}), (\d{1,2}:\d\d [AP]M)(?:, (\w+))?$")
_FULL = re.compile(r"^\w+, (\w+ \d{1,2})(?:, (\d{4}))? at (\d{1,2}:\d\d [AP]M)$")
# A wording that is nothing but a value could be any sentence.
_FEWEST_LETTERS = 8


@dataclass(frozen=True)
class Bubble:
    """One message of the desk: the wordings that it can be, and the values found in it."""

    text: str
    names: tuple[str, ...]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Reading:
    """A whole reply. `question` is the last question in it, without "_again"; `titles` are its choices."""

    bubbles: tuple[Bubble, ...]
    titles: tuple[str, ...]
    last_titles: tuple[str, ...]

    @property
    def question(self) -> str | None:
        for bubble in reversed(self.bubbles):
            for name in bubble.names:
                if name.startswith(ASKS):
                    return name.removeprefix(ASKS).removesuffix("_again").removesuffix("_plain")
        return None

    @property
    def question_text(self) -> str:
        """The last question with its choices, word for word."""
        asked = [b.text for b in self.bubbles if any(n.startswith(ASKS) for n in b.names)]
        return "\n".join([*asked[-1:], *self.last_titles])

    @property
    def text(self) -> str:
        return "\n".join(b.text for b in self.bubbles)

    def says(self, *names: str) -> bool:
        """Whether one of these wordings is among what was said."""
        return any(name in b.names for b in self.bubbles for name in names)

    def value(self, name: str) -> str:
        """A value of the last bubble that has it; empty where none has."""
        return next((b.values[name] for b in reversed(self.bubbles) if name in b.values), "")


def read(messages: Sequence[Mapping[str, Any]]) -> Reading:
    """A reply of the chat contract."""
    titles = [tuple(c["title"] for c in m.get("choices") or ()) for m in messages]
    return Reading(
        tuple(_bubble(str(m["text"])) for m in messages),
        tuple(t for own in titles for t in own),
        titles[-1] if titles else (),
    )


def offered_time(title: str) -> tuple[datetime, str | None] | None:
    """The local time, and the office where it is named, of "Thu, Dec 3, 3:00 PM, Westport"."""
    found = _SHORT.match(title)
    if not found:
        return None
    day, clock, office = found.groups()
    return _near(day, "%b", clock), office.casefold() if office else None


def said_time(words: str) -> datetime | None:
    """The local time in "Thursday, December 3 at 3:00 PM", with or without the year."""
    found = _FULL.match(words)
    return _near(found[1], "%B", found[3]) if found else None


def _near(day: str, month: str, clock: str) -> datetime:
    """The coming such day: the conversations play in November 2026, and nothing is booked a year ahead."""
    shown = datetime.strptime(f"2026 {day} {clock}", f"%Y {month} %d %I:%M %p")  # noqa: DTZ007 - as it is read
    return shown if shown.month >= 11 else shown.replace(year=2027)


def _bubble(text: str) -> Bubble:
    found = [(name, match) for name, pattern in _wordings() if (match := pattern.fullmatch(text))]
    names = tuple(dict.fromkeys(name for name, _ in found))
    return Bubble(text, names, found[0][1].groupdict() if found else {})


@cache
def _wordings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every wording as a pattern, the most particular ones first."""
    found = []
    for path in sorted((ROOT / "data" / "responses").glob("*.yml")):
        for name, variants in yaml.safe_load(path.read_text("utf-8"))["responses"].items():
            found += [(name, text) for v in variants if _letters(text := v["text"]) >= _FEWEST_LETTERS]
    found.sort(key=lambda pair: -_letters(pair[1]))
    return tuple((name, _pattern(text)) for name, text in found)


def _letters(text: str) -> int:
    return len(_PLACE.sub("", text))


def _pattern(text: str) -> re.Pattern[str]:
    pieces, seen = [], set()
    for index, piece in enumerate(_PLACE.split(text)):
        if index % 2 == 0:
            pieces.append(re.escape(piece))
        elif piece in seen:
            pieces.append(f"(?P={piece})")
        else:
            seen.add(piece)
            pieces.append(f"(?P<{piece}>.+?)")
    return re.compile("".join(pieces), re.S)
