"""Red flags where something else is going on: bursts, pauses, refusals, a booking under way, other texts."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from frontdesk.assistant.protocol import Choice, Reply, TurnResult
from frontdesk.conversations.takeover import hand_back, take_over
from frontdesk.items.service import OutcomeNeeded, close, close_many, open_items
from frontdesk.storage.conversations import conversations
from frontdesk.storage.drafts import save_draft
from tests.desk_kit import CRISIS, RED_FLAG, Chat, TestDesk, build, opened

USUAL = "This is my usual aura and my doctor knows"
HOLD = "i had a concussion three weeks ago"


def kinds(replies: list[dict[str, object]]) -> list[object]:
    return [r["kind"] for r in replies]


def paused_by(desk: TestDesk) -> str | None:
    with desk.desk.database.read() as connection:
        found: str | None = connection.execute(sa.select(conversations.c.paused_by)).scalar()
    return found


def alerts(desk: TestDesk) -> list[str | None]:
    with desk.desk.database.read() as connection:
        return [item.text for item in open_items(connection)]


def book(desk: TestDesk, chat: Chat, phone: str = "203-555-0171", **more: object) -> dict[str, object]:
    """A booking by the API, of the first free time."""
    now = desk.clock.now()
    slot = desk.desk.diary.availability("csmt", "stamford", now, now + timedelta(days=20), limit=1)[0]
    wanted = {"service": "csmt", "location": "stamford", "start": slot.start.isoformat()}
    body = wanted | {"client": {"name": "Dana Reyes", "phone": phone}} | more
    headers = desk.api_headers() | {"Idempotency-Key": uuid4().hex}
    answer: dict[str, object] = chat.http.post("/api/v1/appointments", json=body, headers=headers).json()
    return answer


def test_a_flag_completed_with_the_database_gone(tmp_path: Path) -> None:
    """The first half was never stored; memory is enough to read both together."""
    desk = build(tmp_path)
    with opened(desk) as chat:
        with desk.desk.database.write() as connection:
            connection.execute(sa.text("ALTER TABLE messages RENAME TO lost"))
        assert chat.post("i fell off my bike yesterday").status_code == 503
        (reply,) = chat.post("hit my head").json()["messages"]
        assert "911" in reply["text"]


def test_a_chosen_option_is_not_the_clients_words(desk: TestDesk, chat: Chat) -> None:
    """What an option is called completes no flag."""
    offer = Reply("Which?", choices=(Choice("Yes, my face is numb on one side", "/inform"),))
    desk.assistant.script = lambda _: TurnResult((offer,))
    (reply,) = chat.say("hello")
    chat.post(choice=reply["choices"][0]["id"])
    assert [r["kind"] for r in chat.say("what do you mean")] == ["text"]


def test_a_reaction_within_a_burst(chat: Chat) -> None:
    """Words that a reaction quotes are not the client's, in a burst neither."""
    chat.say("hello")
    assert kinds(chat.say('Liked "is your face numb and can you not talk right?"')) == ["text"]
    assert kinds(chat.say('Liked "Call 911 or go to an ER now."')) == ["text"]


def test_a_flag_in_an_erased_conversation(chat: Chat) -> None:
    """There is nowhere to store it any more; it is answered all the same."""
    chat.http.delete("/chat/conversations/current", headers=chat.headers)
    assert chat.post("hello").status_code == 410
    (reply,) = chat.post(RED_FLAG).json()["messages"]
    assert "911" in reply["text"]
    assert "Julie" not in reply["text"]


def test_emergency_and_crisis_together(chat: Chat) -> None:
    """Both texts, the emergency first."""
    first, second = chat.say("i took a whole bottle of pills, i want to die")
    assert "911 or go to an ER" in first["text"]
    assert "988" in second["text"]


def test_another_text_of_the_same_tier_is_said(chat: Chat) -> None:
    """Not the same text again: the hotline after 988, and Spanish after English."""
    assert "988" in chat.say(CRISIS)[0]["text"]
    assert "800-799-7233" in chat.say("my husband hits me and im scared to go home")[0]["text"]
    assert "988" in chat.say("me quiero matar")[0]["text"]
    assert chat.say(CRISIS) == []


def test_the_usual_after_an_emergency(desk: TestDesk, chat: Chat) -> None:
    """Text B once; booking stays paused as before, the therapist is told."""
    chat.say(RED_FLAG)
    (reply,) = chat.say(USUAL)
    assert (reply["kind"], "doctor or an urgent care today" in reply["text"]) == ("safety", True)
    assert (paused_by(desk), len(alerts(desk))) == ("A", 2)
    assert desk.assistant.requests == []
    desk.clock.advance(timedelta(minutes=30))
    assert kinds(chat.say(USUAL)) == ["text"]
    assert desk.assistant.requests[-1].metadata["paused_by"] == "A"


