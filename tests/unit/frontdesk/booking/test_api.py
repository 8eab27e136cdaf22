"""The booking API: its documents, its refusals, its keys."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from frontdesk.booking.service import Diary
from frontdesk.clock import SettableClock
from frontdesk.storage.conversations import conversations
from tests.support.diary import NOW, make_app, make_diary, spans

START = "2026-12-03T15:00:00-05:00"
CLIENT = {"name": "Dana Quinn", "phone": "203-555-0142"}
API = "/api/v1"


def booking(**changes: Any) -> dict[str, Any]:
    return {"service": "csmt", "location": "westport", "start": START, "client": CLIENT} | changes


def post(client: TestClient, path: str, body: Any = None, key: str | None = None) -> Response:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"{API}{path}", json=body, headers=headers)


def book(api: TestClient, key: str = "k", **changes: Any) -> dict[str, Any]:
    answer = post(api, "/appointments", booking(**changes), key)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_appointment_document_has_what_the_contract_says(client: TestClient) -> None:
    """Local times with their offset; the page's address; nothing about health."""
    made = book(
        client, screening={"recent_head_injury": None, "migraine_history": "for years"}, conversation_id="c1"
    )
    assert set(made) == {
        "id", "status", "service", "location", "start", "end", "timezone", "client", "conversation_id",
        "created_at", "sequence", "attendance_confirmed", "page",
    }  # fmt: skip
    assert (made["start"], made["end"]) == (START, "2026-12-03T16:00:00-05:00")
    assert made["client"]["phone"] == "+12035550142"
    assert client.get(f"{API}/appointments/{made['id']}").json() == made
    assert client.get(f"{API}/appointments", params={"conversation_id": "c1"}).json() == {
        "appointments": [made]
    }


def test_availability_lists_slots(client: TestClient) -> None:
    """By part of day, up to a limit."""
    asked = {
        "service": "csmt",
        "location": "westport",
        "from": "2026-12-03T00:00:00-05:00",
        "to": "2026-12-04T00:00:00-05:00",
    }
    found = client.get(f"{API}/availability", params=asked | {"part_of_day": "afternoon", "limit": 2}).json()
    assert found["timezone"] == "America/New_York"
    assert [slot["start"] for slot in found["slots"]] == [
        "2026-12-03T12:00:00-05:00",
        "2026-12-03T12:30:00-05:00",
    ]


def test_services_and_locations_come_from_the_practice(client: TestClient) -> None:
    """With ids that the other calls take."""
    assert [s["id"] for s in client.get(f"{API}/services").json()["services"]] == ["csmt", "short"]
    assert [place["id"] for place in client.get(f"{API}/locations").json()["locations"]] == [
        "stamford",
        "westport",
    ]


def test_taken_time_is_409_with_free_times(client: TestClient) -> None:
    """The nearest ones can be booked as they stand."""
    book(client)
    refused = post(client, "/appointments", booking(), "k2")
    assert (refused.status_code, refused.json()["type"]) == (409, "slot_taken")
    assert refused.headers["content-type"] == "application/problem+json"
    assert len(refused.json()["nearest"]) == 3
    book(client, "k3", start=refused.json()["nearest"][0]["start"])


