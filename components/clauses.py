"""Cuts a message where one thing that is said ends and the next may begin; decides nothing about meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[int, int]

_END = re.compile(r"[.!?…]+(?=\s|$)|\?+|\n+|;")
# "Dr. Smith", "St. John", "p.m. works": no ends of sentences.
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|st|ave|apt|no|vs|etc|approx|e\.g|i\.e|[ap]\.?m|[a-z])\.)$", re.I
)
_JOINT = re.compile(
    r"\s*(?:,?\s*(?:and )?(?:otherwise|if (?:so|not|yes|no)\b,?)|,\s*(?:and|but|also|plus|then"
    r"|so|or)?|(?<=\s)(?:and(?: also| then)?|but|also|plus|&|btw|oh|though)"
    r"|(?<=\s)or(?=\s+(?:is|are|do|does|can|will|would|should)\b))\s+",
    re.I,
)
# Here something new may begin as well, when both sides turn out to mean something else.
_SEAM = re.compile(r",?\s+(?:and(?: also)?|or|but|though|plus|also|&|with(?=\s+(?:what|how)))\s+", re.I)
# What follows a joint can stand alone when it begins like a clause.
_CLAUSE = re.compile(
    r"(?:also |then |please |pls |oh |btw )*(?:what|how|where|when|which|who|why|do|does|did|is"
    r"|are|was|can|could|will|would"
    r"|should|may|might|am|shall|must|after|for how|for what|to what|with what|pay|drop|keep|none|has|have"
    r"|i|i'?m|i'?d|i'?ll|i'?ve|im|we|you|u|my|it|it'?s|its|there|that|she|he|they|any\w*|book|cancel|move"
    r"|reschedule|change|confirm|tell|let|send|text|call|please|pls|need|want|wanna|looking|put|make|schedule|hav|wat|wut|whats"
    r"|hows|wheres|thanks|thank|sorry|no|yes|yeah|never)\b",
    re.I,
)
# "When and where is it?" is one question.
_ASKING_WORD = re.compile(r"\b(?:what|how|where|when|which|who|why)\s*(?:,|and|or|&)*\s*$", re.I)
_SUBJECT = (
    r"(?:i|you|u|ya|we|she|he|it|they|there|this|that|these|those|the|an?|my|your|her|his|our|julie|any\w*|some\w*|all|both"
    r"|people|kids|children|insurance|massage|craniosacral|cranio|cst|csmt|tmj|parking|both)"
)
_LEAD = (
    r"^\W*(?:(?:and|but|also|so|ok|okay|oh|btw|plus|then|or|just|hi|hey|yes|no|thanks|sorry|quick question)"
    r"\W+)*"
)
_QUESTION = re.compile(
    rf"{_LEAD}(?:(?:what|how|why|wat|wut|whats|hows|wheres|what's|how's|where's|when's|who's)\b|(?:is|are|do|does|can|any)(?!')\b"
    rf"|(?:did|was|were|could|will|would|should|may|might|has|have|had)\s+{_SUBJECT}\b"
    r"|(?:after|for|to|with|at|by) (?:how|what|which)\b"
    r"|(?:where|when|which|who)(?!')\b(?! (?:is|are|was|has|have|had|means?|i|we|he|she|it|they)\b)"
    r"|where (?:is|are)\b|when (?:is|are|do|does|can)\b|who (?:is|are)\b|which (?:is|are) (?:better|best|the)"
    r"|(?:please )?tell me\b|wondering\b|i(?:'?d| would) like to know\b|i(?:'?m"
    r"| am) (?:wondering|curious)\b|curious\b)",
    re.I,
)
# A wish is said in an order or with a word of wanting; anything else that is stated is the story around it.
_REQUEST = re.compile(
    r"^\W*(?:and |but |also |so |ok |okay |then |yes |oh |or |hi |hey |just |please |pls |plz "
    r"|can you |could you |i'?d like to "
    r"|i would like to |i want to |i need to |i have to |i wanna |need to |want to |let'?s "
    r"|let me |lemme |id like to |would you )*"
    r"(?:book|schedule|reserve|cancel|reschedule|rebook|move|change|switch|push|confirm|get me"
    r"|put (?:me|us|her|him|julie|my)|start (?:over|again|from)|(?:tell|text|ping|notify) me|let me know"
    r"|sign me|add me|pencil me"
    r"|call me|have \w+ (?:call|phone|text|ring)|let me (?:talk|speak)|talk to|speak (?:to|with)"
    r"|connect me|i'?d like"
    r"|i would like|i want|i need|i wanna|need|want"
    r"|looking (?:to|for)|hoping to|stop)\b",
    re.I,
)
_GREETING = re.compile(
    r"^\W*(?:(?:hi+|hello+|hey+|heya|hiya|howdy|yo|hola|buenas|buenos dias|greetings"
    r"|good (?:morning|afternoon|evening|day))"
    r"(?:\s+(?:there|julie|again|all|everyone|team|to you|dear))*)\b[\s,.!:–-]*",
    re.I,
)

# "No problem" is no no.
_ANSWER = re.compile(
    r"^\W*(?P<word>yes|yeah|yep|yup|sure thing|no(?!\W+(?:problem|worries|rush))|nope|nah"
    r"|none of (?:these|those|them)|neither)\b(?: no\b)?[\s,.!]+(?:but )?(?=\w)",
    re.I,
)
# What an answer may give along with itself.
_GIVING = re.compile(r"(?:and )?(?:(?:my|the) (?:name|number|phone|cell|email)|it'?s\b|let me)", re.I)

# So plain a beginning of a question that no value reaches over it: "on Fridays and is this Friday free".
_OPENING = re.compile(
    rf"(?:(?:is|are|do|does|did|can|could|will|would|should)\s+{_SUBJECT}"
    r"|how (?:much|long|often|many|do|does)|what(?:'?s)?|any(?:thing)? (?:i|we)"
    r"|(?:please )?(?:book|cancel|reschedule|confirm)|(?:sign|put) (?:me|us)|let me know|tell me)\b",
    re.I,
)
# A question that asks about what was said before it: "I take warfarin, does that matter?"
_LEANING = re.compile(
    r"^\W*(?:so |but |and )?(?:(?:is|would|will|does|do|can|could|are|should|was) (?:that|this|it)\b"
    r"(?:\W+(?:an?|the|any|be|ok|okay|fine|alright|allowed|safe|bad|good|normal|possible|enough|too|so|late"
    r"|soon|still|problem|issue|deal|dealbreaker|breaker|idea|matter|work|count|help|affect|change|anything"
    r"|something|to|for|with|me|you|us|or|not|risky|risk|stop)\b){0,6}"
    r"|(?:do|would|will) you still (?:want|take|see) (?:me|us)|(?:can|could|should|may) i still come"
    r"|(?:any )?(?:problems?|issues?|thoughts|ok|okay|alright|possible|allowed))\W*$",
    re.I,
)
# More are not tried: each costs two guesses.
MOST_SEAMS = 3
# In a longer message the two halves are a story and its question, whatever they look like alone.
LONGEST_SEAMED = 18
# No further than this is looked back, so that the time of a parse does not grow with the message.
_FAR = 40


@dataclass(frozen=True)
class Clause:
    """A stretch of the message. `closed` says that a sentence ends here, not merely a clause.

    What is `told` ends with a question about it: "I take warfarin, does that matter?"
    """

    start: int
    end: int
    closed: bool
    told: bool = False

    def text(self, message: str) -> str:
        """Its words in the message."""
        return message[self.start : self.end]


def greeting_end(message: str) -> int:
    """Where the greeting ends that the message begins with; 0 without one, or with nothing after it."""
    match = _GREETING.match(message)
    rest = message[match.end() :] if match else ""
    return match.end() if match and re.search(r"\w", rest) else 0


def answer_end(message: str) -> tuple[str, int] | None:
    """The yes or no ("affirm", "deny") that the message begins with, and where it ends."""
    match = _ANSWER.match(message)
    if not match:
        return None
    return "deny" if match["word"].casefold().startswith("n") else "affirm", match.end()


def goes_on(rest: str) -> bool:
    """Whether something is asked, wanted or given after an answer: "no parking there" is no no."""
    return is_question(rest) or is_request(rest) or bool(_GIVING.match(rest))


def is_question(text: str) -> bool:
    """Whether it asks: by its mark or by its first words."""
    return is_marked_question(text) or bool(_QUESTION.match(text))


def is_marked_question(text: str) -> bool:
    """Whether it asks in a whole sentence, with its mark."""
    return "?" in text and len(text.split()) > 2


def is_request(text: str) -> bool:
    """Whether something is asked for in so many words."""
    return bool(_REQUEST.match(text))


def clauses(message: str, protected: Sequence[Place], start: int = 0) -> list[Clause]:
    """The clauses from `start` on; no cut falls into a protected place (a time, a name, a number)."""
    found: list[Clause] = []
    begin = start
    for place, following, closed in _cuts(message, start):
        if _inside(place, following, protected) and not _OPENING.match(message, following):
            continue
        if not closed and not _can_stand_alone(message, following):
            continue
        if message[begin:place].strip():
            found.append(_trimmed(message, begin, place, closed))
        begin = following
    if message[begin:].strip():
        found.append(_trimmed(message, begin, len(message), closed=True))
    return _leaning_joined(message, found)


def _leaning_joined(message: str, found: Sequence[Clause]) -> list[Clause]:
    """The clauses, with a question that means nothing on its own in one with the statement before it."""
    joined: list[Clause] = []
    for clause in found:
        before = joined[-1].text(message) if joined else ""
        is_told = len(before.split()) > 2 and not is_question(before) and not is_request(before)
        if is_told and _LEANING.match(clause.text(message)):
            joined[-1] = Clause(joined[-1].start, clause.end, clause.closed, told=True)
        else:
            joined.append(clause)
    return joined


def seams(message: str, protected: Sequence[Place], start: int = 0) -> list[tuple[Clause, Clause]]:
    """The ways to see two things in what has no clear joint, at most `MOST_SEAMS`, two words on each side."""
    found: list[tuple[Clause, Clause]] = []
    if len(message[start:].split()) > LONGEST_SEAMED:
        return found
    for match in _SEAM.finditer(message, start):
        place, following = match.span()
        if _inside(place, following, protected):
            continue
        left, right = message[start:place], message[following:]
        if len(left.split()) >= 2 and len(right.split()) >= 2:
            found.append(
                (
                    _trimmed(message, start, place, closed=False),
                    _trimmed(message, following, len(message), closed=True),
                )
            )
    return found[:MOST_SEAMS]


def _inside(place: int, following: int, protected: Sequence[Place]) -> bool:
    return any(a < following and place < b for a, b in protected)


def _cuts(message: str, start: int) -> list[tuple[int, int, bool]]:
    ends = [
        (m.end(), m.end(), True)
        for m in _END.finditer(message, start)
        if not _ABBREVIATION.search(message[max(0, m.end() - _FAR) : m.end()])
    ]
    joints = [(m.start(), m.end(), False) for m in _JOINT.finditer(message, start)]
    return sorted(ends + joints)


def _can_stand_alone(message: str, place: int) -> bool:
    """A clause, or a few words up to the end of the message: "how much is it, and parking?"."""
    if _ASKING_WORD.search(message[max(0, place - _FAR) : place]):
        return False
    rest = _END.split(message[place : place + 2 * _FAR], maxsplit=1)[0]
    return bool(_CLAUSE.match(message, place)) or len(rest.split()) <= 3


def _trimmed(message: str, start: int, end: int, closed: bool) -> Clause:
    text = message[start:end]
    return Clause(start + len(text) - len(text.lstrip()), start + len(text.rstrip()), closed)
