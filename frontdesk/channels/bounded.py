"""Blocking work with a deadline: the caller goes on when it is over, the work may still finish later.

A flagged message is answered within 150 ms whatever the database does; anything else may wait for it.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import TypeVar

from frontdesk.safety import Finding, check_burst

FLAGGED_SECONDS = 0.1
AT_LEAST_SECONDS = 0.02
UNFLAGGED_SECONDS = 5.0
# A check takes a few milliseconds; the bound is for a machine that hangs.
CHECK_SECONDS = 10.0

T = TypeVar("T")


@dataclass(frozen=True)
class Lanes:
    """Threads of their own: to check messages, to store flagged ones, to store the others.

    A database that hangs takes the last two; nothing flagged ever queues behind anything else.
    `flagged_seconds` is how long storing may hold up the answer to a flagged message.
    """

    checking: ThreadPoolExecutor
    flagged: ThreadPoolExecutor
    unflagged: ThreadPoolExecutor
    flagged_seconds: float

    @classmethod
    def of_size(cls, threads: int, flagged_seconds: float = FLAGGED_SECONDS) -> "Lanes":
        """Lanes of that many threads each."""
        checking, flagged, unflagged = (
            ThreadPoolExecutor(threads, name) for name in ("checking", "flagged", "unflagged")
        )
        return cls(checking, flagged, unflagged, flagged_seconds)

    async def check(self, texts: Sequence[str]) -> tuple[Finding, ...]:
        """What the newest (last) of a client's texts says, alone or with the earlier ones; see `check_burst`.

        Needs neither database nor network.
        """
        return await within(CHECK_SECONDS, lambda: check_burst(texts), self.checking) if texts else ()

    async def store(self, work: Callable[[], T], found: tuple[Finding, ...], started: float) -> T:
        """The result of `work`, which stores a message in which `found` was found; raises `TookTooLong`.

        `started` is when the request came in, by `time.monotonic`.
        """
        if not found:
            return await within(UNFLAGGED_SECONDS, work, self.unflagged)
        left = self.flagged_seconds - (time.monotonic() - started)
        return await within(max(AT_LEAST_SECONDS, left), work, self.flagged)


class TookTooLong(Exception):
    """The deadline passed; whether the work was done, or will be, is not known."""


async def within(seconds: float, work: Callable[[], T], threads: ThreadPoolExecutor) -> T:
    """The result of `work`, run in one of `threads`; raises `TookTooLong`.

    Work that has begun runs on and keeps its thread; work that still waited for one is never begun. So a
    stuck database occupies these threads and no others.
    """
    running = asyncio.get_running_loop().run_in_executor(threads, copy_context().run, work)
    try:
        return await asyncio.wait_for(running, seconds)
    except TimeoutError as error:
        raise TookTooLong from error
