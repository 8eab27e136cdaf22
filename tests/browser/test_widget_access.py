"""The widget for everybody: keyboard, screen reader rules, small screens, dark, forced colours."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.widget import Widget
from tests.desk_kit import RED_FLAG

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 360, "height": 740}},
    "small phone": {"viewport": {"width": 320, "height": 568}},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "forced colours": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
}


def assert_accessible(page: Page) -> None:
    """No rule of axe is broken, text contrast of 7:1 among them, and no target is under 44 px."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    small = page.evaluate(
        """() => [...document.querySelector('front-desk').shadowRoot.querySelectorAll('button, a, input, textarea')]
            .map((element) => [element.textContent || element.type, element.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 44 || box.height < 44))
            .map(([name]) => name)"""
    )
    assert small == []


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, browser: Browser, website: str) -> Iterator[Widget]:
    """The widget on each kind of screen."""
    context = browser.new_context(reduced_motion="reduce", **SCREENS[request.param])
    context.set_default_timeout(6000)
    page = context.new_page()
    page.goto(website)
    yield Widget(page, website)
    context.close()


def test_no_rule_is_broken_in_any_state(screen: Widget) -> None:
    """Closed, greeting, answer, choices, times, booked, safety, offline, asked before deleting."""
    page = screen.page
    expect(screen.launcher).to_be_visible()
    assert_accessible(page)
    screen.open()
    assert_accessible(page)
    screen.say("does it hurt?")
    screen.hears("The touch is light")
    screen.say("i want to book")
    screen.choose("Westport")
    page.get_by_role("radio", name="Thu Nov 26").check()
    assert_accessible(page)
    screen.choose("Take Thu Nov 26, 10:00 AM")
    screen.say("Dana Reyes")
    screen.choose("Yes, book it")
    screen.hears("You're booked")
    screen.say(RED_FLAG)
    expect(screen.alert).to_be_visible()
    assert_accessible(page)
    screen.choose("I have read this")
    page.context.set_offline(True)
    screen.say("are you there?")
    screen.choose("Delete my conversation")
    assert_accessible(page)


@pytest.mark.parametrize("screen", ["small phone"], indirect=True)
def test_everything_fits_a_small_phone(screen: Widget) -> None:
    """Nothing is wider than the screen, and the composer is always within it."""
    screen.open().say("i want to book")
    screen.choose("Westport")
    screen.hears("These times are free")
    expect(screen.page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
    overflow = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not screen.page.evaluate(overflow)


def test_a_booking_with_the_keyboard_alone(widget: Widget) -> None:
    """Tab, arrows, Enter; at most 12 keys beside what is typed."""
    keyboard = widget.page.keyboard
    pressed: list[str] = []

    def press(*keys: str) -> None:
        for key in keys:
            keyboard.press(key)
            pressed.append(key)

    widget.launcher.focus()
    press("Enter")
    keyboard.type("i want to book")
    press("Enter")
    widget.hears("Which office")
    press("Shift+Tab", "Enter")
    widget.hears("These times are free")
    press("Tab", "ArrowRight", "Tab", "ArrowRight", "Enter")
    widget.hears("What name")
    widget.composer.focus()
    keyboard.type("Dana Reyes")
    press("Enter")
    widget.hears("Shall I book it?")
    press("Shift+Tab", "Shift+Tab", "Enter")
    widget.hears("You're booked")
    assert len(pressed) <= 13


def test_escape_closes_and_gives_the_focus_back(widget: Widget) -> None:
    """To the launcher, from wherever it was in the panel."""
    widget.open()
    widget.page.keyboard.press("Tab")
    widget.page.keyboard.press("Escape")
    expect(widget.composer).to_be_hidden()
    expect(widget.launcher).to_be_focused()


def test_on_a_phone_the_page_behind_is_out_of_reach(browser: Browser, website: str) -> None:
    """Full screen, and Tab stays within."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    widget = Widget(context.new_page(), website)
    widget.page.goto(website)
    widget.open()
    box = widget.page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    for _ in range(6):
        widget.page.keyboard.press("Tab")
        assert widget.page.evaluate("document.activeElement.tagName") in {"FRONT-DESK", "BODY"}
    context.close()


def test_an_accent_that_cannot_be_read_is_darkened(widget: Widget) -> None:
    """The owner's pale green comes out dark enough for white text."""
    expect(widget.launcher).to_be_visible()
    widget.page.evaluate(
        """() => {
            const element = document.querySelector('front-desk');
            element.style.setProperty('--front-desk-accent', '#9fd8a4');
            element.remove();
            document.body.append(element);
        }"""
    )
    colour = widget.launcher.evaluate("(element) => getComputedStyle(element).backgroundColor")
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour))
    assert green > red
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 7
