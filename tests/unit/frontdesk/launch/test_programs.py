"""frontdesk.launch.programs"""

import configparser
from pathlib import Path

from frontdesk.launch.programs import programs, supervisord_config
from frontdesk.settings import load_settings


def test_every_program_is_brought_back(tmp_path: Path) -> None:
    """supervisord restarts whatever dies, however often."""
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path)})
    parser = configparser.RawConfigParser()
    parser.read_string(supervisord_config(settings, programs(settings, tmp_path / "m.tar.gz", {})))
    sections = [s for s in parser.sections() if s.startswith("program:")]
    assert sections == ["program:desk", "program:assistant", "program:actions"]
    assert all(parser[s]["autorestart"] == "true" for s in sections)


def test_a_percent_sign_in_a_setting_survives(tmp_path: Path) -> None:
    """supervisord expands %(name)s; a password may hold one."""
    environment = {"DESK_SMTP_URL": "smtp://a:50%25@mail.example"}
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path)} | environment)
    text = supervisord_config(settings, programs(settings, tmp_path / "m.tar.gz", environment))
    assert 'DESK_SMTP_URL="smtp://a:50%%25@mail.example"' in text


def test_the_desk_keeps_no_access_log(tmp_path: Path) -> None:
    """Phone numbers stand in query strings of the booking API."""
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path)})
    desk = programs(settings, tmp_path / "m.tar.gz", {})[0]
    assert "--no-access-log" in desk.command
    assert desk.command[desk.command.index("--host") + 1] == "127.0.0.1"


def test_a_token_that_starts_with_a_dash_is_no_option(tmp_path: Path) -> None:
    """One generated token in sixty-four does."""
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path), "RASA_TOKEN": "-secret"})
    assistant = programs(settings, tmp_path / "m.tar.gz", {})[1]
    assert "--auth-token=-secret" in assistant.command
