"""From the first question to a booking and its transcript, over the three real programs."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser

from tests.support.browser import chromium
from tests.support.chat import ChatClient, text_of
from tests.support.console import sign_in
from tests.support.running import FrontDesk

pytestmark = [pytest.mark.system, pytest.mark.browser]
PHONE = "203-555-0142"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def booked(front_desk: FrontDesk) -> ChatClient:
    """A client who asks, books for the next open Thursday after 3, and confirms."""
    chat = ChatClient(front_desk.url)
    answers = text_of(chat.say("how long is a session and does it hurt?"))
    assert "hour" in answers
    assert "nickel" in answers
    chat.say("i'd like to book craniosacral in westport, next thursday after 3")
    chat.choose("Dec 3")
    chat.say("Dana Reyes")
    assert "injur" in text_of(chat.say(PHONE))
    summary = text_of(chat.say("no, none"))
    assert "December 3" in summary
    assert "Westport" in summary
    assert "booked" in text_of(chat.say("yes")).casefold()
    return chat


def test_the_greeting_says_that_it_is_automated(booked: ChatClient) -> None:
    """The first message says so, and that it is not for emergencies."""
    assert "automated" in text_of(booked.greeting)
    assert "911" in text_of(booked.greeting)


def test_the_appointment_is_in_the_diary(front_desk: FrontDesk, booked: ChatClient) -> None:
    """Booked means: the API knows it, at the time that was said."""
    appointment = _appointment(front_desk, booked)
    assert appointment["start"].startswith("2026-12-03T15:")
    assert (appointment["location"], appointment["service"]) == ("westport", "csmt")
    assert (appointment["status"], appointment["client"]["name"]) == ("confirmed", "Dana Reyes")


def test_the_calendar_file_has_time_and_place_and_no_health_word(
    front_desk: FrontDesk, booked: ChatClient
) -> None:
    """The client's phone takes it; whoever glances at the phone learns nothing."""
    appointment = _appointment(front_desk, booked)
    ics = front_desk.api("GET", f"/appointments/{appointment['id']}.ics").text
    assert "DTSTART;TZID=America/New_York:20261203T15" in ics
    assert "Westport" in ics
    assert not {"migraine", "craniosacral", "injury"} & set(ics.casefold().split())


def test_the_link_in_the_confirmation_opens_the_clients_own_page(
    front_desk: FrontDesk, booked: ChatClient
) -> None:
    """Nothing else about the practice's clients can be reached from it."""
    page = requests.get(f"{front_desk.url}{_appointment(front_desk, booked)['page']}", timeout=10)
    assert page.status_code == 200
    assert "Westport" in page.text


def test_the_console_shows_what_was_said_understood_and_done(
    front_desk: FrontDesk, booked: ChatClient, browser: Browser
) -> None:
    """Julie reads the whole conversation, with the topics and the actions."""
    page = browser.new_page()
    sign_in(page, front_desk)
    page.goto(f"{front_desk.url}/console/conversations/{booked.conversation_id}")
    thread = page.locator("#thread").inner_text()
    for message in booked.transcript():
        assert message["text"].splitlines()[0] in thread
    html = page.content()
    assert "faq/session_length" in html
    assert "faq/pressure_touch" in html
    assert "action_book" in html
    page.close()


def test_the_console_shows_the_appointment_on_its_day(
    front_desk: FrontDesk, booked: ChatClient, browser: Browser
) -> None:
    """And the new booking stands among what needs her."""
    page = browser.new_page()
    sign_in(page, front_desk)
    page.goto(f"{front_desk.url}/console/appointments?day=2026-12-03")
    assert "Dana Reyes" in page.locator("main").inner_text()
    page.goto(f"{front_desk.url}/console/needs-you")
    assert "New booking" in page.locator("main").inner_text()
    page.close()


def test_a_recent_head_injury_waits_for_approval(front_desk: FrontDesk) -> None:
    """A yes to the question leads to a hold for Julie, not to a diagnosis and not to a booking."""
    chat = ChatClient(front_desk.url)
    chat.say("book craniosacral in stamford on wednesday december 2 in the morning")
    chat.choose("Dec 2")
    chat.say("Robin Vale")
    chat.say("203-555-0143")
    chat.say("yes, i hit my head badly three weeks ago")
    said = text_of(chat.say("yes"))
    assert "booked" not in said.casefold()
    appointment = _appointment(front_desk, chat)
    assert appointment["status"] == "pending_approval"


def _appointment(desk: FrontDesk, chat: ChatClient) -> dict[str, Any]:
    found = desk.api("GET", f"/appointments?conversation_id={chat.conversation_id}").json()["appointments"]
    assert len(found) == 1
    return dict(found[0])
