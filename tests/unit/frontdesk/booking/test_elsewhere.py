"""Another booking system that misbehaves: nothing it says beside the point is passed on as true."""

import gzip
import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest

from frontdesk.booking import elsewhere
from frontdesk.booking.elsewhere import HttpProvider
from frontdesk.booking.errors import NotPossibleNow, ProviderDown, SlotTaken
from frontdesk.booking.records import Status
from frontdesk.booking.requests import BookingRequest, HoldRequest, OfferRequest, RescheduleRequest
from frontdesk.storage.conversations import conversations
from tests.support.calendars import serving
from tests.support.diary import NOW

START, LATER = "2026-12-03T15:00:00-05:00", "2026-12-03T17:00:00-05:00"
SLOT = {"start": START, "end": "2026-12-03T16:00:00-05:00", "location": "westport", "service": "csmt"}
DANA = {"id": "d", "name": "Dana Quinn", "phone": "+12035550142", "email": None}
MADE: dict[str, Any] = SLOT | {
    "id": "a1",
    "status": "confirmed",
    "timezone": "America/New_York",
    "client": DANA,
    "conversation_id": "c1",
    "created_at": "2026-11-23T09:00:00-05:00",
    "sequence": 0,
    "attendance_confirmed": False,
    "page": "/a/x",
}
WISH = {"service": "csmt", "location": "westport", "start": START, "conversation_id": "c1"}
BOOKING = BookingRequest.model_validate(WISH | {"client": {"name": "Dana Quinn", "phone": "+12035550142"}})


class Other:
    """Says the same to everything, and counts what it is asked to do."""

    def __init__(self) -> None:
        self.status, self.headers = "200 OK", [("Content-Type", "application/json")]
        self.document: Any = None
        self.asked: list[str] = []
        self.drips = False

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        body = self.document if isinstance(self.document, bytes) else json.dumps(self.document).encode()
        start_response(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        return self._dripping(body) if self.drips else [body]

    @staticmethod
    def _dripping(body: bytes) -> Iterator[bytes]:
        for byte in body:
            time.sleep(0.01)
            yield bytes([byte])


@contextmanager
def listening(other: Other, database: Any) -> Iterator[HttpProvider]:
    with serving(other) as url:
        yield HttpProvider(url, "key", database)


@pytest.fixture
def other() -> Other:
    return Other()


@pytest.fixture
def system(other: Other, sqlite_diary: Any) -> Iterator[HttpProvider]:
    with listening(other, sqlite_diary.database) as provider:
        yield provider


def but(**changes: Any) -> dict[str, Any]:
    return deepcopy(MADE) | changes


def test_more_than_the_contract_is_passed_over(other: Other, system: HttpProvider) -> None:
    """A field of its own must not turn a booking that was made into one of which nothing is known."""
    other.document = but(colour="green", client=DANA | {"vip": True})
    assert system.book(BOOKING, "k").id == "a1"


@pytest.mark.parametrize(
    "found",
    [
        but(client=DANA | {"phone": "+12035550143"}),
        but(conversation_id=None),
        but(conversation_id="c2"),
        but(status="cancelled"),
    ],
)
def test_nobody_else_s_appointments_are_told(other: Other, system: HttpProvider, found: Any) -> None:
    """Of a system that passes over a filter."""
    other.document = {"appointments": [MADE, found]}
    with pytest.raises(ProviderDown):
        system.find(phone="(203) 555-0142", conversation_id="c1", statuses=(Status.CONFIRMED,))
    other.document = {"appointments": [MADE]}
    assert system.find(phone="(203) 555-0142", conversation_id="c1", statuses=(Status.CONFIRMED,))


@pytest.mark.parametrize("made", [but(start=LATER), but(location="stamford"), but(service="tmj_mouth")])
def test_another_time_is_not_the_one_that_was_agreed(other: Other, system: HttpProvider, made: Any) -> None:
    other.document = made | {"expires_at": LATER}
    wanted = RescheduleRequest.model_validate({n: WISH[n] for n in ("start", "location", "service")})
    acts: list[Callable[[], Any]] = [
        lambda: system.book(BOOKING, "k"),
        lambda: system.hold(HoldRequest.model_validate(WISH), "k"),
        lambda: system.move("a1", wanted, "k"),
    ]
    for act in acts:
        with pytest.raises(ProviderDown):
            act()


def test_nothing_is_cancelled_confirmed_or_offered_that_is_not(other: Other, system: HttpProvider) -> None:
    """The appointment as it was is no sign that anything happened to it."""
    other.document = MADE
    for act in (system.cancel, system.confirm):
        with pytest.raises(ProviderDown):
            act("a1", "k")
    other.document = but(status="cancelled", id="a2")
    with pytest.raises(ProviderDown):
        system.cancel("a1", "k")
    other.document = {"slots": [SLOT], "timezone": "America/New_York"}
    span = {"from": NOW, "to": NOW}
    wanted = OfferRequest.model_validate({"service": "csmt", "location": "stamford"} | span)
    with pytest.raises(ProviderDown):
        system.offer(wanted)


@pytest.mark.parametrize(
    "nearest", [None, "soon", [1], [{}], [SLOT | {"start": "soon"}], [SLOT | {"start": "2026-12-03T15:00"}]]
)
def test_refusal_that_makes_no_sense_is_none(other: Other, system: HttpProvider, nearest: Any) -> None:
    """A time without offset is nobody's time."""
    other.status, other.document = "409 Conflict", {"type": "slot_taken", "nearest": nearest}
    with pytest.raises(ProviderDown):
        system.book(BOOKING, "k")
    other.document = {"type": "slot_taken", "nearest": [SLOT | {"colour": "green"}]}
    with pytest.raises(SlotTaken) as refused:
        system.book(BOOKING, "k")
    assert len(refused.value.nearest) == 1


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]
)
def test_bookings_are_not_sent_on(other: Other, system: HttpProvider, sqlite_diary: Any, status: str) -> None:
    """A name and a number go to the system that was named, and to no other."""
    stranger = Other()
    stranger.document = MADE
    with serving(stranger) as url:
        other.status, other.document = status, b""
        other.headers = [("Location", f"{url}/appointments")]
        with pytest.raises(ProviderDown):
            system.book(BOOKING, "k")
    assert stranger.asked == []


