"""`make bench`: how long a turn takes over the three real programs, and how much memory they hold.

A question that needs no diary is measured beside one that reads availability and beside a bare request to the
desk, and the end of a long conversation beside its beginning, in one run, so that a loaded machine shows in
all of them.
"""

import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psutil
import requests

from tests.support.chat import ChatClient
from tests.support.running import FrontDesk

QUESTIONS = (
    "how long is a session?",
    "does it hurt?",
    "what should i wear",
    "what are the side effects",
    "which towns are you in",
)
TURNS = 100
FRESH_CONVERSATION_EVERY = 10
LONG_CONVERSATION = 500  # messages
AT_EACH_END = 60  # two sessions of the assistant, since a turn is dearer towards the end of one


def main() -> None:
    """Print one line per figure."""
    machine = f"{platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d}  {machine}")
    with tempfile.TemporaryDirectory() as directory:
        environment = {"DESK_RATE_LIMITS": "off"}
        started = time.perf_counter()
        with FrontDesk(Path(directory), environment) as desk:
            print(f"start to ready, model there   {time.perf_counter() - started:6.1f} s")
            _measure(desk)


def _measure(desk: FrontDesk) -> None:
    bare = _times(lambda _: requests.get(f"{desk.url}/healthz", timeout=10), TURNS)
    questions = _times(_asker(desk, lambda n: QUESTIONS[n % len(QUESTIONS)]), TURNS)
    times = _times(
        _asker(desk, lambda _: "any openings in westport next week for craniosacral?", every=1), 40
    )
    _print("bare request to the desk", bare, bare)
    _print("turn: question", questions, bare)
    _print("turn: reads availability", times, bare)
    first, last = _both_ends(desk)
    _print(f"turn: messages 1 to {AT_EACH_END}", first, first)
    _print(f"turn: messages {LONG_CONVERSATION - AT_EACH_END + 1} to {LONG_CONVERSATION}", last, first)
    memory = {name: _memory(pid) for name, pid in desk.pids().items()}
    parts = ", ".join(f"{name} {size:.0f}" for name, size in memory.items())
    turns = TURNS + 40 + LONG_CONVERSATION + AT_EACH_END
    print(f"memory after {turns} turns        {sum(memory.values()):6.0f} MB  ({parts})")


def _both_ends(desk: FrontDesk) -> tuple[list[float], list[float]]:
    """The first turns of a young conversation and the last ones of a long one, taken by turns."""
    long, young = ChatClient(desk.url), ChatClient(desk.url)
    for number in range(LONG_CONVERSATION - AT_EACH_END):
        long.say(QUESTIONS[number % len(QUESTIONS)])
    first, last = [], []
    for number in range(AT_EACH_END):
        for chat, measured in ((young, first), (long, last)):
            before = time.perf_counter()
            chat.say(QUESTIONS[number % len(QUESTIONS)])
            measured.append((time.perf_counter() - before) * 1000)
    return first, last


def _asker(
    desk: FrontDesk, text: Callable[[int], str], every: int = FRESH_CONVERSATION_EVERY
) -> Callable[[int], object]:
    chats: list[ChatClient] = []

    def ask(number: int) -> object:
        return chats[number // every].say(text(number))

    chats.extend(ChatClient(desk.url) for _ in range(TURNS))
    return ask


def _times(work: Callable[[int], object], number: int) -> list[float]:
    work(0)
    measured = []
    for n in range(number):
        before = time.perf_counter()
        work(n)
        measured.append((time.perf_counter() - before) * 1000)
    return measured


def _print(name: str, measured: list[float], rival: list[float]) -> None:
    """One line; the ratio is to the rival's median: the bare request, or the conversation's beginning."""
    p50 = statistics.median(measured)
    p95 = statistics.quantiles(measured, n=20)[-1]
    ratio = p50 / statistics.median(rival)
    print(f"{name:<28} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   {ratio:5.1f} x the rival")


def _memory(pid: int) -> float:
    """Resident megabytes of a process and its children."""
    process = psutil.Process(pid)
    return sum(p.memory_info().rss for p in [process, *process.children(recursive=True)]) / 2**20


if __name__ == "__main__":
    main()
