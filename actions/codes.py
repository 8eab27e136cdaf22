"""What people say when a code was texted to them, or shall be: digits, none came, another phone. Pure."""

import re
from typing import Literal

from actions.asides import asks_for_julie
from actions.said import Said

Reading = Literal[
    "code", "short", "phone", "broken", "again", "other_number", "lost", "no_texts", "julie", "no"
]

_WORDS = {
    word: str(digit)
    for digit, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
} | {"oh": "0"}
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.I)
# Digits that stand together, however they are spaced; and six in one piece.
_RUN = re.compile(r"\d(?:[ .,\-]{0,3}\d)*")
_PIECE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_IN_A_PHONE = (10, 11)
_DATE = re.compile(r"(0[1-9]|1[0-2])([.\-])(0[1-9]|[12]\d|3[01])\2\d\d")
_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){2,8}(?!\d)")
_AGAIN = re.compile(
    r"\b(did ?n.?t|did not|have ?n.?t|never|not|no|nothing) (\w+ ){0,3}"
    r"(get|got|gotten|receive|received|arrive|arrived|come|came|see|code|text|anything|yet)\b"
    r"|\bdo ?n.?t (have|see) (\w+ )?(code|text|it|one|anything)\b|\bnothing (came|arrived|here|yet|so far)\b"
    r"|\bre-?send\b|\bsend\b.*\b(again|new|another|one more)\b|\b(new|another|fresh) (code|one|text)\b"
    r"|\b(where('?s| is)|still waiting for) (the|my|that) (code|text)\b"
    r"|\b(code|text) (has|did|is) ?n.?t\b|\bdeleted (it|the)\b|\btry again\b|\bit expired\b|^\W*again\W*$",
    re.I,
)
_OTHER = re.compile(
    r"\b(wrong|incorrect|mistyped|typo)\b.*\b(number|phone|cell|digit)|\b(number|phone) (is|was) wrong\b"
    r"|\b(other|different|another) (number|phone|cell)\b|\bchange (the|my) (number|phone)\b",
    re.I,
)
_LOST = re.compile(
    r"\b(do ?n.?t|no longer|not) (\w+ )?(have|use|own|got) (\w+ )?(phone|number|cell)\b"
    r"|\b(lost|broke|broken|stolen|dead) (\w+ )?(phone|cell)\b"
    r"|\bphone (is|was|got) (lost|broken|stolen|dead)\b"
    r"|\b(new|changed( my)?|switched) (phone|number|cell)s?\b|\b(old|former) (phone|number|cell)\b"
    r"|\bdifferent (phone|number|cell) now\b|\bhave no (\w+ )?(phone|cell)\b|\bphone (any ?more|is gone)\b",
    re.I,
)
_NO_TEXTS = re.compile(
    r"\b(no|without|rather not|don.?t|do not|not|never|prefer not|stop|hate) (\w+ ){0,3}"
    r"(texts?|texting|text me|sms|texted|messages?|codes?)\b"
    r"|\b(can.?t|cannot|can not|does ?n.?t|won.?t|not able to) (\w+ )?(get|receive|take|do|accept) (\w+ )?"
    r"(texts?|sms|messages?)\b"
    r"|\bland ?line\b|\bhome phone\b|\b(skip|without) (that|it|this|the code|the text)\b",
    re.I,
)
_UNSURE = re.compile(
    r"\b(do ?n.?t|not|no) (\w+ )?(know|remember|sure|recall|idea)\b|\bidk\b|\bforgot\b", re.I
)


def code_in(text: str) -> str | None:
    """The six digits of a message, however they are spaced or written; None where there are more or fewer.

    What stands in one piece comes first: "this one 482913" and "482913 3pm?" are a one and a three besides.
    """
    return _six_of(text) or _six_of(_WORD.sub(lambda word: _WORDS[word.group().casefold()], text))


def _six_of(text: str) -> str | None:
    runs = [run for run in _RUN.findall(text) if len(_digits(run)) not in _IN_A_PHONE]
    whole = next((piece.group() for run in runs if (piece := _PIECE.search(run))), None)
    spaced = next((run for run in runs if len(_digits(run)) == 6 and not _DATE.fullmatch(run)), None)
    return _digits(found) if (found := whole or spaced) else None


def _digits(text: str) -> str:
    # Those of other scripts as ours, which the code is compared with.
    return "".join(str(int(c)) for c in text if c.isdecimal())


def declines_texts(text: str) -> bool:
    """Whether somebody would rather not, or cannot, get texts."""
    return bool(_NO_TEXTS.search(text))


def read_code_answer(text: str, said: Said, label: str) -> Reading | None:
    """What an answer to "what is the code?" says; None where it is something else."""
    # What a button or its number stands for.
    if said.answer in {"again", "julie", "no_texts"}:
        return said.answer  # type: ignore[return-value]  # just narrowed
    if code_in(text):
        return "code"
    if label == "human_handoff" or asks_for_julie(text):
        return "julie"
    if said.phone:
        return "lost" if _LOST.search(text) else "phone"
    # "I didn't get the text" is no wish for none.
    patterns: tuple[tuple[Reading, re.Pattern[str]], ...] = (
        ("lost", _LOST),
        ("other_number", _OTHER),
        ("again", _AGAIN),
        ("no_texts", _NO_TEXTS),
        ("short", _DIGITS),
    )
    return next((reading for reading, pattern in patterns if pattern.search(text)), None)


def read_number_answer(text: str, said: Said, label: str) -> Reading | None:
    """What an answer to "which number is on the booking?" says; None where it is something else."""
    if said.answer == "julie" or label == "human_handoff" or asks_for_julie(text):
        return "julie"
    if said.phone:
        return "lost" if _LOST.search(text) else "phone"
    if said.broken_phone:
        return "broken"
    if declines_texts(text):
        return "no_texts"
    if _LOST.search(text):
        return "lost"
    return "no" if label == "deny" or _UNSURE.search(text) else None