@pytest.mark.parametrize("document", [b"<html>", b"", [], {}, {"detail": "?"}])
def test_health_never_raises(other: Other, system: HttpProvider, document: Any) -> None:
    """And a page that is no booking system is none."""
    other.document = document
    assert not system.health().ok
    other.status, other.document = "409 Conflict", {"type": "closed"}
    assert not system.health().ok
    other.status, other.document = "200 OK", {"services": []}
    assert system.health().ok


def test_answer_that_drips_is_not_waited_for(
    other: Other, system: HttpProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A timeout that counts from byte to byte would hold a thread for as long as it drips."""
    monkeypatch.setattr(elsewhere, "READ_SECONDS", (1.0, 0.5))
    other.drips = True
    other.document = {"services": [], "more": "x" * 500}
    began = time.monotonic()
    assert not system.health().ok
    assert time.monotonic() - began < 2


def test_answer_without_end_is_not_read(
    other: Other, system: HttpProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elsewhere, "MOST_BYTES", 10_000)
    other.document = gzip.compress(b" " * 100_000 + b'{"services": []}')
    other.headers.append(("Content-Encoding", "gzip"))
    assert not system.health().ok
    monkeypatch.setattr(elsewhere, "MOST_BYTES", 1_000_000)
    assert system.health().ok


def test_booking_whose_answer_was_lost_before_a_pause(
    other: Other, system: HttpProvider, sqlite_diary: Any
) -> None:
    """It stands: asked for again it is told as made, and nothing is booked while the pause lasts."""
    row = {"id": "c1", "channel": "web", "phone": None, "paused_by": "m"}
    with sqlite_diary.database.write() as connection:
        connection.execute(conversations.insert(), [row | {"created_at": NOW, "last_message_at": NOW}])
    other.document = {"appointments": [MADE]}
    assert system.book(BOOKING, "k").id == "a1"
    for none in ([], [but(start=LATER)]):
        other.document = {"appointments": none}
        with pytest.raises(NotPossibleNow):
            system.book(BOOKING, "k")
    assert set(other.asked) == {"GET /appointments"}
