"""A thread that does one step again and again: at once when it is woken, else every few seconds."""

from collections.abc import Callable
from threading import Event, Thread

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger(__name__)


class Ticker:
    """Runs `step` until it is stopped; a database that fails is tried again at the next tick."""

    def __init__(self, name: str, step: Callable[[], None], seconds: float) -> None:
        self._step = step
        self._seconds = seconds
        self._bell = Event()
        self._stopping = False
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin, with a first step at once."""
        self._thread.start()

    def wake(self) -> None:
        """Take the next step now; may be called from any thread."""
        self._bell.set()

    def stop(self, seconds: float = 3.0) -> None:
        """Take no further step; waits at most `seconds` for the present one."""
        self._stopping = True
        self._bell.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._step()
            except SQLAlchemyError as error:
                log.exception("step_failed", step=self._thread.name, error=type(error).__name__)
            self._bell.wait(self._seconds)
            self._bell.clear()
