"""A red flag in the middle of a booking: the fixed text first and alone, whatever else is alive."""

from collections.abc import Iterator

import pytest

from tests.support.chat import ChatClient
from tests.support.running import FrontDesk

pytestmark = pytest.mark.system
FLAG = "face is numb on one side and cant talk right"


@pytest.fixture(params=["everything alive", "assistant dead", "assistant and actions dead"])
def desk(request: pytest.FixtureRequest, front_desk: FrontDesk) -> Iterator[FrontDesk]:
    dead = {"everything alive": (), "assistant dead": ("assistant",)}.get(
        request.param, ("assistant", "actions")
    )
    chat = ChatClient(front_desk.url)
    chat.say("i want to book craniosacral in westport")
    request.node.chat = chat
    for name in dead:
        front_desk.kill(name)
    yield front_desk
    for name in dead:
        front_desk.start(name)
    front_desk.wait_until_ready()


def test_the_safety_text_comes_first_and_alone(desk: FrontDesk, request: pytest.FixtureRequest) -> None:
    """No time is offered, no question asked; the clause about Julie stands where her alert is stored."""
    chat: ChatClient = request.node.chat
    replies = chat.say(FLAG)
    assert [m["kind"] for m in replies] == ["safety"]
    assert replies[0]["text"].startswith("What you describe can be an emergency. Call 911")
    assert not replies[0]["choices"]
    assert "Julie is alerted" in chat.transcript()[-1]["text"]


def test_the_booking_goes_on_only_when_the_client_asks(front_desk: FrontDesk) -> None:
    """After an emergency no slot is offered until then."""
    chat = ChatClient(front_desk.url)
    chat.say("i want to book craniosacral in westport")
    chat.say(FLAG)
    assert not any(m["choices"] for m in chat.say("ok") if any(":00" in c["title"] for c in m["choices"]))
    chat.say("go on with the booking please")
    offered = [c["title"] for m in chat.last for c in m["choices"]]
    assert any(":" in title for title in offered), chat.last
