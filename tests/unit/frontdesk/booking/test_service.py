"""The diary's use cases, over both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.booking.errors import NotBookable, NotPossibleNow, SlotTaken, Unknown, UnknownAppointment
from frontdesk.booking.model import conflict, session
from frontdesk.booking.records import Appointment, By, ClientDetails, Screening, Status
from frontdesk.booking.service import Diary
from frontdesk.clock import SettableClock
from frontdesk.storage.booking_spans import OverlapRefusedError, give, take_back
from tests.support.diary import DANA, LEE, local, overlaps, spans

THURSDAY = local("2026-12-03T15:00")
HURT = Screening(recent_head_injury=True)


def book(
    diary: Diary, start: datetime = THURSDAY, client: ClientDetails = DANA, **more: object
) -> Appointment:
    return diary.book("csmt", "westport", start, client, **more)  # type: ignore[arg-type]


def clock_of(diary: Diary) -> SettableClock:
    assert isinstance(diary.clock, SettableClock)
    return diary.clock


def test_booked_time_is_found_and_gone_from_availability(diary: Diary) -> None:
    """What is booked can be read back, and nobody is offered it again."""
    booked = book(diary)
    assert diary.get(booked.id) == booked
    assert booked.status == Status.CONFIRMED
    starts = [
        s.start for s in diary.availability("csmt", "westport", THURSDAY, THURSDAY + timedelta(hours=1))
    ]
    assert starts == []


def test_second_booking_of_a_time_gets_the_three_nearest_free_ones(diary: Diary) -> None:
    """The refusal carries times that can really be booked."""
    book(diary)
    with pytest.raises(SlotTaken) as refused:
        book(diary, client=LEE)
    assert [f"{s.start:%H:%M}" for s in refused.value.nearest] == ["13:00", "13:30", "16:30"]
    for slot in refused.value.nearest[1:]:
        book(diary, slot.start, LEE)
    assert overlaps(diary) == 0


def test_session_keeps_the_other_office_closed_for_the_way(diary: Diary) -> None:
    """Half an hour lies between the offices: 10:15 would do in the same one, 10:30 is the first in the other."""
    friday = local("2026-12-04T09:00")
    diary.book("csmt", "stamford", friday, DANA)
    first = diary.availability("csmt", "westport", friday, friday + timedelta(days=1))[0]
    assert first.start == local("2026-12-04T10:30")


def test_database_refuses_a_conflict_by_itself(diary: Diary) -> None:
    """Even code that asks nobody can't give a time twice."""
    booked = book(diary)
    clash = session(diary.practice.rules, "stamford", int(booked.slot.start.timestamp()) - 3600, 60)
    with pytest.raises(OverlapRefusedError), diary.writing() as connection:
        give(connection, "forged", clash, diary.clock.now())
    assert len(spans(diary)) == 1


@pytest.mark.parametrize("office", ["westport", "stamford"])
def test_database_refuses_exactly_what_the_model_calls_a_conflict(diary: Diary, office: str) -> None:
    """Before, after and around an appointment, in steps of five minutes, in both offices."""
    rules, start = diary.practice.rules, int(book(diary).slot.start.timestamp())
    there = session(rules, "westport", start, 60)
    for minutes in range(-120, 125, 5):
        wanted = session(rules, office, start + minutes * 60, 60)
        refused = False
        try:
            with diary.writing() as connection:
                give(connection, "other", wanted, diary.clock.now())
                take_back(connection, "other")
        except OverlapRefusedError:
            refused = True
        assert refused == conflict(there, wanted), minutes


def test_hold_keeps_the_time_for_its_conversation_only(diary: Diary) -> None:
    """Others are refused while it lives; its own conversation still sees it as free."""
    diary.hold("csmt", "westport", THURSDAY, "mine")
    with pytest.raises(SlotTaken):
        diary.hold("csmt", "westport", THURSDAY, "other")
    hour = (THURSDAY, THURSDAY + timedelta(minutes=1))
    assert diary.availability("csmt", "westport", *hour) == []
    assert len(diary.availability("csmt", "westport", *hour, conversation_id="mine")) == 1


