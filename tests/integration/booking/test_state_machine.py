"""The SQL diary and a diary in plain lists, driven by the same random orders: they must agree on every answer.

After each step nothing overlaps, nothing is lost, and no client has a confirmed appointment
while the therapist has yet to decide about them.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from frontdesk.booking.errors import BookingError, SlotTaken
from frontdesk.booking.records import Appointment, ClientDetails, Hold, Screening, Slot, Status
from frontdesk.clock import SettableClock
from tests.support.diary import local, make_diary, make_practice, overlaps, spans, sqlite_url
from tests.support.memory_diary import MemoryDiary

# One night in which the clock is put back and the day before, two offices, few times and two people:
# collisions are what this is about. The last three times can never be booked.
NOW = local("2026-10-30T12:00")
ALWAYS = {"sat": ["09:00-12:00"], "sun": ["00:00-04:00", "09:00-11:00"]}
STARTS = [
    *(local("2026-10-31T09:00") + timedelta(minutes=30 * n) for n in range(6)),
    *(datetime(2026, 11, 1, 4, 0, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(10)),
    local("2026-11-01T09:00"),
    local("2026-11-01T09:10"),
    local("2026-11-01T10:30"),
    local("2026-11-01T15:00"),
]
PEOPLE = [ClientDetails(f"Client {n}", f"+1203555010{n}") for n in range(2)]
CONVERSATIONS = ["c0", "c1"]


def practice() -> Any:
    return make_practice(
        locations={name: {"name": name.title(), "hours": ALWAYS} for name in ("here", "there")},
        closed=[],
        rules={"horizon_days": 5, "notice_minutes": 60},
    )


class Diaries(RuleBasedStateMachine):
    """`real` is under test, `model` is the plain one. Ids differ: pairs of them travel in the bundles."""

    appointments = Bundle("appointments")
    holds = Bundle("holds")
    blocks = Bundle("blocks")
    starts = st.sampled_from(STARTS)
    people = st.sampled_from(PEOPLE)
    conversations = st.sampled_from(CONVERSATIONS)
    places = st.sampled_from(["here", "there"])
    services = st.sampled_from(["short", "short", "csmt"])

    def __init__(self) -> None:
        super().__init__()
        self.resources = ExitStack()
        self.url = self.resources.enter_context(sqlite_url())
        self.clock = SettableClock(NOW)
        self.real = make_diary(self.url, practice(), NOW)
        self.real.clock = self.clock
        self.model = MemoryDiary(practice(), self.clock)

    def teardown(self) -> None:
        self.real.database.close()
        self.resources.close()

    def both(self, real: Callable[[], Any], model: Callable[[], Any]) -> tuple[Any, Any] | None:
        """Do the same with both; None when both refused for the same reason."""
        answers = [attempt(real), attempt(model)]
        assert seen(answers[0]) == seen(answers[1])
        return None if isinstance(answers[0], BookingError) else (answers[0], answers[1])

    @rule(start=starts, place=places, service=services)
    def offer(self, start: Any, place: str, service: str) -> None:
        """Both see the same free times."""
        end = start + timedelta(hours=14)
        self.both(
            lambda: self.real.availability(service, place, start, end),
            lambda: self.model.offer(service, place, start, end),
        )

    @rule(
        target=holds,
        start=starts,
        place=places,
        service=services,
        conversation=conversations,
    )
    def hold(self, start: Any, place: str, service: str, conversation: str) -> Any:
        """A conversation keeps a time."""
        pair = self.both(
            lambda: self.real.hold(service, place, start, conversation),
            lambda: self.model.hold(service, place, start, conversation),
        )
        return multiple((pair[0].id, pair[1].id)) if pair else multiple()

    @rule(pair=holds)
    def extend(self, pair: tuple[str, str]) -> None:
        """It asks for more time."""
        self.both(lambda: self.real.extend(pair[0]), lambda: self.model.extend(pair[1]))

    @rule(pair=consumes(holds))
    def release(self, pair: tuple[str, str]) -> None:
        """It lets the time go."""
        self.both(lambda: self.real.release(pair[0]), lambda: self.model.release(pair[1]))

    @initialize(target=appointments)
    def some_are_there(self) -> Any:
        """A diary that begins empty needs too many steps to get interesting."""
        first = self._book(("short", "here", STARTS[0], PEOPLE[0]), None)
        second = self._book(("short", "there", STARTS[3], PEOPLE[1]), None, "c1")
        return multiple(first, second)

    @rule(target=appointments, start=starts, place=places, service=services, who=people)
    def book(self, start: Any, place: str, service: str, who: ClientDetails) -> Any:
        """A booking out of nothing."""
        return self._book((service, place, start, who), None)

    @rule(target=appointments, start=starts, place=places, who=people, conversation=conversations)
    def book_in_conversation(self, start: Any, place: str, who: ClientDetails, conversation: str) -> Any:
        """A booking that uses up whatever the conversation holds."""
        return self._book(("short", place, start, who), None, conversation)

    @rule(target=appointments, start=starts, place=places, who=people)
    def book_after_a_head_injury(self, start: Any, place: str, who: ClientDetails) -> Any:
        """A booking that the therapist has to look at."""
        return self._book(("short", place, start, who), None, None, hurt=True)

    @rule(target=appointments, pair=holds, who=people)
    def book_held(self, pair: tuple[str, str], who: ClientDetails) -> Any:
        """A booking of exactly what was held, in time or too late."""
        slot = self.model.held[pair[1]].slot if pair[1] in self.model.held else None
        if slot is None:
            return multiple()
        return self._book((slot.service, slot.location, slot.start, who), pair)

    def _book(self, wanted: Any, pair: Any, conversation: str | None = None, hurt: bool | None = None) -> Any:
        more: Any = {"conversation_id": conversation, "screening": Screening(recent_head_injury=hurt)}
        made = self.both(
            lambda: self.real.book(*wanted, hold_id=pair and pair[0], **more),
            lambda: self.model.book(*wanted, hold_id=pair and pair[1], **more),
        )
        return (made[0].id, made[1].id) if made else multiple()

    @rule(pair=appointments, start=starts, place=st.sampled_from(["here", "there", None]))
    def move(self, pair: tuple[str, str], start: Any, place: str | None) -> None:
        """To anywhere, also to where it is."""
        self.both(
            lambda: self.real.reschedule(pair[0], start, location=place),
            lambda: self.model.move(pair[1], start, location=place),
        )

    @rule(pair=appointments)
    def cancel(self, pair: tuple[str, str]) -> None:
        """Once or again."""
        self.both(lambda: self.real.cancel(pair[0]), lambda: self.model.cancel(pair[1]))

    @rule(pair=appointments)
    def approve(self, pair: tuple[str, str]) -> None:
        """Asked for or not."""
        self.both(lambda: self.real.approve(pair[0]), lambda: self.model.approve(pair[1]))

    @rule(pair=appointments)
    def decline(self, pair: tuple[str, str]) -> None:
        """Asked for or not."""
        self.both(lambda: self.real.decline(pair[0]), lambda: self.model.decline(pair[1]))

    @rule(target=blocks, start=starts, halves=st.integers(1, 4), place=st.sampled_from(["here", None]))
    def block(self, start: Any, halves: int, place: str | None) -> Any:
        """The therapist takes time out, whatever stands there."""
        end = start + timedelta(minutes=30 * halves)
        return (self.real.block(start, end, location=place).id, self.model.block(start, end, place).id)

    @rule(pair=consumes(blocks))
    def unblock(self, pair: tuple[str, str]) -> None:
        """And puts it back."""
        self.real.unblock(pair[0])
        self.model.unblock(pair[1])

    @rule(minutes=st.sampled_from([1, 1, 9, 10, 10, 600]))
    def time_passes(self, minutes: int) -> None:
        """Holds run out, notice begins, appointments start."""
        self.clock.advance(timedelta(minutes=minutes))

    @rule()
    def restart(self) -> None:
        """The desk stops and starts again on the same file."""
        self.real.database.close()
        self.real = make_diary(self.url, practice(), NOW)
        self.real.clock = self.clock

    @invariant()
    def nothing_overlaps(self) -> None:
        """In the table itself."""
        assert overlaps(self.real) == 0

    @invariant()
    def nothing_is_lost(self) -> None:
        """Both have the same appointments, each that counts has its time, and no other time is taken."""
        found = self.real.find()
        assert sorted(map(seen, found), key=str) == sorted(map(seen, self.model.find()), key=str)
        guarded = {row.id for row in spans(self.real) if row.holder is None}
        assert guarded == {a.id for a in found if a.status != Status.CANCELLED}

    @invariant()
    def nobody_is_confirmed_while_the_therapist_has_to_decide(self) -> None:
        """What is still to come of one number is all confirmed or all waiting."""
        coming = [a for a in self.real.find() if a.slot.start > self.clock.now()]
        waiting = {a.client.phone for a in coming if a.status == Status.PENDING_APPROVAL}
        assert not [a for a in coming if a.status == Status.CONFIRMED and a.client.phone in waiting]


def attempt(work: Callable[[], Any]) -> Any:
    """The answer, or the refusal as a value."""
    try:
        return work()
    except BookingError as refused:
        return refused


def seen(answer: Any) -> Any:
    """What a caller can see of an answer, ids apart."""
    if isinstance(answer, list):
        return [seen(each) for each in answer]
    if isinstance(answer, Appointment):
        fields = (answer.status, answer.client.phone, answer.sequence, answer.cancelled_by, answer.decided_at)
        return (seen(answer.slot), *fields)
    if isinstance(answer, Hold):
        return seen(answer.slot), answer.holder, answer.expires_at
    if isinstance(answer, Slot):
        return answer.start.timestamp(), answer.end.timestamp(), answer.location, answer.service
    if isinstance(answer, SlotTaken):
        return "slot_taken", [seen(slot) for slot in answer.nearest]
    return answer.type if isinstance(answer, BookingError) else answer


SAMPLE = settings(max_examples=20, stateful_step_count=30, suppress_health_check=list(HealthCheck))
FULL = settings(SAMPLE, max_examples=2000, stateful_step_count=60)


def test_both_diaries_agree_on_a_sample() -> None:
    """Some hundreds of orders."""
    run_state_machine_as_test(Diaries, settings=SAMPLE)  # type: ignore[no-untyped-call]


@pytest.mark.soak
def test_both_diaries_agree() -> None:
    """A hundred thousand orders."""
    run_state_machine_as_test(Diaries, settings=FULL)  # type: ignore[no-untyped-call]
