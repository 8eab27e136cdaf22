"""What every booking system behind the desk must do, whoever made it.

Over the diary itself, over our own API by HTTP, and over any other that keeps the contract:
`BOOKING_CONTRACT_URL=https://... DESK_API_KEY=... pytest tests/unit/frontdesk/booking/test_provider.py -k elsewhere`
books and cancels there in the coming weeks, so give it a practice made for tests.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import requests

from frontdesk.booking.answers import AppointmentAnswer, SlotAnswer
from frontdesk.booking.elsewhere import HttpProvider
from frontdesk.booking.errors import KeyReused, NotBookable, NotPossibleNow, ProviderDown, SlotTaken, Unknown
from frontdesk.booking.own import DiaryProvider
from frontdesk.booking.provider import BookingProvider
from frontdesk.booking.records import Status
from frontdesk.booking.requests import BookingRequest, HoldRequest, OfferRequest, RescheduleRequest
from frontdesk.storage.conversations import conversations
from frontdesk.storage.database import Database
from tests.support.diary import NOW, database_url, make_diary, sqlite_url
from tests.support.diary_server import diary_server

ELSEWHERE = os.environ.get("BOOKING_CONTRACT_URL", "")
DANA = {"name": "Dana Quinn", "phone": "+12035550142"}
LEE = {"name": "Lee Marsh", "phone": "+12035550177"}


@dataclass
class World:
    """A booking system, what can be booked there, and what a test made, which is taken back afterwards."""

    system: BookingProvider
    service: str
    location: str
    now: datetime
    made: list[AppointmentAnswer] = field(default_factory=list)
    conversation: str = field(default_factory=lambda: f"c{uuid4().hex}")

    def offer(self, **changes: Any) -> list[SlotAnswer]:
        wanted = {"service": self.service, "location": self.location}
        span = {"start": self.now, "end": self.now + timedelta(days=30)}
        return self.system.offer(OfferRequest.model_validate(wanted | span | changes))

    def times(self) -> list[SlotAnswer]:
        """Free times on days of their own: none is in another's way."""
        by_day = {slot.start.date(): slot for slot in self.offer()}
        return list(by_day.values())

    def is_offered(self, slot: SlotAnswer, **changes: Any) -> bool:
        return slot in self.offer(start=slot.start, end=slot.start + timedelta(minutes=1), **changes)

    def wish(self, slot: SlotAnswer, client: dict[str, str] = DANA, **more: Any) -> BookingRequest:
        wanted = {"service": slot.service, "location": slot.location, "start": slot.start.isoformat()}
        return BookingRequest.model_validate(wanted | {"client": client} | more)

    def book(self, slot: SlotAnswer, client: dict[str, str] = DANA, key: str = "", **more: Any) -> Any:
        made = self.system.book(self.wish(slot, client, **more), key or uuid4().hex)
        self.made.append(made)
        return made

    def hold(self, slot: SlotAnswer, conversation: str | None = None, key: str | None = None) -> Any:
        wanted = {"service": slot.service, "location": slot.location, "start": slot.start.isoformat()}
        holder = {"conversation_id": conversation or self.conversation}
        return self.system.hold(HoldRequest.model_validate(wanted | holder), key)

    def move(self, appointment_id: str, slot: SlotAnswer, key: str | None = None) -> AppointmentAnswer:
        wanted = RescheduleRequest.model_validate({"start": slot.start.isoformat()})
        return self.system.move(appointment_id, wanted, key)


def own_world(system: BookingProvider) -> World:
    return World(system, "csmt", "westport", NOW)


def elsewhere(database: Database) -> World:
    key = os.environ.get("DESK_API_KEY", "")
    headers = {"Authorization": f"Bearer {key}"}
    listed = [
        requests.get(f"{ELSEWHERE}/{what}", headers=headers, timeout=10).json()[what][0]["id"]
        for what in ("services", "locations")
    ]
    return World(HttpProvider(ELSEWHERE, key, database), *listed, datetime.now(UTC) + timedelta(days=1))


OWN = ["sqlite", pytest.param("postgresql", marks=pytest.mark.server), "http"]


@pytest.fixture(params=[*OWN, "elsewhere"] if ELSEWHERE else OWN)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with ExitStack() as stack:
        kind = "postgresql" if request.param == "postgresql" else "sqlite"
        url = stack.enter_context(database_url(kind))
        diary = make_diary(url)
        stack.callback(diary.database.close)
        if request.param == "http":
            base, _ = stack.enter_context(diary_server(stack.enter_context(sqlite_url())))
            made = own_world(HttpProvider(base, "key", diary.database))
        elif request.param == "elsewhere":
            made = elsewhere(diary.database)
        else:
            made = own_world(DiaryProvider(diary))
        yield made
        for each in made.made:
            made.system.cancel(each.id, None)


