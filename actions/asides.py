"""What people say beside the point while something is under way: why, wait, for my mother, go on."""

import re
from dataclasses import replace
from typing import Literal

from actions import spoken
from actions.turn import Turn

_WHY = re.compile(
    r"\bwhy\b.*\b(ask|need|want|know|matter)|\bwhat('?s| is| do you need) (that|this|it) for\b"
    r"|\bwhat for\b|^\W*(do|must|should) (i|we) (really )?(have|need) to\W*$|^\W*must i\W*$"
    r"|^\W*is (it|that|this) (really )?(required|necessary|needed|mandatory)\W*$"
    r"|^why\W*(please|pls|thanks|thank you|thx)?\W*$",
    re.I,
)
_WAIT = re.compile(
    r"^\W*(ok |okay |um+ |uh )?((one|1|a|just a|just one|gimme a|give me a) (sec|second|min|minute|moment)\b"
    r"|hold on|hang on|wait|brb|be right back|let me (check|ask|see|think)|asking my)",
    re.I,
)
_GO_ON = re.compile(
    r"\b(go on|continue|carry on|resume|proceed|keep going|pick up|let'?s (just )?(do|finish|continue))\b",
    re.I,
)
_RELATIVE = (
    r"(son|daughter|kids?|child(ren)?|baby|toddler|teen(ager)?|mom|mother|mum|dad|father|wife|husband|partner"
    r"|spouse|boyfriend|girlfriend|sister|brother|friend|grand\w+|aunt|uncle|niece|nephew|parents?|boss|coworker)"
)
_SOMEBODY_ELSE = re.compile(
    rf"\b(for|bring|book|get|fit in|fit|schedule|see|take)\b( in)? (my|our) (\w+ )?{_RELATIVE}\b"
    rf"|\b(my|our) (\w+ )?{_RELATIVE} (needs?|wants?|would like|gets?|has|is \d+)\b"
    r"|\b(she|he)('s| is) \d{1,2}\b|\b\d{1,2}[ -]?(years?|yrs?|yo)\b[ -]?(old)?\b|\bi'?m (1[0-7]|\d)\b",
    re.I,
)
_ASK = re.compile(
    r"^\W*((please|yes|yeah|yep|sure|ok|okay|just|do),? )*((can|could) you )?ask( her| julie| him)?"
    r"\W*(please)?\W*$",
    re.I,
)
_ALL_OF_IT = re.compile(
    r"\b(it'?s|it is|this is|that'?s|(appointment|booking|session) is|book\w*|asking)( all)? for (my|our)\b",
    re.I,
)
_REASONED = ("name", "phone", "head_injury", "service", "location", "booked_phone", "code", "phone_code")
GO_ON_LABELS = ("book", "check_availability", "reschedule")


def asks_why(text: str) -> bool:
    """Whether somebody wants to know what a question is for."""
    return bool(_WHY.search(text))


def asks_to_wait(text: str) -> bool:
    """Whether somebody needs a moment and says nothing else."""
    return bool(_WAIT.search(text)) and len(text.split()) <= 7


def is_for_somebody_else(text: str) -> bool:
    """Whether the appointment is meant for another person, or the client is a minor."""
    return bool(_SOMEBODY_ELSE.search(text))


def asks_for_julie(text: str) -> bool:
    """Whether somebody takes up "shall I ask Julie?" in words of their own."""
    return bool(_ASK.search(text))


def asks_to_go_on(text: str) -> bool:
    """Whether somebody wants to take up what was interrupted."""
    return bool(_GO_ON.search(text))


def is_paused(turn: Turn) -> bool:
    """After a safety text nothing is offered until the client asks to go on, where it had stopped."""
    if not turn.message.paused:
        return False
    asks = turn.label in GO_ON_LABELS or asks_to_go_on(turn.message.text)
    if asks or (turn.label == "affirm" and turn.draft.paused):
        turn.desk.go_on(turn.message.conversation_id)
        _take_up_again(turn)
        turn.say("utter_resumed")
        return False
    times = turn.draft.times_asked + 1 if turn.draft.paused else 0
    turn.say("utter_paused_again" if times % 2 else "utter_paused")
    turn.draft = turn.draft.with_(paused=True, times_asked=times)
    return True


def _take_up_again(turn: Turn) -> None:
    """To go on is no answer to what was asked before, and no yes to a summary: that is asked again."""
    if turn.label not in GO_ON_LABELS:
        turn.message = replace(turn.message, label=GO_ON_LABELS[0])
    turn.draft = turn.draft.with_(paused=False, asked=None, times_asked=0, options=())


def answer_aside(turn: Turn) -> Literal["explained", "waiting"] | None:
    """Say why something is asked (then it is asked again), or that there is time (then it waits)."""
    asked, text = turn.draft.asked, turn.message.text
    if asked is None or turn.ran or turn.said.has_values or turn.message.chosen:
        return None
    if asks_why(text) and asked in _REASONED:
        turn.say(f"utter_why_{asked}")
        return "explained"
    if not asks_to_wait(text):
        return None
    hold = turn.draft.hold
    if hold:
        turn.say("utter_take_your_time_held", until=spoken.clock(turn.desk.local(hold["expires_at"])))
    else:
        turn.say("utter_take_your_time")
    return "waiting"


def for_somebody_else(turn: Turn) -> bool:
    """An appointment for another person, or a minor, is a request for the therapist."""
    if turn.message.chosen or not is_for_somebody_else(turn.message.text):
        return False
    if turn.draft.asked == "head_injury" and not _ALL_OF_IT.search(turn.message.text):
        return False  # what happened to whom is part of an answer
    turn.draft = turn.draft.finished(task="pass_on", pending={"kind": "request", "text": turn.message.text})
    turn.say("utter_for_somebody_else")
    if turn.draft.client_phone or turn.draft.phone_known:
        turn.pass_on("request", turn.message.text)
        turn.draft = turn.draft.finished(pending=None)
        turn.say("utter_passed_on")
    else:
        turn.ask("reach")
    return True
