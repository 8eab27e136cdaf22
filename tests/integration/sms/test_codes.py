"""Proving a number over HTTP, on both databases: a code to the phone, a try at it, and what limits both."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from re import search
from typing import Any
from uuid import uuid4

import pytest
import requests
import sqlalchemy as sa

from frontdesk.conversations.verification import forget_old_codes
from frontdesk.items.service import open_items
from frontdesk.storage.consents import may_text, record_consent
from frontdesk.storage.conversations import outbox
from frontdesk.storage.verifications import verifications
from tests.desk_kit import TestDesk, build, served
from tests.support.diary import database_url
from tests.support.twilio import ScriptedTwilio

PHONE = "+12035550181"
OTHER = "+12035550182"


@dataclass
class Door:
    """A desk with a phone line, asked as the actions ask it."""

    desk: TestDesk
    twilio: ScriptedTwilio
    url: str
    seen: dict[str, int] = field(default_factory=dict)

    def visitor(self) -> "Visitor":
        opened = requests.post(f"{self.url}/chat/conversations", timeout=20).json()
        return Visitor(self, opened["conversation_id"], opened["token"])

    def newest_code(self, phone: str = PHONE) -> str:
        """The code in the text that comes next."""
        self.seen[phone] = self.seen.get(phone, 0) + 1
        found = search(r"\b(\d{6})\b", self.twilio.wait_for_texts(phone, self.seen[phone])[-1])
        assert found
        return found.group(1)

    def wait_until_sent(self, within: float = 10) -> None:
        """Return when the desk has noted that the provider took every text."""
        end = time.monotonic() + within
        query = sa.select(outbox.c.id).where(outbox.c.provider_id.is_(None))
        while time.monotonic() < end:
            with self.desk.desk.database.read() as connection:
                if not connection.execute(query).first():
                    return
            time.sleep(0.02)
        raise AssertionError("a text was not sent")

    def book(self, phone: str = PHONE) -> None:
        booking = {
            "service": "csmt",
            "location": "westport",
            "start": "2026-12-03T15:00:00-05:00",
            "client": {"name": "Dana Reyes", "phone": phone},
        }
        assert self.ask("POST", "/appointments", booking).status_code == 201

    def ask(self, method: str, path: str, body: Any = None, key: str | None = None) -> requests.Response:
        headers = self.desk.api_headers() | {"Idempotency-Key": key or uuid4().hex}
        return requests.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers, timeout=20)


@dataclass
class Visitor:
    """One conversation on the website."""

    door: Door
    id: str
    token: str

    def start(self, phone: str = PHONE, key: str | None = None) -> requests.Response:
        path = f"/conversations/{self.id}/verification"
        return self.door.ask("POST", path, {"phone": phone}, key)

    def check(self, code: str, key: str | None = None) -> dict[str, Any]:
        path = f"/conversations/{self.id}/verification/check"
        answer = self.door.ask("POST", path, {"code": code}, key)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def standing(self) -> dict[str, Any]:
        return dict(self.door.ask("GET", f"/conversations/{self.id}/verification").json())

    def sees(self) -> int:
        """How many appointments this conversation is known for."""
        return len(self.door.ask("GET", f"/conversations/{self.id}/appointments").json()["appointments"])


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


# What rests on locks, sums and times is asked of both databases.
both = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])


@pytest.fixture
def kind() -> str:
    return "sqlite"


@pytest.fixture
def door(kind: str, tmp_path: Path) -> Iterator[Door]:
    with database_url(kind, fresh=True) as url, ScriptedTwilio() as twilio:
        desk = build(tmp_path, DESK_DATABASE_URL=url, **twilio.environment)
        with served(desk.app) as address:
            yield Door(desk, twilio, address)


@pytest.fixture
def visitor(door: Door) -> Visitor:
    return door.visitor()


@both
def test_a_right_code_makes_somebody_known(door: Door, visitor: Visitor) -> None:
    """Before it nothing is seen, after it the number's appointments are."""
    door.book()
    assert visitor.start().json()["status"] == "sent"
    assert visitor.sees() == 0
    assert visitor.check(door.newest_code()) == {"result": "right", "tries_left": 3}
    assert visitor.sees() == 1
    assert visitor.standing() == {
        "available": True, "before_booking": True, "ended": False, "phones": [PHONE],
    }  # fmt: skip


