"""The booking API as a process of its own, for races and crashes.

`look_then_act=N` does what a careless scheduler does: look whether the time is free, and only then write,
without looking again. N requests wait for each other in between, so that the race is certain to happen.
`die_at` kills the process in the middle of a booking.
"""

import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from frontdesk.booking import model
from frontdesk.storage import booking, booking_keys
from tests.support.diary import make_app, make_diary

POINTS = ("half-written", "before-commit", "after-commit")
# Servers are forked from one clean process that has imported everything: they start in milliseconds.
_processes = multiprocessing.get_context("forkserver")


@contextmanager
def diary_server(
    url: str, *, look_then_act: int = 0, die_at: str | None = None
) -> Iterator[tuple[str, BaseProcess]]:
    """A running server's address and process; ended when the block ends."""
    _processes.set_forkserver_preload([__name__])
    mine, theirs = _processes.Pipe()
    process = _processes.Process(target=_serve, args=(url, look_then_act, die_at, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{mine.recv()}/api/v1", process
    finally:
        process.kill()
        process.join()


def _serve(url: str, look_then_act: int, die_at: str | None, started: Connection) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    diary = make_diary(url)
    app = make_app(diary)
    if look_then_act:
        _look_then_act(app, look_then_act)
    if die_at:
        _die_at(die_at, diary)
    listening = socket.create_server(("127.0.0.1", 0))
    started.send(listening.getsockname()[1])
    config = uvicorn.Config(app, ws="none", access_log=False, log_level="error")
    uvicorn.Server(config).run(sockets=[listening])


def _look_then_act(app: FastAPI, takers: int) -> None:
    """Look in a transaction of its own, wait until everybody has looked, then write without looking."""
    barrier = threading.Barrier(takers)
    diary = app.state.desk.diary
    model.is_taken = lambda *_: False  # type: ignore[assignment] # nobody looks a second time

    @app.middleware("http")
    async def look_first(request: Request, call_next: Callable[[Request], Any]) -> Response:
        if request.url.path.endswith("/appointments") and request.method == "POST":
            wanted = await request.json()
            await run_in_threadpool(_look, diary, wanted, barrier)
        answer: Response = await call_next(request)
        return answer


def _look(diary: Any, wanted: dict[str, Any], barrier: threading.Barrier) -> None:
    start = datetime.fromisoformat(wanted["start"])
    free = diary.availability(wanted["service"], wanted["location"], start, start + timedelta(seconds=1))
    assert free, "somebody wrote before everybody had looked"
    with suppress(threading.BrokenBarrierError):
        barrier.wait(timeout=10)


def _die_at(point: str, diary: Any) -> None:
    """Kill this process the hard way at one point of a booking."""

    def die(*_: Any, **__: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)

    if point == "half-written":  # the time is given away, the appointment not yet there
        booking.add = die  # type: ignore[assignment]
    elif point == "before-commit":  # everything is written but the answer
        booking_keys.keep = die  # type: ignore[assignment]
    else:  # everything is committed, the client hears nothing
        once = diary.once
        diary.once = lambda *arguments: die(once(*arguments))
