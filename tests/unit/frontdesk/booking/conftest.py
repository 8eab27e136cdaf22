"""A diary for each test: over SQLite, and over PostgreSQL where it answers."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from frontdesk.booking.service import Diary
from tests.support import diary as diary_kit


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def diary(request: pytest.FixtureRequest) -> Iterator[Diary]:
    """An empty diary, Monday 23 November 2026, 9:00 in New York."""
    with diary_kit.database_url(request.param) as url:
        made = diary_kit.make_diary(url)
        yield made
        made.database.close()


@pytest.fixture
def sqlite_diary() -> Iterator[Diary]:
    """The same over SQLite only, for what the database has no part in."""
    with diary_kit.sqlite_url() as url:
        made = diary_kit.make_diary(url)
        yield made
        made.database.close()


@pytest.fixture
def client(sqlite_diary: Diary) -> TestClient:
    """The API over `sqlite_diary`."""
    return TestClient(diary_kit.make_app(sqlite_diary), follow_redirects=False)
