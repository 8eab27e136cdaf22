"""Deleting a conversation: a receipt, and no word of it left."""

from pathlib import Path

from frontdesk.assistant.protocol import Reply, TurnRequest, TurnResult
from frontdesk.conversations.erasure import finish_erasures
from frontdesk.items.service import open_items
from frontdesk.storage.items import ItemKind, raise_item
from tests.desk_kit import RED_FLAG, Chat, TestDesk

WORD = "xylophonic"


def traces(desk: TestDesk) -> list[str]:
    """The database's files in which the word stands."""
    folder = desk.desk.settings.data_dir
    return [f.name for f in Path(folder).glob("desk.db*") if WORD.encode() in f.read_bytes()]


def erase(chat: Chat) -> dict[str, object]:
    answer = chat.http.delete("/chat/conversations/current", headers=chat.headers)
    assert answer.status_code == 200, answer.text
    receipt: dict[str, object] = answer.json()
    return receipt


def test_the_receipt_says_what_went(desk: TestDesk, chat: Chat) -> None:
    """Which conversation, when, how many messages, and that appointments stay."""
    chat.say("hello")
    receipt = erase(chat)
    assert receipt["conversation_id"] == chat.conversation_id
    assert (receipt["erased"], receipt["messages"], receipt["appointments"]) == (True, 3, "kept")
    assert receipt["erased_at"] == desk.clock.now().isoformat()


def test_no_word_is_left_in_the_database_files(desk: TestDesk, chat: Chat) -> None:
    """Not in the file, not in its write-ahead log; messages, turns, drafts, items."""
    chat.say(f"my {WORD} question")
    path = f"/api/v1/conversations/{chat.conversation_id}/draft"
    assert chat.http.put(path, json={"note": WORD}, headers=desk.api_headers()).status_code == 200
    with desk.desk.database.write() as connection:
        now, own = desk.clock.now(), chat.conversation_id
        raise_item(connection, ItemKind.QUESTION, now, conversation_id=own, text=WORD)
    assert traces(desk)
    erase(chat)
    assert traces(desk) == []


def test_the_assistant_forgets_every_session(desk: TestDesk, chat: Chat) -> None:
    """Its memory is erased too."""
    chat.say("hello")
    erase(chat)
    assert desk.assistant.forgotten == [f"{chat.conversation_id}.1"]


def test_an_assistant_that_is_down_forgets_later(desk: TestDesk, chat: Chat) -> None:
    """The client has the receipt; the rest is tried until it is done."""
    chat.say("hello")
    desk.assistant.available = False
    erase(chat)
    desk.assistant.available = True
    finish_erasures(desk.desk)
    finish_erasures(desk.desk)
    assert desk.assistant.forgotten == [f"{chat.conversation_id}.1"]


def test_a_turn_under_way_leaves_nothing(desk: TestDesk, chat: Chat) -> None:
    """Erased while the assistant was thinking: its answer goes nowhere, and it forgets again."""

    def overtaken(request: TurnRequest) -> TurnResult:
        erase(chat)
        return TurnResult((Reply(f"about {WORD}"),))

    desk.assistant.script = overtaken
    assert chat.post(WORD).status_code == 410
    finish_erasures(desk.desk)
    assert traces(desk) == []
    assert set(desk.assistant.forgotten) == {f"{chat.conversation_id}.1"}


def test_afterwards_the_token_opens_nothing(chat: Chat) -> None:
    """Reading, writing and deleting again are told that it is gone."""
    erase(chat)
    assert chat.http.get("/chat/messages", headers=chat.headers).status_code == 410
    assert chat.post("hello").status_code == 410
    assert chat.http.delete("/chat/conversations/current", headers=chat.headers).status_code == 410


def test_an_open_alert_stays(desk: TestDesk, chat: Chat) -> None:
    """Who deletes a conversation may still be in danger; the alert holds no words."""
    chat.say(RED_FLAG)
    erase(chat)
    with desk.desk.database.read() as connection:
        (item,) = open_items(connection)
    assert (item.kind, item.text) == (ItemKind.SAFETY, None)
