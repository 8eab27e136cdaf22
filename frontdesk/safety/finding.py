"""What the safety check says about a message: which flag, how urgent, in which language."""

from dataclasses import dataclass
from typing import Literal

Tier = Literal["A", "B", "C", "D"]
Language = Literal["en", "es"]

# The order in which tiers are answered: emergency, crisis, same day, hold.
TIER_ORDER: tuple[Tier, ...] = ("A", "D", "B", "C")


@dataclass(frozen=True)
class Finding:
    """One flag in one message. It carries no words of the message, only where they stand.

    `span` counts characters of the text as it was given (of the newest text in a burst; a flag that began in
    an earlier text starts at 0).
    """

    tier: Tier
    rule: str
    label: str
    language: Language
    version: str
    span: tuple[int, int]
