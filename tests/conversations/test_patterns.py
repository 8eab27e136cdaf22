"""Each pattern of conversation repair at the steps of booking, moving and cancelling, at the running desk.

On the website one after the other; by text several at once meanwhile, since a text mostly waits for the pause that
ends a burst. Each of these has a day of the diary to itself.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date, timedelta
from queue import Queue
from threading import Lock

import pytest

from tests.conversations.patterns.course import Course
from tests.conversations.patterns.pattern import Case
from tests.conversations.patterns.playing import play
from tests.conversations.patterns.table import AWAY, PATTERNS, cases
from tests.conversations.patterns.talking import TextTalk, WebTalk
from tests.conversations.runner import new_phone
from tests.support.running import FrontDesk
from tests.support.twilio import ScriptedTwilio

pytestmark = pytest.mark.system

# Tuesdays and Thursdays, the long days of the Westport office; none that "next tuesday" can mean.
DAYS = tuple(date(2026, 12, 3) + timedelta(weeks=n, days=d) for n in range(7) for d in (0, 5))
AT_ONCE = 12
ONE_AT_A_TIME = Lock()
ROWS = 36
ByText = Mapping[str, Future[None]]


def parameters(found: Iterator[Case], channel: str) -> list[object]:
    """The cases of a channel; those that are not risky only with `make soak`."""
    own = [case for case in found if case.channel == channel]
    return [pytest.param(c, id=c.id, marks=() if c.is_risky else pytest.mark.soak) for c in own]


@pytest.fixture(scope="module")
def twilio() -> Iterator[ScriptedTwilio]:
    with ScriptedTwilio() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def by_text(
    request: pytest.FixtureRequest, twilio: ScriptedTwilio, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ByText]:
    """What became of the cases by text that this run takes; they start before the first test."""
    taken = [c for item in request.session.items if (c := _case_by_text(item))]
    if not taken:
        yield {}
        return
    environment = twilio.environment | {"DESK_RATE_LIMITS": "off"}
    days: Queue[date] = Queue()
    for day in DAYS:
        days.put(day)
    with FrontDesk(tmp_path_factory.mktemp("texts"), environment) as desk:
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            yield {case.id: pool.submit(_play_by_text, desk, twilio, case, days) for case in taken}
        finally:
            pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="module")
def booking_elsewhere(
    twilio: ScriptedTwilio, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FrontDesk, FrontDesk]]:
    """A desk whose bookings are in a program of their own, and that program: a second desk's API."""
    key = {"DESK_API_KEY": "between-the-two", "DESK_RATE_LIMITS": "off"}
    with FrontDesk(tmp_path_factory.mktemp("bookings"), key, names={"desk"}) as bookings:
        environment = key | twilio.environment | {"BOOKING_API_URL": f"{bookings.url}/api/v1"}
        with FrontDesk(tmp_path_factory.mktemp("away"), environment) as desk:
            yield desk, bookings


def test_no_row_is_missing() -> None:
    """The table has every row of the list of patterns."""
    assert {pattern.row for pattern in (*PATTERNS, *AWAY)} == set(range(1, ROWS + 1))


@pytest.mark.parametrize("case", parameters(cases(), "web"))
def test_pattern(front_desk: FrontDesk, case: Case) -> None:
    """Says what it should, asks again in other words, and ends in the right state."""
    play(Course(front_desk, WebTalk(front_desk), new_phone(), new_phone()), case)


@pytest.mark.timeout(0)
@pytest.mark.parametrize("text_case", parameters(cases(), "sms"))
def test_pattern_by_text(by_text: ByText, text_case: Case) -> None:
    """The same by texts, with numbers for choices."""
    by_text[text_case.id].result()


@pytest.mark.parametrize("case", [*parameters(cases(AWAY), "web"), *parameters(cases(AWAY), "sms")])
def test_booking_system_goes_away(
    booking_elsewhere: tuple[FrontDesk, FrontDesk], twilio: ScriptedTwilio, case: Case
) -> None:
    """Says what is true, keeps what was told, and goes on when the system is back: one booking, not two."""
    desk, bookings = booking_elsewhere
    phone = new_phone()
    talk = WebTalk(desk) if case.channel == "web" else TextTalk(desk, twilio, phone)
    play(Course(desk, talk, phone, new_phone(), bookings=bookings), case)


def _case_by_text(item: pytest.Item) -> Case | None:
    called = getattr(item, "callspec", None)
    case: Case | None = called.params.get("text_case") if called else None
    return case


def _play_by_text(desk: FrontDesk, twilio: ScriptedTwilio, case: Case, days: "Queue[date]") -> None:
    day, phone = days.get(), new_phone()
    try:
        with ONE_AT_A_TIME if case.pattern.alone else nullcontext():
            play(Course(desk, TextTalk(desk, twilio, phone), phone, new_phone(), day), case)
    finally:
        days.put(day)
