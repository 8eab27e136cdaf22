"""What the widget stores and sends, and to whom."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.widget import Widget

pytestmark = pytest.mark.browser


def test_closed_it_stores_and_sends_nothing(profile: BrowserContext, website: str) -> None:
    """Not even an opened panel stores anything before the first message; no cookie at any time."""
    page = profile.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url.removeprefix(website)))
    page.goto(website)
    widget = Widget(page, website)
    expect(widget.launcher).to_be_visible()
    assert [path for path in requests if not path.startswith("/widget")] == ["/"]
    widget.open()
    assert widget.stored() == []
    widget.say("hello")
    widget.hears("You said: hello")
    assert widget.stored() != []
    assert profile.cookies() == []
    assert all(url.startswith("/") for url in requests)


def test_the_page_forbids_what_the_widget_does_not_need(widget: Widget) -> None:
    """Own scripts only, Trusted Types; the widget fixture fails on any violation."""
    answer = widget.page.request.get(widget.url)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    widget.open().say("does it hurt?")
    widget.choose("More")


def test_deleting_takes_two_taps_and_leaves_nothing(widget: Widget) -> None:
    """With a receipt; the next message begins a new conversation."""
    widget.open().say("forget me")
    widget.hears("You said: forget me")
    widget.choose("Delete my conversation")
    widget.choose("Delete for good")
    receipt = widget.page.get_by_text("Your conversation is deleted. An appointment made in it stays.")
    expect(receipt).to_contain_text("Receipt")
    assert widget.stored() == []
    expect(widget.composer).to_be_focused()
    widget.say("hello again")
    widget.hears("You said: hello again")
    assert widget.own_texts() == ["hello again"]


def test_keeping_it_takes_one_tap(widget: Widget) -> None:
    """The question can be taken back."""
    widget.open().say("keep me")
    widget.hears("You said: keep me")
    widget.choose("Delete my conversation")
    widget.choose("Keep it")
    expect(widget.page.get_by_role("button", name="Delete my conversation")).to_be_focused()
    widget.hears("You said: keep me")


@pytest.mark.parametrize("script", ["widget.js", "widget/define.js"])
def test_it_works_on_a_foreign_page(page: Page, website: str, embedding: str, script: str) -> None:
    """One tag on a page of another origin, which the desk's settings name; or the modules as written."""
    page.goto(f"{embedding}/?{website}/{script}")
    widget = Widget(page, website).open()
    widget.say("hello from outside")
    widget.hears("You said: hello from outside")
