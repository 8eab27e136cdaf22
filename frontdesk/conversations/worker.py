"""The threads that work turns off: each conversation in order, several conversations at a time.

What is to be done stands in the database; here is only who is busy and when to look again.
"""

import heapq
import time
from queue import SimpleQueue
from threading import Condition, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

from frontdesk.conversations.turn import work
from frontdesk.desk import Desk
from frontdesk.storage.turns import conversations_with_work

THREADS = 8
LOOK_AGAIN_SECONDS = 1.0

log = structlog.get_logger(__name__)


class TurnWorker:
    """Starts with what an earlier run left unfinished, then works on whatever arrives."""

    def __init__(self, desk: Desk, threads: int = THREADS) -> None:
        self._desk = desk
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._changed = Condition()
        self._busy: set[str] = set()
        self._again: set[str] = set()
        self._later: list[tuple[float, str]] = []
        self._stopping = False
        self._threads = [Thread(target=self._serve, name=f"turns-{n}", daemon=True) for n in range(threads)]
        self._threads.append(Thread(target=self._remind, name="turns-later", daemon=True))

    def start(self) -> None:
        """Resume unfinished conversations and listen for new messages."""
        self._desk.events.on_work(self.arrived)
        for thread in self._threads:
            thread.start()
        with self._desk.database.read() as connection:
            unfinished = conversations_with_work(connection)
        for conversation_id in unfinished:
            self.arrived(conversation_id)

    def stop(self, seconds: float = 3.0) -> None:
        """Finish what is running, for at most `seconds`; the rest is resumed by the next start."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        for _ in self._threads:
            self._queue.put(None)
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def arrived(self, conversation_id: str) -> None:
        """Look at this conversation now, or as soon as its present turn is done."""
        with self._changed:
            if conversation_id in self._busy:
                self._again.add(conversation_id)
                return
            self._busy.add(conversation_id)
        self._queue.put(conversation_id)

    def _serve(self) -> None:
        while (conversation_id := self._queue.get()) is not None:
            wait = self._work_off(conversation_id)
            with self._changed:
                self._busy.discard(conversation_id)
                again = conversation_id in self._again
                self._again.discard(conversation_id)
                if wait is not None and not again:
                    heapq.heappush(self._later, (time.monotonic() + wait, conversation_id))
                    self._changed.notify_all()
            if again:
                self.arrived(conversation_id)

    def _work_off(self, conversation_id: str) -> float | None:
        try:
            while not self._stopping:
                wait = work(self._desk, conversation_id)
                if wait != 0:
                    return wait
        except SQLAlchemyError as error:
            log.exception("database_failed", conversation_id=conversation_id, error=type(error).__name__)
            return LOOK_AGAIN_SECONDS
        return None

    def _remind(self) -> None:
        while not self._stopping:
            with self._changed:
                now = time.monotonic()
                due = self._later[0][0] if self._later else None
                if due is None or due > now:
                    self._changed.wait(None if due is None else due - now)
                    continue
                _, conversation_id = heapq.heappop(self._later)
            self.arrived(conversation_id)
