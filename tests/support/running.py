"""The three real programs on free ports with a data directory of their own, for tests and benchmarks.

Each program is a process that can be killed and started again; the clock starts where the test says.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

from frontdesk.launch.model_file import model_path, train
from frontdesk.launch.programs import Program, assistant_environment, programs
from frontdesk.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
# A Monday morning in Connecticut; the Thursday of this week is Thanksgiving, a closed day.
NOW = "2026-11-23T09:00:00-05:00"


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def trained_model() -> Path:
    """The model for the training data as it is; trained first when it is not there."""
    model = model_path(ROOT, ROOT / "practice.yml")
    if not model.exists():
        settings = load_settings({"DESK_DATA_DIR": str(ROOT / "var")})
        train(
            ROOT, model, os.environ | assistant_environment(settings), settings.data_dir / "log" / "train.log"
        )
    return model


class FrontDesk:
    """The running system. A context manager: every program is stopped at the end."""

    def __init__(
        self, data_dir: Path, environment: Mapping[str, str] | None = None, *, names: Iterable[str] = ()
    ) -> None:
        own = {
            "DESK_DATA_DIR": str(data_dir),
            "DESK_PRACTICE": str(ROOT / "practice.yml"),
            "DESK_NOW": NOW,
            "DESK_PORT": str(free_port()),
            "DESK_RASA_PORT": str(free_port()),
            "DESK_ACTIONS_PORT": str(free_port()),
        } | dict(environment or {})
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DESK_", "TWILIO_", "RASA_"))}
        self.data_dir = data_dir
        self.settings: Settings = load_settings(own)
        wanted = set(names) or {"desk", "assistant", "actions"}
        # The desk alone needs no model, and training one takes minutes.
        model = trained_model() if "assistant" in wanted else ROOT / "models" / "none"
        every = programs(self.settings, model, inherited | own)
        self._programs: dict[str, Program] = {p.name: p for p in every if p.name in wanted}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def __enter__(self) -> Self:
        for name in self._programs:
            self.start(name)
        try:
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, name: str) -> None:
        """Start one program; it need not be ready when this returns."""
        program = self._programs[name]
        log = self.data_dir / f"{name}.log"
        with log.open("ab") as output:
            self._processes[name] = subprocess.Popen(
                program.command,
                cwd=ROOT,
                env=dict(program.environment),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End one program as a power cut would: no chance to tidy up."""
        process = self._processes.pop(name)
        # One that has ended by itself is gone already; `wait_until_ready` tells why.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def restart_at(self, now: str) -> None:
        """End the desk and start it with its clock at `now`: time passes, and nothing else changes."""
        program = self._programs["desk"]
        self._programs["desk"] = replace(program, environment=program.environment | {"DESK_NOW": now})
        self.kill("desk")
        self.start("desk")
        self.wait_until_ready()

    def stop(self) -> None:
        for name in list(self._processes):
            self.kill(name)

    def environment_of(self, name: str) -> Mapping[str, str]:
        """What a program was given to know."""
        return self._programs[name].environment

    def pids(self) -> dict[str, int]:
        return {name: process.pid for name, process in self._processes.items()}

    def wait_until_ready(self, within: float = 120) -> None:
        """Return when /readyz says that every program answers; of a desk without assistant, when it lives."""
        probe = "readyz" if "assistant" in self._processes else "healthz"
        end = time.monotonic() + within
        answer = "no answer"
        while time.monotonic() < end:
            dead = [name for name, process in self._processes.items() if process.poll() is not None]
            if dead:
                raise RuntimeError(f"{dead[0]} ended:\n{self.log(dead[0])}")
            try:
                response = requests.get(f"{self.url}/{probe}", timeout=5)
                if response.ok:
                    return
                answer = response.text
            except requests.RequestException as error:
                answer = type(error).__name__
            time.sleep(0.1)
        raise RuntimeError(f"not ready after {within} s: {answer}\n{self.log('assistant')}")

    def log(self, name: str) -> str:
        """The last lines that a program wrote."""
        path = self.data_dir / f"{name}.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-40:]) if path.exists() else ""

    def api(self, method: str, path: str, **arguments: object) -> requests.Response:
        """Ask the booking API with its key."""
        headers = {"Authorization": f"Bearer {self.settings.api_key}"} | dict(arguments.pop("headers", {}))  # type: ignore[call-overload]
        return requests.request(method, f"{self.url}/api/v1{path}", headers=headers, timeout=30, **arguments)  # type: ignore[arg-type]