class TestContract:
    """Offer, hold, book, move, cancel, find, health."""

    def test_offers_are_bookable_as_they_stand(self, world: World) -> None:
        """What is offered can be had, and is offered no more."""
        first = world.offer(limit=1)[0]
        made = world.book(first)
        assert (made.start, made.end, made.location) == (first.start, first.end, first.location)
        assert made.status == Status.CONFIRMED
        assert not world.is_offered(first)

    def test_parts_of_the_day_are_offered(self, world: World) -> None:
        """By the clock at the practice."""
        assert {slot.start.hour < 12 for slot in world.offer(part_of_day="morning")} == {True}
        assert {slot.start.hour < 12 for slot in world.offer(part_of_day="afternoon")} == {False}

    def test_held_time_is_for_the_holder(self, world: World) -> None:
        """Others get three times nearby, which are free; the holder gets the appointment."""
        slot = world.times()[0]
        held = world.hold(slot)
        assert held.expires_at > world.now - timedelta(days=1)
        assert not world.is_offered(slot)
        assert world.is_offered(slot, conversation_id=world.conversation)
        with pytest.raises(SlotTaken) as refused:
            world.book(slot, LEE)
        assert len(refused.value.nearest) == 3
        assert all(
            world.is_offered(SlotAnswer(start=s.start, end=s.end, location=s.location, service=s.service))
            for s in refused.value.nearest
        )
        mine = world.book(slot, hold_id=held.id, conversation_id=world.conversation)
        assert world.system.find(conversation_id=world.conversation) == [mine]

    def test_released_and_replaced_holds_are_free_again(self, world: World) -> None:
        """A conversation holds one time; letting go twice is once."""
        first, second = world.times()[:2]
        world.hold(first)
        held = world.hold(second)
        assert world.is_offered(first)
        for _ in range(2):
            world.system.release(held.id, None)
        assert world.is_offered(second)

    def test_same_key_is_the_same_answer(self, world: World) -> None:
        """However often it is asked, also after the appointment is gone; for another wish it is refused."""
        slot, other = world.times()[:2]
        first = world.book(slot, key=(key := uuid4().hex))
        world.system.cancel(first.id, None)
        assert world.system.book(world.wish(slot), key) == first
        with pytest.raises(KeyReused):
            world.system.book(world.wish(other, LEE), key)
        assert world.is_offered(slot)
        assert world.is_offered(other)

    def test_same_key_is_the_same_refusal(self, world: World) -> None:
        """A late retry doesn't succeed behind the client's back."""
        slot, key = world.times()[0], uuid4().hex
        taken = world.book(slot)
        refusals = []
        for _ in range(2):
            with pytest.raises(SlotTaken) as refused:
                world.system.book(world.wish(slot, LEE), key)
            refusals.append(refused.value.nearest)
            world.system.cancel(taken.id, None)
        assert refusals[0] == refusals[1]
        assert len(refusals[0]) == 3

    def test_keys_count_for_every_write(self, world: World) -> None:
        """A hold and a move that are asked for again are what they were."""
        first, second, third = world.times()[:3]
        key = uuid4().hex
        assert world.hold(first, key=key + "h") == world.hold(first, key=key + "h")
        made = world.book(second)
        moved = world.move(made.id, third, key + "m")
        world.move(made.id, second)
        assert world.move(made.id, third, key + "m") == moved
        assert not world.is_offered(second)

    def test_move_keeps_the_id_and_frees_the_old_time(self, world: World) -> None:
        """A refused one changes nothing, and one to where it is no more."""
        first, second = world.times()[:2]
        made = world.book(first)
        moved = world.move(made.id, second)
        assert (moved.id, moved.start, moved.sequence) == (made.id, second.start, made.sequence + 1)
        assert world.move(made.id, second) == moved
        other = world.book(first, LEE, conversation_id=world.conversation)
        with pytest.raises(SlotTaken):
            world.move(other.id, second)
        assert world.system.find(conversation_id=world.conversation) == [other]

    def test_cancelled_time_is_free_again(self, world: World) -> None:
        """Twice is once, and the appointment is still found, as cancelled."""
        slot = world.times()[0]
        made = world.book(slot, conversation_id=world.conversation)
        assert world.system.cancel(made.id, None) == world.system.cancel(made.id, None)
        assert [a.status for a in world.system.find(conversation_id=world.conversation)] == [Status.CANCELLED]
        standing = (Status.CONFIRMED, Status.PENDING_APPROVAL)
        assert world.system.find(conversation_id=world.conversation, statuses=standing) == []
        with pytest.raises(NotPossibleNow):
            world.move(made.id, slot)
        assert world.book(slot, LEE).status == Status.CONFIRMED

    def test_appointments_are_found(self, world: World) -> None:
        """By number and by time, in order."""
        first, second = world.times()[:2]
        late, early = world.book(second), world.book(first)
        found = world.system.find(phone=DANA["phone"], start=first.start, end=second.end)
        ids = [each.id for each in found if each.id in (early.id, late.id)]
        assert ids == [early.id, late.id]
        assert early.id not in [a.id for a in world.system.find(phone=DANA["phone"], start=first.end)]

    def test_attendance_is_confirmed(self, world: World) -> None:
        """Once or again."""
        made = world.book(world.times()[0])
        for _ in range(2):
            assert world.system.confirm(made.id, None).attendance_confirmed
        assert not made.attendance_confirmed

    def test_head_injury_is_not_confirmed(self, world: World) -> None:
        """The time is given, but somebody has to look first."""
        who = {"name": "Robin Vale", "phone": "+12035550163"}
        made = world.book(world.times()[0], who, screening={"recent_head_injury": True})
        assert made.status == Status.PENDING_APPROVAL
        assert not world.is_offered(world.times()[0].model_copy(update={"start": made.start}))

    def test_refusals_are_booking_errors(self, world: World) -> None:
        """With a type that programs can read."""
        slot = world.times()[0]
        night = slot.model_copy(update={"start": slot.start.replace(hour=3, minute=33)})
        for act in (world.system.cancel, world.system.confirm):
            with pytest.raises(Unknown):
                act("nothing", None)
        with pytest.raises(Unknown):
            world.move("nothing", slot)
        with pytest.raises(NotBookable):
            world.book(night)
        with pytest.raises(NotBookable):
            world.hold(slot.model_copy(update={"service": "no-such-service"}))
        with pytest.raises(NotBookable) as refused:
            world.book(slot, {"name": "Dana", "phone": "call me maybe"})
        assert refused.value.type == "invalid_phone"
        assert world.is_offered(slot)

    def test_paused_conversation_books_nothing(self, world: World, desk_database: Database) -> None:
        """Whatever system is behind the desk, a safety text stands in front of it."""
        slot = world.times()[0]
        with pytest.raises(NotPossibleNow) as refused:
            world.book(slot, conversation_id="paused")
        assert refused.value.type == "booking_paused"
        assert world.is_offered(slot)

    def test_sms_conversation_lends_its_number(self, world: World, desk_database: Database) -> None:
        """Whoever writes from a phone need not type its number."""
        made = world.book(world.times()[0], {"name": "Dana"}, conversation_id="sms")
        assert made.client.phone == "+12035550188"

    def test_health_is_well(self, world: World) -> None:
        """As long as bookings are possible."""
        assert world.system.health().ok


@pytest.fixture
def desk_database(world: World) -> Database:
    """The desk's own database, with a conversation that is paused and one by SMS."""
    system: Any = world.system
    found: Database = system._database if isinstance(system, HttpProvider) else system._diary.database
    rows = [
        {"id": "paused", "channel": "web", "phone": None, "paused_by": "m"},
        {"id": "sms", "channel": "sms", "phone": "+12035550188", "paused_by": None},
    ]
    times = {"created_at": NOW, "last_message_at": NOW}
    with found.write() as connection:
        connection.execute(conversations.insert(), [row | times for row in rows])
    return found


def test_health_says_when_the_database_is_gone() -> None:
    """It reports and doesn't raise."""
    assert not DiaryProvider(make_diary("sqlite:////nowhere/at/all.db")).health().ok


def test_system_that_is_away_is_down(sqlite_diary: Any) -> None:
    """That is no refusal: nobody knows what happened."""
    world = own_world(HttpProvider("http://127.0.0.1:9/api", "key", sqlite_diary.database))
    assert not world.system.health().ok
    with pytest.raises(ProviderDown):
        world.offer()
    with pytest.raises(ProviderDown):
        world.system.cancel("a", "key")
