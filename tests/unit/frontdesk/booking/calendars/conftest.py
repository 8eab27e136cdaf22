"""The diary of the other booking tests, over SQLite."""

from collections.abc import Iterator

import pytest

from frontdesk.booking.service import Diary
from tests.support import diary as diary_kit


@pytest.fixture
def diary() -> Iterator[Diary]:
    """An empty diary, Monday 23 November 2026, 9:00 in New York."""
    with diary_kit.sqlite_url() as url:
        made = diary_kit.make_diary(url)
        yield made
        made.database.close()
