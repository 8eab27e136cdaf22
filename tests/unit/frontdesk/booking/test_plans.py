"""What a booking costs does not grow with the age of the diary: no statement of it reads a whole table."""

from typing import Any

import pytest
import sqlalchemy as sa

from frontdesk.booking.service import Diary
from tests.support.diary import DANA, LEE, local

FEW = "ix_appointments_undecided"  # an index of the few that wait for the therapist
GROWS = {"appointments", "clients", "diary_spans"}


@pytest.fixture
def statements(sqlite_diary: Diary) -> list[tuple[str, Any]]:
    """Every statement from now on, with its parameters."""
    found: list[tuple[str, Any]] = []

    @sa.event.listens_for(sqlite_diary.database.engine, "before_cursor_execute")
    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: Any) -> None:
        found.append((statement, parameters))

    return found


def test_no_booking_reads_a_whole_table(sqlite_diary: Diary, statements: list[tuple[str, Any]]) -> None:
    """With and without a conversation, and where the time is gone."""
    start = local("2026-12-03T15:00")
    held = sqlite_diary.hold("csmt", "westport", start, "c1")
    sqlite_diary.book("csmt", "westport", start, DANA, hold_id=held.id, conversation_id="c1")
    sqlite_diary.book("csmt", "westport", local("2026-12-08T15:00"), LEE)
    asked = [each for each in statements if each[0].split()[0] in ("SELECT", "DELETE", "UPDATE")]
    assert len(asked) > 10
    plans: list[str] = []
    with sqlite_diary.database.read() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans += [row[3] for row in rows]
    scans = [plan for plan in plans if plan.startswith("SCAN") and plan.split()[1] in GROWS]
    assert [plan for plan in scans if FEW not in plan] == []
