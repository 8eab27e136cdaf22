"""Splits a message into what it asks and what it wants: two questions are two parts, a story is none.

Every cut has to prove itself: both sides must be understood on their own, as two different things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from components.clauses import (
    Clause,
    Place,
    answer_end,
    clauses,
    goes_on,
    greeting_end,
    is_marked_question,
    is_question,
    is_request,
    seams,
)
from components.label_model import Guess
from components.parse_format import NOT_UNDERSTOOD

# Clauses after that are not read: the time of a parse must not grow with the message.
MOST_CLAUSES = 8
MOST_PARTS = 6
# Of a message with more clauses the seams are not tried.
MOST_SEAMED = 4
# Where nothing else is said, no guess is needed: it is an answer, or a wish, to be taken as it is.
SURE_OF_VALUES = 0.95
_TOPIC = "faq/"
GREETING, VALUE = "greet", "inform"
SURE_OF_REQUEST = 0.6
SURE_OF_QUESTION = 0.5
# Said as a statement and still worth an answer of its own.
STATED = frozenset({"complaint", "confirm_appointment", "correction"})
SURE_OF_STATED = 0.85
# Wanted, however it is said: "I can't make it tomorrow", "none of these, keep me in mind if one frees up".
WISHES = frozenset({"book", "cancel_appointment", "human_handoff", "reschedule", "start_over", "waitlist"})
# Asked, with or without a question: "check my appointment".
ASKED = frozenset({"check_availability", "my_appointment"})
SEAMED = WISHES - {"start_over"} | ASKED
SURE_OF_WISH = 0.9
# Where nothing but the meaning speaks for a cut, both sides must be as clear as this.
SURE_OF_SEAM = 0.8
# Below this the whole message is doubtful, and a clause that is so much clearer speaks for it.
UNSURE, CLEARER = 0.6, 0.2
# Above this a guess about the whole is believed rather than that there is nothing in it but values.
SURE_OF_MEANING = 0.85
# Said in passing, before or after what somebody really came for.
PASSING = frozenset({"greet", "thanks", "bye"})
# What stands before a question as an answer of its own: "yes. how long does it take?"
ANSWERS = frozenset({"affirm", "deny"})
MOST_WORDS_OF_ANSWER = 5
MOST_WORDS_OF_NAME = 4
_COURTESIES = re.compile(
    r"\b(?:please|pls|plz|thanks|thank|you|ty|ok|okay|um|uh|hi|hey|hello|it|it's|its|is|i'm|im|my|name|this|here|at|on|in|the|a|for"
    r"|of|or|and|to|maybe|preferably|ideally|office|location|one|works|work|would|be|good|great|fine|best|perfect|let's|lets|do"
    r"|i'll|ill|take|go|with|like|prefer|any|either|both|number|phone|cell|email|around|then|me|under|say|probably)\b",
    re.I,
)

Classify = Callable[[str], list[Guess]]


@dataclass(frozen=True)
class Part:
    """A stretch of the message with a label of its own; `ranking` are its guesses, the likeliest first.

    What is said `aside` is never what the message is about; what is `told` ends with a question about it.
    """

    start: int
    end: int
    label: str
    confidence: float
    ranking: tuple[Guess, ...] = ()
    aside: bool = False
    told: bool = False

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

    def parts(
        self, message: str, whole: list[Guess], values: Sequence[Place], names: Sequence[Place] = ()
    ) -> list[Part]:
        """The parts in order, at least one; `whole` ranks the message.

        `values` are the places of values in it, `names` those of words that may be a person's name.
        """
        found = self._parts(message, whole, values, names)
        answer = answer_end(message)
        if answer is None or ANSWERS & {part.label for part in found}:
            return found
        label, end = answer
        asked = next((part for part in found if part.start <= end), found[0])
        # "yes, thank you so much": what the desk waits for is the yes.
        is_passing = {part.label for part in found} <= PASSING
        is_nothing_else = asked.label in {*PASSING, NOT_UNDERSTOOD, "correction", "repeat", "sms_keyword"}
        has_pause = message[:end].rstrip()[-1] in ",.!" and _is_wanted(asked)
        if not is_passing and (is_nothing_else or not (has_pause or goes_on(message[end:]))):
            return found
        # "nope what else is there?": a no, and a question that the message is about.
        rest = replace(asked, start=end) if asked.start < end < asked.end else asked
        said = Part(
            0, len(message[:end].rstrip(" ,.!")), label, 1.0, (Guess(label, 1.0),), aside=not is_passing
        )
        return [said, *(rest if part is asked else part for part in found)][:MOST_PARTS]

    def _parts(
        self, message: str, whole: list[Guess], values: Sequence[Place], names: Sequence[Place]
    ) -> list[Part]:
        start = greeting_end(message)
        everything = self._one(message, 0, len(message), whole, [*values, *names])
        if start and everything.label == GREETING:
            return [everything]
        opening = (
            [Part(0, len(message[:start].rstrip()), GREETING, 1.0, (Guess(GREETING, 1.0),))] if start else []
        )
        rest = (
            self._one(message, start, len(message), self.classify(message[start:]), [*values, *names])
            if start
            else everything
        )
        pieces = clauses(message, [*values, *names], start)
        if len(pieces) < 2:
            return [*opening, *(self._at_a_seam(message, rest, [*values, *names]) or [rest])]
        own = [self._clause(message, piece, values, names) for piece in pieces[:MOST_CLAUSES]]
        found = self._proven(message, own)
        if len({part.label for part in found}) < 2:
            if beside := self._after_values(message, own):
                return [*opening, *beside]
            one = self._surest(found, rest, crowded=len(pieces) > MOST_CLAUSES)
            two = self._at_a_seam(message, rest, [*values, *names]) if len(pieces) < MOST_SEAMED else None
            return [*opening, *(two or [one])]
        return [*opening, *found][:MOST_PARTS]

    def _one(self, message: str, start: int, end: int, ranking: list[Guess], values: Sequence[Place]) -> Part:
        best = ranking[0]
        means_more = best.label != VALUE and best.confidence >= SURE_OF_MEANING
        inside = [(a - start, b - start) for a, b in values if start <= a and b <= end]
        if not means_more and is_only_values(message[start:end], inside):
            return Part(start, end, VALUE, SURE_OF_VALUES, _led_by(VALUE, ranking))
        label = best.label if self.understood(best) else NOT_UNDERSTOOD
        return Part(start, end, label, best.confidence, tuple(ranking))

    def _clause(self, message: str, piece: Clause, values: Sequence[Place], names: Sequence[Place]) -> Part:
        ranking = self.classify(piece.text(message))
        # "Stamford, is there parking?": on its own the office would look like a question about offices.
        inside = [
            (a - piece.start, b - piece.start) for a, b in values if piece.start <= a and b <= piece.end
        ]
        named = [(a - piece.start, b - piece.start) for a, b in names if piece.start <= a and b <= piece.end]
        is_name = ranking[0].label == VALUE and is_only_values(piece.text(message), [*inside, *named])
        if is_name or is_only_values(piece.text(message), inside):
            return Part(piece.start, piece.end, VALUE, SURE_OF_VALUES, _led_by(VALUE, ranking))
        part = self._one(message, piece.start, piece.end, ranking, [*values, *names])
        return replace(part, told=piece.told)

    def _proven(self, message: str, own: Sequence[Part]) -> list[Part]:
        """The clauses that stand on their own, neighbours that say the same in one."""
        asked = [part for part in own if self._asks(message, part)]
        found: list[Part] = []
        for part in own if asked else ():
            if found and found[-1].label == part.label and part in asked:
                found[-1] = replace(
                    found[-1], end=part.end, confidence=max(found[-1].confidence, part.confidence)
                )
            elif part in asked or self._accompanies(message, part, asked):
                found.append(part)
        return found

    def _after_values(self, message: str, own: Sequence[Part]) -> list[Part] | None:
        """The values that a message begins with, and a question that only all the rest of it makes clear."""
        count = next((i for i, part in enumerate(own) if not _is_values(message, part)), len(own))
        if not 0 < count < len(own):
            return None
        start, end = own[count].start, own[-1].end
        rest = self._one(message, start, end, self.classify(message[start:end]), ())
        if not _takes_no_values(rest.label) or rest.confidence < SURE_OF_QUESTION:
            return None
        return [replace(own[0], end=own[count - 1].end), rest]

    def _at_a_seam(self, message: str, rest: Part, values: Sequence[Place]) -> list[Part] | None:
        """Two parts where the meaning alone says so: "the jaw work and the belly one"."""
        best: list[Part] | None = None
        for pair in seams(message, values, rest.start):
            parts = [
                self._one(message, side.start, side.end, self.classify(side.text(message)), values)
                for side in pair
            ]
            if best is None or _doubt(parts) < _doubt(best):
                best = parts
        return best if best and _doubt(best) <= 1 - SURE_OF_SEAM else None

    def _asks(self, message: str, part: Part) -> bool:
        """Whether it is a question or a wish that is understood, or a question that should have been."""
        text = message[part.start : part.end]
        if part.label == VALUE:
            return False
        if is_marked_question(text):
            return True
        if part.label == NOT_UNDERSTOOD:
            return False
        if part.told or is_question(text) or (text.endswith("?") and _is_wanted(part)):
            return part.confidence >= SURE_OF_QUESTION
        if part.label in WISHES | ASKED and part.confidence >= SURE_OF_WISH:
            return True
        return is_request(text) and part.confidence >= SURE_OF_REQUEST

    def _accompanies(self, message: str, part: Part, asked: Sequence[Part]) -> bool:
        """Whether it says something of its own beside what is asked: a value, a yes, a word of thanks."""
        if part.label == VALUE:
            # Values beside a wish belong to it: "book me in, friday".
            return _is_values(message, part) and all(_takes_no_values(p.label) for p in asked)
        if part.label in STATED:
            return part.confidence >= SURE_OF_STATED
        is_short = len(message[part.start : part.end].split()) <= MOST_WORDS_OF_ANSWER
        return part.label in ANSWERS | PASSING and is_short and part.confidence >= SURE_OF_REQUEST

    def _surest(self, found: Sequence[Part], rest: Part, *, crowded: bool) -> Part:
        """One part for all of it: labelled as a whole, unless its question or wish is much clearer."""
        own = next((p for p in found if p.label not in {VALUE, NOT_UNDERSTOOD, *PASSING, *ANSWERS}), None)
        is_clearer = rest.confidence < UNSURE and own and own.confidence > rest.confidence + CLEARER
        # Of a message with more clauses than are read, the whole says nothing.
        if own and (is_clearer or crowded):
            return replace(own, start=rest.start, end=rest.end)
        return rest


def _is_values(message: str, part: Part) -> bool:
    """Whether it gives values alone, as far as can be told: a name is only guessed."""
    text = message[part.start : part.end].strip(" ,.")
    is_name = text.istitle() and len(text.split()) <= MOST_WORDS_OF_NAME
    is_sure = part.confidence == SURE_OF_VALUES or (is_name and part.confidence >= SURE_OF_REQUEST)
    return part.label == VALUE and is_sure


def _is_wanted(part: Part) -> bool:
    return part.label.startswith(_TOPIC) or part.label in SEAMED


def _takes_no_values(label: str) -> bool:
    return label.startswith(_TOPIC) or label in {NOT_UNDERSTOOD, "human_handoff"}


def _doubt(pair: Sequence[Part]) -> float:
    """How doubtful it is that two parts are two things that are asked or wanted; 1 when they are not."""
    wanted = all(_is_wanted(part) for part in pair)
    return 1 - min(part.confidence for part in pair) if wanted and pair[0].label != pair[1].label else 1.0


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
