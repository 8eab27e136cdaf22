"""Tells a question from a value that sounds like one: "tmj" may ask about it, or say what to book. Pure."""

import re
from dataclasses import replace

from actions.draft import Draft
from actions.message import FAQ, Message
from actions.said import Said
from actions.taking import change_in, changes

# Topics whose name is also that of something to book.
SERVICE_TOPICS = frozenset(
    {"lymphatic_drainage", "visceral_manipulation", "tmj_mouth", "emotional_integration", "csmt_what"}
)
_ASKS = re.compile(
    r"\b(what|wat|how|does|do (you|they|u)|is (it|that|this|there)|are|tell me|explain|about|offers?"
    r"|difference|why|means?|works|(it|this|that) work|helps?|who|where|will)\b",
    re.I,
)
_BOOKS = re.compile(r"\b(book|appt|appointment|schedule|reserve|come in|session|slot|see julie)\b", re.I)
_SHORT = 5


def is_value(topic: str, text: str, said: Said, draft: Draft) -> bool:
    """Whether words that were read as a question name what to book, or what to change of it."""
    if draft.asked == "change" and change_in(text):
        return len(text.split()) < _SHORT
    if topic not in SERVICE_TOPICS or not said.service or _ASKS.search(text):
        return False
    under_way = draft.task in {"booking", "waitlist"}
    answers = draft.asked == "service" or (under_way and (changes(text) or not text.rstrip().endswith("?")))
    return answers or bool(_BOOKS.search(text) or said.windows)


def told(said: Said, message: Message, draft: Draft, topics: tuple[str, ...]) -> Said:
    """What a message says, without the values in its questions that the draft has others for already.

    "What is visceral?" and "are you open on Saturdays?" change nothing that is settled.
    """
    if not topics or message.chosen:
        return said
    spans = _questions(message)
    if draft.service and _within(spans, message, "service"):
        said = replace(said, service=None)
    if draft.location and _within(spans, message, "location"):
        said = replace(said, location=None)
    if draft.time:
        outside = tuple(w for w in said.windows if not any(a <= w.start < b for a, b in spans))
        said = replace(said, windows=outside)
    return said


def _questions(message: Message) -> list[tuple[int, int]]:
    """Where in the text its questions stand."""
    asking = [p.text for p in message.parts if p.label.startswith(f"{FAQ}/")]
    if len(asking) == len(message.parts):
        return [(0, len(message.text))]
    places = [(message.text.find(text), len(text)) for text in asking]
    return [(start, start + length) for start, length in places if start >= 0]


def _within(spans: list[tuple[int, int]], message: Message, kind: str) -> bool:
    named = [e for e in message.entities if e.kind == kind and e.role != "old" and e.start >= 0]
    return bool(named) and all(any(a <= e.start < b for a, b in spans) for e in named)
