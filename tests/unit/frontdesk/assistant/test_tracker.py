"""Reading Rasa's tracker: the right turn, complete or not, and what is kept of it."""

from typing import Any

import pytest

from frontdesk.assistant.protocol import Choice
from frontdesk.assistant.tracker import find_turn, has_turns, result_of

LISTEN = {"event": "action", "name": "action_listen"}


def user(turn_id: str, **parse: Any) -> dict[str, Any]:
    return {"event": "user", "text": "hi", "metadata": {"turn_id": turn_id}, "parse_data": parse}


def bot(text: str | None, *, data: Any = None, **metadata: Any) -> dict[str, Any]:
    return {"event": "bot", "text": text, "data": data or {}, "metadata": metadata}


SESSION = [{"event": "session_started"}, LISTEN]


def test_a_session_that_was_only_looked_at_has_no_turns() -> None:
    """Rasa makes one when its tracker is read; nothing was ever said in it."""
    assert not has_turns(SESSION)
    assert has_turns([*SESSION, user("t1")])


def test_a_turn_ends_with_the_next_listen() -> None:
    """What comes after belongs to somebody else."""
    turn = find_turn([*SESSION, user("t1"), bot("one"), LISTEN, user("t2"), bot("two"), LISTEN], "t1")
    assert turn is not None
    assert turn.complete
    assert [r.text for r in result_of(turn.events).replies] == ["one"]


def test_a_turn_without_its_listen_is_not_complete() -> None:
    """Rasa is still at it, or died."""
    turn = find_turn([*SESSION, user("t1"), bot("one")], "t1")
    assert turn is not None
    assert not turn.complete


@pytest.mark.parametrize(
    ("events", "broke"),
    [
        ([{"event": "action", "name": "action_answer"}], True),
        ([{"event": "slot", "name": "x"}, {"event": "action", "name": "action_answer"}], True),
        ([{"event": "action", "name": "action_default_fallback"}, {"event": "rewind"}], True),
        ([{"event": "action", "name": "action_answer"}, bot("hi")], False),
        ([{"event": "action", "name": "action_quiet"}, {"event": "slot", "name": "x"}], False),
        ([], False),
    ],
    ids=(
        "nothing",
        "slots of the message",
        "session did not start",
        "said something",
        "did something",
        "chose silence",
    ),
)
def test_a_turn_whose_action_failed(events: list[dict[str, Any]], broke: bool) -> None:
    """It said nothing and did nothing, and must be sent again; a chosen silence must not."""
    turn = find_turn([*SESSION, user("t1"), *events, LISTEN], "t1")
    assert turn is not None
    assert turn.broke is broke


def test_an_unknown_turn_is_not_there() -> None:
    """It was never sent, or never arrived."""
    assert find_turn([*SESSION, user("t1"), LISTEN], "t2") is None


@pytest.mark.parametrize(
    "event",
    [
        bot("Booked.", kind="booking", appointment={"id": "a1"}),
        bot("Booked.", metadata={"kind": "booking", "appointment": {"id": "a1"}}),
        bot("Booked.", data={"custom": {"kind": "booking", "appointment": {"id": "a1"}}}),
    ],
    ids=("keywords", "response metadata", "custom"),
)
def test_kind_and_appointment_of_a_bubble(event: dict[str, Any]) -> None:
    """Wherever the dialogue has put them."""
    (reply,) = result_of([event]).replies
    assert (reply.kind, reply.appointment) == ("booking", {"id": "a1"})


def test_buttons_are_choices() -> None:
    """Title and payload; a bubble of buttons alone is one too."""
    (reply,) = result_of([bot(None, data={"buttons": [{"title": "3 PM", "payload": "/inform"}]})]).replies
    assert (reply.text, reply.choices) == ("", (Choice("3 PM", "/inform"),))


def test_a_bubble_that_says_nothing_is_none() -> None:
    """A custom message without words is not for people."""
    assert result_of([bot(None, data={"custom": {"kind": "x"}})]).replies == ()


def test_what_is_kept_for_the_transcript() -> None:
    """Reading, actions and slots; not the bulk of the parse, not the engine's own events."""
    parse = {
        "intent": {"name": "faq", "confidence": 0.9},
        "entities": [{"entity": "service", "value": "csmt", "start": 0, "end": 3, "processors": ["x"]}],
        "response_selector": {"faq": {"response": {"intent_response_key": "faq/price"}, "ranking": [1] * 50}},
        "intent_ranking": [{"name": "x"}] * 50,
    }
    slot = {"event": "slot", "name": "service", "value": "csmt", "timestamp": 1}
    kept = result_of([user("t1", **parse), slot, {"event": "user_featurization"}]).events
    assert [e["event"] for e in kept] == ["user", "slot"]
    assert kept[0]["parse"]["topic"] == "faq/price"
    assert "intent_ranking" not in kept[0]["parse"]
    assert "processors" not in kept[0]["parse"]["entities"][0]


def test_a_turn_in_a_session_that_did_not_start_is_broken_whatever_was_said() -> None:
    """The draft never came back, so the answer was made without it."""
    start = {"event": "action", "name": "action_session_start"}
    said = [user("t1"), {"event": "action", "name": "action_not_understood"}, bot("What?"), LISTEN]
    lost, kept = find_turn([start, *said], "t1"), find_turn([start, *SESSION, *said], "t1")
    assert lost is not None
    assert lost.broke
    assert kept is not None
    assert not kept.broke
