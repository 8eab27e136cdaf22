"""The chat contract: open, send, read, erase, as a client sees it."""

from datetime import timedelta
from pathlib import Path

import pytest

from frontdesk.assistant.protocol import Choice, Reply, TurnRequest, TurnResult
from tests.desk_kit import Chat, TestDesk, build, opened


def test_opening_greets_as_an_automated_desk(chat: Chat) -> None:
    """The greeting says what it is, what it is not for, and whose desk it is."""
    text = chat.greeting["text"]
    assert all(word in text for word in ("automated", "emergencies", "911", "Posture Massage", "Julie"))
    assert chat.greeting["from"] == "assistant"
    assert chat.greeting["seq"] == 1


def test_a_message_without_wait_is_accepted(chat: Chat) -> None:
    """202 with its number, at once."""
    answer = chat.post("hello", wait=0)
    assert answer.status_code == 202
    assert answer.json() == {"accepted": True, "seq": 2}


def test_a_message_with_wait_is_answered(chat: Chat) -> None:
    """200 with the replies only."""
    answer = chat.post("hello")
    assert answer.status_code == 200
    (reply,) = answer.json()["messages"]
    assert (reply["seq"], reply["from"], reply["text"], reply["kind"]) == (
        3,
        "assistant",
        "You said: hello",
        "text",
    )


def test_a_repeated_key_gets_the_first_answer(chat: Chat) -> None:
    """Same number, same replies, one turn."""
    first = chat.post("hello", key="k1")
    again = chat.post("something else", key="k1")
    assert again.json() == first.json()
    assert chat.post("hello", key="k1", wait=0).json()["seq"] == 2
    assert chat.texts("client") == ["hello"]


def test_reading_gives_everything_after_a_number(chat: Chat) -> None:
    """The client's own messages too, with their keys, so that another tab can catch up."""
    chat.post("hello", key="k1")
    content = chat.read(after=1)
    assert [(m["from"], m["seq"]) for m in content["messages"]] == [("client", 2), ("assistant", 3)]
    assert content["messages"][0]["client_message_id"] == "k1"
    assert content["mode"] == "assistant"


def test_choices_travel_as_ids(desk: TestDesk, chat: Chat) -> None:
    """The client sees id, title and the time it stands for; the assistant gets the payload back."""
    payload = '/inform{"appointment_time": "2026-12-03T15:00:00-05:00"}'
    desk.assistant.script = lambda _: TurnResult((Reply("When?", choices=(Choice("Thu 3 PM", payload),)),))
    (reply,) = chat.say("thursday")
    (choice,) = reply["choices"]
    assert (choice["title"], choice["start"]) == ("Thu 3 PM", "2026-12-03T15:00:00-05:00")
    assert "inform" not in str(choice)
    chat.post(choice=choice["id"])
    assert desk.assistant.requests[-1].text == payload
    assert chat.texts("client")[-1] == "Thu 3 PM"


def test_the_assistant_learns_when_and_where(desk: TestDesk, chat: Chat) -> None:
    """Time of receipt, channel and ids travel with the turn; the session is not the bare conversation."""
    chat.say("hello")
    request = desk.assistant.requests[-1]
    assert request.received_at == desk.clock.now()
    assert request.channel == "web"
    assert request.sender == f"{chat.conversation_id}.1"
    assert request.metadata["paused"] is False


def test_a_session_ends_after_thirty_turns(tmp_path: Path) -> None:
    """The assistant's cost a turn grows with its session, so a new one begins."""
    unlimited = build(tmp_path, DESK_RATE_LIMITS="off")
    with opened(unlimited) as chat:
        for number in range(31):
            chat.say(f"message {number}")
    assert [r.sender.rpartition(".")[2] for r in unlimited.assistant.requests][-2:] == ["1", "2"]


def test_a_session_ends_after_an_idle_hour(desk: TestDesk, chat: Chat) -> None:
    """Who comes back the next day starts a new session; the draft is kept by the desk."""
    chat.say("hello")
    desk.clock.advance(timedelta(hours=2))
    chat.say("hello again")
    assert desk.assistant.requests[-1].sender == f"{chat.conversation_id}.2"


def test_an_appointment_travels_with_its_message(desk: TestDesk, chat: Chat) -> None:
    """The widget gets what it needs for the calendar link."""
    booked = {"id": "a1", "page": "/a/secret", "ics": "/a/secret.ics"}
    desk.assistant.script = lambda _: TurnResult((Reply("Booked.", kind="booking", appointment=booked),))
    (reply,) = chat.say("yes")
    assert (reply["kind"], reply["appointment"]) == ("booking", booked)


@pytest.mark.parametrize("raw", ["/restart", ' //book{"service":"x"}', "\t/ /session_start"])
def test_typed_slashes_are_no_commands(desk: TestDesk, chat: Chat, raw: str) -> None:
    """The client sees what was typed, the assistant reads it without the slashes."""
    chat.say(raw)
    assert not desk.assistant.requests[-1].text.startswith("/")
    assert chat.texts("client") == [raw.strip()]


def test_what_arrives_during_a_turn_joins_the_next(desk: TestDesk, chat: Chat) -> None:
    """Two messages sent while the first is worked on are answered together."""

    def meanwhile(request: TurnRequest) -> TurnResult:
        if request.text == "first":
            chat.post("second", wait=0)
            chat.post("third", wait=0)
        return TurnResult((Reply(request.text),))

    desk.assistant.script = meanwhile
    chat.say("first")
    assert [m["text"] for m in chat.read(after=4, wait=10)["messages"]][-1] in ("first", "second\nthird")
    chat.say("fourth")
    assert [r.text for r in desk.assistant.requests][:2] == ["first", "second\nthird"]


def test_markup_stays_text(chat: Chat) -> None:
    """HTML and script come back as they were typed, in JSON; nobody renders them."""
    typed = "<script>alert(1)</script><b>hi</b>"
    chat.say(typed)
    assert chat.texts("client") == [typed]


def test_control_characters_are_stripped(chat: Chat) -> None:
    """Bells, escapes and overrides of the writing direction are no text."""
    chat.say("he\x07l\x1b[31mlo\u202e\x00 there\r\nline")
    assert chat.texts("client") == ["hel[31mlo there\nline"]
