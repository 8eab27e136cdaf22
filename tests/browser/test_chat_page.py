"""The chat page in a browser that runs no scripts."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.dialogue import BOOKED, SECRET, SUMMARY
from tests.browser.test_widget_access import RULES
from tests.desk_kit import RED_FLAG

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser, website: str) -> Iterator[BrowserContext]:
    """A phone whose browser runs no scripts."""
    viewport = {"width": 360, "height": 740}
    context = browser.new_context(java_script_enabled=False, viewport=viewport, base_url=website)
    context.set_default_timeout(6000)
    yield context
    context.close()


@pytest.fixture
def chat(plain: BrowserContext) -> Page:
    """The page before anything was said."""
    page = plain.new_page()
    page.goto("/chat")
    return page


def say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()


def test_the_demonstration_page_leads_there(chat: Page) -> None:
    """Where the widget would be, a link stands."""
    chat.goto("/")
    chat.get_by_role("link", name="Open the chat page").click()
    expect(chat.get_by_label("Your message")).to_be_visible()


def test_a_whole_booking_by_forms(chat: Page, plain: BrowserContext) -> None:
    """Text and buttons only; one cookie, which no script could read."""
    assert plain.cookies() == []
    say(chat, "i want to book")
    chat.get_by_role("button", name="Westport").click()
    expect(chat.get_by_role("button", name="Stamford")).to_have_count(0)
    chat.get_by_role("button", name="2026-11-26T15:00").click()
    say(chat, "Dana Reyes")
    expect(chat.get_by_text(SUMMARY)).to_be_visible()
    chat.get_by_role("button", name="Yes, book it").click()
    expect(chat.get_by_text(BOOKED)).to_have_text(BOOKED)
    assert chat.get_by_role("link", name="Add to your calendar").get_attribute("href") == (
        f"/a/{SECRET}/appointment.ics"
    )
    (cookie,) = plain.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/chat")


def test_a_reload_sends_nothing_again(chat: Page) -> None:
    """Each form is answered by a redirect."""
    say(chat, "only once")
    chat.goto("/chat")
    expect(chat.get_by_text("only once", exact=True)).to_have_count(1)


def test_markup_is_shown_as_text(chat: Page) -> None:
    """Whatever is written comes back as it was written."""
    say(chat, "<b>bold</b> & <script>alert(1)</script>")
    expect(chat.get_by_text("You said: <b>bold</b> & <script>alert(1)</script>")).to_be_visible()
    assert chat.locator(".said b, script").count() == 0


def test_a_safety_text_stands_on_top_until_it_is_acknowledged(chat: Page) -> None:
    """Above everything else that was said, with the number to call."""
    say(chat, RED_FLAG)
    alert = chat.get_by_role("alert")
    expect(alert).to_contain_text("Call 911 or go to an ER now")
    say(chat, "what now?")
    expect(alert).to_contain_text("Call 911 or go to an ER now")
    chat.get_by_role("button", name="I have read this").click()
    expect(alert).to_have_count(0)
    expect(chat.get_by_text("Call 911 or go to an ER now")).to_be_visible()


def test_deleting_asks_first_and_gives_a_receipt(chat: Page, plain: BrowserContext) -> None:
    """Afterwards the cookie is gone and the page is empty."""
    say(chat, "forget me")
    chat.get_by_role("link", name="Delete my conversation").click()
    chat.get_by_role("button", name="Delete for good").click()
    expect(chat.get_by_role("status")).to_contain_text("Receipt")
    assert plain.cookies() == []
    chat.goto("/chat")
    expect(chat.get_by_text("forget me")).to_have_count(0)


def test_no_rule_of_accessibility_is_broken(browser: Browser, website: str) -> None:
    """Checked with scripts on, since the checker is one; the page itself has none."""
    context = browser.new_context(viewport={"width": 320, "height": 568}, base_url=website)
    page = context.new_page()
    page.goto("/chat")
    for text in ("i want to book", RED_FLAG):
        say(page, text)
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    context.close()
