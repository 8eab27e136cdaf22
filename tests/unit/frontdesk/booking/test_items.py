"""What the therapist is told about the diary, in the transaction of what happened."""

import pytest
import sqlalchemy as sa

from frontdesk.booking.errors import SlotTaken
from frontdesk.booking.records import By, Screening
from frontdesk.booking.service import Diary
from frontdesk.storage.items import items
from tests.support.diary import DANA, LEE, local

START = local("2026-12-03T15:00")


def told(diary: Diary) -> list[tuple[str, str]]:
    with diary.database.read() as connection:
        query = sa.select(items.c.kind, items.c.text).order_by(items.c.created_at, sa.text("rowid"))
        return [tuple(row) for row in connection.execute(query)]


def test_booking_move_and_cancellation_are_told(sqlite_diary: Diary) -> None:
    """Office and time, nothing else."""
    made = sqlite_diary.book("csmt", "westport", START, DANA)
    sqlite_diary.reschedule(made.id, local("2026-12-03T12:00"))
    sqlite_diary.cancel(made.id)
    assert told(sqlite_diary) == [
        ("new_booking", "Westport, Thu Dec 3, 3:00 PM"),
        ("changed_booking", "Westport, Thu Dec 3, 12:00 PM"),
        ("cancelled_booking", "Westport, Thu Dec 3, 12:00 PM"),
    ]


def test_short_notice_is_named(sqlite_diary: Diary) -> None:
    """A cancellation within the practice's notice says so."""
    made = sqlite_diary.book("csmt", "stamford", local("2026-11-23T13:00"), DANA)
    sqlite_diary.cancel(made.id)
    assert told(sqlite_diary)[-1] == ("cancelled_booking", "Stamford, Mon Nov 23, 1:00 PM, at short notice")


def test_approval_is_asked_for_each_waiting_appointment(sqlite_diary: Diary) -> None:
    """The one booked before is held back with an item of its own."""
    sqlite_diary.book("csmt", "westport", START, DANA)
    hurt = Screening(recent_head_injury=True)
    sqlite_diary.book("csmt", "westport", local("2026-12-03T12:00"), DANA, screening=hurt)
    assert [kind for kind, _ in told(sqlite_diary)] == ["new_booking", "approval", "approval"]


def test_her_own_doing_needs_no_item(sqlite_diary: Diary) -> None:
    """She knows what she did."""
    made = sqlite_diary.book("csmt", "westport", START, DANA, by=By.THERAPIST)
    sqlite_diary.reschedule(made.id, local("2026-12-03T12:00"), by=By.THERAPIST)
    sqlite_diary.cancel(made.id, by=By.THERAPIST)
    assert told(sqlite_diary) == []


def test_refusal_raises_no_item(sqlite_diary: Diary) -> None:
    """Nothing happened, nothing is told."""
    sqlite_diary.book("csmt", "westport", START, DANA, by=By.THERAPIST)
    with pytest.raises(SlotTaken):
        sqlite_diary.book("csmt", "westport", START, LEE)
    assert told(sqlite_diary) == []
