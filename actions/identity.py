"""Learning who somebody is: the number on the booking, a code to it by SMS, then on with what they wanted.

Where no code can be sent or given, the wish goes to the therapist. See
docs/decisions/0009-codes-that-are-not-stored.md.
"""

from dataclasses import replace

from actions import spoken
from actions.answering import answer_questions
from actions.asides import asks_to_go_on
from actions.codes import Reading, code_in, read_code_answer, read_number_answer
from actions.desk_client import Refused
from actions.draft import Draft, from_json, to_json
from actions.routing import ACTION_OF_LABEL
from actions.said import names_own
from actions.stored_message import stored
from actions.turn import Turn

# What is only done for somebody who is known.
WISHES = ("reschedule", "cancel_appointment", "my_appointment", "confirm_appointment")
# What a safety text pauses.
PAUSED = ("action_reschedule",)
OVER = {"codes_ended": "utter_codes_ended", "too_many_codes": "utter_codes_limited"}


def identify(turn: Turn, action: str) -> None:
    """Nobody is known here: find out who it is and let `action` take this message up then, or pass it on."""
    standing = turn.desk.verification(turn.message.conversation_id)
    # Whoever books by text is known by the number: that it has no appointment is the answer.
    known = turn.draft.phone_known and not turn.said.phone and _is_under_way(turn.draft)
    if known or not standing["available"]:
        _pass_on_unknown(turn)
        return
    number = turn.said.phone or turn.draft.client_phone
    wish = {"action": action, "message": stored(turn.message), "draft": to_json(turn.draft)}
    turn.draft = turn.draft.finished(task="identify", identity=wish)
    if standing["phones"] and number in {None, *standing["phones"]}:
        _find_none(turn, standing["phones"][0])
    elif standing["ended"]:
        _end(turn, "utter_codes_ended")
    elif number:
        _send(turn, number)
    else:
        turn.ask("booked_phone")


def take_answer(turn: Turn) -> bool:
    """Take what a message says to the open question; False where it says something else."""
    if turn.draft.task != "identify":
        return False
    if turn.draft.paused:
        return _goes_on(turn)
    reading = _reading(turn)
    if reading is None:
        return _turns_away(turn)
    turn.draft = turn.draft.with_(misses=0)
    _take(turn, reading)
    return True


def ask_again(turn: Turn) -> None:
    """The open question, after something else came in between."""
    if turn.draft.paused:
        turn.say("utter_paused_again")
        return
    turn.ask(turn.draft.asked or "booked_phone", number=spoken.phone(_number(turn)))


def alternating(turn: Turn, response: str, again: str) -> None:
    """Say something that may have to be said again, in other words every second time."""
    times = turn.draft.times_asked + 1
    turn.draft = turn.draft.with_(times_asked=times)
    turn.say(response if times % 2 else again)


def answer_beside_code(turn: Turn) -> None:
    """Answer the questions beside a code; what was taken for one in the other answers is none."""
    if turn.message.topics and code_in(turn.message.text):
        answer_questions(turn)
    turn.draft = turn.draft.with_(answered=turn.message.turn_id)


def _pass_on_unknown(turn: Turn) -> None:
    """No appointment is known to be this client's: nothing is told, the wish goes to the therapist."""
    if _is_under_way(turn.draft):
        turn.say("utter_none_yet")
        turn.resume()
        return
    turn.say("utter_not_identified")
    _pass_on(turn, turn.message.text)


def _reading(turn: Turn) -> Reading | None:
    text = "" if turn.message.chosen else turn.message.text
    read = read_code_answer if turn.draft.asked == "code" else read_number_answer
    return read(text, turn.said, turn.label)


def _take(turn: Turn, reading: Reading) -> None:
    if reading == "code":
        _check(turn)
    elif reading == "phone":
        _send(turn, str(turn.said.phone))
    elif reading == "again":
        _send(turn, _number(turn))
    elif reading == "short":
        alternating(turn, "utter_code_digits", "utter_code_digits_again")
    elif reading == "broken":
        turn.say("utter_broken_phone")
        turn.ask("booked_phone")
    elif reading == "other_number":
        turn.ask("booked_phone")
    else:
        _give_up(turn, lost=reading in {"lost", "no_texts"})


def _turns_away(turn: Turn) -> bool:
    """Another wish in the middle takes the place of the first; or the client leaves it."""
    wish, label = turn.draft.identity or {}, turn.label
    if label == "start_over" or _stops(turn):
        return _goes_back(turn, "utter_stopped") or _stopped(turn)
    if label in {"book", "check_availability"}:
        return _goes_back(turn, None)
    if label not in WISHES:
        return False
    answer_questions(turn)
    own = {"action": ACTION_OF_LABEL[label], "message": stored(turn.message)}
    turn.draft = turn.draft.with_(identity=wish | own)
    ask_again(turn)
    return True


def _goes_back(turn: Turn, response: str | None) -> bool:
    """To the booking that was under way before; False where none was, and the message is served as any."""
    before = _before(turn)
    if not _is_under_way(before):
        return False
    if response:
        turn.say(response)
    turn.draft = before
    turn.resume()
    return True


def _stops(turn: Turn) -> bool:
    """Whether "cancel" means what is being arranged here, and not an appointment."""
    wants_it_anyway = (turn.draft.identity or {})["action"] == "action_cancel"
    named = not turn.message.chosen and names_own(turn.message.text)
    return turn.label == "cancel_appointment" and not wants_it_anyway and not named


def _stopped(turn: Turn) -> bool:
    turn.draft = turn.draft.finished(pending=None)
    turn.say("utter_stopped")
    return True


