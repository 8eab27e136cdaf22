"""Blocking work with a deadline: the caller goes on when it is over, the work may still finish later."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, move_on_after, to_thread

T = TypeVar("T")


class TookTooLong(Exception):
    """The deadline passed; whether the work was done is not known."""


async def within(seconds: float, work: Callable[[], T], threads: CapacityLimiter) -> T:
    """The result of `work`, run in one of `threads`; raises `TookTooLong`.

    Threads of its own keep a stuck database from taking those that everything else needs.
    """
    with move_on_after(seconds):
        return await to_thread.run_sync(work, abandon_on_cancel=True, limiter=threads)
    raise TookTooLong
