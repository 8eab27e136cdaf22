"""The same desk over PostgreSQL."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from frontdesk.conversations.takeover import hand_back, take_over
from frontdesk.conversations.transcript import transcript
from frontdesk.items.service import open_items
from frontdesk.storage.drafts import load_draft, save_draft
from tests.desk_kit import RED_FLAG, Chat, TestDesk, build, opened
from tests.support.diary import postgres_url

pytestmark = pytest.mark.server


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestDesk]:
    with postgres_url(fresh=True) as url:
        yield build(tmp_path, DESK_DATABASE_URL=url)


def test_a_conversation_from_start_to_end(desk: TestDesk, chat: Chat) -> None:
    """Answered once, flagged, taken over, handed back, erased."""
    first = chat.post("hello", key="k1").json()
    assert chat.post("hello", key="k1").json() == first
    assert [r["kind"] for r in chat.say(RED_FLAG)] == ["safety"]
    take_over(desk.desk, chat.conversation_id)
    assert chat.post("are you there?").status_code == 202
    assert hand_back(desk.desk, chat.conversation_id)
    desk.clock.advance(timedelta(minutes=2))
    assert chat.say("thanks")[0]["text"] == "You said: thanks"
    assert chat.http.delete("/chat/conversations/current", headers=chat.headers).status_code == 200
    assert chat.http.get("/chat/messages", headers=chat.headers).status_code == 410


def test_what_is_stored_reads_back(desk: TestDesk) -> None:
    """Times in UTC, JSON as it was, items in order."""
    with opened(desk) as chat:
        chat.say(RED_FLAG)
        with desk.desk.database.write() as connection:
            save_draft(connection, chat.conversation_id, {"name": "Zoë"}, desk.clock.now())
        with desk.desk.database.read() as connection:
            assert load_draft(connection, chat.conversation_id) == {"name": "Zoë"}
            assert [item.created_at for item in open_items(connection)] == [desk.clock.now()]
            whole = transcript(connection, chat.conversation_id)
    assert whole is not None
    assert [f.tier for f in whole.entries[1].found] == ["A"]
