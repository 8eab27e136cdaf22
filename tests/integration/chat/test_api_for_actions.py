"""What the assistant's actions ask of the desk, over HTTP with the API key."""

from typing import Any

import httpx
import pytest

from frontdesk.items.service import open_items
from frontdesk.storage.items import ItemKind
from tests.desk_kit import RED_FLAG, Chat, TestDesk


class Api:
    """The booking API as the actions call it."""

    def __init__(self, desk: TestDesk, chat: Chat) -> None:
        self.http, self.headers = chat.http, desk.api_headers()
        self.own = f"/conversations/{chat.conversation_id}"

    def __call__(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        headers = self.headers | arguments.pop("headers", {})
        return self.http.request(method, f"/api/v1{path}", headers=headers, **arguments)


@pytest.fixture
def api(desk: TestDesk, chat: Chat) -> Api:
    return Api(desk, chat)


def test_nobody_gets_in_without_the_key(chat: Chat) -> None:
    """Not with a client's token either."""
    for headers in ({}, chat.headers, {"Authorization": "Bearer \xe9".encode("latin-1")}):
        answer = chat.http.get("/api/v1/facts/price", headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (401, "unauthorized")


def test_the_api_describes_itself(api: Api) -> None:
    """Its own OpenAPI document, with what DIARY and the conversations offer."""
    paths = api("GET", "/openapi.json").json()["paths"]
    assert {"/availability", "/appointments", "/facts/{topic}", "/items"} <= set(paths)


def test_a_fact_that_is_not_known(api: Api) -> None:
    """Said as such; an unknown topic is an error."""
    assert api("GET", "/facts/price").json() == {"topic": "price", "known": False, "text": None}
    assert api("GET", "/facts/hours").json()["known"] is True
    assert api("GET", "/facts/weather").json()["type"] == "unknown_topic"


def test_what_a_conversation_is(api: Api, chat: Chat) -> None:
    """Channel, whether a number is known, who answers, and what has paused it."""
    told = api("GET", api.own).json()
    assert told == {
        "conversation_id": chat.conversation_id,
        "channel": "web",
        "phone_known": False,
        "mode": "assistant",
        "paused_by": None,
    }
    chat.say(RED_FLAG)
    assert api("GET", api.own).json()["paused_by"] == "A"


def test_a_draft_is_kept(api: Api) -> None:
    """None is empty; it is replaced, and forgotten."""
    path = f"{api.own}/draft"
    assert api("GET", path).json() == {}
    assert api("PUT", path, json={"service": "csmt"}).status_code == 200
    assert api("PUT", path, json={"location": "westport"}).status_code == 200
    assert api("GET", path).json() == {"location": "westport"}
    assert api("DELETE", path).status_code == 204
    assert api("DELETE", path).status_code == 204
    assert api("GET", path).json() == {}


@pytest.mark.parametrize(
    ("draft", "expected"),
    [({"note": "x" * 17_000}, (413, "draft_too_large")), ([1], (422, "invalid")), ("text", (422, "invalid"))],
    ids=("too large", "list", "text"),
)
def test_an_unusable_draft(api: Api, draft: Any, expected: tuple[int, str]) -> None:
    """Refused, and the old one stays."""
    api("PUT", f"{api.own}/draft", json={"service": "csmt"})
    answer = api("PUT", f"{api.own}/draft", json=draft)
    assert (answer.status_code, answer.json()["type"]) == expected
    assert api("GET", f"{api.own}/draft").json() == {"service": "csmt"}


def test_an_item_is_raised_once(api: Api, desk: TestDesk, chat: Chat) -> None:
    """The same key gives the same item."""
    item = {"kind": "question", "conversation_id": chat.conversation_id, "turn_id": "t1", "text": "parking?"}
    first, again = (
        api("POST", "/items", json=item, headers={"Idempotency-Key": "t1:item"}) for _ in range(2)
    )
    assert first.status_code == 201
    assert first.json() == again.json()
    with desk.desk.database.read() as connection:
        (stored,) = open_items(connection)
    assert (stored.kind, stored.turn_id, stored.text) == (ItemKind.QUESTION, "t1", "parking?")


@pytest.mark.parametrize(
    "wrong", [{"kind": "nonsense"}, {"text": 7}, {"extra": 1}, {"conversation_id": None}]
)
def test_an_unusable_item(api: Api, chat: Chat, wrong: dict[str, Any]) -> None:
    """Refused with the places that are wrong, not with what was sent."""
    item = {"kind": "question", "conversation_id": chat.conversation_id, "text": "secret words"} | wrong
    answer = api("POST", "/items", json=item)
    assert (answer.status_code, answer.json()["type"]) == (422, "invalid")
    assert "secret words" not in answer.text


@pytest.mark.parametrize("path", ["", "/draft", "/appointments"])
def test_a_conversation_that_is_not_there(api: Api, path: str) -> None:
    """404 everywhere."""
    answer = api("GET", f"/conversations/nobody{path}")
    assert (answer.status_code, answer.json()["type"]) == (404, "unknown_conversation")


def test_appointments_of_whoever_writes_here(api: Api, chat: Chat) -> None:
    """What was made in this conversation; nothing of others."""
    other = Chat(chat.http)
    for conversation_id, start in ((chat.conversation_id, "15:00"), (other.conversation_id, "11:00")):
        booking = {
            "service": "csmt",
            "location": "westport",
            "start": f"2026-12-03T{start}:00-05:00",
            "client": {"name": "Dana Reyes", "phone": "203-555-0142"},
            "conversation_id": conversation_id,
        }
        made = api("POST", "/appointments", json=booking, headers={"Idempotency-Key": f"k{start}"})
        assert made.status_code == 201, made.text
    (own,) = api("GET", f"{api.own}/appointments").json()["appointments"]
    assert own["start"] == "2026-12-03T15:00:00-05:00"
    assert own["page"].startswith("/a/")


def test_an_erased_conversation_keeps_its_appointment(api: Api, chat: Chat) -> None:
    """The talk is gone, the time is not."""
    booking = {
        "service": "csmt",
        "location": "westport",
        "start": "2026-12-03T15:00:00-05:00",
        "client": {"name": "Dana Reyes", "phone": "203-555-0142"},
        "conversation_id": chat.conversation_id,
    }
    made = api("POST", "/appointments", json=booking, headers={"Idempotency-Key": "k"}).json()
    chat.http.delete("/chat/conversations/current", headers=chat.headers)
    assert api("GET", f"/appointments/{made['id']}").json()["status"] == "confirmed"
    assert api("GET", api.own).status_code == 410