def test_conversation_holds_one_time_at_once(diary: Diary) -> None:
    """A new hold lets the old time go."""
    diary.hold("csmt", "westport", THURSDAY, "mine")
    diary.hold("csmt", "westport", THURSDAY + timedelta(minutes=30), "mine")
    assert len(spans(diary)) == 1
    assert book(diary, THURSDAY - timedelta(minutes=60)).status == Status.CONFIRMED


def test_refused_hold_leaves_the_old_one(diary: Diary) -> None:
    """Who can't get the new time keeps the one they had."""
    held = diary.hold("csmt", "westport", THURSDAY, "mine")
    diary.book("csmt", "westport", local("2026-12-03T11:00"), LEE)
    with pytest.raises(SlotTaken):
        diary.hold("csmt", "westport", local("2026-12-03T11:00"), "mine")
    assert diary.extend(held.id).slot == held.slot


def test_expired_hold_frees_its_time(diary: Diary) -> None:
    """Ten minutes later anybody can have it, and extending comes too late."""
    held = diary.hold("csmt", "westport", THURSDAY, "mine")
    clock_of(diary).advance(timedelta(minutes=10))
    with pytest.raises(Unknown):
        diary.extend(held.id)
    assert book(diary, client=LEE).status == Status.CONFIRMED


def test_hold_is_extended_up_to_an_hour(diary: Diary) -> None:
    """A slow client has time, a forgotten tab doesn't keep the office empty all day."""
    held = diary.hold("csmt", "westport", THURSDAY, "mine")
    for _ in range(20):
        clock_of(diary).advance(timedelta(minutes=9))
        try:
            held = diary.extend(held.id)
        except Unknown:
            break
    assert held.expires_at - held.created_at == timedelta(hours=1)


def test_booking_with_a_hold_turns_it_into_the_appointment(diary: Diary) -> None:
    """No moment in between at which the time would be free."""
    held = diary.hold("csmt", "westport", THURSDAY, "mine")
    booked = book(diary, hold_id=held.id)
    assert [row.id for row in spans(diary)] == [booked.id]


def test_booking_another_time_lets_the_hold_go(diary: Diary) -> None:
    """The held time is not kept for somebody who took another one."""
    held = diary.hold("csmt", "westport", THURSDAY, "mine")
    book(diary, THURSDAY - timedelta(hours=1), hold_id=held.id, conversation_id="mine")
    assert len(spans(diary)) == 1


def test_held_time_can_be_booked_although_it_came_within_the_notice(diary: Diary) -> None:
    """A client who was offered the time in time gets it."""
    clock_of(diary).set(THURSDAY - timedelta(hours=2))
    held = diary.hold("csmt", "westport", THURSDAY, "mine")
    clock_of(diary).advance(timedelta(minutes=5))
    assert book(diary, hold_id=held.id).status == Status.CONFIRMED


def test_held_time_that_has_passed_cannot_be_booked(sqlite_diary: Diary) -> None:
    """A hold waives the notice and nothing else."""
    rules = sqlite_diary.practice.rules.model_copy(update={"notice_minutes": 0})
    sqlite_diary.practice = sqlite_diary.practice.model_copy(update={"rules": rules})
    clock_of(sqlite_diary).set(THURSDAY - timedelta(minutes=5))
    held = sqlite_diary.hold("csmt", "westport", THURSDAY, "mine")
    clock_of(sqlite_diary).advance(timedelta(minutes=6))
    with pytest.raises(NotBookable) as refused:
        book(sqlite_diary, hold_id=held.id)
    assert refused.value.type == "in_the_past"


def test_release_is_fine_twice(diary: Diary) -> None:
    """Letting go of what is gone changes nothing."""
    held = diary.hold("csmt", "westport", THURSDAY, "mine")
    diary.release(held.id)
    diary.release(held.id)
    assert spans(diary) == []


def test_move_keeps_the_appointment_and_frees_the_old_time(diary: Diary) -> None:
    """Same id, same page, one sequence on, one time taken."""
    booked = book(diary)
    moved = diary.reschedule(booked.id, local("2026-12-04T09:00"), location="stamford")
    assert (moved.id, moved.secret, moved.sequence) == (booked.id, booked.secret, 1)
    assert len(spans(diary)) == 1
    assert book(diary, client=LEE).status == Status.CONFIRMED


def test_move_by_half_an_hour_is_not_stopped_by_itself(diary: Diary) -> None:
    """The time that is given up doesn't stand in the way of the new one."""
    booked = book(diary)
    assert diary.reschedule(booked.id, THURSDAY + timedelta(minutes=30)).sequence == 1


