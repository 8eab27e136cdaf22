"""The way to the desk: times in the practice's zone, repeated writes, refusals told apart from silence."""

from datetime import datetime

import pytest

from actions.desk_client import DeskClient, DeskDown, Refused, the_desk
from actions.draft import Slot
from tests.unit.actions.conftest import Line

SLOT = Slot("2026-11-24T15:00:00-05:00", "westport", "csmt")
CLIENT = {"name": "Dana Smith", "phone": "+12035550142"}


def test_names_come_from_the_practice(desk: DeskClient) -> None:
    """Ids are for programs."""
    assert desk.service_name("csmt") == "Craniosacral massage therapy"
    assert desk.location_name("westport") == "Westport"
    assert desk.location_name("atlantis") == "atlantis"


def test_times_are_local(desk: DeskClient) -> None:
    """Whatever offset they come with."""
    assert desk.local("2026-07-01T16:00:00+00:00").isoformat() == "2026-07-01T12:00:00-04:00"


def test_without_an_office_all_are_asked(desk: DeskClient, opened: str) -> None:
    """A day on which both are open shows both."""
    week = (
        datetime.fromisoformat("2026-11-24T00:00:00-05:00"),
        datetime.fromisoformat("2026-11-26T00:00:00-05:00"),
    )
    found = desk.free("csmt", None, week, limit=5, conversation_id=opened)
    assert {s.location for s in found} == {"westport", "stamford"}


def test_a_lost_answer_is_asked_for_again(desk: DeskClient, line: Line, opened: str) -> None:
    """The write is repeated once with the same key, and has happened once."""
    lost = iter(["after"])
    line.cut = lambda method, path: next(lost, None) if path.endswith("/appointments") else None
    body = {"service": "csmt", "location": "westport", "start": SLOT.start, "client": CLIENT}
    made = desk.book(body | {"conversation_id": opened}, "key-1")
    line.cut = lambda method, path: None
    assert [a["id"] for a in desk.appointments(opened)] == [made["id"]]


def test_a_refusal_says_why(desk: DeskClient, opened: str) -> None:
    """With the nearest times where the time is taken."""
    desk.book({"service": "csmt", "location": "westport", "start": SLOT.start, "client": CLIENT}, "other")
    with pytest.raises(Refused) as refused:
        desk.hold(SLOT, opened, "key-2")
    assert refused.value.kind == "slot_taken"
    assert len(refused.value.problem["nearest"]) == 3


@pytest.mark.parametrize("lost", ["before", "after"])
def test_silence_is_not_a_no(desk: DeskClient, line: Line, opened: str, lost: str) -> None:
    """Whether anything happened is not known."""
    line.cut = lambda method, path: lost
    with pytest.raises(DeskDown):
        desk.hold(SLOT, opened, "key-3")


def test_a_wrong_key_is_an_outage(line: Line) -> None:
    """Nothing that a client says could put it right."""
    with pytest.raises(DeskDown):
        DeskClient("http://testserver/api/v1", "wrong", session=line).fact("price")  # type: ignore[arg-type]


def test_the_environment_says_where_the_desk_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """And links are as a client can open them."""
    monkeypatch.setenv("DESK_PUBLIC_URL", "https://desk.example/")
    monkeypatch.setenv("DESK_API_KEY", "k")
    the_desk.cache_clear()
    assert the_desk().link("/a/secret") == "https://desk.example/a/secret"
    the_desk.cache_clear()
