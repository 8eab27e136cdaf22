"""Reactions and quotations: words that are somebody else's are not the client's own."""

import re
from functools import cache

from frontdesk.safety.normalise import Folded, fold
from frontdesk.safety.rulebook import rulebook

_VERBS = (
    r"liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted\b.{0,20}?\bto|"
    r"removed an? .{1,20} from|"
    r"le gusto|le encanto|no le gusto|se rio de|destaco|enfatizo|reacciono\b.{0,20}?\ba|"
    r"[^\w\s\"]{1,8} (?:to|a)"
)
_REACTION = re.compile(rf"^\s*(?:{_VERBS})\s*:?\s*[\"'](?P<quoted>.*)[\"']", re.DOTALL)
_SHORTEST_QUOTE = 24
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


def without_quotes(folded: Folded) -> Folded:
    """The text with a reaction's quotation, and every piece of our own safety texts, blanked out."""
    text = folded.text
    reaction = _REACTION.match(text)
    if reaction:
        text = _blank(text, *reaction.span("quoted"))
    for ours in _our_sentences():
        for match in ours.finditer(text):
            text = _blank(text, *match.span())
    return Folded(text, folded.origins)


def is_reaction(text: str) -> bool:
    """Whether a text is a phone's report of a reaction, with the words of somebody else in it."""
    return _REACTION.match(fold(text).text) is not None


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "," * (end - start) + text[end:]


@cache
def _our_sentences() -> tuple[re.Pattern[str], ...]:
    """Each sentence of ours that is long enough to be known by, however its punctuation was changed."""
    sentences = {
        tuple(_NOT_LETTERS.split(sentence.strip(" .")))
        for text in rulebook().all_texts()
        for sentence in re.split(r"[.?]\s", fold(text).text)
        if len(sentence) >= _SHORTEST_QUOTE
    }
    return tuple(re.compile(r"[^a-z0-9]{1,3}".join(filter(None, words))) for words in sorted(sentences))