def test_it_makes_nobody_else_known(door: Door, visitor: Visitor) -> None:
    """Neither another conversation, nor this one for another number."""
    door.book(OTHER)
    visitor.start()
    code = door.newest_code()
    stranger = door.visitor()
    assert stranger.check(code)["result"] == "expired"
    assert visitor.check(code)["result"] == "right"
    assert (visitor.sees(), stranger.sees()) == (0, 0)


def test_a_code_works_once(door: Door, visitor: Visitor) -> None:
    """A second try with it is no proof."""
    visitor.start()
    code = door.newest_code()
    assert visitor.check(code)["result"] == "right"
    assert visitor.check(code)["result"] == "expired"


def test_a_code_is_over_after_ten_minutes(door: Door, visitor: Visitor) -> None:
    visitor.start()
    code = door.newest_code()
    door.desk.clock.advance(timedelta(minutes=10))
    assert visitor.check(code) == {"result": "expired", "tries_left": 3}


@both
def test_three_wrong_codes_end_it_for_the_hour(door: Door, visitor: Visitor) -> None:
    """The right one comes too late then, and no new one is sent; after the hour it goes on."""
    visitor.start()
    code = door.newest_code()
    tries = [visitor.check(other_than(code)) for _ in range(3)]
    assert [(t["result"], t["tries_left"]) for t in tries] == [("wrong", 2), ("wrong", 1), ("ended", 0)]
    assert visitor.check(code)["result"] == "ended"
    assert visitor.start().json()["type"] == "codes_ended"
    assert visitor.start(OTHER).json()["type"] == "codes_ended"
    assert visitor.standing()["ended"]
    assert door.visitor().start().json()["type"] == "codes_ended"
    door.desk.clock.advance(timedelta(minutes=60, seconds=1))
    assert visitor.start().json()["status"] == "sent"
    assert visitor.check(door.newest_code())["result"] == "right"


def test_a_new_code_takes_the_place_of_the_old(door: Door, visitor: Visitor) -> None:
    """The old one is wrong from then on."""
    visitor.start()
    old = door.newest_code()
    door.desk.clock.advance(timedelta(seconds=31))
    visitor.start()
    new = door.newest_code()
    assert visitor.check(old)["result"] == "wrong"
    assert visitor.check(new)["result"] == "right"


def test_a_second_wish_within_moments_sends_no_second_text(door: Door, visitor: Visitor) -> None:
    assert visitor.start().json()["status"] == "sent"
    assert visitor.start().json()["status"] == "on_its_way"
    door.newest_code()
    assert len(door.twilio.texts_to(PHONE)) == 1


@both
def test_a_repeated_request_is_the_same_request(door: Door, visitor: Visitor) -> None:
    """One text, one try; the first answer again."""
    first, again = visitor.start(key="t1"), visitor.start(key="t1")
    assert first.json() == again.json()
    code = door.newest_code()
    wrong = [visitor.check(other_than(code), key="t2") for _ in range(4)]
    assert wrong == [{"result": "wrong", "tries_left": 2}] * 4
    right = [visitor.check(code, key="t3") for _ in range(2)]
    assert [r["result"] for r in right] == ["right", "right"]
    door.desk.clock.advance(timedelta(hours=2))
    assert visitor.start(key="t1").json() == first.json()
    assert len(door.twilio.texts_to(PHONE)) == 1


