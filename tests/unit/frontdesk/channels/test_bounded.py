"""Blocking work with a deadline."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from frontdesk.channels.bounded import TookTooLong, within


@pytest.fixture
def one_thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as threads:
        yield threads


def test_work_in_time_gives_its_result(one_thread: ThreadPoolExecutor) -> None:
    """Or its error."""
    assert asyncio.run(within(5, lambda: 7, one_thread)) == 7
    with pytest.raises(ZeroDivisionError):
        asyncio.run(within(5, lambda: 1 // 0, one_thread))


def test_stuck_work_is_left_behind(one_thread: ThreadPoolExecutor) -> None:
    """The caller goes on; what waited behind it in vain is never begun."""
    stuck, begun = threading.Event(), threading.Event()

    async def run() -> None:
        for work in (stuck.wait, begun.set):
            with pytest.raises(TookTooLong):
                await within(0.05, work, one_thread)
        stuck.set()
        assert await within(5, lambda: 9, one_thread) == 9

    asyncio.run(run())
    assert not begun.is_set()
