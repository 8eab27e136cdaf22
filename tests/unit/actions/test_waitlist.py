"""Joining and leaving the waitlist from a conversation: what is asked, what is stored, what is said."""

from typing import Any

import pytest

from actions.desk_client import DeskClient
from actions.waitlist import leaves
from frontdesk.booking.records import Entry
from tests.unit.actions.conftest import NOW, Line
from tests.unit.actions.talk import Talk, day, time, use, value
from tests.unit.actions.test_pass_on import PHONE
from tests.unit.actions.test_sms import open_texting

THURSDAYS = (day("thursdays", "2026-11-26"), day("thursdays", "2026-12-03"))
WESTPORT = value("location", "westport")


def waiting(line: Line) -> list[Entry]:
    found: list[Entry] = line.client.app.state.desk.diary.waitlist.entries()  # type: ignore[attr-defined]
    return found


def join(talk: Talk) -> str:
    talk.say("waitlist for thursdays in westport please", "waitlist", WESTPORT, times=THURSDAYS)
    talk.tap("Craniosacral")
    talk.say("Dana Smith", "inform", value("person_name", "Dana Smith"))
    return talk.say("2035550142", "inform", PHONE)


def test_joining_asks_for_what_is_missing(talk: Talk, line: Line) -> None:
    """Kind of session, name and number; the wish is kept as days and an office."""
    assert "You're on the waitlist now" in join(talk)
    (entry,) = waiting(line)
    wishes = entry.preferences
    assert (wishes.service, wishes.location, wishes.days) == ("csmt", "westport", ("thu",))
    assert (entry.client.name, entry.client.phone) == ("Dana Smith", "+12035550142")
    assert entry.conversation_id == talk.conversation_id


def test_by_text_the_number_is_known(desk: DeskClient, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the session and the name are asked for."""
    use(desk, monkeypatch)
    talk = Talk(desk, open_texting(line), NOW, channel="sms")
    talk.say("waitlist pls", "waitlist")
    talk.say("1", "inform", value("choice", 1))
    assert "on the waitlist" in talk.say("Dana Smith", "inform", value("person_name", "Dana Smith"))
    assert waiting(line)[0].client.phone == "+12035550142"


@pytest.mark.parametrize(
    ("words", "times", "days", "parts"),
    [
        (
            "mornings",
            [time("mornings", "2026-11-23T00:00-05:00", "2026-11-23T12:00-05:00", dated=False)],
            (),
            ("morning",),
        ),
        (
            "tuesday after 3",
            [time("tuesday after 3", "2026-11-24T15:00-05:00", "2026-11-25T00:00-05:00")],
            ("tue",),
            ("afternoon", "evening"),
        ),
        (
            "this week",
            [time("this week", "2026-11-23T00:00-05:00", "2026-11-30T00:00-05:00", grain="week")],
            (),
            (),
        ),
    ],
)
def test_days_and_parts_of_the_day(
    talk: Talk,
    line: Line,
    words: str,
    times: list[dict[str, Any]],
    days: tuple[str, ...],
    parts: tuple[str, ...],
) -> None:
    """A time of day names no day, and a week no weekday."""
    given = (value("service", "csmt"), value("person_name", "Dana Smith"), PHONE)
    talk.say(f"waitlist, {words}", "waitlist", *given, times=times)
    wishes = waiting(line)[0].preferences
    assert (wishes.days, wishes.parts_of_day) == (days, parts)


def test_an_answer_that_was_lost_is_found_again(talk: Talk, line: Line) -> None:
    """Joined, but the answer did not arrive: the same key brings it."""
    lost = iter(["after"])
    line.cut = lambda method, path: (
        next(lost, None) if method == "POST" and path.endswith("/waitlist") else None
    )
    assert "You're on the waitlist now" in join(talk)
    assert len(waiting(line)) == 1


def test_a_desk_that_is_away_promises_nothing(talk: Talk, line: Line) -> None:
    """What was said is kept; "waitlist" once more is enough, and puts nobody on it twice."""
    line.cut = lambda method, path: "after" if method == "POST" and path.endswith("/waitlist") else None
    said = join(talk)
    assert "can't tell yet" in said
    assert "You're on" not in said
    line.cut = lambda method, path: None
    assert "You're on the waitlist now" in talk.say("waitlist", "waitlist")
    assert [e.preferences.days for e in waiting(line)] == [("thu",)]


def test_leaving(talk: Talk, line: Line) -> None:
    """Off the list; a second time says so honestly."""
    join(talk)
    assert "You're off the waitlist" in talk.say("take me off the waiting list please", "waitlist")
    assert waiting(line) == []
    assert "can't find a place" in talk.say("take me off the list", "waitlist")


def test_leaving_while_the_desk_is_away(talk: Talk, line: Line) -> None:
    """Nobody is told that they are off who is not."""
    join(talk)
    line.cut = lambda method, path: "before" if "/waitlist" in path else None
    assert "can't tell whether you're off" in talk.say("take me off the waitlist", "waitlist")
    assert len(waiting(line)) == 1


def test_changing_ones_mind_in_between(talk: Talk, line: Line) -> None:
    """A no to the question joins nothing."""
    talk.say("waitlist pls", "waitlist")
    talk.say("no, never mind", "deny")
    assert waiting(line) == []
    assert talk.slots["task"] == "none"


@pytest.mark.parametrize(
    ("text", "leaving"),
    [
        ("take me off the waiting list please", True),
        ("remove me from the cancellation list", True),
        ("I want to leave the waitlist", True),
        ("i don't need to be on the waitlist any more", True),
        ("am i still on the standby list", False),
        ("i get off work at 5, waitlist me", False),
        ("put me on the list in case somebody drops out", False),
        ("any drop outs, think of me", False),
        ("take me if somebody drops out", False),
    ],
)
def test_joining_is_not_leaving(text: str, leaving: bool) -> None:
    """Words that only look like it."""
    assert leaves(text) is leaving