def test_move_uses_up_the_hold_of_the_conversation_that_asks(diary: Diary) -> None:
    """Booked on the website, moved by SMS: what the client holds there is no obstacle."""
    booked = book(diary, conversation_id="web")
    earlier = THURSDAY - timedelta(hours=3)
    diary.hold("csmt", "westport", earlier, "sms")
    assert diary.reschedule(booked.id, earlier, conversation_id="sms").sequence == 1
    assert len(spans(diary)) == 1


def test_move_to_the_same_time_changes_nothing(diary: Diary) -> None:
    """No new sequence, so no calendar blinks."""
    booked = book(diary)
    assert diary.reschedule(booked.id, booked.slot.start) == booked


def test_refused_move_changes_nothing(diary: Diary) -> None:
    """The old time is given up only for a new one."""
    booked = book(diary)
    book(diary, local("2026-12-03T11:00"), LEE)
    with pytest.raises(SlotTaken):
        diary.reschedule(booked.id, local("2026-12-03T11:00"))
    assert diary.get(booked.id) == booked


def test_cancel_twice_is_one_cancellation(diary: Diary) -> None:
    """The second one answers the same."""
    booked = book(diary)
    first = diary.cancel(booked.id)
    assert diary.cancel(booked.id) == first
    assert (first.status, first.sequence, spans(diary)) == (Status.CANCELLED, 1, [])


@pytest.mark.parametrize("change", ["reschedule", "confirm", "cancel"])
def test_what_has_begun_cannot_be_changed_by_the_client(diary: Diary, change: str) -> None:
    """From its start on the appointment belongs to the therapist."""
    booked = book(diary)
    clock_of(diary).set(THURSDAY)
    with pytest.raises(NotPossibleNow) as refused:
        getattr(diary, change)(booked.id, *([THURSDAY + timedelta(days=7)] if change == "reschedule" else []))
    assert refused.value.type == "already_started"


def test_cancelled_appointment_cannot_be_moved_or_confirmed(diary: Diary) -> None:
    """It is over; a new one has to be booked."""
    booked = book(diary)
    diary.cancel(booked.id)
    with pytest.raises(NotPossibleNow):
        diary.reschedule(booked.id, THURSDAY + timedelta(hours=1))
    with pytest.raises(NotPossibleNow):
        diary.confirm(booked.id)


def test_confirmed_attendance_is_asked_again_after_a_move(diary: Diary) -> None:
    """A yes to Thursday is no yes to Friday."""
    booked = book(diary)
    assert diary.confirm(booked.id).attendance_confirmed_at == diary.clock.now()
    moved = diary.reschedule(booked.id, THURSDAY - timedelta(hours=1))
    assert moved.attendance_confirmed_at is None


def test_no_show_only_from_the_start_on(diary: Diary) -> None:
    """Nobody has missed what is still to come."""
    booked = book(diary)
    with pytest.raises(NotPossibleNow):
        diary.mark_no_show(booked.id)
    clock_of(diary).set(THURSDAY)
    assert diary.mark_no_show(booked.id).status == Status.NO_SHOW


def test_same_client_is_recognised_by_name_and_number(diary: Diary) -> None:
    """One person stays one client, a family on one number doesn't melt into one."""
    first = book(diary)
    again = book(diary, THURSDAY - timedelta(hours=2), ClientDetails("dana  QUINN", "(203) 555-0142"))
    child = book(diary, THURSDAY - timedelta(hours=4), ClientDetails("Kim Quinn", "203-555-0142"))
    assert first.client.id == again.client.id != child.client.id
    assert len(diary.find(phone="203 555 0142")) == 3


def test_find_combines_what_is_given(diary: Diary) -> None:
    """By conversation, by time, by status."""
    mine = book(diary, conversation_id="c1")
    diary.cancel(book(diary, THURSDAY - timedelta(hours=2), LEE).id)
    assert diary.find(conversation_id="c1") == [mine]
    assert [a.id for a in diary.find(statuses=(Status.CONFIRMED,))] == [mine.id]
    assert diary.find(start=THURSDAY + timedelta(hours=1)) == []


