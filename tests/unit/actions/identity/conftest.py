"""A desk with a phone number connected, and somebody unknown who has an appointment."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from frontdesk.app import create_app
from frontdesk.assistant.scripted import ScriptedAssistant
from frontdesk.clock import SettableClock
from frontdesk.settings import load_settings
from tests.unit.actions.conftest import Line
from tests.unit.actions.identity.kit import START, book
from tests.unit.actions.talk import Talk


class Silent:
    """A connected number whose texts are read from the database here."""

    def reply(self, *arguments: Any) -> None:
        """What the desk says in a conversation is not looked at."""


@pytest.fixture
def line(tmp_path: Path, clock: SettableClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A desk with a phone number connected."""
    monkeypatch.setattr("frontdesk.safety.prepare", lambda: None)
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path), "DESK_API_KEY": "key"})
    app = create_app(settings, clock=clock, assistant=ScriptedAssistant(), sender=Silent())  # type: ignore[arg-type]
    return Line(TestClient(app))


@pytest.fixture
def client(talk: Talk) -> Talk:
    """Somebody unknown here, who has an appointment: Tuesday at 3 in Westport."""
    book(talk.desk, START)
    return talk