@both
def test_nobody_is_flooded(door: Door) -> None:
    """Three codes an hour to a number, from however many conversations."""
    answers = [door.visitor().start() for _ in range(5)]
    assert [a.status_code for a in answers] == [201, 201, 201, 409, 409]
    assert answers[-1].json()["type"] == "too_many_codes"
    for _ in range(2):
        door.desk.clock.advance(timedelta(minutes=61))
        answers += [door.visitor().start() for _ in range(4)]
    assert sum(a.status_code == 201 for a in answers) == 6


def test_a_conversation_may_ask_for_five(door: Door, visitor: Visitor) -> None:
    """To however many numbers."""
    answers = [visitor.start(f"+120355501{n}") for n in range(60, 67)]
    assert [a.status_code for a in answers] == [201] * 5 + [409] * 2


@both
def test_many_at_once_send_no_more(door: Door) -> None:
    """The count holds when they come at the same moment."""
    visitors = [door.visitor() for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda v: v.start().status_code, visitors))
    assert sorted(answers) == [201] * 3 + [409] * 9


@both
def test_many_tries_at_once_are_three(door: Door, visitor: Visitor) -> None:
    """Guessing in parallel gains nothing."""
    visitor.start()
    code = door.newest_code()
    with ThreadPoolExecutor(12) as pool:
        results = list(pool.map(lambda n: visitor.check(other_than(code))["result"], range(12)))
    assert (results.count("wrong"), results.count("ended")) == (2, 10)


def test_two_conversations_have_codes_of_their_own(door: Door, visitor: Visitor) -> None:
    """For the same number at the same time."""
    second = door.visitor()
    visitor.start()
    first_code = door.newest_code()
    second.start()
    second_code = door.newest_code()
    assert visitor.check(first_code)["result"] == "right"
    assert second.check(second_code)["result"] == "right"


def test_after_an_opt_out_no_code_is_texted_and_nothing_is_told(door: Door, visitor: Visitor) -> None:
    """The answer is the same as for every number."""
    with door.desk.desk.database.write() as connection:
        record_consent(connection, PHONE, False, "STOP", "text", door.desk.clock.now())
    told = visitor.start()
    assert told.json()["status"] == "sent"
    assert told.json() == door.visitor().start(OTHER).json()
    door.newest_code(OTHER)
    assert door.twilio.texts_to(PHONE) == []


def test_a_right_code_takes_back_no_opt_out(door: Door, visitor: Visitor) -> None:
    """Only START from that phone does."""
    visitor.start()
    code = door.newest_code()
    with door.desk.desk.database.write() as connection:
        record_consent(connection, PHONE, False, "STOP", "text", door.desk.clock.now())
    assert visitor.check(code)["result"] == "right"
    with door.desk.desk.database.read() as connection:
        assert not may_text(connection, PHONE)


def test_no_code_and_no_number_where_they_do_not_belong(
    door: Door, visitor: Visitor, capfd: pytest.CaptureFixture[str]
) -> None:
    """The code stands in no table, number and code in no line of the log."""
    visitor.start()
    code = door.newest_code()
    visitor.check(other_than(code))
    with door.desk.desk.database.read() as connection:
        stored = [str(row) for t in (outbox, verifications) for row in connection.execute(sa.select(t))]
    assert stored
    assert not [row for row in stored if code in row]
    printed = "".join(capfd.readouterr())
    assert code not in printed
    assert PHONE.removeprefix("+") not in printed


@both
def test_erasure_takes_number_and_proof_and_opens_no_way_around(door: Door, visitor: Visitor) -> None:
    """Three codes an hour stay three, and after a day nothing is left."""
    visitor.start()
    visitor.check(door.newest_code())
    for again in (visitor, door.visitor(), door.visitor()):
        again.start()
        url = f"{door.url}/chat/conversations/current"
        headers = {"Authorization": f"Bearer {again.token}"}
        assert requests.delete(url, headers=headers, timeout=20).status_code == 200
    with door.desk.desk.database.read() as connection:
        rows = connection.execute(sa.select(verifications)).all()
    assert all(row.phone is None and row.proved_at is None for row in rows)
    assert visitor.start().status_code == 410
    assert door.visitor().start().json()["type"] == "too_many_codes"


