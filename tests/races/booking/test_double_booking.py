"""Two dozen clients want overlapping times at once, through the real HTTP API: exactly one gets theirs.

The first test is the control: with the guard taken off and the check made too early, the race does happen.
"""

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

import httpx
import pytest

from frontdesk.booking.errors import SlotTaken
from frontdesk.booking.records import ClientDetails, Status
from frontdesk.booking.service import Diary
from frontdesk.storage import booking_guard
from frontdesk.storage.database import Database
from tests.support.diary import database_url, local, make_diary, overlaps
from tests.support.diary_server import POINTS, diary_server

TAKERS = 24
# On a Friday both offices are open. Any two of these conflict: by time, or by the way between the offices.
WANTED = [
    ("stamford", "2026-12-04T12:00:00-05:00"),
    ("stamford", "2026-12-04T12:30:00-05:00"),
    ("westport", "2026-12-04T12:00:00-05:00"),
    ("westport", "2026-12-04T12:30:00-05:00"),
]

Url = str


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def url(request: pytest.FixtureRequest) -> Iterator[Url]:
    with database_url(request.param, fresh=True) as found:
        yield found


def body(taker: int) -> dict[str, Any]:
    location, start = WANTED[taker % len(WANTED)]
    client = {"name": f"Taker {taker}", "phone": f"+1203555{100 + taker:04d}"}
    return {"service": "csmt", "location": location, "start": start, "client": client}


def take(api: httpx.Client, taker: int) -> httpx.Response | None:
    """One taker's answer; None when the connection broke."""
    try:
        return api.post("/appointments", json=body(taker), headers={"Idempotency-Key": f"taker-{taker}"})
    except httpx.TransportError:
        return None


def contest(base: str) -> list[httpx.Response | None]:
    """All takers at once."""
    gate = threading.Barrier(TAKERS)
    limits = httpx.Limits(max_connections=TAKERS)
    with httpx.Client(base_url=base, limits=limits, timeout=30, trust_env=False) as api:

        def run(taker: int) -> httpx.Response | None:
            gate.wait()
            return take(api, taker)

        with ThreadPoolExecutor(TAKERS) as pool:
            return list(pool.map(run, range(TAKERS)))


def statuses(answers: list[httpx.Response | None]) -> list[int]:
    return sorted(answer.status_code for answer in answers if answer)


def conflicts(url: Url) -> int:
    diary = make_diary(url)
    try:
        return overlaps(diary)
    finally:
        diary.database.close()


def drop_guard(url: Url) -> None:
    database = Database(url)
    with database.write() as connection:
        booking_guard.drop(connection)
    database.close()


def test_control_without_the_guard_the_race_happens(url: Url) -> None:
    """Look, then act, and nothing in the database to stop it: everybody is booked over everybody."""
    drop_guard(url)
    with diary_server(url, look_then_act=TAKERS) as (base, _):
        answers = contest(base)
    assert statuses(answers).count(201) > 1
    assert conflicts(url) > 0


def test_database_alone_lets_one_win(url: Url) -> None:
    """The same careless program on the guarded table: one winner, 23 honest refusals."""
    with diary_server(url, look_then_act=TAKERS) as (base, _):
        answers = contest(base)
    assert statuses(answers) == [201] + [409] * (TAKERS - 1)
    assert conflicts(url) == 0


def test_one_wins_and_the_others_get_times_that_are_free(url: Url) -> None:
    """Each refusal names three times; all of them are on offer, and the first can be booked."""
    with diary_server(url) as (base, _), httpx.Client(base_url=base, timeout=30, trust_env=False) as api:
        answers = contest(base)
        assert statuses(answers) == [201] + [409] * (TAKERS - 1)
        refused = [answer.json() for answer in answers if answer and answer.status_code == 409]
        assert {len(document["nearest"]) for document in refused} == {3}
        for slot in {tuple(sorted(s.items())) for document in refused for s in document["nearest"]}:
            assert dict(slot) in offered(api, dict(slot))
        again = body(99) | {k: refused[0]["nearest"][0][k] for k in ("location", "start")}
        assert api.post("/appointments", json=again, headers={"Idempotency-Key": "again"}).status_code == 201
    assert conflicts(url) == 0


def offered(api: httpx.Client, slot: dict[str, str]) -> list[dict[str, str]]:
    start = datetime.fromisoformat(slot["start"])
    asked = {"service": slot["service"], "location": slot["location"], "from": slot["start"]}
    answer = api.get("/availability", params=asked | {"to": (start + timedelta(seconds=1)).isoformat()})
    return list(answer.json()["slots"])


@pytest.mark.parametrize("point", POINTS)
def test_process_killed_in_mid_write_loses_and_doubles_nothing(url: Url, point: str) -> None:
    """It dies in the middle of the contest; brought back, everybody asks again under their old key."""
    with diary_server(url, die_at=point) as (base, process):
        before = contest(base)
        process.join(timeout=20)
    with diary_server(url) as (base, _):
        after = contest(base)
    assert statuses(after) == [201] + [409] * (TAKERS - 1)
    heard = [(old, new) for old, new in zip(before, after, strict=True) if old and new]
    assert all(old.content == new.content for old, new in heard)
    assert conflicts(url) == 0
    assert appointments(url) == 1


def appointments(url: Url) -> int:
    diary = make_diary(url)
    try:
        return len(diary.find())
    finally:
        diary.database.close()


@pytest.mark.soak
def test_ten_thousand_contests_without_an_overlap(url: Url) -> None:
    """Eight threads book the same few days; the oldest appointments go, so there is room to fight for."""
    diary = make_diary(url)
    days = [local("2026-12-04T00:00") + timedelta(days=7 * week) for week in range(4)]
    standing: deque[str] = deque()
    with ThreadPoolExecutor(8) as pool:
        for chunk in range(0, 10_000, 100):
            list(pool.map(lambda seed: one_contest(diary, days, standing, seed), range(chunk, chunk + 100)))
            assert overlaps(diary) == 0
    assert len(diary.find(statuses=(Status.CONFIRMED,))) == len(standing)
    diary.database.close()


def one_contest(diary: Diary, days: list[datetime], standing: deque[str], seed: int) -> None:
    random = Random(seed)
    office = random.choice(["stamford", "westport"])
    start = random.choice(days) + timedelta(hours=9, minutes=30 * random.randrange(15))
    with suppress(SlotTaken):
        standing.append(diary.book("csmt", office, start, ClientDetails(f"C {seed}", "+12035550142")).id)
        if len(standing) > 12:
            diary.cancel(standing.popleft())
