"""What the sync needs of a calendar, wherever it lies."""

from datetime import datetime
from typing import Protocol


class CalendarError(Exception):
    """The calendar didn't answer, or answered what can't be read. The text is safe for a log."""


class TherapistCalendar(Protocol):
    """One calendar of the therapist's. Every method may raise `CalendarError`."""

    def events(self, start: datetime, end: datetime) -> list[str]:
        """The iCalendar texts of everything that touches [start, end), recurring events unexpanded."""

    def write(self, uid: str, text: str) -> None:
        """Store an event under its UID; one that is there already is replaced."""

    def remove(self, uid: str) -> None:
        """Delete an event; one that isn't there is fine."""
