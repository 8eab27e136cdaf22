"""What the diary's tests share: databases of both kinds, a practice, a clock that stands still, the API in-process.

PostgreSQL is asked at DESK_TEST_POSTGRES (127.0.0.1:5432 by default); where it doesn't answer, its tests skip
and say so, except in CI, where they fail.
"""

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from frontdesk.booking import api, pages
from frontdesk.booking.own import DiaryProvider
from frontdesk.booking.records import ClientDetails
from frontdesk.booking.service import Diary
from frontdesk.clock import SettableClock
from frontdesk.practice import Practice
from frontdesk.problems import install
from frontdesk.storage.database import Database, metadata
from frontdesk.storage.migrate import migrate

_spare: list[str] = []
POSTGRES = os.environ.get("DESK_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)  # a Monday, 9:00 in New York
DANA = ClientDetails("Dana Quinn", "+12035550142")
LEE = ClientDetails("Lee Marsh", "+12035550177")


def make_practice(**changes: Any) -> Practice:
    """Two offices in New York, Stamford on Mondays and Wednesdays, Westport on Tuesdays and Thursdays;
    on Fridays both are open, so that travel matters. `rules` are merged, the rest replaces."""
    rules = {
        "start_every_minutes": 30,
        "notice_minutes": 120,
        "horizon_days": 60,
        "buffer_minutes": 15,
        "travel_minutes": 30,
        "hold_minutes": 10,
    }
    content: dict[str, Any] = {
        "practice": {"name": "Example Practice", "therapist": "Sam", "timezone": "America/New_York"},
        "locations": {
            "stamford": {
                "name": "Stamford",
                "hours": {"mon": ["09:00-17:00"], "wed": ["09:00-17:00"], "fri": ["09:00-17:00"]},
            },
            "westport": {
                "name": "Westport",
                "hours": {"tue": ["10:00-18:00"], "thu": ["10:00-18:00"], "fri": ["09:00-17:00"]},
            },
        },
        "services": {
            "csmt": {"name": "Long work", "minutes": 60},
            "short": {"name": "Short work", "minutes": 30},
        },
        "closed": ["2026-11-26"],
    }
    content |= {key: value for key, value in changes.items() if key != "rules"}
    content["rules"] = rules | changes.get("rules", {})
    return Practice.model_validate(content)


def local(text: str, zone: str = "America/New_York") -> datetime:
    """An aware time from wall-clock text at the practice."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def make_diary(url: str, practice: Practice | None = None, now: datetime = NOW) -> Diary:
    """A diary on a migrated database, with a clock that stands still."""
    return Diary(Database(url), practice or make_practice(), SettableClock(now))


def make_app(diary: Diary) -> FastAPI:
    """The booking API and the client's pages, as the desk mounts them but without its key."""
    app = FastAPI()
    install(app)
    app.include_router(api.router, prefix="/api/v1")
    app.include_router(pages.router)
    app.state.desk = SimpleNamespace(diary=diary, practice=diary.practice, bookings=DiaryProvider(diary))
    return app


@contextmanager
def sqlite_url() -> Iterator[str]:
    """A migrated SQLite database of its own, removed afterwards."""
    folder = Path(mkdtemp(prefix="diary-"))
    shutil.copy(_sqlite_template(), folder / "desk.db")
    try:
        yield f"sqlite:///{folder / 'desk.db'}"
    finally:
        shutil.rmtree(folder)


@contextmanager
def postgres_url(*, fresh: bool = False) -> Iterator[str]:
    """A migrated, empty PostgreSQL database; skips where there is no server.

    Emptied and used again, unless it is `fresh`: then it may be altered, and is dropped afterwards.
    """
    need_postgres()
    name = _spare.pop() if _spare and not fresh else _new_postgres()
    try:
        yield f"{POSTGRES}/{name}"
    finally:
        if fresh:
            _as_owner(f"DROP DATABASE {name} WITH (FORCE)")
        else:
            _empty(f"{POSTGRES}/{name}")
            _spare.append(name)


def need_postgres() -> None:
    """Skip the test, loudly, where PostgreSQL does not answer; in CI that is a failure."""
    if reason := _postgres_missing():
        if os.environ.get("CI"):
            pytest.fail(f"CI needs PostgreSQL: {reason}")
        pytest.skip(f"PostgreSQL NOT TESTED: {reason}")


def database_url(kind: str, *, fresh: bool = False) -> Any:
    """The context manager of `kind`, "sqlite" or "postgresql"; `fresh` when the test alters the schema."""
    return sqlite_url() if kind == "sqlite" else postgres_url(fresh=fresh)


def spans(diary: Diary) -> list[Any]:
    """All rows that are given away, straight from the table."""
    with diary.database.read() as connection:
        return list(connection.execute(sa.text("SELECT * FROM diary_spans ORDER BY starts")))


def overlaps(diary: Diary) -> int:
    """How many pairs of rows conflict, counted without the code under test."""
    rows = spans(diary)
    pairs = [(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :]]
    return sum(_conflict(a, b) for a, b in pairs)


def _conflict(a: Any, b: Any) -> bool:
    until = "near_until" if a.location == b.location else "far_until"
    return bool(a.starts < getattr(b, until) and b.starts < getattr(a, until))


@lru_cache(maxsize=1)
def _sqlite_template() -> Path:
    path = Path(mkdtemp(prefix="diary-template-")) / "desk.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@lru_cache(maxsize=1)
def _postgres_missing() -> str | None:
    try:
        _as_owner("SELECT 1")
    except sa.exc.OperationalError as error:
        return str(error.orig).strip().splitlines()[0]
    return None


def _new_postgres() -> str:
    name = f"diary_{uuid4().hex}"
    _as_owner(f"CREATE DATABASE {name}")
    atexit.register(_as_owner, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    database = Database(f"{POSTGRES}/{name}")
    migrate(database)
    database.close()
    return name


def _empty(url: str) -> None:
    database = Database(url)
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    database.close()


def _as_owner(statement: str) -> None:
    engine = sa.create_engine(f"{POSTGRES}/postgres", future=True, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(sa.text(statement))
    finally:
        engine.dispose()
