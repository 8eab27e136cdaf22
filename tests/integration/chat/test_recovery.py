"""A desk or an assistant that dies in mid-turn: no message lost, none answered twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from frontdesk.assistant.protocol import AssistantFailed, AssistantUnavailable, Reply, TurnRequest, TurnResult
from frontdesk.conversations.inbox import Inbound, accept
from frontdesk.conversations.opening import SMS, WEB, open_conversation
from frontdesk.conversations.turn import (
    APOLOGISE_AFTER,
    GIVE_UP_AFTER,
    apologise_for_late_turns,
    retry_in,
    work,
)
from frontdesk.items.service import open_items
from frontdesk.storage.drafts import load_draft, save_draft
from frontdesk.storage.messages import CLIENT, messages_after
from tests.desk_kit import TestDesk, build, opened


@pytest.fixture
def desk(tmp_path: Path) -> TestDesk:
    """Not started: the tests take the worker's steps themselves."""
    return build(tmp_path)


def conversation(desk: TestDesk, *texts: str, channel: str = WEB) -> str:
    """A conversation in which the client has written."""
    with desk.desk.database.write() as connection:
        opened = open_conversation(connection, channel, desk.clock.now())
    for number, text in enumerate(texts):
        accept(desk.desk, Inbound(opened.id, f"k{number}", desk.clock.now(), text=text))
    return opened.id


def replies(desk: TestDesk, conversation_id: str) -> list[str]:
    with desk.desk.database.read() as connection:
        said = messages_after(connection, conversation_id, 0)
    return [m.text for m in said if m.sender != CLIENT]


def test_a_message_stored_before_a_crash_is_answered_after_it(desk: TestDesk, tmp_path: Path) -> None:
    """The desk died before the turn began; the next one starts it."""
    conversation_id = conversation(desk, "hello")
    restarted = build(tmp_path)
    with opened(restarted) as chat:
        chat.say("somebody else")
        assert work(restarted.desk, conversation_id) is None
    assert replies(restarted, conversation_id) == ["You said: hello"]


def test_a_turn_that_was_done_is_not_asked_again(desk: TestDesk, tmp_path: Path) -> None:
    """The desk died between the assistant's answer and storing it: the answer is fetched, not made again."""
    conversation_id = conversation(desk, "hello")
    answered: list[TurnRequest] = []

    def answer_and_die(request: TurnRequest) -> TurnResult:
        answered.append(request)
        return TurnResult((Reply("Here."),))

    desk.assistant.script = answer_and_die
    take_turn = desk.assistant.take_turn

    def dying(request: TurnRequest) -> TurnResult:
        take_turn(request)
        raise KeyboardInterrupt

    desk.assistant.take_turn = dying  # type: ignore[method-assign]  # the crash
    with pytest.raises(KeyboardInterrupt):
        work(desk.desk, conversation_id)
    desk.assistant.take_turn = take_turn  # type: ignore[method-assign]  # the restart
    while work(desk.desk, conversation_id) is not None:
        pass
    assert (len(answered), replies(desk, conversation_id)) == (1, ["Here."])


def test_a_turn_that_never_arrived_is_sent_in_a_new_session(desk: TestDesk) -> None:
    """Looking for it may have left an empty session without the turn's metadata."""
    conversation_id = conversation(desk, "hello")
    desk.assistant.available = False
    assert work(desk.desk, conversation_id)
    desk.assistant.available = True
    while work(desk.desk, conversation_id) is not None:
        pass
    assert [r.sender for r in desk.assistant.requests] == [f"{conversation_id}.2"]
    assert replies(desk, conversation_id) == ["You said: hello"]


def test_a_turn_sent_again_begins_with_its_old_draft(desk: TestDesk) -> None:
    """Its actions moved the draft on before their words were lost; half a step is no step."""
    conversation_id = conversation(desk, "the first one")
    before = {"offered": ["15:00"]}
    with desk.desk.database.write() as connection:
        save_draft(connection, conversation_id, before, desk.clock.now())
    seen: list[object] = []

    def loses_its_words(_: TurnRequest) -> TurnResult:
        with desk.desk.database.write() as connection:
            seen.append(load_draft(connection, conversation_id))
            save_draft(connection, conversation_id, {"time": "15:00"}, desk.clock.now())
        if len(seen) == 1:
            raise AssistantFailed
        return TurnResult((Reply("Held."),))

    desk.assistant.script = loses_its_words
    while work(desk.desk, conversation_id) is not None:
        pass
    assert seen == [before, before]


