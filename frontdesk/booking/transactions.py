"""The diary's transactions: one writer at a time, answers kept by key, the database's refusals explained."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from frontdesk.booking import steps
from frontdesk.booking.errors import BookingError, KeyInUse, OverlapRefused, SlotTaken
from frontdesk.booking.idempotency import Repeats, once
from frontdesk.clock import Clock
from frontdesk.practice import Practice
from frontdesk.storage import booking_keys, booking_spans
from frontdesk.storage.database import Database

_PATIENCE = 30.0  # seconds


class Transactions:
    """One for each process. Safe to share between threads."""

    def __init__(self, database: Database, practice: Practice, clock: Clock) -> None:
        self.database = database
        self.practice = practice
        self.clock = clock
        self.repeats = Repeats()
        self._turn = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction that holds the diary's lock."""
        with self._in_turn(), self.database.write() as connection:
            booking_spans.lock_diary(connection)
            yield connection

    @contextmanager
    def within(self, connection: Connection | None) -> Iterator[Connection]:
        """The caller's transaction, or one of its own."""
        if connection is not None:
            yield connection
            return
        try:
            with self.writing() as own:
                yield own
        except OverlapRefused as refused:
            with self.database.read() as after:
                raise self._explained(after, refused) from refused

    def once(
        self,
        key: str,
        mark: str,
        work: Callable[[Connection], booking_keys.Answer],
        refused: Callable[[BookingError], booking_keys.Answer],
    ) -> booking_keys.Answer:
        """Do `work` in one transaction, or give the answer that it gave before; see `idempotency.once`."""
        with self.repeats.claim(key), self._in_turn(), self.database.write() as connection:
            if booking_keys.in_use_elsewhere(connection, key):
                raise KeyInUse
            booking_spans.lock_diary(connection)

            def explained(error: BookingError) -> booking_keys.Answer:
                if isinstance(error, OverlapRefused):
                    error = self._explained(connection, error)
                return refused(error)

            return once(connection, key, mark, self.clock.now(), work, explained)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Threads of this process wait here for the lock, not in the database: without a connection each,
        and without SQLite's sleeping between attempts. Other processes are kept out by the database."""
        if not self._turn.acquire(timeout=_PATIENCE):
            raise PoolTimeoutError("the diary was busy for too long")
        try:
            yield
        finally:
            self._turn.release()

    def _explained(self, connection: Connection, refused: OverlapRefused) -> SlotTaken:
        return SlotTaken(steps.nearest(connection, self.practice, refused.wanted, self.clock.now()))
