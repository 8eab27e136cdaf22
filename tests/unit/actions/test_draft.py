"""The draft and what comes next."""

import json
from datetime import UTC, datetime

import pytest

from actions.draft import Draft, Slot, Wish, from_json, to_json
from actions.next_step import next_booking_step, next_moving_step
from actions.options import FIXED
from tests.unit.actions.talk import responses

SLOT = Slot("2026-11-24T15:00:00-05:00", "westport", "csmt")
CHOSEN = Draft(task="booking", service="csmt", location="westport", time=SLOT.start)
HELD = CHOSEN.with_(hold={"id": "h", "expires_at": "2026-11-23T14:10:00+00:00", **vars(SLOT)})
KNOWN = HELD.with_(client_name="Dana", client_phone="+12035550142", settled="+12035550142")


def test_it_survives_being_stored() -> None:
    """What is read back is what was stored, through JSON."""
    draft = KNOWN.with_(
        wishes=(Wish("a", "b", exact=True),), offered=(SLOT,), kept=SLOT, options=("/affirm",)
    )
    assert from_json(json.loads(json.dumps(to_json(draft)))) == draft


def test_an_empty_draft_stores_nothing() -> None:
    """So that the desk can forget it."""
    assert to_json(Draft()) == {}


def test_keys_of_another_version_are_dropped() -> None:
    """An old draft does not break a new program."""
    assert from_json({"service": "csmt", "colour": "moss"}) == Draft(service="csmt")


@pytest.mark.parametrize("change", [{"time": "x"}, {"service": "x"}, {"location": "x"}])
def test_a_hold_is_for_exactly_what_was_chosen(change: dict[str, str]) -> None:
    """Anything that changes makes it worthless."""
    assert HELD.is_held
    assert not HELD.with_(**change).is_held


def test_a_hold_expires() -> None:
    """From its last moment on it holds nothing."""
    assert HELD.without_expired_hold(datetime(2026, 11, 23, 14, 10, tzinfo=UTC)).hold is None
    assert HELD.without_expired_hold(datetime(2026, 11, 23, 14, 9, tzinfo=UTC)).hold


def test_who_the_client_is_outlives_the_task() -> None:
    """Nobody is asked twice for name and number."""
    own = {"client_name": "Dana", "client_phone": "+12035550142", "settled": "+12035550142"}
    assert KNOWN.finished() == from_json(own)


@pytest.mark.parametrize(
    ("draft", "step"),
    [
        (Draft(), "ask_service"),
        (Draft(service="csmt"), "ask_location"),
        (Draft(service="csmt", wishes=(Wish("a", "b"),)), "find_times"),
        (Draft(service="csmt", location="westport"), "find_times"),
        (Draft(service="csmt", location="westport", offered=(SLOT,)), "ask_offer"),
        (Draft(location="westport", time=SLOT.start), "ask_service"),
        (CHOSEN, "hold"),
        (HELD, "ask_name"),
        (HELD.with_(client_name="Dana"), "ask_phone"),
        (HELD.with_(client_name="Dana", phone_known=True), "ask_head_injury"),
        (KNOWN.with_(client_phone="+12035550143"), "check_phone"),
        (KNOWN, "ask_head_injury"),
        (KNOWN.with_(head_injury=False), "ask_confirm"),
    ],
)
def test_one_missing_thing_at_a_time(draft: Draft, step: str) -> None:
    """The first that is missing, in the order of a booking."""
    assert next_booking_step(draft) == step


def test_nothing_is_booked_without_a_yes() -> None:
    """And with one only when nothing is missing."""
    assert next_booking_step(KNOWN.with_(head_injury=False), agreed=True) == "book"
    assert next_booking_step(HELD, agreed=True) == "ask_name"
    assert next_booking_step(CHOSEN.with_(head_injury=False), agreed=True) == "hold"


def test_looking_at_times_asks_nothing_first() -> None:
    """Somebody who asks for openings sees some."""
    assert next_booking_step(Draft(), browsing=True) == "find_times"


def test_the_new_time_is_found_before_the_old_one_is_given_up() -> None:
    """Which one, the new time, a yes, the move."""
    moving = Draft(task="reschedule", target={"id": "a"})
    assert next_moving_step(Draft()) == "ask_which"
    assert next_moving_step(moving) == "find_times"
    assert next_moving_step(moving.with_(offered=(SLOT,))) == "ask_offer"
    assert next_moving_step(moving.with_(time=SLOT.start)) == "ask_confirm_move"
    assert next_moving_step(moving.with_(time=SLOT.start), agreed=True) == "move"


@pytest.mark.parametrize("question", sorted(FIXED))
def test_numbers_stand_for_the_buttons_in_their_order(question: str) -> None:
    """What "1" means by SMS is the first button of the website."""
    for name in (f"utter_ask_{question}", f"utter_ask_{question}_again"):
        if name in responses():
            buttons = next(v for v in responses()[name] if "buttons" in v)["buttons"]
            payloads = [b["payload"].replace("{{", "{").replace("}}", "}") for b in buttons]
            assert tuple(payloads) == FIXED[question]
