"""Any of the three programs dies in mid-turn and comes back: nothing lost, nothing twice, nothing half."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.chat import ChatClient, text_of
from tests.support.running import FrontDesk

pytestmark = pytest.mark.system
# Seconds into the turn; the others only with `make soak`, since Rasa takes its time to come back.
DELAYS = [0.03, *(pytest.param(delay, marks=pytest.mark.soak) for delay in (0.0, 0.01, 0.06, 0.1, 0.15))]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """A system of its own, since its programs die."""
    data_dir: Path = tmp_path_factory.mktemp("killed")
    with FrontDesk(data_dir, {"DESK_RATE_LIMITS": "off"}) as running:
        yield running


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("name", ["desk", "assistant", "actions"])
def test_a_message_is_answered_exactly_once(desk: FrontDesk, name: str, delay: float) -> None:
    """The client's message survives, and gets one answer when the program is back."""
    chat = ChatClient(desk.url)
    accepted = chat.post(text="how long is a session?", wait=0)
    assert accepted.status_code == 202
    time.sleep(delay)
    desk.kill(name)
    desk.start(name)
    desk.wait_until_ready()
    transcript = _settled(chat)
    assert [m["text"] for m in transcript if m["from"] == "client"] == ["how long is a session?"]
    answers = [m for m in transcript if m["from"] == "assistant" and m["kind"] != "greeting"]
    assert len(answers) == 1, text_of(transcript)


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("name", ["desk", "assistant", "actions"])
def test_a_booking_is_whole_or_not_at_all(desk: FrontDesk, name: str, delay: float) -> None:
    """What the assistant says at last is what the diary holds."""
    chat = ChatClient(desk.url)
    chat.say("book craniosacral in westport on thursday december 10")
    chat.choose("Dec 10")
    chat.say("Sam Rivers")
    chat.say("203-555-0150")
    chat.say("no")
    chat.post(text="yes", wait=0)
    time.sleep(delay)
    desk.kill(name)
    desk.start(name)
    desk.wait_until_ready()
    transcript = _settled(chat)
    if "booked" not in text_of(transcript[-3:]).casefold():
        transcript = chat.say("yes, please book it")
    found = desk.api("GET", f"/appointments?conversation_id={chat.conversation_id}").json()["appointments"]
    assert len(found) == 1, text_of(transcript)
    desk.api(
        "POST",
        f"/appointments/{found[0]['id']}/cancel",
        json={},
        headers={"Idempotency-Key": f"{name}-{delay}"},
    ).raise_for_status()


def _settled(chat: ChatClient, within: float = 60) -> list[dict[str, Any]]:
    """The transcript once the last message has its answer and nothing more has come for two seconds."""
    end = time.monotonic() + within
    seen: list[dict[str, Any]] = []
    quiet_since = time.monotonic()
    while time.monotonic() < end:
        try:
            now = chat.transcript()
        except requests.RequestException:
            now = seen
        if now != seen:
            seen, quiet_since = now, time.monotonic()
        answered = bool(seen) and seen[-1]["from"] == "assistant"
        if answered and time.monotonic() - quiet_since > 2:
            break
        time.sleep(0.2)
    return seen
