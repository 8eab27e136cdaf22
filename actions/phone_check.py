"""The number on a booking made on the website: a code goes to it first, and nobody has to agree to texts.

Who wants none, or cannot give the code, books all the same; the therapist reads that it was not checked.
"""

from typing import Any

from actions import spoken
from actions.codes import code_in, declines_texts, read_code_answer
from actions.desk_client import Refused
from actions.identity import alternating, answer_beside_code
from actions.turn import Turn

# For the therapist, on an appointment whose number nobody proved.
NOT_CHECKED = "The phone number was not checked by a text."


def is_wanted(turn: Turn) -> bool:
    """Whether a number given here gets a code first."""
    return bool(_standing(turn)["before_booking"]) and not turn.draft.unchecked


def check_phone(turn: Turn) -> bool:
    """The step of a booking: True where the number is proved or stands as it is, else a code is asked for."""
    draft, standing = turn.draft, _standing(turn)
    if not standing["before_booking"] or draft.unchecked or draft.client_phone in standing["phones"]:
        return _settle(turn)
    if draft.code_to == draft.client_phone:
        turn.ask("phone_code", number=_number(turn))
        return False
    return _send(turn)


def take_answer(turn: Turn) -> bool:
    """Take what a message says to the question for number or code; False where it says something else."""
    if turn.draft.task != "booking" or turn.ran:
        return False
    if turn.draft.asked == "phone":
        return _declined_beforehand(turn)
    return turn.draft.asked == "phone_code" and _take(turn)


def _declined_beforehand(turn: Turn) -> bool:
    if turn.message.chosen or not declines_texts(turn.message.text) or not is_wanted(turn):
        return False
    turn.draft = turn.draft.with_(unchecked=True, misses=0)
    if turn.said.phone:
        return False  # the number is taken as any
    turn.say("utter_no_texts")
    turn.ask("phone")
    return True


def _take(turn: Turn) -> bool:
    text = "" if turn.message.chosen else turn.message.text
    reading = "phone" if turn.said.phone else read_code_answer(text, turn.said, turn.label)
    if reading == "code":
        _check(turn)
    elif reading == "phone":
        turn.resume()  # taken as any value of a booking, whatever stands beside it
    elif reading == "again":
        _go_on(turn, booked_on=_send(turn))
    elif reading == "short":
        alternating(turn, "utter_code_digits", "utter_code_digits_again")
    elif reading == "no_texts":
        turn.say("utter_no_texts")
        _go_on_unchecked(turn)
    elif reading in {"lost", "other_number"}:
        turn.draft = turn.draft.with_(client_phone=None, code_to=None)
        turn.ask("phone")
    else:
        return False
    turn.draft = turn.draft.with_(misses=0)
    return True


def _check(turn: Turn) -> None:
    answer_beside_code(turn)
    code = str(code_in(turn.message.text))
    checked = turn.desk.check_code(turn.message.conversation_id, code, turn.key("check"))
    if checked["result"] == "right":
        turn.say("utter_code_right")
        _go_on(turn, booked_on=_settle(turn))
    elif checked["result"] == "wrong":
        turn.say("utter_phone_code_wrong" if checked["tries_left"] > 1 else "utter_phone_code_wrong_last")
    elif checked["result"] == "expired":
        turn.say("utter_code_expired")
        _go_on(turn, booked_on=_send(turn))
    else:
        turn.say("utter_phone_unchecked_ended")
        _go_on_unchecked(turn)


def _send(turn: Turn) -> bool:
    """Send a code and ask for it; True where none can be sent, and the booking goes on without."""
    number = str(turn.draft.client_phone)
    try:
        told = turn.desk.start_verification(turn.message.conversation_id, number, turn.key("code"))
    except Refused as refusal:
        return _not_sent(turn, refusal)
    again = turn.draft.code_to == number
    turn.draft = turn.draft.with_(code_to=number)
    if told["status"] == "on_its_way":
        alternating(turn, "utter_code_on_its_way", "utter_code_on_its_way_again")
    else:
        turn.say("utter_code_sent_again" if again else "utter_phone_code_sent", number=_number(turn))
    if told["status"] != "on_its_way" or turn.draft.asked != "phone_code":
        turn.ask("phone_code", number=_number(turn))
    return False


def _not_sent(turn: Turn, refusal: Refused) -> bool:
    if refusal.kind == "invalid_phone":
        turn.draft = turn.draft.with_(client_phone=None)
        turn.say("utter_broken_phone")
        turn.ask("phone")
        return False
    ended = refusal.kind == "codes_ended"
    turn.say("utter_phone_unchecked_ended" if ended else "utter_phone_unchecked")
    turn.draft = turn.draft.with_(unchecked=True)
    return _settle(turn)


def _go_on_unchecked(turn: Turn) -> None:
    turn.draft = turn.draft.with_(unchecked=True)
    _go_on(turn, booked_on=_settle(turn))


def _go_on(turn: Turn, *, booked_on: bool) -> None:
    """Let the booking take its next step in this turn; nothing that was asked before is open then."""
    if booked_on:
        turn.draft = turn.draft.with_(asked=None, times_asked=0, options=())
        turn.resume()


def _settle(turn: Turn) -> bool:
    turn.draft = turn.draft.with_(settled=turn.draft.client_phone, code_to=None)
    return True


def _standing(turn: Turn) -> dict[str, Any]:
    return turn.desk.verification(turn.message.conversation_id)


def _number(turn: Turn) -> str:
    return spoken.phone(str(turn.draft.client_phone))
