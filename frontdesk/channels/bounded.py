"""Blocking work with a deadline: the caller goes on when it is over, the work may still finish later."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


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
