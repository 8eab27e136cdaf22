"""Starting: what is refused, and in which words."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from frontdesk.app import create_app, from_environment
from frontdesk.assistant.scripted import ScriptedAssistant
from frontdesk.items.notifier import LogNotifier, MailNotifier
from frontdesk.practice import PracticeError
from frontdesk.settings import SettingsError
from tests.desk_kit import ROOT, build, settings_for

TWILIO = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "secret", "TWILIO_FROM": "+12035550100"}


@pytest.mark.parametrize(
    "environment",
    [
        {"DESK_PUBLIC_URL": "https://desk.example"},
        TWILIO,
        TWILIO | {"TWILIO_API_BASE": "https://api.example"},
    ],
    ids=("public", "twilio", "other api"),
)
def test_examples_do_not_go_public(tmp_path: Path, environment: dict[str, str]) -> None:
    """While `confirmed` is false; nothing is written before that."""
    settings = settings_for(tmp_path, **environment)
    with pytest.raises(SettingsError, match="confirmed: true"):
        create_app(settings)
    assert not (settings.data_dir / "desk.db").exists()


def test_a_scripted_twilio_is_fine(tmp_path: Path) -> None:
    """On this machine, for demonstrations."""
    test_desk = build(tmp_path, **TWILIO, TWILIO_API_BASE="http://127.0.0.1:9")
    assert test_desk.desk.sms is not None


def test_confirmed_facts_go_public(tmp_path: Path) -> None:
    """Once the owner has checked every line."""
    practice = tmp_path / "practice.yml"
    text = (ROOT / "practice.yml").read_text(encoding="utf-8")
    practice.write_text(text.replace("confirmed: false", "confirmed: true"), encoding="utf-8")
    build(tmp_path, DESK_PUBLIC_URL="https://desk.example", DESK_PRACTICE=str(practice))


def test_a_practice_with_mistakes_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every mistake in it, as the program's last words."""
    practice = tmp_path / "practice.yml"
    text = (ROOT / "practice.yml").read_text(encoding="utf-8")
    practice.write_text(text.replace("minutes: 60", "minutes: soon"), encoding="utf-8")
    with pytest.raises(PracticeError, match="services"):
        create_app(settings_for(tmp_path, DESK_PRACTICE=str(practice)))
    monkeypatch.setenv("DESK_PRACTICE", str(practice))
    monkeypatch.setenv("DESK_DATA_DIR", str(tmp_path / "var"))
    with pytest.raises(SystemExit, match=r"services.*minutes"):
        from_environment()


def test_the_therapist_is_mailed_where_an_address_is_set(tmp_path: Path) -> None:
    """Otherwise the log says that something waits."""
    given = {"DESK_SMTP_URL": "smtp://127.0.0.1:9", "DESK_NOTIFY_TO": "julie@example.org"}
    told = create_app(settings_for(tmp_path, **given), assistant=ScriptedAssistant()).state.desk.notifier
    silent = create_app(settings_for(tmp_path), assistant=ScriptedAssistant()).state.desk.notifier
    assert isinstance(told, MailNotifier)
    assert isinstance(silent, LogNotifier)


def test_alive_and_ready(tmp_path: Path) -> None:
    """Alive is not ready: each part is named, and 503 while one is missing."""
    test_desk = build(tmp_path, DESK_ACTIONS_PORT="9")
    with TestClient(test_desk.app) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not_ready",
        "checks": {"database": "ok", "bookings": "ok", "assistant": "ok", "actions": "down"},
    }


def test_what_the_api_offers_needs_the_key(tmp_path: Path) -> None:
    """Every path of it; a new route cannot forget."""
    test_desk = build(tmp_path)
    with TestClient(test_desk.app) as client:
        api = test_desk.app.routes[0].app  # type: ignore[attr-defined]  # the mounted application
        for path, operations in api.openapi()["paths"].items():
            for method in operations:
                filled = path.replace("{", "").replace("}", "")
                assert client.request(method, f"/api/v1{filled}").status_code == 401, (method, path)