@pytest.mark.parametrize(
    ("change", "status", "slug"),
    [
        ({"service": "yoga"}, 422, "unknown_service"),
        ({"location": "paris"}, 422, "unknown_location"),
        ({"start": "2026-12-03T15:00:00"}, 422, "time_without_offset"),
        ({"start": "9999-12-31T23:59:59-05:00"}, 422, "time_out_of_range"),
        ({"start": "2026-12-03T15:10:00-05:00"}, 422, "off_grid"),
        ({"start": "2026-11-20T15:00:00-05:00"}, 422, "in_the_past"),
        ({"start": "2026-12-03T08:00:00-05:00"}, 422, "outside_hours"),
        ({"start": "2026-11-26T15:00:00-05:00"}, 422, "closed"),
        ({"start": "2027-03-04T15:00:00-05:00"}, 422, "beyond_horizon"),
        ({"start": "tomorrow"}, 422, "invalid"),
        ({"start": 1796328000}, 422, "invalid"),
        ({"client": {"name": "Dana", "phone": "call me maybe"}}, 422, "invalid_phone"),
        ({"client": {"name": "D" * 500, "phone": "203-555-0142"}}, 422, "invalid"),
        ({"client": {"name": "Da\u0000na", "phone": "203-555-0142"}}, 422, "invalid"),
        ({"client": {"name": "Dana"}}, 422, "invalid_phone"),
        ({"surprise": 1}, 422, "invalid"),
    ],
)
def test_bad_booking_is_a_problem_and_stores_nothing(
    client: TestClient, sqlite_diary: Diary, change: dict[str, Any], status: int, slug: str
) -> None:
    """Each with its machine-readable type."""
    refused = post(client, "/appointments", booking(**change), "k")
    assert (refused.status_code, refused.json()["type"]) == (status, slug)
    assert refused.headers["content-type"] == "application/problem+json"
    assert spans(sqlite_diary) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/appointments/nothing"),
        ("GET", "/appointments/nothing.ics"),
        ("POST", "/appointments/nothing/cancel"),
        ("POST", "/appointments/nothing/confirm"),
        ("POST", "/holds/nothing/extend"),
        ("DELETE", "/blocks/nothing"),
    ],
)
def test_unknown_id_is_404(client: TestClient, method: str, path: str) -> None:
    """With a problem document."""
    answer = client.request(method, f"{API}{path}")
    assert (answer.status_code, answer.json()["type"][:8]) == (404, "unknown_")


def test_phone_of_letters_in_a_search_is_refused(client: TestClient) -> None:
    """It finds nobody by accident."""
    assert client.get(f"{API}/appointments", params={"phone": "abc"}).json()["type"] == "invalid_phone"


def test_sms_conversation_lends_its_number(client: TestClient, sqlite_diary: Diary) -> None:
    """A client who writes by SMS need not type the number they write from."""
    with sqlite_diary.database.write() as connection:
        connection.execute(
            conversations.insert().values(
                id="sms1", channel="sms", phone="+12035550188", created_at=NOW, last_message_at=NOW
            )
        )
    assert book(client, client={"name": "Dana"}, conversation_id="sms1")["client"]["phone"] == "+12035550188"


def test_hold_moves_through_its_life(client: TestClient) -> None:
    """Made, extended, booked; released ones answer 204."""
    body = {"service": "csmt", "location": "westport", "start": START, "conversation_id": "c1"}
    held = post(client, "/holds", body)
    assert (held.status_code, held.json()["expires_at"]) == (201, "2026-11-23T14:10:00+00:00")
    assert post(client, f"/holds/{held.json()['id']}/extend").status_code == 200
    assert book(client, hold_id=held.json()["id"])["start"] == START
    assert client.delete(f"{API}/holds/{held.json()['id']}").status_code == 204


def test_head_injury_makes_the_appointment_wait(client: TestClient) -> None:
    """The API says pending_approval, and confirming it says why it can't."""
    made = book(client, screening={"recent_head_injury": True, "migraine_history": None})
    assert made["status"] == "pending_approval"
    assert post(client, f"/appointments/{made['id']}/confirm").json()["type"] == "awaiting_approval"


def test_move_cancel_and_cancel_again(client: TestClient) -> None:
    """The same id all along; the second cancellation answers like the first."""
    made = book(client)
    moved = post(
        client, f"/appointments/{made['id']}/reschedule", {"start": "2026-12-03T12:00:00-05:00"}
    ).json()
    same = post(
        client, f"/appointments/{made['id']}/reschedule", {"start": "2026-12-03T12:00:00-05:00"}
    ).json()
    assert (moved["id"], moved["sequence"], same) == (made["id"], 1, moved)
    first = post(client, f"/appointments/{made['id']}/cancel")
    assert post(client, f"/appointments/{made['id']}/cancel").json() == first.json()
    again = post(client, f"/appointments/{made['id']}/reschedule", {"start": START})
    assert (again.status_code, again.json()["type"]) == (409, "appointment_cancelled")


