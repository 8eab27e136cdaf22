"""A practice on another booking system: `BOOKING_API_URL` is all that changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.desk_kit import RED_FLAG, Chat, TestDesk, build, opened
from tests.support.diary import make_diary, sqlite_url
from tests.support.diary_server import diary_server

START = "2026-12-03T15:00:00-05:00"
CLIENT = {"name": "Dana Quinn", "phone": "+12035550142"}


class Api:
    """The desk's API as the actions call it."""

    def __init__(self, desk: TestDesk, chat: Chat) -> None:
        self.desk, self.chat = desk, chat

    def __call__(self, method: str, path: str, key: str = "", **arguments: Any) -> httpx.Response:
        headers = self.desk.api_headers() | ({"Idempotency-Key": key} if key else {})
        return self.chat.http.request(method, f"/api/v1{path}", headers=headers, **arguments)

    def book(self, key: str, **changes: Any) -> httpx.Response:
        wanted = {"service": "csmt", "location": "westport", "start": START, "client": CLIENT}
        talk = {"conversation_id": self.chat.conversation_id}
        return self("POST", "/appointments", key, json=wanted | talk | changes)


@pytest.fixture
def other() -> Iterator[str]:
    """The database of another system with the same contract."""
    with sqlite_url() as url:
        yield url


@pytest.fixture
def api(tmp_path: Path, other: str) -> Iterator[Api]:
    with diary_server(other) as (base, _):
        desk = build(tmp_path, BOOKING_API_URL=base)
        with opened(desk) as chat:
            yield Api(desk, chat)


def booked(url: str) -> list[tuple[str, str]]:
    diary = make_diary(url)
    try:
        return [(a.id, a.status.value) for a in diary.find()]
    finally:
        diary.database.close()


def test_bookings_go_to_the_other_system(api: Api, other: str) -> None:
    """Offered, held, booked, found, moved and cancelled there; the desk's own diary stays empty."""
    asked = {"service": "csmt", "location": "westport", "from": START, "to": "2026-12-03T15:01:00-05:00"}
    [slot] = api("GET", "/availability", params=asked).json()["slots"]
    hold = slot | {"conversation_id": api.chat.conversation_id}
    del hold["end"]
    held = api("POST", "/holds", "h", json=hold).json()
    made = api.book("b", hold_id=held["id"])
    assert made.status_code == 201, made.text
    assert api.book("b").json()["type"] == "idempotency_key_reused"
    own = f"/conversations/{api.chat.conversation_id}/appointments"
    assert api("GET", own).json() == {"appointments": [made.json()]}
    path = f"/appointments/{made.json()['id']}"
    moved = api("POST", f"{path}/reschedule", json={"start": "2026-12-03T12:00:00-05:00"}).json()
    assert (moved["id"], moved["sequence"]) == (made.json()["id"], 1)
    assert api("POST", f"{path}/cancel").json()["status"] == "cancelled"
    assert booked(other) == [(made.json()["id"], "cancelled")]
    assert api.desk.desk.diary.find() == []


def test_refusals_come_through(api: Api) -> None:
    """With the times that are free there."""
    api.book("first")
    refused = api.book("second", client={"name": "Lee Marsh", "phone": "+12035550177"})
    assert (refused.status_code, refused.json()["type"]) == (409, "slot_taken")
    assert len(refused.json()["nearest"]) == 3
    unknown = api("POST", "/appointments/nothing/cancel")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "unknown_appointment")


def test_safety_stands_in_front_of_it(api: Api, other: str) -> None:
    """What the desk has paused never reaches the other system."""
    api.chat.say(RED_FLAG)
    refused = api.book("b")
    assert (refused.status_code, refused.json()["type"]) == (409, "booking_paused")
    assert booked(other) == []


def test_system_that_is_away_is_no_refusal(tmp_path: Path) -> None:
    """503: the assistant asks again under the same key and never says "booked"; readiness names it."""
    desk = build(tmp_path, BOOKING_API_URL="http://127.0.0.1:9/api")
    with opened(desk) as chat:
        down = Api(desk, chat).book("b")
        assert (down.status_code, down.json()["type"]) == (503, "booking_unavailable")
        assert chat.http.get("/readyz").json()["checks"]["bookings"] == "down"
