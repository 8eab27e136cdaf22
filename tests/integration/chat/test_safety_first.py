"""A red flag is answered first and alone, whatever else works or not."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from frontdesk.assistant.protocol import Choice, Reply, TurnRequest, TurnResult
from frontdesk.channels.bounded import Lanes
from frontdesk.conversations.takeover import take_over
from frontdesk.items.service import open_items
from frontdesk.storage.conversations import conversations, findings
from frontdesk.storage.drafts import save_draft
from frontdesk.storage.items import Item, ItemKind
from tests.desk_kit import CRISIS, RED_FLAG, Chat, TestDesk, build, opened

FELL, HIT = "i fell off my bike yesterday", "hit my head"
HOLD = "i had a concussion three weeks ago"


def items_of(desk: TestDesk) -> list[Item]:
    with desk.desk.database.read() as connection:
        return open_items(connection)


def test_the_safety_text_comes_alone(desk: TestDesk, chat: Chat) -> None:
    """One text from the desk, no turn for that message, with the word that the therapist is told."""
    (reply,) = chat.say(RED_FLAG)
    assert (reply["from"], reply["kind"]) == ("desk", "safety")
    assert "911" in reply["text"]
    assert "Julie" in reply["text"]
    assert desk.assistant.requests == []


def test_the_therapist_is_told_without_words(desk: TestDesk, chat: Chat) -> None:
    """One item in the transaction of the message; it names the tier, not what was written."""
    chat.say(RED_FLAG)
    (item,) = items_of(desk)
    assert (item.kind, item.conversation_id) == (ItemKind.SAFETY, chat.conversation_id)
    assert "numb" not in (item.text or "")


def test_what_was_found_is_recorded(desk: TestDesk, chat: Chat) -> None:
    """Tier, rule, version and time stay with the message."""
    chat.say(RED_FLAG)
    with desk.desk.database.read() as connection:
        (row,) = connection.execute(sa.select(findings)).all()
    assert (row.tier, row.answered, row.at) == ("A", True, desk.clock.now())
    assert row.rule
    assert row.version


def test_booking_is_paused_until_the_client_goes_on(desk: TestDesk, chat: Chat) -> None:
    """The assistant learns that it is paused; the API lets it go on."""
    chat.say(RED_FLAG)
    chat.say("i am fine thank you")
    assert desk.assistant.requests[-1].metadata["paused_by"] == "A"
    path = f"/api/v1/conversations/{chat.conversation_id}/pause"
    assert chat.http.delete(path, headers=desk.api_headers()).status_code == 204
    chat.say("let's go on")
    assert desk.assistant.requests[-1].metadata["paused"] is False


def test_a_turn_in_flight_posts_nothing_after_it(desk: TestDesk, chat: Chat) -> None:
    """The slots that were being looked up when the flag came in are dropped."""

    def slots(request: TurnRequest) -> TurnResult:
        chat.post(RED_FLAG, wait=0)
        return TurnResult((Reply("Thursday at 3?", choices=(Choice("Yes", "/affirm"),)),))

    desk.assistant.script = slots
    assert chat.post("book thursday").json()["messages"] == []
    assert [m["kind"] for m in chat.read(after=1)["messages"]] == ["text", "text", "safety"]


def test_a_flag_completed_within_a_minute(desk: TestDesk, chat: Chat) -> None:
    """Two messages that are no emergency alone are read together."""
    assert [r["from"] for r in chat.say(FELL)] == ["assistant"]
    desk.clock.advance(timedelta(seconds=20))
    assert "911" in chat.say(HIT)[0]["text"]


def test_half_a_flag_after_a_minute(desk: TestDesk, chat: Chat) -> None:
    """What was written longer ago is another matter."""
    chat.say(FELL)
    desk.clock.advance(timedelta(seconds=61))
    assert "911" not in chat.say(HIT)[0]["text"]


def test_a_crisis_text_is_not_repeated_within_ten_minutes(desk: TestDesk, chat: Chat) -> None:
    """The second one is alerted all the same; after ten minutes the text comes again."""
    assert chat.say(CRISIS)
    desk.clock.advance(timedelta(minutes=2))
    assert chat.say(CRISIS) == []
    assert len(items_of(desk)) == 2
    desk.clock.advance(timedelta(minutes=11))
    assert chat.say(CRISIS)


def test_an_emergency_text_is_always_repeated(chat: Chat) -> None:
    """A later A always is."""
    assert chat.say(RED_FLAG)
    assert chat.say(RED_FLAG)


def test_a_flag_while_the_therapist_answers(desk: TestDesk, chat: Chat) -> None:
    """She may not be looking: the text goes out, and the alert."""
    take_over(desk.desk, chat.conversation_id)
    assert [r["kind"] for r in chat.say(RED_FLAG)] == ["safety"]
    assert len(items_of(desk)) == 1


def test_a_flag_with_the_assistant_dead(desk: TestDesk, chat: Chat) -> None:
    """Nothing of it needs the assistant."""
    desk.assistant.available = False
    assert [r["kind"] for r in chat.say(RED_FLAG)] == ["safety"]


def test_a_flag_past_the_rate_limit(chat: Chat) -> None:
    """Whoever writes fast because it is urgent is answered."""
    for number in range(25):
        chat.post(f"m{number}", wait=0)
    assert [r["kind"] for r in chat.say(RED_FLAG)] == ["safety"]


def test_our_own_question_about_head_injuries(desk: TestDesk, chat: Chat) -> None:
    """What tier C would hold the dialogue itself holds for approval: no text, no pause, but a record."""
    with desk.desk.database.write() as connection:
        save_draft(connection, chat.conversation_id, {"asked": "head_injury"}, desk.clock.now())
    assert [r["from"] for r in chat.say(HOLD)] == ["assistant"]
    assert desk.assistant.requests[-1].metadata["safety_tiers"] == ["C"]
    with desk.desk.database.read() as connection:
        paused = connection.execute(sa.select(conversations.c.paused_by)).scalar()
    assert (paused, items_of(desk)) == (None, [])


def test_a_hold_out_of_the_blue_pauses(desk: TestDesk, chat: Chat) -> None:
    """Without our question a head injury holds the booking."""
    assert [r["kind"] for r in chat.say(HOLD)] == ["safety"]
    assert desk.assistant.requests == []


@contextmanager
def database_locked(desk: TestDesk) -> Iterator[None]:
    """Nobody can write: another process holds the lock and does not let go."""
    with desk.desk.database.engine.connect() as connection:
        connection.connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.connection.execute("ROLLBACK")


def test_a_flag_with_the_database_dead(desk: TestDesk, chat: Chat) -> None:
    """The text comes in the answer at once, without the clause about an alert that could not be stored."""
    desk.app.state.lanes = Lanes.of_size(8)
    with database_locked(desk):
        started = time.perf_counter()
        (reply,) = chat.post(RED_FLAG, wait=0).json()["messages"]
        assert time.perf_counter() - started < 5
    assert "911" in reply["text"]
    assert "Julie" not in reply["text"]


def test_a_flag_with_the_database_gone(tmp_path: Path) -> None:
    """Errors count as dead too; anything else is told honestly that it was not stored."""
    desk = build(tmp_path)
    with opened(desk) as chat:
        with desk.desk.database.write() as connection:
            connection.execute(sa.text("ALTER TABLE messages RENAME TO lost"))
        (reply,) = chat.post(RED_FLAG).json()["messages"]
        assert "911" in reply["text"]
        answer = chat.post("hello")
        assert (answer.status_code, answer.json()["type"]) == (503, "storage_unavailable")


@pytest.mark.parametrize("text", ["i have a splitting headache, dying for a massage", "hello"])
def test_every_day_words_are_no_flags(desk: TestDesk, chat: Chat, text: str) -> None:
    """The assistant answers them."""
    assert [r["from"] for r in chat.say(text)] == ["assistant"]
    assert items_of(desk) == []
