"""The waitlist: who a freed time suits, and an offer from hand to hand. Over both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from frontdesk.booking import waiting
from frontdesk.booking.errors import NotBookable, NotPossibleNow, SlotTaken, Unknown
from frontdesk.booking.records import Appointment, ClientDetails, Entry, EntryState, Preferences, Slot
from frontdesk.booking.service import Diary
from frontdesk.clock import SettableClock
from frontdesk.storage.items import items
from tests.support.diary import DANA, local, overlaps, spans

START = local("2026-12-03T15:00")  # a Thursday, Westport
ANN = ClientDetails("Ann First", "+12035550101")
BEN = ClientDetails("Ben Second", "+12035550102")
CEM = ClientDetails("Cem Third", "+12035550103")


def join(diary: Diary, client: ClientDetails, **wishes: Any) -> Entry:
    """On the list, one second after the one before."""
    clock_of(diary).advance(timedelta(seconds=1))
    return diary.waitlist.join(client, Preferences(**({"service": "csmt"} | wishes)))


def clock_of(diary: Diary) -> SettableClock:
    assert isinstance(diary.clock, SettableClock)
    return diary.clock


def slot(start: datetime = START, location: str = "westport") -> Slot:
    return Slot(start, start + timedelta(hours=1), location, "csmt")


def booked(diary: Diary) -> Appointment:
    return diary.book("csmt", "westport", START, DANA)


def waitlist_items(diary: Diary) -> list[tuple[str, str]]:
    with diary.database.read() as connection:
        query = sa.select(items.c.key, items.c.text).where(items.c.kind == "waitlist")
        return [tuple(row) for row in connection.execute(query)]


def test_list_keeps_the_order_and_the_place(diary: Diary) -> None:
    """Joining again changes the wishes, not the place in the line."""
    first = join(diary, ANN)
    join(diary, BEN)
    join(diary, ANN, location="westport")
    assert [entry.client.name for entry in diary.waitlist.entries()] == ["Ann First", "Ben Second"]
    assert diary.waitlist.entries(phone="203 555 0101")[0].id == first.id
    assert diary.waitlist.entries()[0].preferences.location == "westport"


@pytest.mark.parametrize(
    ("wishes", "fits"),
    [
        ({}, True),
        ({"location": "westport"}, True),
        ({"location": "stamford"}, False),
        ({"days": ("thu", "fri")}, True),
        ({"days": ("mon",)}, False),
        ({"parts_of_day": ("afternoon",)}, True),
        ({"parts_of_day": ("morning", "evening")}, False),
    ],
)
def test_wishes_decide_whom_a_time_suits(sqlite_diary: Diary, wishes: dict[str, Any], fits: bool) -> None:
    """Office, days and parts of the day; nothing given means any."""
    join(sqlite_diary, ANN, **wishes)
    assert bool(sqlite_diary.waitlist.matches(slot())) is fits


def test_only_who_really_could_come_is_named(sqlite_diary: Diary) -> None:
    """A longer session that runs into the next appointment doesn't fit into a short gap."""
    join(sqlite_diary, ANN, service="csmt")
    join(sqlite_diary, BEN, service="short")
    sqlite_diary.book("csmt", "westport", START + timedelta(hours=1), DANA)
    assert [entry.client.name for entry in sqlite_diary.waitlist.matches(slot())] == ["Ben Second"]


@pytest.mark.parametrize("how", ["cancel", "move", "decline"])
def test_freed_time_is_told_with_how_many_it_suits(diary: Diary, how: str) -> None:
    """However it became free; the item leads back to the time."""
    made = booked(diary)
    join(diary, ANN)
    join(diary, BEN)
    if how == "cancel":
        diary.cancel(made.id)
    elif how == "move":
        diary.reschedule(made.id, local("2026-12-04T09:00"))
    else:
        with diary.writing() as connection:
            connection.execute(sa.text("UPDATE appointments SET status = 'pending_approval'"))
        diary.decline(made.id)
    [(key, text)] = waitlist_items(diary)
    assert text == "2 people wait for a time like Westport, Thu Dec 3, 3:00 PM"
    assert waiting.slot_of(key, diary.practice) == made.slot


def test_freed_time_that_suits_nobody_is_not_told(diary: Diary) -> None:
    """No item without somebody to offer it to."""
    join(diary, ANN, location="stamford")
    diary.cancel(booked(diary).id)
    assert waitlist_items(diary) == []


def test_offer_keeps_the_time_for_that_client(diary: Diary) -> None:
    """Nobody books it, nobody else is offered it, and the client has one offer at a time."""
    first, second = join(diary, ANN), join(diary, BEN)
    diary.waitlist.offer(first.id, "westport", START)
    with pytest.raises(SlotTaken):
        booked(diary)
    with pytest.raises(SlotTaken):
        diary.waitlist.offer(second.id, "westport", START)
    with pytest.raises(NotPossibleNow):
        diary.waitlist.offer(first.id, "westport", START - timedelta(hours=3))


def test_accepted_offer_is_the_appointment(diary: Diary) -> None:
    """Accepting twice gives the same one, and the client is off the list."""
    offer = diary.waitlist.offer(join(diary, ANN).id, "westport", START)
    made = diary.waitlist.accept(offer.secret)
    assert diary.waitlist.accept(offer.secret) == made
    assert (made.client.name, made.slot.start, len(spans(diary))) == ("Ann First", START, 1)
    assert diary.waitlist.entries() == []


