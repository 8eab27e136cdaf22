"""A desk in one process for tests: scripted assistant, standing clock, its own database, a real server if wanted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from frontdesk.app import create_app
from frontdesk.assistant.scripted import ScriptedAssistant
from frontdesk.channels.bounded import Lanes
from frontdesk.clock import SettableClock
from frontdesk.desk import Desk
from frontdesk.items.notifier import ScriptedNotifier
from frontdesk.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[1]
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00-05:00")
RED_FLAG = "my face is numb on one side and i cant talk right"
CRISIS = "i want to kill myself"


def settings_for(tmp_path: Path, **environment: str) -> Settings:
    """Settings with a data directory of their own."""
    defaults = {"DESK_DATA_DIR": str(tmp_path / "var"), "DESK_PRACTICE": str(ROOT / "practice.yml")}
    return load_settings(defaults | environment)


@dataclass
class TestDesk:
    """The application with the doubles behind it."""

    __test__ = False
    app: FastAPI
    assistant: ScriptedAssistant
    clock: SettableClock
    notifier: ScriptedNotifier

    @property
    def desk(self) -> Desk:
        desk: Desk = self.app.state.desk
        return desk

    def api_headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.desk.settings.api_key}"}


def build(tmp_path: Path, **environment: str) -> TestDesk:
    """A desk that is not started yet; building it twice on one path is a restart."""
    assistant, clock, notifier = ScriptedAssistant(), SettableClock(MONDAY), ScriptedNotifier()
    settings = settings_for(tmp_path, **environment)
    app = create_app(settings, clock=clock, assistant=assistant, notifier=notifier)
    # A loaded machine must not look like a dead database.
    app.state.lanes = Lanes.of_size(8, flagged_seconds=20)
    return TestDesk(app, assistant, clock, notifier)


@contextmanager
def opened(test_desk: TestDesk) -> Iterator["Chat"]:
    """The desk running in this process, with one conversation opened."""
    with TestClient(test_desk.app, client=("203.0.113.7", 50000)) as client:
        yield Chat(client)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a real port; gives its address."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


class Chat:
    """One conversation as a client has it."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http
        opening = http.post("/chat/conversations").json()
        self.conversation_id: str = opening["conversation_id"]
        self.greeting: dict[str, Any] = opening["messages"][0]
        self.headers = {"Authorization": f"Bearer {opening['token']}"}

    def post(self, text: str | None = None, *, wait: int = 10, key: str = "", **more: Any) -> httpx.Response:
        """Send a message; `more` are further members of its body."""
        body = {"client_message_id": key or uuid4().hex, **more} | (
            {"text": text} if text is not None else {}
        )
        prefer = {"Prefer": f"wait={wait}"} if wait else {}
        return self.http.post("/chat/messages", json=body, headers=self.headers | prefer)

    def say(self, text: str) -> list[dict[str, Any]]:
        """The replies to a text."""
        answer = self.post(text)
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def read(self, after: int = 0, wait: int = 0) -> dict[str, Any]:
        """What was said, as `GET /chat/messages` has it."""
        headers = self.headers | ({"Prefer": f"wait={wait}"} if wait else {})
        answer = self.http.get("/chat/messages", params={"after": after}, headers=headers)
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content

    def texts(self, sender: str) -> list[str]:
        """Everything that this side said."""
        return [m["text"] for m in self.read()["messages"] if m["from"] == sender]
