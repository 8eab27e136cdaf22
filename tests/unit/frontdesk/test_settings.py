"""frontdesk.settings"""

import stat
from pathlib import Path

import pytest

from frontdesk.settings import Settings, SettingsError, is_loopback, load_settings

TWILIO = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "hush-hush", "TWILIO_FROM": "+12035550100"}


def _load(tmp_path: Path, **values: str) -> Settings:
    return load_settings({"DESK_DATA_DIR": str(tmp_path)} | values)


def test_everything_has_a_default(tmp_path: Path) -> None:
    """`make run` needs no settings."""
    settings = _load(tmp_path)
    assert (settings.port, settings.rasa_port, settings.actions_port) == (8000, 5005, 5055)
    assert settings.booking_api_url is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8000/api/v1", None),
        ("https://desk.example/api/v1", None),
        ("http://127.0.0.1:8001/api/v1/", "http://127.0.0.1:8001/api/v1"),
        ("https://other.example/api", "https://other.example/api"),
    ],
)
def test_bookings_never_go_round_in_a_circle(tmp_path: Path, url: str, expected: str | None) -> None:
    """The desk's own address means its own diary."""
    settings = _load(tmp_path, BOOKING_API_URL=url, DESK_PUBLIC_URL="https://desk.example")
    assert settings.booking_api_url == expected


def test_generated_secrets_stay_the_same_and_private(tmp_path: Path) -> None:
    """A restart keeps everybody signed in; nobody else on the machine can read the key."""
    first, second = _load(tmp_path), _load(tmp_path)
    assert first.api_key == second.api_key != first.rasa_token
    mode = (tmp_path / "secrets" / "desk_api_key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    """A settings object in a traceback gives nothing away."""
    settings = _load(tmp_path, DESK_SMTP_URL="smtp://user:hush-hush@mail.example", **TWILIO)
    assert "hush-hush" not in repr(settings)
    assert settings.api_key not in repr(settings)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"DESK_PORT": "eighty"}, "DESK_PORT"),
        ({"DESK_PORT": "70000"}, "DESK_PORT"),
        ({"DESK_PUBLIC_URL": "desk.example"}, "DESK_PUBLIC_URL"),
        ({"TWILIO_FROM": "+12035550100"}, "TWILIO_AUTH_TOKEN"),
        ({"DESK_NOW": "yesterday"}, "DESK_NOW"),
        ({"DESK_NOW": "2026-11-23T09:00"}, "DESK_NOW"),
        ({"DESK_NOW": "2026-11-23T09:00-05:00", **TWILIO}, "DESK_NOW"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, values: dict[str, str], named: str) -> None:
    """Whoever installs it reads which line to mend."""
    with pytest.raises(SettingsError, match=named):
        _load(tmp_path, **values)


def test_a_shifted_clock_may_meet_a_scripted_twilio(tmp_path: Path) -> None:
    """Only a number that reaches real people forbids a made-up time."""
    now = "2026-11-23T09:00-05:00"
    assert _load(tmp_path, DESK_NOW=now, TWILIO_API_BASE="http://127.0.0.1:1", **TWILIO).start_clock_at


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:9/x", True),
        ("http://localhost", True),
        ("http://[::1]:9", True),
        ("https://a.example", False),
    ],
)
def test_loopback(url: str, expected: bool) -> None:
    """Addresses of this machine are told from all others."""
    assert is_loopback(url) is expected


def test_calendar_needs_all_of_its_settings(tmp_path: Path) -> None:
    """An address without a password connects nothing; the password is never printed."""
    base = {"DESK_DATA_DIR": str(tmp_path), "DESK_CALENDAR_URL": "https://dav.example/me/work/"}
    with pytest.raises(SettingsError, match="DESK_CALENDAR_PASSWORD"):
        load_settings(base | {"DESK_CALENDAR_USER": "me"})
    settings = load_settings(base | {"DESK_CALENDAR_USER": "me", "DESK_CALENDAR_PASSWORD": "hunter2"})
    assert settings.calendar is not None
    assert settings.calendar.url == "https://dav.example/me/work"
    assert "hunter2" not in repr(settings)
