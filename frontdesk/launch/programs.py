"""The three programs: their command lines, what each may know, and the file supervisord runs them from."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from frontdesk.settings import Settings

# What a program inherits from the shell; everything else it is given by name.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "SSL_CERT_FILE", "PYTHONPATH")


@dataclass(frozen=True)
class Program:
    """A command to keep running. `environment` is all that it gets to know."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


def programs(
    settings: Settings, model: Path, environment: Mapping[str, str] = os.environ
) -> tuple[Program, ...]:
    """Desk, assistant and actions. Only the desk listens beyond loopback, and only where it is told to."""
    inherited = {name: environment[name] for name in INHERITED if name in environment}
    return (
        Program("desk", _desk_command(settings, environment), _desk_environment(settings, environment)),
        Program(
            "assistant", _assistant_command(settings, model), inherited | assistant_environment(settings)
        ),
        Program("actions", _actions_command(settings), inherited | _actions_environment(settings)),
    )


def assistant_environment(settings: Settings) -> dict[str, str]:
    """What Rasa needs to run, to train and for `rasa shell`."""
    return {
        "RASA_TELEMETRY_ENABLED": "false",
        # One thread: BLAS spins a second one for 30 ms of processor time a turn.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # Rasa's pinned libraries warn about themselves by the page.
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "DESK_PRACTICE": str(settings.practice_path),
        "DESK_DATA_DIR": str(settings.data_dir),
        "ACTIONS_URL": f"http://127.0.0.1:{settings.actions_port}/webhook",
        "RASA_TRACKER_DB": str(settings.data_dir / "rasa.db"),
    }


def supervisord_config(settings: Settings, all_programs: tuple[Program, ...]) -> str:
    """The text of the configuration file: every program restarts when it ends, and ends with supervisord."""
    log_dir = settings.data_dir / "log"
    parts = [
        "[supervisord]",
        "nodaemon=true",
        "loglevel=warn",
        f"logfile={_escape(str(log_dir / 'supervisord.log'))}",
        f"pidfile={_escape(str(settings.data_dir / 'supervisord.pid'))}",
    ]
    for program in all_programs:
        environment = ",".join(
            f'{name}="{_escape(value)}"' for name, value in sorted(program.environment.items())
        )
        parts += [
            f"[program:{program.name}]",
            f"command={_escape(' '.join(_quoted(word) for word in program.command))}",
            f"environment={environment}",
            "autorestart=true",
            "startsecs=1",
            "startretries=1000000",
            "stopsignal=TERM",
            "stopwaitsecs=10",
            "stopasgroup=true",
            "killasgroup=true",
            "redirect_stderr=true",
            f"stdout_logfile={_escape(str(log_dir / (program.name + '.log')))}",
            "stdout_logfile_maxbytes=10MB",
            "stdout_logfile_backups=2",
        ]
    return "\n".join(parts) + "\n"


def _desk_command(settings: Settings, environment: Mapping[str, str]) -> tuple[str, ...]:
    uvicorn = (sys.executable, "-m", "uvicorn", "--factory", "frontdesk.app:from_environment")
    host = environment.get("DESK_HOST", "127.0.0.1")
    quiet = ("--no-access-log", "--no-server-header", "--ws", "none", "--timeout-graceful-shutdown", "3")
    return (*uvicorn, "--host", host, "--port", str(settings.port), *quiet)


def _desk_environment(settings: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    own = {
        k: v
        for k, v in environment.items()
        if k in INHERITED or k.startswith(("DESK_", "TWILIO_", "BOOKING_"))
    }
    return own | {
        "DESK_DATA_DIR": str(settings.data_dir),
        "DESK_PRACTICE": str(settings.practice_path),
        "DESK_PORT": str(settings.port),
        "DESK_RASA_PORT": str(settings.rasa_port),
        "DESK_ACTIONS_PORT": str(settings.actions_port),
        "DESK_API_KEY": settings.api_key,
        "RASA_TOKEN": settings.rasa_token,
    }


def _assistant_command(settings: Settings, model: Path) -> tuple[str, ...]:
    run = (sys.executable, "-m", "rasa", "run", "--model", str(model), "--credentials", "credentials.yml")
    local = ("--endpoints", "endpoints.env.yml", "-i", "127.0.0.1", "--port", str(settings.rasa_port))
    quiet = ("--logging-config-file", "logging.yml")
    return (*run, *local, *quiet, "--enable-api", f"--auth-token={settings.rasa_token}")


def _actions_command(settings: Settings) -> tuple[str, ...]:
    # The same server as `rasa run actions`, without importing Rasa and TensorFlow first.
    return (sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(settings.actions_port))


def _actions_environment(settings: Settings) -> dict[str, str]:
    return {
        "SANIC_HOST": "127.0.0.1",
        "PYTHONWARNINGS": "ignore",
        "DESK_API_KEY": settings.api_key,
        "DESK_API_URL": f"http://127.0.0.1:{settings.port}/api/v1",
        "DESK_PUBLIC_URL": settings.base_url,
    }


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '\\"') + '"' if " " in word else word


def _escape(value: str) -> str:
    # supervisord expands %(name)s everywhere.
    return value.replace("%", "%%")
