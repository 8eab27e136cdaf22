"""How long from a red flag to its fixed text, over HTTP, with assistant and actions dead: chat and SMS.

Each with the database alive, locked by another process, and dead. The figure to keep is 150 ms at p99. A bare
request to the desk is measured in the same run, so that a loaded machine shows.
"""

import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
import requests

from tests.support.chat import ChatClient
from tests.support.running import FrontDesk
from tests.support.twilio import ScriptedTwilio

FLAG = "my face is numb on one side and i cant talk right"
TIMES = 200


def main() -> None:
    """Print one line per figure."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    machine = f"{platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d}  {machine}; load {psutil.getloadavg()[0]:.1f}; {times} of each")
    with tempfile.TemporaryDirectory() as directory, ScriptedTwilio() as twilio:
        environment = {"DESK_RATE_LIMITS": "off", **twilio.environment}
        with FrontDesk(Path(directory), environment, names=("desk",)) as desk:
            _measure(desk, twilio, times)


def _measure(desk: FrontDesk, twilio: ScriptedTwilio, times: int) -> None:
    database = desk.settings.data_dir / "desk.db"
    _print("bare request to the desk", _times(lambda _: _bare(desk), times))
    _print("chat, database alive", _times(_by_chat(desk, times), times))
    _print("SMS sent, database alive", _times(lambda n: _by_outbox(desk, twilio, n), times))
    for state, broken in (("locked", _locked), ("dead", _dead)):
        by_chat = _by_chat(desk, times)
        with broken(database):
            _print(f"chat, database {state}", _times(by_chat, times))
            _print(f"SMS webhook, database {state}", _times(lambda n: _by_webhook(desk, twilio, n), times))


def _bare(desk: FrontDesk) -> None:
    requests.get(f"{desk.url}/healthz", timeout=10).raise_for_status()


def _by_chat(desk: FrontDesk, times: int) -> Callable[[int], None]:
    chats = [ChatClient(desk.url) for _ in range(times // 10 + 1)]

    def send(number: int) -> None:
        (reply,) = chats[number // 10].say(FLAG)
        assert reply["kind"] == "safety"

    return send


def _by_outbox(desk: FrontDesk, twilio: ScriptedTwilio, number: int) -> None:
    """From the webhook to the text's arrival at the provider, or to the answer if storing took too long."""
    phone = _phone(number)
    if "911" in twilio.text_from(phone, FLAG, desk.url).text:
        return
    assert "911" in twilio.wait_for_texts(phone, 1)[0]


def _by_webhook(desk: FrontDesk, twilio: ScriptedTwilio, number: int) -> None:
    assert "911" in twilio.text_from(_phone(number), FLAG, desk.url).text


def _phone(number: int) -> str:
    return f"+1203556{number:04}"


@contextmanager
def _locked(database: Path) -> Iterator[None]:
    with sqlite3.connect(database, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _dead(database: Path) -> Iterator[None]:
    with sqlite3.connect(database, timeout=30) as other:
        other.execute("ALTER TABLE messages RENAME TO lost")
    yield


def _times(work: Callable[[int], object], number: int) -> list[float]:
    measured = []
    for n in range(number):
        before = time.perf_counter()
        work(n)
        measured.append((time.perf_counter() - before) * 1000)
    return measured


def _print(name: str, measured: list[float]) -> None:
    median, p99 = statistics.median(measured), statistics.quantiles(measured, n=100)[98]
    print(f"{name:32} p50 {median:6.1f} ms   p99 {p99:6.1f} ms   slowest {max(measured):6.1f} ms", flush=True)


if __name__ == "__main__":
    main()
