"""The feed that the therapist's phone subscribes to."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from frontdesk.booking.calendars.feed import feed_path, router
from frontdesk.booking.service import Diary
from frontdesk.settings import Settings, load_settings
from tests.support.diary import DANA, LEE, local, make_app

START = local("2026-12-03T15:00")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"DESK_DATA_DIR": str(tmp_path)})


@pytest.fixture
def client(diary: Diary, settings: Settings) -> TestClient:
    app = make_app(diary)
    app.include_router(router)
    parts = {"diary": diary, "settings": settings, "practice": diary.practice, "clock": diary.clock}
    app.state.desk = SimpleNamespace(**parts)
    return TestClient(app)


def test_feed_has_what_is_to_come(client: TestClient, diary: Diary, settings: Settings) -> None:
    """Not what was cancelled; initials instead of names."""
    diary.book("csmt", "westport", START, DANA)
    diary.cancel(diary.book("csmt", "westport", local("2026-12-03T11:00"), LEE).id)
    answer = client.get(feed_path(settings))
    [event] = Calendar.from_ical(answer.content).events
    assert (event["SUMMARY"], event.start) == ("D. Q.", START)
    assert "Dana" not in answer.text


def test_empty_feed_is_a_calendar(client: TestClient, settings: Settings) -> None:
    """Before the first appointment as well."""
    assert Calendar.from_ical(client.get(feed_path(settings)).content).events == []


def test_other_addresses_lead_nowhere(client: TestClient, settings: Settings, tmp_path: Path) -> None:
    """Neither guesses nor another desk's address."""
    other = load_settings({"DESK_DATA_DIR": str(tmp_path / "other")})
    for path in (feed_path(other), "/calendar/x.ics", "/calendar/é.ics"):
        assert client.get(path).status_code == 404
