"""Splits a message into what it asks and what it wants: two questions are two parts, a story is none.

Every cut has to prove itself: both sides must be understood on their own, as two different things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from components.clauses import Clause, Place, clauses, greeting_end, is_question, is_request
from components.label_model import Guess
from components.parse_format import NOT_UNDERSTOOD

# More clauses than that are read as one: the time of a parse must not grow with the message.
MOST_CLAUSES = 8
MOST_PARTS = 6
# Where nothing else is said, no guess is needed: it is an answer, or a wish, to be taken as it is.
SURE_OF_VALUES = 0.95
_TOPIC = "faq/"
GREETING, VALUE = "greet", "inform"
SURE_OF_REQUEST = 0.6
SURE_OF_QUESTION = 0.5
# Said in passing, before or after what somebody really came for.
PASSING = frozenset({"greet", "thanks", "bye"})
# What stands before a question as an answer of its own: "yes. how long does it take?"
ANSWERS = frozenset({"affirm", "deny"})
_COURTESIES = re.compile(
    r"\b(?:please|pls|plz|thanks|thank|you|ty|ok|okay|um|uh|hi|hey|hello|it|it's|its|is|i'm|im|my|name|this|here|at|on|in|the|a|for"
    r"|of|or|and|to|maybe|preferably|ideally|office|location|one|works|work|would|be|good|great|fine|best|perfect|let's|lets|do"
    r"|i'll|ill|take|go|with|like|prefer|any|either|both|number|phone|cell|email|around|then|me|under|say|probably)\b",
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
        everything = self._one(message, 0, len(message), whole, values)
        if start and everything.label == GREETING:
            return [everything]
        opening = (
            [Part(0, len(message[:start].rstrip()), GREETING, 1.0, (Guess(GREETING, 1.0),))] if start else []
        )
        rest = (
            self._one(message, start, len(message), self.classify(message[start:]), values)
            if start
            else everything
        )
        pieces = clauses(message, values, start)
        if not 1 < len(pieces) <= 4 * MOST_CLAUSES:
            return [*opening, rest]
        own = [self._clause(message, piece, values) for piece in pieces[:MOST_CLAUSES]]
        found = self._proven(message, own)
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

    def _proven(self, message: str, own: Sequence[Part]) -> list[Part]:
        """The clauses that stand on their own, neighbours that say the same in one."""
        standing = [part for part in own if self._stands(message, part)]
        asked = [
            p
            for p in standing
            if is_question(message[p.start : p.end]) or p.label not in ANSWERS | PASSING | {VALUE}
        ]
        found: list[Part] = []
        for part in standing:
            if found and found[-1].label == part.label:
                found[-1] = replace(
                    found[-1], end=part.end, confidence=max(found[-1].confidence, part.confidence)
                )
            elif part.label != VALUE or _goes_with_questions(asked):
                found.append(part)
        return found

    def _stands(self, message: str, part: Part) -> bool:
        text = message[part.start : part.end]
        if part.label == VALUE or (part.label in ANSWERS | PASSING and len(text.split()) <= 4):
            return part.confidence >= SURE_OF_REQUEST
        if is_question(text):
            return part.label == NOT_UNDERSTOOD or part.confidence >= SURE_OF_QUESTION
        return is_request(text) and part.label != NOT_UNDERSTOOD and part.confidence >= SURE_OF_REQUEST

    def _surest(self, found: Sequence[Part], rest: Part) -> Part:
        """One part for all of it: labelled as a whole, unless its question or wish is clearer than that."""
        own = next((p for p in found if p.label not in {VALUE, NOT_UNDERSTOOD, *PASSING, *ANSWERS}), None)
        if own and own.confidence > rest.confidence:
            return replace(own, start=rest.start, end=rest.end)
        return rest


def _goes_with_questions(asked: Sequence[Part]) -> bool:
    """Values beside questions answer something; beside a wish they belong to it: "book me, friday"."""
    return all(part.label.startswith(_TOPIC) or part.label == NOT_UNDERSTOOD for part in asked)


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
