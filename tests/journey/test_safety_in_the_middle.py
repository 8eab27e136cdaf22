"""A red flag in the middle of a booking: the fixed text first and alone, whatever else is alive."""

from collections.abc import Iterator

import pytest

from tests.support.chat import ChatClient, text_of
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


@pytest.mark.parametrize(
    "flag", [FLAG, "i dont want to be alive anymore", "im fleeing, my boyfriend beats me"]
)
def test_nothing_brings_a_time_before_the_client_goes_on(front_desk: FrontDesk, flag: str) -> None:
    """Small talk, questions, old choices, a number, nonsense: no time is offered, no question put again."""
    chat = ChatClient(front_desk.url)
    offer = chat.say("i want to book craniosacral in westport on tuesday")
    old = next(c["id"] for m in offer for c in m["choices"])
    chat.say(flag)
    for said in ("ok", "thanks", "what?", "how much is it", "asdfgh", "are you open tuesday?", "1", "hello"):
        chat.say(said)
        assert not _times(chat), (said, chat.last)
    replies = chat.post(choice=old).json()["messages"]
    assert (len(replies), [m["choices"] for m in replies]) == (1, [[]])
    chat.say("ok go on with the booking please")
    assert _times(chat), chat.last


def test_a_yes_to_our_question_waits_for_the_therapist(front_desk: FrontDesk) -> None:
    """No appointment of this client is confirmed by any way until she has decided; then all are."""
    chat, phone = ChatClient(front_desk.url), "203-555-0188"
    chat.say("book craniosacral in westport tuesday at 2pm")
    chat.say("Dana Reyes")
    chat.say(phone)
    chat.say("yes, a concussion three weeks ago")
    chat.choose("book it")
    assert "Julie will look at it first" in text_of(chat.last)
    found = front_desk.api("GET", f"/appointments?conversation_id={chat.conversation_id}").json()[
        "appointments"
    ]
    assert [a["status"] for a in found] == ["pending_approval"]
    slots = front_desk.api(
        "GET",
        "/availability?service=csmt&location=stamford&from=2026-11-30T00:00:00-05:00"
        "&to=2026-12-05T00:00:00-05:00&limit=1",
    ).json()["slots"]
    body = {"service": "csmt", "location": "stamford", "start": slots[0]["start"]}
    client = {"client": {"name": "Dana Reyes", "phone": phone}}
    headers = {"Idempotency-Key": chat.conversation_id}
    made = front_desk.api("POST", "/appointments", json=body | client, headers=headers).json()
    assert made["status"] == "pending_approval"
    for appointment in (*found, made):
        front_desk.api("POST", f"/appointments/{appointment['id']}/cancel")


def _times(chat: ChatClient) -> list[str]:
    """The times among the last choices."""
    return [c["title"] for m in chat.last for c in m["choices"] if ":" in c["title"]]
