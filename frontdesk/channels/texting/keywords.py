"""Words that a client says to the channel and not to the assistant: opting out, rejoining, help, reactions.

Pure. Whoever changes a list changes the law's side of the channel: the owner's counsel should see it.
"""

import re
from enum import StrEnum


class Keyword(StrEnum):
    """What a whole message asks of the channel."""

    STOP = "stop"
    CANCEL = "cancel"
    START = "start"
    HELP = "help"


_ALONE = {
    Keyword.STOP: {
        "stop",
        "stopall",
        "stop all",
        "unsubscribe",
        "end",
        "quit",
        "revoke",
        "optout",
        "opt out",
        "opt-out",
    },
    # An opt-out by law, and just as likely the wish to cancel an appointment: both are taken care of.
    Keyword.CANCEL: {"cancel"},
    # YES rejoins at the network too, but only for somebody who has opted out; here it stays an answer.
    Keyword.START: {"start", "unstop"},
    Keyword.HELP: {"help", "info"},
}
# "stop texting me", "take me off this list", "no more messages please": the same wish in plain words.
_PLAIN_OPT_OUT = (
    r"\b(?:stop|quit|cease)\s+(?:sending|texting|messaging|contacting|bothering|spamming)\b",
    r"\b(?:don'?t|do\s+not|never)\s+(?:text|message|contact|send)\s+(?:me|this\s+number|any\s*(?:more|thing))\b",
    r"\b(?:take|get|remove)\s+(?:me|my\s+number|this\s+number)\s+(?:off|from)\b",
    r"\bno\s+more\s+(?:texts?|messages?|msgs?|sms)\b",
    r"\b(?:unsubscribe|opt)\s+(?:me|out)\b",
    r"\bwrong\s+number\b.*\bstop\b",
    r"\bstop\s+(?:the|these|those|all)\s+(?:texts?|messages?|msgs?|sms)\b",
)
_REACTION = re.compile(
    r'^\s*(?:(?:liked|loved|disliked|laughed\s+at|emphasized|questioned)\s+["“]|\S{1,8}\s+to\s+["“]'
    r'|reacted\s+\S{1,8}\s+to\s+["“]|removed\s+an?\s+[\w ]+\s+from\s+["“])',
    re.IGNORECASE,
)


def keyword(text: str) -> Keyword | None:
    """The keyword that the message consists of, or that it says in plain words; None for all others.

    "cancel my 3pm" and "can you stop by Westport?" are for the assistant.
    """
    words = re.sub(r"[^\w\s'-]", " ", text.replace("’", "'")).casefold()
    words = " ".join(words.split())
    bare = re.sub(r"^(?:please|pls|plz)\s+|\s+(?:please|pls|plz)$", "", words)
    for meaning, spellings in _ALONE.items():
        if bare in spellings:
            return meaning
    if any(re.search(pattern, words) for pattern in _PLAIN_OPT_OUT):
        return Keyword.STOP
    return None


def is_network_word(text: str) -> bool:
    """Whether the network itself knows the word, so that Twilio answers it out of the box."""
    bare = " ".join(text.casefold().split()).strip(" .!?")
    return any(bare in spellings for spellings in _ALONE.values())


def is_reaction(text: str) -> bool:
    """Whether the text is a phone's report of a reaction: `Liked "..."`, `👍 to "..."`."""
    return bool(_REACTION.match(text)) and text.rstrip().endswith(('"', "”", "…"))
