"""Splits a message into what it asks and what it wants: two questions are two parts, a story is none.

Every cut has to prove itself: both sides must be understood on their own, as two different things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from components.clauses import Clause, Place, clauses, greeting_end, is_question
from components.label_model import Guess
from components.parse_format import NOT_UNDERSTOOD

# More clauses than that are read as one: the time of a parse must not grow with the message.
MOST_CLAUSES = 8
MOST_PARTS = 6
# Where nothing else is said, no guess is needed: it is an answer, or a wish, to be taken as it is.
SURE_OF_VALUES = 0.95
GREETING, VALUE = "greet", "inform"
# A statement is more often the story around a question than a wish of its own.
SURE_OF_STATEMENT = 0.75
SURE_OF_QUESTION = 0.5
# A topic that is only mentioned in a statement is no question about it.
_TOPIC = "faq/"
_COURTESIES = re.compile(
    r"\b(?:please|pls|plz|thanks|thank|you|ty|ok|okay|sure|yes|yeah|yep|um|uh|hi|hey|hello|it|it's|its|is|i'm|im|my|name|this|here"
    r"|at|on|in|the|a|for|of|or|and|to|maybe|preferably|office|location|one|works|work|would|be|good|great|fine|best|perfect|let's"
    r"|lets|do|i'll|ill|take|go|with|i'd|like|prefer|want|any|either|both|number|phone|cell|email|first|time|afternoon|around|then"
    r"|can|could|we|me|mine|under|put|make|that|session|massage|appointment|actually|sorry|no|not|instead|new|client|just)\b",
    re.I,
)

Classify = Callable[[str], list[Guess]]


@dataclass(frozen=True)
class Part:
    """A stretch of the message with a label of its own; `ranking` are its guesses, the likeliest first."""

    start: int
    end: int
    label: str
    confidence: float
    ranking: tuple[Guess, ...] = ()

    def as_parse(self, message: str) -> dict[str, object]:
        """The part as it stands in Rasa's parse."""
        return {
            "start": self.start,
            "end": self.end,
            "text": message[self.start : self.end],
            "label": self.label,
            "confidence": self.confidence,
        }


@dataclass(frozen=True)
class Splitter:
    """`classify` ranks a text; `understood` says whether a best guess is good enough."""

    classify: Classify
    understood: Callable[[Guess], bool]

    def parts(self, message: str, whole: list[Guess], values: Sequence[Place]) -> list[Part]:
        """The parts in order, at least one; `whole` ranks the message, `values` are places in it."""
        start = greeting_end(message)
        opening = (
            [Part(0, len(message[:start].rstrip()), GREETING, 1.0, (Guess(GREETING, 1.0),))] if start else []
        )
        pieces = clauses(message, values, start)
        if not pieces or len(pieces) > 4 * MOST_CLAUSES:
            return [self._one(message, 0, len(message), whole, values)]
        rest = self._one(
            message, start, len(message), self.classify(message[start:]) if start else whole, values
        )
        if len(pieces) == 1:
            return [*opening, rest]
        own = [self._clause(message, piece, values) for piece in pieces[:MOST_CLAUSES]]
        found = self._proven(message, own, rest)
        if len({part.label for part in found}) < 2:
            return [*opening, self._surest(found, rest)]
        return [*opening, *found][:MOST_PARTS]

    def _one(self, message: str, start: int, end: int, ranking: list[Guess], values: Sequence[Place]) -> Part:
        if is_only_values(message[start:end], [(a - start, b - start) for a, b in values if a >= start]):
            return Part(start, end, VALUE, SURE_OF_VALUES, _led_by(VALUE, ranking))
        best = ranking[0]
        label = best.label if self.understood(best) else NOT_UNDERSTOOD
        return Part(start, end, label, best.confidence, tuple(ranking))

    def _clause(self, message: str, piece: Clause, values: Sequence[Place]) -> Part:
        ranking = self.classify(piece.text(message))
        inside = [(a, b) for a, b in values if a >= piece.start and b <= piece.end]
        return self._one(message, piece.start, piece.end, ranking, inside)

    def _proven(self, message: str, own: list[Part], rest: Part) -> list[Part]:
        """The clauses that stand on their own, each with the words around it that do not."""
        found: list[Part] = []
        for part in own:
            if not self._stands(message, part):
                continue
            if found and found[-1].label == part.label:
                found[-1] = replace(
                    found[-1], end=part.end, confidence=max(found[-1].confidence, part.confidence)
                )
            else:
                found.append(part)
        wishes = [part for part in found if part.label != VALUE]
        # Values that come with a wish belong to it: "book me in, stamford, thursday at 2".
        if len(wishes) == 1 and not wishes[0].label.startswith(_TOPIC):
            return [replace(wishes[0], start=rest.start, end=rest.end)]
        return found

    def _stands(self, message: str, part: Part) -> bool:
        if part.label == VALUE:
            return True
        if is_question(message[part.start : part.end]):
            return part.label == NOT_UNDERSTOOD or part.confidence >= SURE_OF_QUESTION
        return part.label != NOT_UNDERSTOOD and part.confidence >= SURE_OF_STATEMENT

    def _surest(self, found: list[Part], rest: Part) -> Part:
        """One part for all of it: the whole message, unless only a clause of it is understood."""
        if found and found[0].label != VALUE and found[0].confidence > rest.confidence:
            return replace(found[0], start=rest.start, end=rest.end)
        return rest


def _led_by(label: str, ranking: Sequence[Guess]) -> tuple[Guess, ...]:
    return (Guess(label, SURE_OF_VALUES), *(guess for guess in ranking if guess.label != label))


def is_only_values(text: str, values: Sequence[Place]) -> bool:
    """Whether nothing but values and courtesies is said, and nothing is asked."""
    if not values or "?" in text:
        return False
    left = list(text)
    for start, end in values:
        left[start:end] = " " * (min(end, len(left)) - start)
    return not re.search(r"\w", _COURTESIES.sub(" ", "".join(left)))
