"""`make run` as a newcomer types it: starts everything, brings back what dies, stops cleanly, trains once."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import requests

from tests.support.running import NOW, ROOT, free_port, trained_model

pytestmark = pytest.mark.system


class Run:
    """A running `make run` and what it has printed."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, output: Path) -> None:
        self.process, self.port, self._output = process, port, output

    @property
    def printed(self) -> str:
        return self._output.read_text(encoding="utf-8")

    def wait_for(self, text: str, within: float = 180) -> None:
        end = time.monotonic() + within
        while text not in self.printed:
            assert self.process.poll() is None, self.printed
            assert time.monotonic() < end, self.printed
            time.sleep(0.1)

    def programs(self) -> dict[str, psutil.Process]:
        """The processes of the three programs, by a word of their command lines."""
        found = {}
        for child in psutil.Process(self.process.pid).children(recursive=True):
            command = " ".join(child.cmdline())
            for name, word in (("desk", "uvicorn"), ("assistant", "rasa run"), ("actions", "rasa_sdk")):
                if word in command and "supervisord" not in command:
                    found.setdefault(name, child)
        return found


@contextmanager
def _make_run(data_dir: Path) -> Iterator[Run]:
    trained_model()
    port = free_port()
    ports = {"DESK_PORT": port, "DESK_RASA_PORT": free_port(), "DESK_ACTIONS_PORT": free_port()}
    own = {"DESK_DATA_DIR": str(data_dir), "DESK_NOW": NOW} | {k: str(v) for k, v in ports.items()}
    output = data_dir / "printed.txt"
    with output.open("w") as out:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=os.environ | own,
            stdout=out,
            stderr=out,
            text=True,
            start_new_session=True,
        )
    try:
        yield Run(process, port, output)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("make_run")


def test_first_start(data_dir: Path) -> None:
    """Prints the addresses and a one-time link, revives a program, and leaves nothing behind on Ctrl-C."""
    with _make_run(data_dir) as run:
        run.wait_for("Ctrl-C stops everything")
        assert re.search(rf"http://127.0.0.1:{run.port}/console/welcome/\S{{20,}}", run.printed)
        actions = run.programs()["actions"]
        actions.kill()
        _wait_until_ready(run.port)
        assert run.programs()["actions"].pid != actions.pid
        left = list(run.programs().values())
        os.killpg(run.process.pid, signal.SIGINT)
        run.process.wait(60)
    assert "stopped" in run.printed
    assert not [p for p in left if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def test_second_start_trains_nothing(data_dir: Path) -> None:
    """The model is there, and the start says so."""
    with _make_run(data_dir) as run:
        run.wait_for("Ctrl-C stops everything")
        assert "is up to date" in run.printed
        assert "training" not in run.printed


def _wait_until_ready(port: int, within: float = 60) -> None:
    end = time.monotonic() + within
    time.sleep(1)  # supervisord needs a moment to notice
    while time.monotonic() < end:
        try:
            if requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise AssertionError("a program that died was not brought back")
