"""Figures of the diary: `python -m benchmarks.booking`. Databases of its own, removed afterwards.

Booking is measured in two ways. Fifty clients each book and then think for a while, as people do:
what one of them waits is the figure that counts. Then fifty clients without a pause, which shows
where the limit is. Both go through the diary's use case; every run ends by counting overlaps.
"""

import platform
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import structlog

from frontdesk.booking import model
from frontdesk.booking.errors import SlotTaken
from frontdesk.booking.hours import moment
from frontdesk.booking.records import ClientDetails
from frontdesk.booking.service import Diary
from frontdesk.storage.booking_tables import appointments, clients, spans
from tests.support import diary as kit

CLIENTS = 50
DAILY = {day: ["08:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
PER_YEAR = 2_000


def main() -> None:
    """Print every figure with what it has to reach."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    print(f"{date.today()}  {platform.machine()} {platform.system()}, Python {platform.python_version()}")  # noqa: DTZ011
    for kind in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            try:
                url = stack.enter_context(kit.database_url(kind))
            except pytest.skip.Exception as missing:
                print(f"{kind}: NOT MEASURED: {missing}")
                continue
            measure(kind, url)


def measure(kind: str, url: str) -> None:
    """All figures on one database."""
    practice = kit.make_practice(
        locations={name: {"name": name.title(), "hours": DAILY} for name in ("stamford", "westport")},
        closed=[],
        rules={"horizon_days": 730, "notice_minutes": 0},
    )
    diary = kit.make_diary(url, practice, NOW)
    print(f"{kind}: availability in a diary of ... years (day, year; median of 20)")
    for years in (1, 2, 5, 10):
        fill(diary, years)
        day = timed(lambda: ask(diary, timedelta(days=1)))
        year = timed(lambda: ask(diary, timedelta(days=365)))
        size = f"{years:2} years, {years * PER_YEAR:6} appointments"
        print(f"  {size}: day {day:6.2f} ms (2), year {year:6.2f} ms (50)")
    limit = 25 if kind == "sqlite" else 20
    for pause, seconds in ((1.0, 12.0), (0.0, 6.0)):
        found = booking_times(diary, pause, seconds)
        name = f"{CLIENTS} clients, {pause:g} s of thought" if pause else f"{CLIENTS} clients without a pause"
        target = f" ({limit})" if pause else ""
        p50, p95 = statistics.median(found), statistics.quantiles(found, n=20)[-1]
        rate = len(found) / seconds
        print(f"  booking, {name}: {rate:5.0f}/s, p50 {p50:5.1f} ms, p95 {p95:5.1f} ms{target}")
    print(f"  overlaps: {fast_overlaps(diary)} (0)")
    diary.database.close()


def ask(diary: Diary, length: timedelta) -> int:
    """One question about the coming days."""
    return len(diary.availability("csmt", "stamford", NOW, NOW + length))


def timed(work: Any) -> float:
    """Median milliseconds of twenty runs."""
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def fill(diary: Diary, years: int) -> None:
    """A diary with this many years behind and one ahead of it, written straight into the tables."""
    rules, random = diary.practice.rules, Random(7)
    with diary.database.write() as connection:
        for table in (spans, appointments, clients):
            connection.execute(table.delete())
        client = {"id": "c", "name": "Client", "phone": "+12035550142", "created_at": NOW}
        connection.execute(clients.insert(), [client])
        days = range(-365 * (years - 1), 365)
        count, rows, guarded = years * PER_YEAR, [], []
        for i in range(count):
            on = NOW.replace(hour=13) + timedelta(days=days[i * len(days) // count])
            start = on + timedelta(minutes=90 * (i % 6))
            office = random.choice(["stamford", "westport"])
            session = model.session(rules, office, moment(start), 60)
            identity = uuid4().hex
            rows.append(
                {
                    "id": identity, "status": "confirmed", "service": "csmt", "location": office,
                    "starts_at": start, "ends_at": start + timedelta(hours=1), "client_id": "c",
                    "secret": identity, "sequence": 0, "created_at": NOW, "updated_at": NOW,
                }
            )  # fmt: skip
            guarded.append(
                {
                    "id": identity, "location": office, "starts": session.start,
                    "near_until": session.near_until, "far_until": session.far_until, "created_at": NOW,
                }
            )  # fmt: skip
        connection.execute(appointments.insert(), rows)
        connection.execute(spans.insert(), guarded)
    if not diary.database.is_sqlite:
        # What PostgreSQL does by itself some minutes after so many rows have come and gone.
        with diary.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM ANALYZE"))


def booking_times(diary: Diary, pause: float, seconds: float) -> list[float]:
    """Milliseconds of each booking that fifty clients make side by side within this time."""
    free = diary.availability("csmt", "stamford", NOW + timedelta(days=366), NOW + timedelta(days=729))
    wanted = iter(free[::3])  # three steps apart there is room for buffer
    lock, found = threading.Lock(), []
    until = time.perf_counter() + seconds

    def client(number: int) -> None:
        random = Random(number)
        time.sleep(pause * random.random())
        while time.perf_counter() < until:
            with lock:
                slot = next(wanted, None)
            if slot is None:
                return
            start = time.perf_counter()
            try:
                diary.book("csmt", "stamford", slot.start, ClientDetails("Client", f"+1203555{number:04d}"))
            except SlotTaken:
                continue
            found.append((time.perf_counter() - start) * 1000)
            time.sleep(pause * (0.5 + random.random()))

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(100, 100 + CLIENTS)))
    return found


def fast_overlaps(diary: Diary) -> int:
    """Conflicting neighbours; rows are in order, so only near ones can conflict."""
    rows = kit.spans(diary)
    return sum(
        1
        for i, one in enumerate(rows)
        for other in rows[i + 1 : i + 8]
        if other.starts < (one.near_until if one.location == other.location else one.far_until)
    )


if __name__ == "__main__":
    sys.exit(main())
