"""Reads what somebody says after an emergency text: "This is my usual aura and my doctor knows".

It is no flag by itself, and it settles nothing: it is answered once, as a matter for today.
"""

import re
from collections.abc import Iterable
from functools import cache

import yaml

from frontdesk.safety.check import read
from frontdesk.safety.finding import Finding
from frontdesk.safety.normalise import fold
from frontdesk.safety.rulebook import RULES, rulebook

SAID_USUAL = "said_usual"
_SHORTLY = r"\b.{0,25}?\b"


def says_usual(text: str) -> Finding | None:
    """The finding, of tier B, for a message that calls what was flagged the person's usual; else None."""
    if not _explains().search(fold(text).text):
        return None
    reading = read(text)
    span = reading.words[0].start, reading.words[-1].end
    return Finding("B", SAID_USUAL, "red_flag_headache", reading.language, rulebook().version, span)


@cache
def _explains() -> re.Pattern[str]:
    words = yaml.safe_load((RULES / "usual.yml").read_text(encoding="utf-8"))
    usual, doctor, knows = (_any(words[name]) for name in ("usual", "doctor", "knows"))
    return re.compile(rf"\b(?:{usual}|{doctor}{_SHORTLY}{knows}|{knows}{_SHORTLY}{doctor})\b")


def _any(phrases: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases) + ")"