def test_block_closes_the_time_and_leaves_appointments(diary: Diary) -> None:
    """Taking a day off moves nobody by itself; and it can be undone."""
    booked = book(diary)
    day = local("2026-12-03T00:00")
    block = diary.block(day, day + timedelta(days=1), reason="away")
    assert diary.availability("csmt", "westport", day, day + timedelta(days=1)) == []
    assert diary.get(booked.id).status == Status.CONFIRMED
    with pytest.raises(SlotTaken):
        book(diary, local("2026-12-03T11:00"), LEE)
    diary.unblock(block.id)
    assert diary.blocks() == []
    assert len(diary.availability("csmt", "westport", day, day + timedelta(days=1))) > 0


def test_block_of_one_office_leaves_the_other(diary: Diary) -> None:
    """A closed room is not a day off."""
    friday = local("2026-12-04T00:00")
    diary.block(friday, friday + timedelta(days=1), location="stamford")
    assert diary.availability("csmt", "stamford", friday, friday + timedelta(days=1)) == []
    assert len(diary.availability("csmt", "westport", friday, friday + timedelta(days=1))) == 15


def test_therapist_books_where_clients_cannot(diary: Diary) -> None:
    """Her own hand may go outside hours, never over somebody else."""
    sunday = local("2026-11-29T20:10")
    assert diary.book("csmt", "stamford", sunday, DANA, by=By.THERAPIST).slot.start == sunday
    with pytest.raises(SlotTaken):
        diary.book("csmt", "stamford", sunday, LEE, by=By.THERAPIST)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("2026-11-23T08:30", "in_the_past"),
        ("2026-11-23T10:30", "too_soon"),
        ("2027-02-01T09:00", "beyond_horizon"),
        ("2026-11-26T10:00", "closed"),
        ("2026-11-29T10:00", "closed"),
        ("2026-12-02T16:30", "outside_hours"),
        ("2026-12-02T08:00", "outside_hours"),
        ("2026-12-02T09:10", "off_grid"),
        ("2026-12-02T09:00:01", "off_grid"),
    ],
)
def test_what_the_rules_forbid_has_its_reason(sqlite_diary: Diary, start: str, reason: str) -> None:
    """Each with its own type, and nothing is stored."""
    with pytest.raises(NotBookable) as refused:
        sqlite_diary.book("csmt", "stamford", local(start), DANA)
    assert refused.value.type == reason
    assert spans(sqlite_diary) == []


@pytest.mark.parametrize(
    ("client", "reason"),
    [
        (ClientDetails("Dana", "call me"), "invalid_phone"),
        (ClientDetails("Dana", "12345"), "invalid_phone"),
        (ClientDetails("D" * 500, "+12035550142"), "invalid_name"),
        (ClientDetails("  ", "+12035550142"), "invalid_name"),
        (ClientDetails("Dana", "+12035550142", "nowhere"), "invalid_email"),
    ],
)
def test_nonsense_about_the_client_is_refused(
    sqlite_diary: Diary, client: ClientDetails, reason: str
) -> None:
    """A number of letters, a name of 500 characters: nothing is stored."""
    with pytest.raises(NotBookable) as refused:
        book(sqlite_diary, client=client)
    assert refused.value.type == reason
    assert spans(sqlite_diary) == []


def test_unknown_things_say_so(sqlite_diary: Diary) -> None:
    """Ids, services, offices, naive times."""
    with pytest.raises(UnknownAppointment):
        sqlite_diary.cancel("nothing")
    with pytest.raises(Unknown):
        sqlite_diary.unblock("nothing")
    for service, location in (("yoga", "stamford"), ("csmt", "paris")):
        with pytest.raises(NotBookable):
            sqlite_diary.hold(service, location, THURSDAY, "c")
    with pytest.raises(NotBookable):
        sqlite_diary.hold("csmt", "westport", datetime(2026, 12, 3, 15), "c")  # noqa: DTZ001 - that is the point


def test_use_case_joins_the_transaction_of_its_caller(diary: Diary) -> None:
    """What the caller rolls back was never booked."""
    with pytest.raises(ZeroDivisionError), diary.writing() as connection:
        book(diary, connection=connection)
        raise ZeroDivisionError
    assert spans(diary) == []


def test_times_are_kept_as_utc(sqlite_diary: Diary) -> None:
    """Whatever offset a time came with."""
    assert book(sqlite_diary).slot.start.tzinfo is UTC