def test_an_outage_is_told_once_and_answered_once(desk: TestDesk) -> None:
    """After eight seconds an honest sentence and an item; after the outage the answer, and nothing twice."""
    conversation_id = conversation(desk, "hello")
    desk.assistant.available = False
    work(desk.desk, conversation_id)
    apologise_for_late_turns(desk.desk)
    assert replies(desk, conversation_id) == []
    desk.clock.advance(APOLOGISE_AFTER)
    for _ in range(3):
        work(desk.desk, conversation_id)
        apologise_for_late_turns(desk.desk)
    (sentence,) = replies(desk, conversation_id)
    assert "Julie has been told" in sentence
    with desk.desk.database.read() as connection:
        assert len(open_items(connection)) == 1
    desk.assistant.available = True
    while work(desk.desk, conversation_id) is not None:
        pass
    assert replies(desk, conversation_id) == [sentence, "You said: hello"]


def test_an_answer_that_comes_an_hour_late_is_not_given(desk: TestDesk) -> None:
    """By then it would only confuse; the therapist has the item."""
    conversation_id = conversation(desk, "hello")
    desk.assistant.available = False
    work(desk.desk, conversation_id)
    desk.clock.advance(GIVE_UP_AFTER + timedelta(seconds=1))
    desk.assistant.available = True
    assert work(desk.desk, conversation_id) == 0
    assert work(desk.desk, conversation_id) is None
    assert desk.assistant.requests == []


def test_a_turn_that_breaks_is_told(desk: TestDesk) -> None:
    """A mistake in our own code or in an answer must not silence a conversation for ever."""

    def broken(request: TurnRequest) -> TurnResult:
        raise ZeroDivisionError

    desk.assistant.script = broken
    conversation_id = conversation(desk, "hello")
    assert work(desk.desk, conversation_id) == 0
    assert work(desk.desk, conversation_id) is None
    assert len(replies(desk, conversation_id)) == 1


def test_a_message_the_assistant_breaks_on_is_given_up(desk: TestDesk) -> None:
    """Tried for eight seconds, then the client is told and the next message has its turn."""

    def breaks(request: TurnRequest) -> TurnResult:
        if request.text == "poison":
            raise AssistantFailed
        return TurnResult((Reply("fine"),))

    desk.assistant.script = breaks
    conversation_id = conversation(desk, "poison")
    assert work(desk.desk, conversation_id)
    accept(desk.desk, Inbound(conversation_id, "next", desk.clock.now(), text="next"))
    desk.clock.advance(APOLOGISE_AFTER)
    while work(desk.desk, conversation_id) is not None:
        pass
    apology, answer = replies(desk, conversation_id)
    assert ("Julie has been told" in apology, answer) == (True, "fine")


def test_a_turn_still_under_way_is_waited_for(desk: TestDesk) -> None:
    """The assistant has it but is not done: asked again later, not sent again."""
    conversation_id = conversation(desk, "hello")
    desk.assistant.available = False
    work(desk.desk, conversation_id)
    desk.assistant.available = True

    def under_way(sender: str, turn_id: str) -> TurnResult | None:
        raise AssistantUnavailable("still being worked on")

    desk.assistant.find_turn = under_way  # type: ignore[method-assign]  # the middle of a turn
    assert work(desk.desk, conversation_id)
    assert desk.assistant.requests == []


def test_retries_slow_down() -> None:
    """Soon at first, every five seconds at last."""
    ages = (0, 1, 4, 60)
    assert [retry_in(timedelta(seconds=s)) for s in ages] == [0.25, 0.5, 2.0, 5.0]


def test_texts_in_a_burst_wait_for_two_seconds_of_quiet(desk: TestDesk) -> None:
    """By SMS only, and for six seconds at most."""
    conversation_id = conversation(desk, "tues", channel=SMS)
    assert work(desk.desk, conversation_id) == 2.0
    for number, text in enumerate(("at 3", "westport pls", "ok?")):
        desk.clock.advance(timedelta(seconds=1.5))
        accept(desk.desk, Inbound(conversation_id, f"b{number}", desk.clock.now(), text=text))
    assert work(desk.desk, conversation_id) == 1.5
    desk.clock.advance(timedelta(seconds=1.5))
    assert work(desk.desk, conversation_id) == 0
    assert [r.text for r in desk.assistant.requests] == ["tues\nat 3\nwestport pls\nok?"]
