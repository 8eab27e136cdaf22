"""The transcript: what was said, how it was understood, what was done."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from frontdesk.assistant.protocol import Reply, TurnRequest, TurnResult
from frontdesk.conversations.transcript import Entry, transcript, understood_from
from tests.desk_kit import RED_FLAG, Chat, TestDesk, build, opened

EVENTS: tuple[dict[str, Any], ...] = (
    {
        "event": "user",
        "text": "price?",
        "parse": {
            "intent": {"name": "faq", "confidence": 0.9},
            "topic": "faq/price",
            "label_ranking": [{"label": "faq/price", "confidence": 0.9}],
            "entities": [{"entity": "service", "value": "csmt"}],
        },
    },
    {"event": "action", "name": "action_answer", "policy": "RulePolicy", "confidence": 1.0},
    {"event": "bot", "text": "I don't know.", "metadata": {}},
    {"event": "slot", "name": "service", "value": "csmt"},
)


@pytest.fixture
def desk(tmp_path: Path) -> TestDesk:
    return build(tmp_path)


def entries(desk: TestDesk, chat: Chat) -> list[Entry]:
    with desk.desk.database.read() as connection:
        whole = transcript(connection, chat.conversation_id)
    assert whole is not None
    return list(whole.entries)


def test_how_a_turn_was_understood_and_done(desk: TestDesk) -> None:
    """With the message it answers: label, details, actions, slots."""
    desk.assistant.script = lambda _: TurnResult((Reply("I don't know."),), EVENTS)
    with opened(desk) as chat:
        chat.say("price?")
    _, said, reply = entries(desk, chat)
    assert said.turn is not None
    assert said.turn == reply.turn
    assert said.turn.understood is not None
    assert (said.turn.understood.label, said.turn.understood.confidence) == ("faq/price", 0.9)
    assert (list(said.turn.actions), said.turn.slots) == (["action_answer"], {"service": "csmt"})


def test_what_safety_found(desk: TestDesk) -> None:
    """With the message it was found in."""
    with opened(desk) as chat:
        chat.say(RED_FLAG)
    _, said, reply = entries(desk, chat)
    assert [f.tier for f in said.found] == ["A"]
    assert (said.turn, list(reply.found)) == (None, [])


def test_a_turn_that_was_dropped_shows(desk: TestDesk) -> None:
    """Understood, but its words never went out."""
    answered = Event()

    def overtaken(_: TurnRequest) -> TurnResult:
        chat.post(RED_FLAG, wait=0)
        answered.set()
        return TurnResult((Reply("never said"),), EVENTS)

    desk.assistant.script = overtaken
    with opened(desk) as chat:
        chat.post("price?")
        assert answered.wait(10)
    said = entries(desk, chat)[1]
    assert said.turn is not None
    assert (said.turn.state, said.turn.understood is not None) == ("dropped", True)


def test_a_conversation_that_is_not_there(desk: TestDesk) -> None:
    """None, not an empty one."""
    with desk.desk.database.read() as connection:
        assert transcript(connection, "nobody") is None


def test_a_turn_without_events_was_not_understood() -> None:
    """It never reached the assistant."""
    assert understood_from(()) is None
