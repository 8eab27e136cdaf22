"""Wake-ups: "something changed in this conversation", from any thread to whoever waits for it.

Nothing travels here but the fact. Waiters read the database again, so a lost wake-up costs time, no message.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from threading import Lock


class Subscription:
    """One waiter's bell. It belongs to the event loop that made it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._bell = asyncio.Event()

    def ring(self) -> None:
        """Wake the waiter; may be called from any thread."""
        # A loop that was closed has nobody left to wake.
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._bell.set)

    async def wait(self, seconds: float) -> bool:
        """Whether it rang within `seconds`; ready for the next ring afterwards."""
        try:
            await asyncio.wait_for(self._bell.wait(), seconds)
        except TimeoutError:
            return False
        self._bell.clear()
        return True


class Events:
    """Who waits for which conversation."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: dict[str, set[Subscription]] = defaultdict(set)
        self._on_work: list[Callable[[str], None]] = []
        self._on_outgoing: list[Callable[[], None]] = []

    def subscribe(self, conversation_id: str) -> Subscription:
        """A bell for this conversation. Subscribe first, then read the database, then wait."""
        subscription = Subscription()
        with self._lock:
            self._waiting[conversation_id].add(subscription)
        return subscription

    def unsubscribe(self, conversation_id: str, subscription: Subscription) -> None:
        """Give the bell back."""
        with self._lock:
            self._waiting[conversation_id].discard(subscription)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]

    def changed(self, conversation_id: str) -> None:
        """Wake everybody who waits for this conversation; call it after the commit."""
        with self._lock:
            waiting = tuple(self._waiting.get(conversation_id, ()))
        for subscription in waiting:
            subscription.ring()

    def arrived(self, conversation_id: str) -> None:
        """Tell the worker that a message waits for its turn; call it after the commit."""
        for listener in self._on_work:
            listener(conversation_id)

    def on_work(self, listener: Callable[[str], None]) -> None:
        """Have `listener` called, quickly and on the caller's thread, when a message arrives."""
        self._on_work.append(listener)

    def outgoing(self) -> None:
        """Tell the outbox that something may be due; call it after the commit."""
        for listener in self._on_outgoing:
            listener()

    def on_outgoing(self, listener: Callable[[], None]) -> None:
        """Have `listener` called, quickly and on the caller's thread, when a text was enqueued."""
        self._on_outgoing.append(listener)
