"""The waiting list in the console: a freed time is offered with one tap, the client reads it, and who waits."""

import re
from datetime import timedelta

from frontdesk.booking.calendars.feed import feed_path
from frontdesk.booking.records import ClientDetails, Entry, Preferences
from frontdesk.conversations.notices import tell_offers
from frontdesk.storage.items import ItemKind, raise_item
from tests.desk_kit import Chat, TestDesk
from tests.integration.console.julie import Console

ANN = ClientDetails("Ann First", "+12035550101")
BEN = ClientDetails("Ben Second", "+12035550102")
DANA = ClientDetails("Dana Third", "+12035550103")


def join(desk: TestDesk, client: ClientDetails, conversation_id: str | None = None) -> Entry:
    desk.clock.advance(timedelta(seconds=1))
    wishes = Preferences("csmt", "stamford", ("wed",), ("morning", "afternoon"))
    return desk.desk.diary.waitlist.join(client, wishes, conversation_id=conversation_id)


def free_a_wednesday(desk: TestDesk) -> None:
    """Somebody cancels the first time of the Wednesday after next."""
    diary, start = desk.desk.diary, desk.clock.now() + timedelta(days=8)
    slot = diary.availability("csmt", "stamford", start, start + timedelta(days=3), limit=1)[0]
    diary.cancel(diary.book("csmt", "stamford", slot.start, DANA).id)


def offer(console: Console, name: str) -> str:
    """Tap the button beside this name; gives the page that follows."""
    page = console.page("needs-you")
    own = re.search(
        rf'waitlist/(\w+)/offer">(?:(?!</form>).)*name="item" value="(\w+)"(?:(?!</form>).)*Offer it to {name}"',
        page,
        re.S,
    )
    assert own, page
    return console.press(f"waitlist/{own.group(1)}/offer", item=own.group(2)).text


def test_a_freed_time_shows_whom_it_suits_in_order(console: Console, desk: TestDesk) -> None:
    """Office, day and time; then first names and numbers as they stand on the list."""
    join(desk, ANN)
    join(desk, BEN)
    free_a_wednesday(desk)
    page = console.page("needs-you")
    assert "Stamford, Wednesday, December 2, 2026, 9:00 AM" in page
    assert re.findall(r"\d\. (\w+), <a href=\"tel:(\+\d+)\"", page) == [
        ("Ann", "+12035550101"),
        ("Ben", "+12035550102"),
    ]


def test_one_tap_offers_it_and_the_item_says_who_has_it(console: Console, chat: Chat, desk: TestDesk) -> None:
    """Nobody else can be offered it then, and the client reads it with the link that takes it."""
    join(desk, ANN)
    join(desk, BEN, chat.conversation_id)
    free_a_wednesday(desk)
    page = offer(console, "Ben")
    assert "Offered to Ben" in page
    assert "Offer it" not in page.replace("Offered", "")
    tell_offers(desk.desk)
    (said,) = [text for text in chat.texts("desk") if "/w/" in text]
    link = said[said.index("/w/") :]
    chat.http.post(f"{link}/accept")
    assert "Nobody on the waiting list" in console.page("needs-you")


def test_a_time_that_went_in_the_meantime_is_explained(console: Console, desk: TestDesk) -> None:
    """The page says so; nothing is offered."""
    entry = join(desk, ANN)
    free_a_wednesday(desk)
    (item,) = re.findall(r'name="item" value="(\w+)"', console.page("needs-you"))
    desk.desk.diary.waitlist.leave(entry.id)
    assert console.press(f"waitlist/{entry.id}/offer", item=item).status_code == 409
    assert console.press(f"waitlist/{entry.id}/offer", item="nothing").status_code == 404
    assert desk.desk.diary.waitlist.offers_to_tell() == []


def test_a_form_of_another_page_offers_nothing(console: Console, desk: TestDesk) -> None:
    """Without the token of her session nothing happens to the list."""
    entry = join(desk, ANN)
    assert console.http.post(f"/console/waitlist/{entry.id}/remove").status_code == 403
    assert console.http.post(f"/console/waitlist/{entry.id}/offer", data={"item": "x"}).status_code == 403
    assert desk.desk.diary.waitlist.entries() == [entry]


def test_other_items_of_the_list_are_shown_as_they_are(console: Console, desk: TestDesk) -> None:
    """A wish that was noted in words has no time behind it, nor has a service that is gone."""
    now = desk.clock.now()
    with desk.desk.database.write() as connection:
        raise_item(connection, ItemKind.WAITLIST, now, key="api:turn", text="Any Thursday please")
        raise_item(connection, ItemKind.WAITLIST, now, key="waitlist:gone:stamford:1:2", text="Old one")
    page = console.page("needs-you")
    assert "Any Thursday please" in page
    assert "Old one" in page
    assert "Offer it" not in page


def test_a_change_in_her_calendar_is_said_beside_the_appointment(console: Console, desk: TestDesk) -> None:
    """An item about an appointment shows it once; what was done to it in the calendar stands there as well."""
    diary, now = desk.desk.diary, desk.clock.now()
    start = diary.availability("csmt", "stamford", now, now + timedelta(days=9), limit=1)[0].start
    booked = diary.book("csmt", "stamford", start, DANA)
    with desk.desk.database.write() as connection:
        raise_item(
            connection, ItemKind.CALENDAR, now, appointment_id=booked.id, text="deleted in your calendar"
        )
    page = console.page("needs-you")
    assert "deleted in your calendar" in page
    assert page.count("Dana Third") == 2
    assert "Stamford, Mon Nov 23" not in page


def test_the_list_says_who_waits_for_what(console: Console, desk: TestDesk) -> None:
    """Linked from the appointments; Remove takes somebody off, a second time too."""
    assert "/console/waitlist" in console.page("appointments")
    assert "Nobody is waiting" in console.page("waitlist")
    entry = join(desk, ANN)
    page = console.page("waitlist")
    assert "Ann First" in page
    assert "Craniosacral massage therapy · Stamford · Wednesday · morning or afternoon" in page
    for _ in range(2):
        page = console.press(f"waitlist/{entry.id}/remove", on="appointments").text
    assert "Nobody is waiting" in page
    assert console.press("waitlist/nothing/remove").status_code == 404


def test_the_list_shows_what_is_on_offer(console: Console, desk: TestDesk) -> None:
    """Which time, and until when."""
    join(desk, ANN)
    free_a_wednesday(desk)
    offer(console, "Ann")
    assert "Stamford, Wed Dec 2, 9:00 AM, until Mon Nov 23" in console.page("waitlist")


def test_the_appointments_give_the_feed_and_the_calendars_age(console: Console, desk: TestDesk) -> None:
    """The address works without signing in; no own calendar is connected here."""
    page = console.page("appointments")
    path = feed_path(desk.desk.settings)
    assert f'value="{desk.desk.settings.base_url}{path}"' in page
    assert "Subscribe from your calendar" in page
    assert "Own calendar not connected" in page
    assert "VCALENDAR" in console.http.get(path).text