def _send(turn: Turn, number: str) -> None:
    wish = turn.draft.identity or {}
    try:
        told = turn.desk.start_verification(turn.message.conversation_id, number, turn.key("code"))
    except Refused as refusal:
        _not_sent(turn, refusal)
        return
    again = wish.get("phone") == number
    turn.draft = turn.draft.with_(identity=wish | {"phone": number})
    if told["status"] == "on_its_way":
        alternating(turn, "utter_code_on_its_way", "utter_code_on_its_way_again")
    else:
        turn.say("utter_code_sent_again" if again else "utter_code_sent", number=spoken.phone(number))
    if told["status"] != "on_its_way" or turn.draft.asked != "code":
        turn.ask("code", number=spoken.phone(number))


def _not_sent(turn: Turn, refusal: Refused) -> None:
    if refusal.kind == "invalid_phone":
        turn.say("utter_broken_phone")
        turn.ask("booked_phone")
    elif refusal.kind in OVER:
        _end(turn, OVER[refusal.kind])
    else:
        _give_up(turn, lost=False)


def _check(turn: Turn) -> None:
    answer_beside_code(turn)
    code = str(code_in(turn.message.text))
    checked = turn.desk.check_code(turn.message.conversation_id, code, turn.key("check"))
    if checked["result"] == "right":
        turn.say("utter_code_right")
        if turn.message.paused and (turn.draft.identity or {})["action"] in PAUSED:
            _wait(turn)
        else:
            _take_up(turn)
    elif checked["result"] == "wrong":
        turn.say("utter_code_wrong" if checked["tries_left"] > 1 else "utter_code_wrong_last")
    elif checked["result"] == "expired":
        turn.say("utter_code_expired")
        _send(turn, _number(turn))
    else:
        _end(turn, "utter_codes_ended")


def _take_up(turn: Turn) -> None:
    """On with the wish, as if it had been said just now by somebody known."""
    wish = turn.draft.identity or {}
    before = _before(turn)
    turn.draft = before.with_(
        identity={"turn": turn.message.turn_id, "message": wish["message"]},
        answered=turn.message.turn_id,
        client_phone=before.client_phone or _number(turn),
        unchecked=before.unchecked and before.client_phone not in {None, _number(turn)},
    )
    turn.next_action = wish["action"]


def _wait(turn: Turn) -> None:
    """A code is no wish to go on after a safety text: what was wanted waits until that is said."""
    turn.draft = turn.draft.with_(paused=True, asked=None, times_asked=0, options=())
    turn.say("utter_paused")


def _goes_on(turn: Turn) -> bool:
    """After the pause, who somebody is being known: on with the wish, or another in its place."""
    if turn.label in WISHES:
        turn.draft = _before(turn)
        return False
    if asks_to_go_on(turn.message.text) or turn.label == "affirm":
        _take_up(turn)
        return True
    return _turns_away(turn)


def _find_none(turn: Turn, number: str) -> None:
    """The number was proved and has no appointment: it may be under another, unless a booking waits."""
    before = _before(turn)
    if _is_under_way(before):
        turn.draft = before
        turn.say("utter_none_yet")
        turn.resume()
        return
    turn.say("utter_none_under_number", number=spoken.phone(number))
    turn.draft = turn.draft.with_(asked="booked_phone", times_asked=0)
    turn.ask("booked_phone")


def _end(turn: Turn, response: str) -> None:
    """No codes any more for now: said as it is, and the therapist is offered."""
    text, before = _wish_text(turn), _before(turn)
    pending = {"kind": "request", "text": text}
    turn.say(response)
    if _is_under_way(before):
        turn.draft = before.with_(pending=pending, answered=turn.message.turn_id)
        turn.resume()
        return
    turn.draft = turn.draft.finished(task="pass_on", pending=pending)
    turn.ask("ask_julie")


def _give_up(turn: Turn, *, lost: bool) -> None:
    """The client can or will not give a code: the therapist gets the wish at once."""
    text, number, before = _wish_text(turn), _number(turn), _before(turn)
    if _is_under_way(before):
        turn.pass_on("request", text)
        turn.say("utter_passed_on_here")
        turn.draft = before.with_(answered=turn.message.turn_id)
        turn.resume()
        return
    if lost and turn.draft.client_phone in {number, None}:
        turn.draft = turn.draft.with_(client_phone=turn.said.phone)
    turn.say("utter_without_code")
    _pass_on(turn, text)


def _pass_on(turn: Turn, text: str) -> None:
    draft = turn.draft.finished(task="pass_on", pending={"kind": "request", "text": text})
    turn.draft = draft
    if not draft.client_phone and not draft.phone_known:
        turn.ask("reach")
        return
    reach = f" ({spoken.phone(draft.client_phone)})" if draft.client_phone else ""
    turn.pass_on("request", text + reach)
    turn.draft = draft.finished(pending=None)
    turn.say("utter_passed_on")


def _wish_text(turn: Turn) -> str:
    """What the client wanted, as the therapist reads it, with the number that was not proved."""
    said, number = str((turn.draft.identity or {})["message"]["text"]), _number(turn)
    return f"{said} ({spoken.phone(number)}?)" if number else said


def _number(turn: Turn) -> str:
    return str((turn.draft.identity or {}).get("phone") or "")


def _is_under_way(draft: Draft) -> bool:
    """Whether something is being arranged that goes on afterwards, however this ends."""
    return draft.task == "booking" or (draft.task == "reschedule" and draft.target is not None)


def _before(turn: Turn) -> Draft:
    return replace(from_json((turn.draft.identity or {})["draft"]), identity=None)
