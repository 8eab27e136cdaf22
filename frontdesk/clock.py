"""The one clock of the system. Everything that needs "now" is given it, or one of these."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; always aware, always UTC."""

    def now(self) -> datetime:
        """The current moment in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """A clock that stood at `start` when it was made and runs on from there (`DESK_NOW`)."""

    def __init__(self, start: datetime, real: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs a start with an offset")
        self._real = real
        self._shift = start.astimezone(UTC) - real()

    def now(self) -> datetime:
        return self._real() + self._shift


class SettableClock:
    """A clock that stands still until it is moved; for tests."""

    def __init__(self, at: datetime) -> None:
        self.set(at)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Put the clock to `at` (aware)."""
        if at.tzinfo is None:
            raise ValueError("a clock needs a time with an offset")
        self._at = at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock on."""
        self._at += by
