"""What is said and shown in the widget."""

import pytest
from playwright.sync_api import expect

from tests.browser.dialogue import BOOKED, SECRET, SUMMARY
from tests.browser.widget import Widget
from tests.desk_kit import CRISIS, RED_FLAG, TestDesk

pytestmark = pytest.mark.browser


def test_a_question_is_answered(widget: Widget) -> None:
    """Sent with Enter, answered below."""
    widget.open().say("hello there")
    widget.hears("You said: hello there")
    assert widget.own_texts() == ["hello there"]


def test_shift_enter_makes_a_new_line(widget: Widget) -> None:
    """Only Enter alone sends."""
    widget.open().composer.press_sequentially("one")
    widget.composer.press("Shift+Enter")
    widget.composer.press_sequentially("two")
    expect(widget.composer).to_have_value("one\ntwo")


def test_markup_is_shown_as_text(widget: Widget) -> None:
    """Neither what the client writes nor what comes back is ever read as HTML."""
    attack = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    widget.open().say(attack)
    widget.hears(f"You said: {attack}")
    assert widget.log.locator("img, script").count() == 0
    assert widget.page.title() == "Posture Massage"


def test_a_long_answer_shows_two_sentences_and_more(widget: Widget) -> None:
    """The rest is one tap away."""
    widget.open().say("does it hurt?")
    widget.hears("The touch is light")
    rest = widget.log.get_by_text("Some people feel tired")
    expect(rest).to_be_hidden()
    widget.choose("More")
    expect(rest).to_be_visible()


def test_a_whole_booking(widget: Widget) -> None:
    """Choices under the message that they answer, times by day, a calendar file at the end."""
    widget.open().say("i want to book")
    widget.choose("Westport")
    expect(widget.page.get_by_role("button", name="Stamford")).to_have_count(0)
    widget.page.get_by_role("radio", name="Thu Nov 26").check()
    widget.page.get_by_role("radio", name="3:00 PM").check()
    widget.choose("Take Thu Nov 26, 3:00 PM")
    widget.hears("What name")
    widget.say("Dana Reyes")
    widget.hears(SUMMARY)
    widget.choose("Yes, book it")
    expect(widget.hears(BOOKED)).to_have_text(BOOKED)
    calendar = widget.log.get_by_role("link", name="Add to your calendar")
    assert calendar.get_attribute("href") == f"{widget.url}/a/{SECRET}/appointment.ics"
    assert widget.own_texts()[1:3] == ["Westport", "2026-11-26T15:00"]


def test_a_safety_text_stays_on_top_until_it_is_acknowledged(widget: Widget) -> None:
    """Over a reload too; afterwards it stands among the messages."""
    widget.open().say(RED_FLAG)
    expect(widget.alert).to_contain_text("Call 911 or go to an ER now")
    widget.page.reload()
    expect(widget.alert).to_contain_text("Call 911 or go to an ER now")
    expect(widget.page.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    widget.choose("I have read this")
    expect(widget.alert).to_be_hidden()
    widget.hears("Call 911 or go to an ER now")
    assert widget.log.get_by_role("button", name="More").count() == 0


def test_emergency_and_crisis_are_both_shown_whole(widget: Widget) -> None:
    """Both texts and both numbers, on the smallest screen."""
    widget.page.set_viewport_size({"width": 320, "height": 568})
    widget.open().say(f"{CRISIS}, {RED_FLAG}")
    expect(widget.page.get_by_role("link", name="Call 988")).to_be_in_viewport()
    expect(widget.page.get_by_role("link", name="Call 911")).to_be_in_viewport()
    expect(widget.page.get_by_role("button", name="Send")).to_be_in_viewport()


def test_the_header_says_who_answers(widget: Widget, website_desk: TestDesk) -> None:
    """The therapist's name from the moment on that she takes over, and her messages under it."""
    from frontdesk.conversations import takeover

    widget.open().say("can i talk to a person")
    widget.hears("You said")
    token = widget.page.evaluate(
        "JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.endsWith(' token'))))"
    )
    from frontdesk.channels.tokens import conversation_of

    conversation_id = conversation_of(website_desk.desk.settings, token)
    assert conversation_id
    takeover.take_over(website_desk.desk, conversation_id)
    expect(widget.page.get_by_text("Julie is answering")).to_be_visible()


def test_a_demonstration_says_so(widget: Widget) -> None:
    """On the page and in the widget, as long as the owner has not confirmed the facts."""
    expect(widget.page.get_by_text("Demonstration: names, hours")).to_be_visible()
    widget.open()
    expect(widget.page.get_by_text("Demonstration: facts here are examples.")).to_be_visible()


def test_a_copy_can_be_saved(widget: Widget) -> None:
    """A text file with both sides of it."""
    widget.open().say("keep this")
    widget.hears("You said: keep this")
    with widget.page.expect_download() as download:
        widget.choose("Save a copy")
    text = download.value.path().read_text("utf-8")
    assert "You:\nkeep this" in text
    assert "Assistant:\nYou said: keep this" in text


def test_a_message_that_is_too_long_is_not_sent(widget: Widget) -> None:
    """The client hears by how much, and nothing is lost."""
    widget.open().say("x" * 2001)
    expect(widget.page.get_by_text("1 characters too many")).to_be_visible()
    assert widget.own_texts() == []