@both
def test_after_a_day_nothing_is_proved_or_kept(door: Door, visitor: Visitor) -> None:
    """Proof ends, and the rows go."""
    visitor.start()
    visitor.check(door.newest_code())
    door.desk.clock.advance(timedelta(hours=24))
    assert visitor.standing()["phones"] == []
    forget_old_codes(door.desk.desk)
    with door.desk.desk.database.read() as connection:
        assert connection.execute(sa.select(verifications)).all() == []


def test_an_undelivered_code_is_no_item(door: Door, visitor: Visitor) -> None:
    """Whoever waits for it says so; a mistyped number is nothing for the therapist."""
    visitor.start()
    door.newest_code()
    door.wait_until_sent()
    form = {"MessageSid": door.twilio.sent[0]["sid"], "MessageStatus": "undelivered", "ErrorCode": "30006"}
    assert door.twilio.post(f"{door.url}/sms/status", form).status_code == 200
    with door.desk.desk.database.read() as connection:
        assert open_items(connection) == []


def test_an_undelivered_code_that_was_not_noted_yet_is_no_item(door: Door, visitor: Visitor) -> None:
    """The network may be faster than our own database: then the address of the report says which text it is."""
    visitor.start()
    door.newest_code()
    with door.desk.desk.database.read() as connection:
        [text_id] = connection.execute(sa.select(outbox.c.id)).scalars()
    form = {"MessageSid": door.twilio.new_sid(), "MessageStatus": "undelivered", "ErrorCode": "30006"}
    assert door.twilio.post(f"{door.url}/sms/status?text={text_id}", form).status_code == 200
    with door.desk.desk.database.read() as connection:
        assert open_items(connection) == []


def test_a_key_is_for_one_number(door: Door, visitor: Visitor) -> None:
    """ "Sent" is not said of a number to which nothing went."""
    visitor.start(key="t1")
    refused = visitor.start(OTHER, key="t1")
    assert (refused.status_code, refused.json()["type"]) == (409, "idempotency_key_reused")


@both
def test_erased_while_codes_are_asked_for(door: Door) -> None:
    """Whoever comes first: no number stays behind."""
    visitors = [door.visitor() for _ in range(8)]

    def erase(visitor: Visitor) -> int:
        headers = {"Authorization": f"Bearer {visitor.token}"}
        url = f"{door.url}/chat/conversations/current"
        return requests.delete(url, headers=headers, timeout=20).status_code

    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(v.start, f"+120355501{30 + n}") for n, v in enumerate(visitors)]
        erased = [pool.submit(erase, v) for v in visitors]
        assert {each.result() for each in erased} == {200}
        assert {each.result().status_code for each in asked} <= {201, 410}
    with door.desk.desk.database.read() as connection:
        assert [row.phone for row in connection.execute(sa.select(verifications)) if row.phone] == []


@pytest.mark.parametrize("phone", ["", "12", "none of your business"])
def test_what_is_no_number_is_refused(visitor: Visitor, phone: str) -> None:
    answer = visitor.start(phone)
    assert (answer.status_code, answer.json()["type"]) == (422, "invalid_phone")


def test_a_conversation_that_is_not_there(door: Door) -> None:
    nobody = Visitor(door, "nobody", "")
    assert nobody.start().json()["type"] == "unknown_conversation"


def test_without_a_number_connected_there_are_no_codes(tmp_path: Path) -> None:
    """Said as such, so that the wish is passed on."""
    desk = build(tmp_path)
    with served(desk.app) as url, ScriptedTwilio() as twilio:
        visitor = Door(desk, twilio, url).visitor()
        assert visitor.standing()["available"] is False
        assert visitor.standing()["before_booking"] is False
        assert visitor.start().json()["type"] == "sms_off"
