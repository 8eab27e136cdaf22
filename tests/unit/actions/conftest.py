"""The real desk in process, its clock standing still, and a conversation with the actions."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from actions.desk_client import DeskClient
from frontdesk.app import create_app
from frontdesk.assistant.scripted import ScriptedAssistant
from frontdesk.clock import SettableClock
from frontdesk.settings import load_settings
from tests.unit.actions.talk import Talk, use

# A Monday morning in Connecticut; Thursday of this week is Thanksgiving, a closed day.
NOW = datetime.fromisoformat("2026-11-23T09:00:00-05:00")


class Line:
    """The way to the desk: a requests session over the application itself, that can be cut."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.cut: Callable[[str, str], str | None] = lambda method, path: None

    def request(self, method: str, url: str, **arguments: Any) -> Any:
        """`cut` says "before" to lose the request, "after" to lose only the answer."""
        import requests

        lost = self.cut(method, url)
        if lost == "before":
            raise requests.ConnectionError
        arguments.pop("timeout", None)
        answer = self.client.request(method, url, **arguments)
        if lost == "after":
            raise requests.ReadTimeout
        return answer


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def line(tmp_path: Path, clock: SettableClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    # Safety comes before the assistant and has tests of its own; its word lists take a second to load.
    monkeypatch.setattr("frontdesk.safety.prepare", lambda: None)
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path), "DESK_API_KEY": "key"})
    app = create_app(settings, clock=clock, assistant=ScriptedAssistant())
    return Line(TestClient(app))


@pytest.fixture
def desk(line: Line) -> DeskClient:
    return DeskClient("http://testserver/api/v1", "key", public_url="https://desk.example", session=line)  # type: ignore[arg-type]


@pytest.fixture
def opened(line: Line) -> str:
    """The id of a conversation on the website."""
    return str(line.client.post("/chat/conversations").json()["conversation_id"])


@pytest.fixture
def talk(desk: DeskClient, opened: str, monkeypatch: pytest.MonkeyPatch) -> Talk:
    use(desk, monkeypatch)
    return Talk(desk, opened, NOW)
