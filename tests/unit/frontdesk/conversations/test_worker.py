"""The worker: every conversation in order, several at once, restarts included."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.assistant.protocol import Reply, TurnRequest, TurnResult
from frontdesk.conversations.inbox import Inbound, accept
from frontdesk.conversations.opening import WEB, open_conversation
from frontdesk.conversations.worker import TurnWorker
from tests.desk_kit import TestDesk, build

WITHIN = 20


@pytest.fixture
def desk(tmp_path: Path) -> TestDesk:
    return build(tmp_path)


@pytest.fixture
def worker(desk: TestDesk) -> Iterator[TurnWorker]:
    worker = TurnWorker(desk.desk, threads=3)
    yield worker
    worker.stop()


def opened_conversation(desk: TestDesk) -> str:
    with desk.desk.database.write() as connection:
        return open_conversation(connection, WEB, desk.clock.now()).id


def send(desk: TestDesk, conversation_id: str, text: str) -> None:
    accept(desk.desk, Inbound(conversation_id, f"{conversation_id}{text}", desk.clock.now(), text=text))


def test_a_slow_conversation_does_not_hold_up_others(desk: TestDesk, worker: TurnWorker) -> None:
    """While one waits for the assistant, another is answered."""
    release, answered = threading.Event(), threading.Event()

    def script(request: TurnRequest) -> TurnResult:
        if request.text == "slow":
            assert release.wait(WITHIN)
        else:
            answered.set()
        return TurnResult((Reply("ok"),))

    desk.assistant.script = script
    worker.start()
    send(desk, opened_conversation(desk), "slow")
    send(desk, opened_conversation(desk), "quick")
    assert answered.wait(WITHIN)
    release.set()


def test_turns_of_one_conversation_never_overlap(desk: TestDesk, worker: TurnWorker) -> None:
    """However fast the messages come, and they keep their order."""
    running, overlaps, seen, done = threading.Lock(), [], [], threading.Event()

    def script(request: TurnRequest) -> TurnResult:
        if not running.acquire(blocking=False):
            overlaps.append(request.text)
        seen.extend(request.text.split("\n"))
        if len(seen) == 12:
            done.set()
        running.release()
        return TurnResult((Reply("ok"),))

    desk.assistant.script = script
    conversation_id = opened_conversation(desk)
    worker.start()
    for number in range(12):
        send(desk, conversation_id, f"m{number}")
    assert done.wait(WITHIN)
    assert (overlaps, seen) == ([], [f"m{n}" for n in range(12)])


def test_what_was_left_is_taken_up_at_start(desk: TestDesk, worker: TurnWorker) -> None:
    """Messages stored before the desk died."""
    answered = threading.Barrier(3)

    def script(_: TurnRequest) -> TurnResult:
        answered.wait(WITHIN)
        return TurnResult((Reply("ok"),))

    desk.assistant.script = script
    for _ in range(2):
        send(desk, opened_conversation(desk), "hello")
    worker.start()
    answered.wait(WITHIN)
    assert not answered.broken


def test_an_unavailable_assistant_is_asked_again(desk: TestDesk, worker: TurnWorker) -> None:
    """By itself, without another message."""
    answered = threading.Event()
    desk.assistant.available = False
    desk.assistant.script = lambda _: (answered.set(), TurnResult((Reply("ok"),)))[1]
    worker.start()
    send(desk, opened_conversation(desk), "hello")
    desk.assistant.available = True
    assert answered.wait(WITHIN)
