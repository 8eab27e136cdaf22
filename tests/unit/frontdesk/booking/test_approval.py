"""A recent head injury: the therapist decides, over both databases."""

from datetime import datetime, timedelta

import pytest

from frontdesk.booking.errors import NotPossibleNow, SlotTaken
from frontdesk.booking.records import Appointment, By, ClientDetails, Screening, Status
from frontdesk.booking.service import Diary
from tests.support.diary import DANA, LEE, local

THURSDAY = local("2026-12-03T15:00")
HURT = Screening(recent_head_injury=True)


def book(
    diary: Diary, start: datetime = THURSDAY, client: ClientDetails = DANA, **more: object
) -> Appointment:
    return diary.book("csmt", "westport", start, client, **more)  # type: ignore[arg-type]


class TestApproval:
    """A recent head injury: nothing of that client is confirmed until the therapist has looked."""

    def test_yes_makes_the_booking_wait_with_its_time_kept(self, diary: Diary) -> None:
        """It is not booked, and nobody else gets the time."""
        assert book(diary, screening=HURT).status == Status.PENDING_APPROVAL
        with pytest.raises(SlotTaken):
            book(diary, client=LEE)

    def test_every_booking_waits_while_an_approval_stands(self, diary: Diary) -> None:
        """Another channel, a conversation with another number, another answer: all wait."""
        book(diary, screening=HURT, conversation_id="web")
        earlier = THURSDAY - timedelta(hours=2)
        assert book(diary, earlier, conversation_id="sms").status == Status.PENDING_APPROVAL
        other = book(diary, earlier - timedelta(hours=2), LEE, conversation_id="web")
        assert other.status == Status.PENDING_APPROVAL

    def test_what_was_confirmed_before_waits_too(self, diary: Diary) -> None:
        """Tomorrow's session must not happen just because it was booked before the answer."""
        before = book(diary, THURSDAY - timedelta(hours=2))
        book(diary, screening=HURT)
        assert diary.get(before.id).status == Status.PENDING_APPROVAL

    def test_approval_confirms_all_of_the_client(self, diary: Diary) -> None:
        """And it is idempotent."""
        before = book(diary, THURSDAY - timedelta(hours=2))
        pending = book(diary, screening=HURT)
        assert diary.approve(pending.id).status == Status.CONFIRMED
        assert diary.approve(pending.id).status == Status.CONFIRMED
        assert diary.get(before.id).status == Status.CONFIRMED

    def test_taking_the_booking_back_does_not_take_the_answer_back(self, diary: Diary) -> None:
        """Cancelling and booking anew leads to the therapist as well, until she has decided once."""
        diary.cancel(book(diary, screening=HURT).id)
        again = book(diary, screening=Screening(recent_head_injury=False))
        assert again.status == Status.PENDING_APPROVAL
        diary.approve(again.id)
        assert book(diary, THURSDAY - timedelta(hours=2)).status == Status.CONFIRMED

    def test_decline_frees_the_time(self, diary: Diary) -> None:
        """The appointment is cancelled by the therapist, and a confirmed one can't be declined."""
        pending = book(diary, screening=HURT)
        declined = diary.decline(pending.id)
        assert (declined.status, declined.cancelled_by) == (Status.CANCELLED, By.THERAPIST)
        with pytest.raises(NotPossibleNow):
            diary.decline(book(diary, client=LEE).id)

    def test_pending_attendance_cannot_be_confirmed(self, diary: Diary) -> None:
        """The client's yes doesn't stand in for the therapist's."""
        with pytest.raises(NotPossibleNow):
            diary.confirm(book(diary, screening=HURT).id)

    def test_moving_a_pending_appointment_leaves_it_pending(self, diary: Diary) -> None:
        """Another time is no answer to her question."""
        pending = book(diary, screening=HURT)
        moved = diary.reschedule(pending.id, THURSDAY - timedelta(hours=1))
        assert moved.status == Status.PENDING_APPROVAL