def test_the_usual_without_an_emergency(desk: TestDesk, chat: Chat) -> None:
    """Every day words of migraine clients."""
    assert kinds(chat.say(USUAL)) == ["text"]
    assert alerts(desk) == []


def test_a_yes_during_a_pause_answers_no_question(desk: TestDesk, chat: Chat) -> None:
    """The question about head injuries is open again only when the booking goes on."""
    with desk.desk.database.write() as connection:
        save_draft(connection, chat.conversation_id, {"asked": "head_injury"}, desk.clock.now())
    chat.say(RED_FLAG)
    desk.clock.advance(timedelta(minutes=2))
    chat.say("yes go on")
    assert desk.assistant.requests[-1].metadata["safety_tiers"] == []


def test_handed_back_during_a_pause(desk: TestDesk, chat: Chat) -> None:
    """The question with its times is not put again before the client asks to go on."""
    offer = Reply("Which time?", choices=(Choice("3 PM", "/inform"),))
    desk.assistant.script = lambda _: TurnResult((offer,))
    chat.say("thursday")
    with desk.desk.database.write() as connection:
        save_draft(connection, chat.conversation_id, {"location": "westport"}, desk.clock.now())
    chat.say(RED_FLAG)
    take_over(desk.desk, chat.conversation_id)
    assert hand_back(desk.desk, chat.conversation_id)
    assert not any(m["choices"] for m in chat.read(after=4)["messages"])


def test_the_same_flag_ten_times(desk: TestDesk, chat: Chat) -> None:
    """Answered and alerted each time."""
    assert all(kinds(chat.say(RED_FLAG)) == ["safety"] for _ in range(10))
    assert len(alerts(desk)) == 10


def test_no_booking_is_made_while_it_is_paused(desk: TestDesk, chat: Chat) -> None:
    """Not by a turn either that was under way; it is possible again once the client went on."""
    chat.say(RED_FLAG)
    assert book(desk, chat, conversation_id=chat.conversation_id)["type"] == "booking_paused"
    chat.http.delete(f"/api/v1/conversations/{chat.conversation_id}/pause", headers=desk.api_headers())
    assert book(desk, chat, conversation_id=chat.conversation_id)["status"] == "confirmed"


def test_a_hold_out_of_the_blue_makes_bookings_wait(desk: TestDesk, chat: Chat) -> None:
    """Going on is not the therapist's yes: until she closes the alert, nothing is confirmed."""
    chat.say(HOLD)
    chat.http.delete(f"/api/v1/conversations/{chat.conversation_id}/pause", headers=desk.api_headers())
    assert book(desk, chat, conversation_id=chat.conversation_id)["status"] == "pending_approval"
    # The same number elsewhere belongs to the same client.
    assert book(desk, chat)["status"] == "pending_approval"


def test_a_hold_that_she_closed_is_over(desk: TestDesk, chat: Chat) -> None:
    """With an outcome, and one at a time."""
    chat.say(HOLD)
    chat.http.delete(f"/api/v1/conversations/{chat.conversation_id}/pause", headers=desk.api_headers())
    with desk.desk.database.write() as connection:
        (item,) = open_items(connection)
        with pytest.raises(OutcomeNeeded):
            close_many(connection, [item.id], desk.clock.now())
        with pytest.raises(OutcomeNeeded):
            close(connection, item.id, desk.clock.now(), " ")
        close(connection, item.id, desk.clock.now(), "spoke to her, healed, fine to book")
    assert book(desk, chat, conversation_id=chat.conversation_id)["status"] == "confirmed"


def test_a_hold_named_in_answer_to_our_question(desk: TestDesk, chat: Chat) -> None:
    """Whatever else the answer says, and however the dialogue reads it, the booking waits for her."""
    with desk.desk.database.write() as connection:
        save_draft(connection, chat.conversation_id, {"asked": "head_injury"}, desk.clock.now())
    assert kinds(chat.say("no injury but im on blood thinners")) == ["text"]
    screening = {"recent_head_injury": False, "migraine_history": None}
    booked = book(desk, chat, conversation_id=chat.conversation_id, screening=screening)
    assert booked["status"] == "pending_approval"


def test_a_held_time_is_kept_through_a_pause(desk: TestDesk, chat: Chat) -> None:
    """The hold gets its full time again when booking is paused, so that it is there for a client who goes on."""
    now = desk.clock.now()
    diary = desk.desk.diary
    slot = diary.availability("csmt", "stamford", now, now + timedelta(days=20))[-1]
    held = diary.hold("csmt", "stamford", slot.start, chat.conversation_id)
    desk.clock.advance(timedelta(minutes=8))
    chat.say(RED_FLAG)
    desk.clock.advance(timedelta(minutes=8))
    assert held.expires_at < desk.clock.now()
    assert slot not in diary.availability("csmt", "stamford", now, now + timedelta(days=20))
