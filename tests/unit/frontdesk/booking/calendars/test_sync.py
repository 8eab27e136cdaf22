"""The diary and the therapist's calendar in step; over a scripted calendar."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from frontdesk.booking.calendars.sync import knowledge, sync
from frontdesk.booking.errors import SlotTaken
from frontdesk.booking.records import Appointment, Screening
from frontdesk.booking.service import Diary
from frontdesk.clock import SettableClock
from frontdesk.storage.items import items
from tests.support.calendars import ScriptedCalendar
from tests.support.diary import DANA, local
from tests.unit.frontdesk.booking.calendars.test_reading import event

START = local("2026-12-03T15:00")
DENTIST = event(
    "DTSTART;TZID=America/New_York:20261203T143000", "DTEND;TZID=America/New_York:20261203T160000"
)


def booked(diary: Diary) -> Appointment:
    hurt = Screening(None, "migraine")
    return diary.book("csmt", "westport", START, DANA, note="headache", screening=hurt)


def told(diary: Diary) -> list[str]:
    with diary.database.read() as connection:
        query = sa.select(items.c.text).where(items.c.kind == "calendar").order_by(items.c.created_at)
        return [row.text for row in connection.execute(query)]


def later(diary: Diary, minutes: int = 5) -> None:
    assert isinstance(diary.clock, SettableClock)
    diary.clock.advance(timedelta(minutes=minutes))


def test_busy_time_cannot_be_booked_and_comes_back_free(diary: Diary) -> None:
    """What she deletes in her calendar is free after the next round."""
    calendar = ScriptedCalendar(DENTIST)
    sync(diary, calendar)
    with pytest.raises(SlotTaken):
        booked(diary)
    calendar.others.clear()
    sync(diary, calendar)
    assert booked(diary).slot.start == START


def test_her_own_blocks_are_left_alone(diary: Diary) -> None:
    """What she blocked in the console isn't the calendar's to remove, nor the other way round."""
    diary.block(START, START + timedelta(hours=1))
    sync(diary, ScriptedCalendar(DENTIST))
    sync(diary, ScriptedCalendar())
    assert len(diary.blocks()) == 1


def test_appointment_follows_into_the_calendar(diary: Diary) -> None:
    """Written, moved, taken away: one event all along."""
    calendar, made = ScriptedCalendar(), booked(diary)
    sync(diary, calendar)
    assert (
        "DTSTART;TZID=America/New_York:20261203T150000"
        in calendar.stored[f"{made.id}@appointments.frontdesk"]
    )
    diary.reschedule(made.id, START - timedelta(hours=1))
    sync(diary, calendar)
    assert len(calendar.stored) == 1
    assert "20261203T140000" in next(iter(calendar.stored.values()))
    diary.cancel(made.id)
    sync(diary, calendar)
    assert calendar.stored == {}


def test_event_says_nothing_about_health_or_who_in_full(diary: Diary) -> None:
    """Initials, office, time."""
    calendar = ScriptedCalendar()
    booked(diary)
    sync(diary, calendar)
    [text] = calendar.stored.values()
    assert "SUMMARY:D. Q." in text
    for word in ("Dana", "Quinn", "0142", "Long work", "csmt", "migraine", "headache"):
        assert word not in text


def test_unchanged_appointment_is_written_once(diary: Diary) -> None:
    """A round in which nothing happened writes nothing."""
    calendar = ScriptedCalendar()
    booked(diary)
    sync(diary, calendar)
    first = dict(calendar.stored)
    calendar.write = None  # type: ignore[method-assign, assignment] # a second write would fail
    later(diary)
    sync(diary, calendar)
    assert calendar.stored == first


@pytest.mark.parametrize(("change", "word"), [("20261203T150000", "moved"), (None, "deleted")])
def test_changing_our_event_by_hand_is_asked_about_once(diary: Diary, change: str | None, word: str) -> None:
    """The diary stays the truth; she is told once, however many rounds follow."""
    calendar, made = ScriptedCalendar(), booked(diary)
    sync(diary, calendar)
    uid, text = next(iter(calendar.stored.items()))
    calendar.stored = (
        {uid: text.replace(change, "20261203T170000").replace("20261203T160000", "20261203T180000")}
        if change
        else {}
    )
    for _ in range(3):
        later(diary)
        sync(diary, calendar)
    assert told(diary) == [
        f"Westport, Thu Dec 3, 3:00 PM: {word} in your calendar; the diary still has it as it was"
    ]
    assert diary.get(made.id).slot.start == START


def test_failing_calendar_leaves_what_was_known(diary: Diary) -> None:
    """The busy time stays, the age of the knowledge is told, and she hears once."""
    calendar = ScriptedCalendar(DENTIST)
    good = sync(diary, calendar)
    calendar.failing = True
    for _ in range(3):
        later(diary)
        sync(diary, calendar)
    known = knowledge(diary)
    assert (known.read_at, known.error) == (good.read_at, "told to fail")
    assert known.failing_since == diary.clock.now() - timedelta(minutes=10)
    assert told(diary) == ["Your calendar could not be read; the diary goes by what it knew before"]
    with pytest.raises(SlotTaken):
        booked(diary)


def test_calendar_that_recovers_is_known_again(diary: Diary) -> None:
    """The failure is over, and what was booked meanwhile is written."""
    calendar = ScriptedCalendar()
    calendar.failing = True
    sync(diary, calendar)
    booked(diary)
    calendar.failing = False
    later(diary)
    sync(diary, calendar)
    assert knowledge(diary).failing_since is None
    assert len(calendar.stored) == 1


def test_rubbish_changes_nothing(diary: Diary) -> None:
    """One event that can't be read, and the round counts as failed."""
    sync(diary, ScriptedCalendar(DENTIST))
    sync(diary, ScriptedCalendar("<html>sign in</html>"))
    assert knowledge(diary).error is not None
    with pytest.raises(SlotTaken):
        booked(diary)