def test_blocks_are_listed_and_removed(client: TestClient) -> None:
    """A block that ends before it starts is refused."""
    span = {"start": "2026-12-03T09:00:00-05:00", "end": "2026-12-03T19:00:00-05:00"}
    made = post(client, "/blocks", span | {"reason": "dentist"}).json()
    assert client.get(f"{API}/blocks").json() == {"blocks": [made]}
    assert client.delete(f"{API}/blocks/{made['id']}").status_code == 204
    backwards = {"start": span["end"], "end": span["start"]}
    assert post(client, "/blocks", backwards).json()["type"] == "ends_before_start"


class TestKeys:
    """Exactly once, by Idempotency-Key."""

    def test_booking_needs_a_key(self, client: TestClient) -> None:
        """Without one a lost answer would mean a lost client or two bookings."""
        refused = post(client, "/appointments", booking())
        assert (refused.status_code, refused.json()["type"]) == (400, "idempotency_key_required")

    def test_repeat_gets_the_first_answer(self, client: TestClient, sqlite_diary: Diary) -> None:
        """Byte for byte, even after the appointment was cancelled since."""
        first = post(client, "/appointments", booking(), "k")
        post(client, f"/appointments/{first.json()['id']}/cancel")
        assert post(client, "/appointments", booking(), "k").content == first.content
        assert spans(sqlite_diary) == []

    def test_repeat_of_a_refusal_stays_refused(self, client: TestClient) -> None:
        """Who heard "taken" doesn't find themselves booked later by a late retry."""
        taken = book(client)
        refused = post(client, "/appointments", booking(), "k2")
        post(client, f"/appointments/{taken['id']}/cancel")
        again = post(client, "/appointments", booking(), "k2")
        assert (again.status_code, again.content) == (409, refused.content)

    def test_other_body_under_the_same_key_is_409(self, client: TestClient, sqlite_diary: Diary) -> None:
        """So is another operation; neither has an effect."""
        made = book(client)
        other = post(client, "/appointments", booking(start="2026-12-03T12:00:00-05:00"), "k")
        assert (other.status_code, other.json()["type"]) == (409, "idempotency_key_reused")
        assert (
            post(client, f"/appointments/{made['id']}/cancel", key="k").json()["type"]
            == "idempotency_key_reused"
        )
        assert len(spans(sqlite_diary)) == 1

    def test_key_in_work_is_409(self, client: TestClient, sqlite_diary: Diary) -> None:
        """While the first request is under way, the second is told so."""
        with sqlite_diary._transactions.repeats.claim("k"):
            assert post(client, "/appointments", booking(), "k").json()["type"] == "idempotency_key_in_use"
        book(client, "k")

    def test_same_key_at_once_books_once(self, diary: Diary) -> None:
        """Twelve equal requests in parallel: one appointment, every answer is its answer or "in use"."""
        client = TestClient(make_app(diary))
        with ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda _: post(client, "/appointments", booking(), "k"), range(12)))
        made = {a.json()["id"] for a in answers if a.status_code == 201}
        assert len(made) == len(spans(diary)) == 1
        assert {a.json()["type"] for a in answers if a.status_code != 201} <= {"idempotency_key_in_use"}

    # FastAPI silences this while it builds its models, which is not safe between threads.
    @pytest.mark.filterwarnings("ignore:The .alias. attribute")
    def test_second_process_with_the_key_is_told_or_gets_the_answer(self, diary: Diary) -> None:
        """Two desks on one database: still one appointment."""
        other = make_diary(str(diary.database.engine.url), diary.practice)
        clients = [TestClient(make_app(diary)), TestClient(make_app(other))]
        with ThreadPoolExecutor(8) as pool:
            answers = list(
                pool.map(lambda i: post(clients[i % 2], "/appointments", booking(), "k"), range(8))
            )
        assert len({a.json()["id"] for a in answers if a.status_code == 201}) == len(spans(diary)) == 1
        other.database.close()

    def test_keys_are_forgotten_after_two_days(self, client: TestClient, sqlite_diary: Diary) -> None:
        """Names and numbers in stored answers don't stay for ever."""
        book(client)
        assert isinstance(sqlite_diary.clock, SettableClock)
        sqlite_diary.clock.advance(timedelta(days=2, seconds=1))
        book(client, "other", start="2026-12-03T12:00:00-05:00")
        assert post(client, "/appointments", booking(), "k").json()["type"] == "slot_taken"
