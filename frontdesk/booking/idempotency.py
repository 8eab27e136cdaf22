"""Exactly once: a request that is repeated under its key gets the first answer and has no second effect."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from frontdesk.booking.errors import BookingError, KeyInUse, KeyReused
from frontdesk.storage import booking_keys
from frontdesk.storage.booking_keys import Answer


def fingerprint(operation: str, body: Any) -> str:
    """What makes two requests the same: the operation with its target, and the body."""
    text = json.dumps([operation, body], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Repeats:
    """One for each process, since it also knows which keys are being worked on."""

    def __init__(self) -> None:
        self._in_work: set[str] = set()
        self._guard = threading.Lock()

    @contextmanager
    def claim(self, key: str) -> Iterator[None]:
        """Work on `key`; raises `KeyInUse` when this process does already."""
        with self._guard:
            if key in self._in_work:
                raise KeyInUse
            self._in_work.add(key)
        try:
            yield
        finally:
            with self._guard:
                self._in_work.discard(key)


def once(
    connection: Connection,
    key: str,
    mark: str,
    now: datetime,
    work: Callable[[Connection], Answer],
    refused: Callable[[BookingError], Answer],
) -> Answer:
    """Answer by `work` or by the answer that is stored; both end in the transaction of `connection`.

    A refusal undoes what the work did and is stored as well: the repeat must not succeed
    where the first attempt said that nothing happened.
    """
    known = booking_keys.find(connection, key)
    if known:
        if known[0] != mark:
            raise KeyReused
        return known[1]
    try:
        with connection.begin_nested():
            answer = work(connection)
    except BookingError as error:
        answer = refused(error)
    booking_keys.keep(connection, key, mark, answer, now)
    return answer
