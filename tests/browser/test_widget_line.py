"""The widget on a line that breaks: nothing lost, doubled or out of order, and the client is told."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from tests.browser.conftest import PHONE
from tests.browser.widget import Widget

pytestmark = pytest.mark.browser


def test_offline_messages_are_kept_and_sent_once_in_order(widget: Widget, profile: BrowserContext) -> None:
    """The client hears that they are kept; each goes out once when the line is back."""
    widget.open().say("first")
    widget.hears("You said: first")
    profile.set_offline(True)
    widget.say("second")
    widget.say("third")
    expect(widget.page.get_by_text("You are offline")).to_be_visible()
    expect(widget.log.get_by_text("Kept, and sent when the line is back")).to_have_count(2)
    profile.set_offline(False)
    widget.hears("third")
    expect(widget.log.locator(".assistant .said")).to_have_count(4)
    assert widget.own_texts() == ["first", "second", "third"]
    expect(widget.page.get_by_text("You are offline")).to_be_hidden()


def test_the_first_message_may_be_written_with_the_desk_down(widget: Widget, page: Page) -> None:
    """It is kept over a reload of the page, before there is any conversation."""
    page.route("**/chat/**", lambda route: route.abort())
    widget.open().say("anybody there?")
    expect(widget.log.get_by_text("Kept, and sent")).to_be_visible()
    page.reload()
    widget.open()
    expect(widget.log.get_by_text("anybody there?")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
    widget.hears("You said: anybody there?")
    assert widget.own_texts() == ["anybody there?"]


def test_a_reload_in_mid_send_repeats_nothing(widget: Widget) -> None:
    """The desk had the message, the page never heard so: the reload sends it again under the same key."""
    widget.open().say("before")
    widget.hears("You said: before")
    widget.page.route(re.compile("/chat/(events|messages\\?)"), lambda route: route.abort())
    widget.page.route("**/chat/messages", lambda route: route.fetch() and None)
    with widget.page.expect_request("**/chat/messages") as first:
        widget.page.reload()
        widget.say("only once")
    widget.page.wait_for_function("Object.keys(localStorage).some((key) => key.includes('unsent'))")
    widget.page.unroute("**/chat/messages")
    with widget.page.expect_request("**/chat/messages") as again:
        widget.page.reload()
    widget.page.unroute_all(behavior="ignoreErrors")
    assert _key(again.value) == _key(first.value)
    widget.hears("You said: only once")
    assert widget.own_texts() == ["before", "only once"]


def test_two_tabs_stay_in_step(widget: Widget, profile: BrowserContext, website: str) -> None:
    """What is said in one is read in the other, and deleting in one empties both."""
    widget.open().say("from the first tab")
    widget.hears("You said: from the first tab")
    other = Widget(profile.new_page(), website)
    other.page.goto(website)
    other.open().hears("You said: from the first tab")
    other.say("from the second tab")
    widget.hears("You said: from the second tab")
    widget.choose("Delete my conversation")
    widget.choose("Delete for good")
    expect(widget.page.get_by_text("Your conversation is deleted.")).to_be_visible()
    expect(other.log.get_by_text("from the first tab")).to_have_count(0)


def test_a_change_of_page_keeps_the_conversation(widget: Widget) -> None:
    """The panel stands open again, with everything in it, and takes no focus."""
    widget.open().say("still here?")
    widget.hears("You said: still here?")
    widget.page.goto(f"{widget.url}/?another-page")
    widget.hears("You said: still here?")
    expect(widget.composer).not_to_be_focused()


def test_with_the_desk_down_the_phone_number_stands_there_within_two_seconds(
    widget: Widget, page: Page
) -> None:
    """A tap calls the practice; the page had loaded before the desk went away."""
    page.route("**/chat/**", lambda route: route.abort())
    page.route("**/practice.js", lambda route: route.abort())
    widget.open()
    call = page.get_by_role("link", name=f"Call {PHONE}")
    expect(call).to_be_visible(timeout=2000)
    assert call.get_attribute("href") == "tel:2035550142"


def test_a_desk_that_hangs_counts_as_down(widget: Widget, page: Page) -> None:
    """No answer at all is told like a refusal."""
    page.route("**/practice.js", lambda route: None)
    widget.open()
    expect(page.get_by_role("link", name=f"Call {PHONE}")).to_be_visible(timeout=2500)


def test_too_many_messages_are_told_with_the_wait(widget: Widget, page: Page) -> None:
    """And the message goes out by itself afterwards."""
    refusals = iter([True])

    def refuse_once(route: Route) -> None:
        if next(refusals, False):
            route.fulfill(status=429, headers={"Retry-After": "2"}, body="{}")
        else:
            route.continue_()

    page.route("**/chat/messages", refuse_once)
    widget.open().say("slowly")
    expect(page.get_by_text("goes out by itself in 2 seconds.")).to_be_visible()
    widget.hears("You said: slowly")
    expect(page.get_by_text("goes out by itself")).to_be_hidden()


def test_a_refused_message_can_be_edited(widget: Widget, page: Page) -> None:
    """The client gets the text back instead of writing it again."""
    page.route("**/chat/messages", lambda route: route.fulfill(status=413, body="{}"))
    widget.open().say("far too long")
    widget.hears("Not sent: it is too long")
    page.unroute_all()
    widget.choose("Edit")
    expect(widget.composer).to_have_value("far too long")
    widget.composer.press("Enter")
    widget.hears("You said: far too long")


def test_without_streams_it_polls(widget: Widget, page: Page) -> None:
    """Where something in between blocks event streams the replies come all the same."""
    page.route("**/chat/events*", lambda route: route.abort())
    widget.open().say("hello")
    widget.hears("You said: hello")


def test_a_reply_while_closed_is_counted_on_the_launcher(widget: Widget, page: Page) -> None:
    """In words, and gone once it is read."""
    page.route("**/chat/events*", lambda route: route.abort())
    widget.open().say("hello")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Chat with us: 1 unread")).to_be_visible()
    widget.open()
    widget.hears("You said: hello")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Chat with us", exact=True)).to_be_visible()


def _key(request: Request) -> str:
    return str(request.post_data_json["client_message_id"])