def test_declined_offer_goes_to_the_next_and_not_back(diary: Diary) -> None:
    """Each is asked once about this time; then it is simply free. All stay on the list."""
    entries = [join(diary, who) for who in (ANN, BEN, CEM)]
    offer = diary.waitlist.offer(entries[0].id, "westport", START)
    asked = [offer.entry.client.name]
    for _ in range(2):
        diary.waitlist.decline(offer.secret)
        [offer] = [o for o in diary.waitlist.offers_to_tell() if o.secret != offer.secret]
        asked.append(offer.entry.client.name)
    diary.waitlist.decline(offer.secret)
    assert asked == ["Ann First", "Ben Second", "Cem Third"]
    assert spans(diary) == []
    assert {entry.state for entry in diary.waitlist.entries()} == {EntryState.WAITING}


def test_lapsed_offer_goes_to_the_next(diary: Diary) -> None:
    """After four hours without an answer; the late answer is told that it is too late."""
    first, second = join(diary, ANN), join(diary, BEN)
    offer = diary.waitlist.offer(first.id, "westport", START)
    assert diary.waitlist.pass_on_lapsed() == 0
    clock_of(diary).advance(timedelta(hours=4))
    with pytest.raises(NotPossibleNow):
        diary.waitlist.accept(offer.secret)
    assert diary.waitlist.pass_on_lapsed() == 1
    assert [o.entry.id for o in diary.waitlist.offers_to_tell()] == [second.id]
    assert overlaps(diary) == 0


def test_offer_ends_before_the_notice_begins(diary: Diary) -> None:
    """A time this afternoon is not kept until it is too late to book for anybody else."""
    clock_of(diary).set(START - timedelta(hours=3))
    offer = diary.waitlist.offer(join(diary, ANN).id, "westport", START)
    assert offer.expires_at == START - timedelta(hours=2)


def test_offer_is_told_once(diary: Diary) -> None:
    """What was told is not told again."""
    offer = diary.waitlist.offer(join(diary, ANN).id, "westport", START)
    assert diary.waitlist.offers_to_tell() == [offer]
    diary.waitlist.told(offer.id)
    assert diary.waitlist.offers_to_tell() == []


def test_leaving_gives_the_offer_up(diary: Diary) -> None:
    """The next is asked; leaving twice is fine, and joining again is a new place."""
    first, second = join(diary, ANN), join(diary, BEN)
    diary.waitlist.offer(first.id, "westport", START)
    diary.waitlist.leave(first.id)
    diary.waitlist.leave(first.id)
    assert [o.entry.id for o in diary.waitlist.offers_to_tell()] == [second.id]
    assert [entry.id for entry in diary.waitlist.entries()] == [second.id]


def test_nonsense_is_refused(sqlite_diary: Diary) -> None:
    """Unknown days, services, ids and secrets."""
    for wishes in (
        {"days": ("someday",)},
        {"parts_of_day": ("night",)},
        {"service": "yoga"},
        {"location": "x"},
    ):
        with pytest.raises(NotBookable):
            join(sqlite_diary, ANN, **wishes)
    with pytest.raises(Unknown):
        sqlite_diary.waitlist.leave("nothing")
    with pytest.raises(Unknown):
        sqlite_diary.waitlist.accept("nothing")


def test_service_that_is_no_longer_offered_stops_nothing(sqlite_diary: Diary) -> None:
    """Who waits for what practice.yml has lost is passed over."""
    made = booked(sqlite_diary)
    join(sqlite_diary, ANN, service="short")
    services = {"csmt": sqlite_diary.practice.services["csmt"]}
    sqlite_diary.practice = sqlite_diary.practice.model_copy(update={"services": services})
    sqlite_diary.cancel(made.id)
    assert waitlist_items(sqlite_diary) == []


def test_api_joins_lists_and_leaves(client: TestClient) -> None:
    """With the same refusals as everywhere."""
    body = {"client": {"name": "Ann", "phone": "203-555-0101"}, "service": "csmt", "days": ["thu"]}
    made = client.post("/api/v1/waitlist", json=body).json()
    assert (made["days"], made["parts_of_day"], made["location"], made["state"]) == (
        ["thu"],
        [],
        None,
        "waiting",
    )
    assert client.get("/api/v1/waitlist", params={"phone": "2035550101"}).json() == {"entries": [made]}
    assert client.delete(f"/api/v1/waitlist/{made['id']}").status_code == 204
    assert client.get("/api/v1/waitlist").json() == {"entries": []}
    assert client.delete("/api/v1/waitlist/nothing").json()["type"] == "unknown_waitlist_entry"
    assert client.post("/api/v1/waitlist", json=body | {"days": ["someday"]}).status_code == 422


def test_offer_page_takes_the_answer(client: TestClient, sqlite_diary: Diary) -> None:
    """It says time and place and no more; accepted it leads to the appointment."""
    offer = sqlite_diary.waitlist.offer(join(sqlite_diary, ANN).id, "westport", START)
    page = client.get(f"/w/{offer.secret}").text
    assert "Thu Dec 3, 3:00 PM" in page
    assert "Ann" not in page
    assert "Long work" not in page
    answer = client.post(f"/w/{offer.secret}/accept")
    [made] = sqlite_diary.find()
    assert answer.headers["location"] == f"/a/{made.secret}"


def test_offer_page_after_no_says_that_it_is_over(client: TestClient, sqlite_diary: Diary) -> None:
    """Changing one's mind afterwards books nothing; unknown secrets are 404."""
    offer = sqlite_diary.waitlist.offer(join(sqlite_diary, ANN).id, "westport", START)
    client.post(f"/w/{offer.secret}/decline")
    assert client.post(f"/w/{offer.secret}/accept").headers["location"] == f"/w/{offer.secret}"
    assert "This offer is over" in client.get(f"/w/{offer.secret}").text
    assert sqlite_diary.find() == []
    assert {client.get(f"/w/{s}").status_code for s in ("A" * 32, "x")} == {404}
