"""Puts into plain words what the encoder was never taught: signs, short forms, drawn-out words.

To MiniLM a thumb up is the same as a pizza, and "appt" is three pieces of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SIGNS = {
    **dict.fromkeys("👍👌✅✔☑💯🆗", " yes "),
    **dict.fromkeys("👎❌🚫✖", " no "),
    **dict.fromkeys("😡🤬😠", " angry "),
    "👋": " hi ",
    "🙏": " thank you ",
    **dict.fromkeys("\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff", ""),
}
_SPOKEN = str.maketrans(_SIGNS)
# Without those that are words as well: "ill", "id", "wed".
_SHORT_FORMS = {
    form: meant
    for meant, forms in {
        "you": "u",
        "your": "ur",
        "are": "r",
        "please": "pls plz plez",
        "thanks": "thx tx",
        "thank you": "ty",
        "thank you so much": "tysm",
        "tomorrow": "tmrw tmr tmw 2moro 2morrow",
        "tonight": "2nite tonite",
        "appointment": "appt apt appmt",
        "appointments": "appts",
        "reschedule": "resched",
        "cancel": "cxl",
        "session": "sesh",
        "doctor": "doc",
        "medicines": "meds",
        "with": "w",
        "before": "b4",
        "and": "n",
        "what": "wat wut",
        "what is": "whats wats wuts",
        "how is": "hows",
        "where is": "wheres",
        "who is": "whos",
        "when is": "whens",
        "i am": "im",
        "i have": "ive",
        "do not": "dont",
        "does not": "doesnt",
        "did not": "didnt",
        "cannot": "cant",
        "will not": "wont",
        "is not": "isnt",
        "going to": "gonna",
        "want to": "wanna",
        "have to": "gotta",
        "let me": "lemme",
        "give me": "gimme",
        "have": "hav",
        "do not know": "dunno",
        "i do not know": "idk",
        "because": "cuz coz bc",
        "about": "abt",
        "something": "smth sth",
        "people": "ppl",
        "message": "msg",
        "husband": "hubby",
        "birthday": "bday",
        "probably": "prob",
        "definitely": "def",
        "through": "thru",
        "though": "tho",
        "right now": "rn",
        "as soon as possible": "asap",
        "never mind": "nvm",
        "minutes": "mins min",
        "hour": "hr",
        "hours": "hrs",
        "week": "wk",
        "weeks": "wks",
        "year": "yr",
        "years": "yrs",
        "year old": "yo",
        "monday": "mon",
        "tuesday": "tue tues",
        "wednesday": "weds",
        "thursday": "thu thur thurs",
        "friday": "fri",
        "yes": "ya yea yep yup",
        "no": "nope nah",
    }.items()
    for form in forms.split()
}
_WORD = re.compile(r"(?<![\w'])\w+(?![\w'])")
_DRAWN_OUT = re.compile(r"\b[^\W\d_]*([^\W\d_])\1{2,}[^\W\d_]*\b")
_MANY_MARKS = re.compile(r"([^\w\s])\1{3,}")


def spoken(text: str, is_word: Callable[[str], bool]) -> str:
    """The text as somebody would say it; `is_word` tells "cool" from "col" when letters are left out."""
    plain = _MANY_MARKS.sub(r"\1\1\1", _in_words(text))
    plain = _DRAWN_OUT.sub(lambda match: _drawn_in(match.group(), is_word), plain)
    return _WORD.sub(lambda match: _SHORT_FORMS.get(match.group().lower(), match.group()), plain)


def _in_words(text: str) -> str:
    """With its signs in words; once each, for five thumbs say no more than one."""
    said = text.translate(_SPOKEN)
    return text if said == text else re.sub(r"\b(\w+(?: you)?)(?:\s+\1\b)+", r"\1", said.strip())


def _drawn_in(word: str, is_word: Callable[[str], bool]) -> str:
    twice = re.sub(r"(.)\1{2,}", r"\1\1", word)
    return twice if is_word(twice.lower()) else re.sub(r"(.)\1{2,}", r"\1", word)
