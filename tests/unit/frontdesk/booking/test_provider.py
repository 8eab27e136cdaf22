"""What every booking system behind the desk must do, whoever made it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from frontdesk.booking.errors import BookingError, KeyReused, NotBookable, SlotTaken, UnknownAppointment
from frontdesk.booking.provider import BookingProvider, DiaryProvider
from frontdesk.booking.records import Status
from frontdesk.clock import SettableClock
from frontdesk.storage.database import Database
from tests.support.diary import DANA, LEE, NOW, database_url, local, make_diary, make_practice
from tests.support.memory_diary import MemoryDiary

START = local("2026-12-03T15:00")


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def system(request: pytest.FixtureRequest) -> Iterator[BookingProvider]:
    if request.param == "memory":
        yield MemoryDiary(make_practice(), SettableClock(NOW))
        return
    with database_url(request.param) as url:
        diary = make_diary(url)
        yield DiaryProvider(diary)
        diary.database.close()


class TestContract:
    """Offer, hold, book, move, cancel, find, health."""

    def test_offers_are_bookable_as_they_stand(self, system: BookingProvider) -> None:
        """What is offered can be had, and is offered no more."""
        day = (local("2026-12-03T00:00"), local("2026-12-04T00:00"))
        first = system.offer("csmt", "westport", *day, limit=1)[0]
        made = system.book(first.service, first.location, first.start, DANA, key="k")
        assert (made.slot.start, made.slot.end, made.status) == (first.start, first.end, Status.CONFIRMED)
        assert first not in system.offer("csmt", "westport", *day)

    def test_held_time_is_for_the_holder(self, system: BookingProvider) -> None:
        """Others get three times nearby; the holder gets the appointment."""
        held = system.hold("csmt", "westport", START, "c1")
        with pytest.raises(SlotTaken) as refused:
            system.book("csmt", "westport", START, LEE, key="other")
        assert len(refused.value.nearest) == 3
        mine = system.book("csmt", "westport", START, DANA, key="mine", hold_id=held.id, conversation_id="c1")
        assert system.find(conversation_id="c1") == [mine]

    def test_same_key_is_the_same_appointment(self, system: BookingProvider) -> None:
        """However often it is asked; for somebody else it is refused."""
        first = system.book("csmt", "westport", START, DANA, key="k")
        assert system.book("csmt", "westport", START, DANA, key="k").id == first.id
        with pytest.raises(KeyReused):
            system.book("csmt", "westport", START, LEE, key="k")
        assert len(system.find(phone=DANA.phone)) == 1

    def test_same_key_is_the_same_refusal(self, system: BookingProvider) -> None:
        """A late retry doesn't succeed behind the client's back."""
        taken = system.book("csmt", "westport", START, DANA, key="k")
        for _ in range(2):
            with pytest.raises(SlotTaken) as refused:
                system.book("csmt", "westport", START, LEE, key="other")
            assert len(refused.value.nearest) == 3
            system.cancel(taken.id)

    def test_move_keeps_the_id_and_frees_the_old_time(self, system: BookingProvider) -> None:
        """And a refused one changes nothing."""
        made = system.book("csmt", "westport", START, DANA, key="k")
        moved = system.move(made.id, START - timedelta(hours=3))
        other = system.book("csmt", "westport", START, LEE, key="other")
        assert moved.id == made.id
        with pytest.raises(SlotTaken):
            system.move(other.id, START - timedelta(hours=3))
        assert system.find(phone=LEE.phone) == [other]

    def test_cancelled_time_is_free_again(self, system: BookingProvider) -> None:
        """Twice is once, and the appointment is still found, as cancelled."""
        made = system.book("csmt", "westport", START, DANA, key="k")
        assert system.cancel(made.id) == system.cancel(made.id)
        assert [a.status for a in system.find(phone=DANA.phone)] == [Status.CANCELLED]
        assert system.book("csmt", "westport", START, LEE, key="other").status == Status.CONFIRMED

    def test_refusals_are_booking_errors(self, system: BookingProvider) -> None:
        """With a type that programs can read."""
        with pytest.raises(UnknownAppointment):
            system.cancel("nothing")
        with pytest.raises(NotBookable) as refused:
            system.book("csmt", "westport", local("2026-12-03T08:00"), DANA, key="k")
        assert refused.value.type == "outside_hours"
        with pytest.raises(BookingError):
            system.hold("yoga", "westport", START, "c1")

    def test_health_is_well(self, system: BookingProvider) -> None:
        """As long as bookings are possible."""
        assert system.health().ok


def test_health_says_when_the_database_is_gone() -> None:
    """It reports and doesn't raise."""
    diary = make_diary("sqlite:////nowhere/at/all.db")
    assert not DiaryProvider(diary).health().ok
    assert isinstance(diary.database, Database)
