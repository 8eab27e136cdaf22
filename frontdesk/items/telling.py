"""When the therapist is told: once of what is new, again and again of an alert not acknowledged."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog

from frontdesk.items.notifier import Notifier, NotifyFailed
from frontdesk.storage.database import Database
from frontdesk.storage.items import ItemKind, items

REPEAT_SAFETY_AFTER = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=5)
LAST_RETRY = timedelta(minutes=5)
# An alert must not wait for a long pause that some other notice ran into.
LAST_SAFETY_RETRY = timedelta(seconds=30)

log = structlog.get_logger(__name__)


class Telling:
    """Tells what is due. What was told stands in the items; only the pauses after failures are kept here."""

    def __init__(self, database: Database, notifier: Notifier, now: Callable[[], datetime]) -> None:
        self._database = database
        self._notifier = notifier
        self._now = now
        self._failures = {True: 0, False: 0}
        self._not_before: dict[bool, datetime | None] = {True: None, False: None}

    def tell_due(self) -> None:
        """One message for all safety alerts that are due, one for everything else that is new."""
        for safety in (True, False):
            self._tell(safety)

    def _tell(self, safety: bool) -> None:
        now = self._now()
        not_before = self._not_before[safety]
        if not_before is not None and now < not_before:
            return
        due = self._due(safety, now)
        if not due:
            return
        try:
            self._notifier.tell(safety=safety)
        except NotifyFailed as error:
            self._pause(safety, now)
            log.warning("therapist_not_told", safety=safety, error=str(error))
            return
        self._failures[safety], self._not_before[safety] = 0, None
        self._mark(due, now)
        log.info("therapist_told", safety=safety, items=len(due))

    def _due(self, safety: bool, now: datetime) -> list[str]:
        is_safety = items.c.kind == ItemKind.SAFETY.value
        new = sa.and_(items.c.notified_at.is_(None), items.c.closed_at.is_(None))
        due = sa.and_(~is_safety, new)
        if safety:
            again = items.c.notified_at <= now - REPEAT_SAFETY_AFTER
            unseen = sa.and_(items.c.acknowledged_at.is_(None), items.c.closed_at.is_(None))
            due = sa.and_(is_safety, unseen, sa.or_(items.c.notified_at.is_(None), again))
        with self._database.read() as connection:
            return list(connection.execute(sa.select(items.c.id).where(due)).scalars())

    def _mark(self, due: list[str], now: datetime) -> None:
        with self._database.write() as connection:
            told = items.update().where(items.c.id.in_(due))
            connection.execute(told.values(notified_at=now, notify_count=items.c.notify_count + 1))

    def _pause(self, safety: bool, now: datetime) -> None:
        longest = LAST_SAFETY_RETRY if safety else LAST_RETRY
        pause = min(FIRST_RETRY * 2 ** min(self._failures[safety], 10), longest)
        self._failures[safety] += 1
        self._not_before[safety] = now + pause
