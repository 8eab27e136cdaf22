"""`make pictures`: the pictures of the README, made from the running system."""

import tempfile
from pathlib import Path
from time import sleep

from playwright.sync_api import Page

from tests.support.browser import chromium
from tests.support.chat import ChatClient
from tests.support.console import sign_in
from tests.support.running import NOW, ROOT, FrontDesk

PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    """Write docs/pictures/widget.png and console.png."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as directory,
        FrontDesk(Path(directory)) as desk,
        chromium() as browser,
    ):
        context = browser.new_context(
            viewport={"width": 900, "height": 760}, device_scale_factor=2, timezone_id="America/New_York"
        )
        context.clock.install(time=NOW)
        _widget(context.new_page(), desk)
        _console(context.new_page(), desk)


def _widget(page: Page, desk: FrontDesk) -> None:
    page.goto(desk.url)
    page.get_by_role("button", name="Chat with us").click()
    for text in (
        "how long is a session and does it hurt?",
        "can i book craniosacral in westport, thursday dec 3 after 3",
    ):
        composer = page.get_by_role("textbox")
        composer.fill(text)
        composer.press("Enter")
        sleep(2)
    page.screenshot(path=PICTURES / "widget.png")


def _console(page: Page, desk: FrontDesk) -> None:
    flagged = ChatClient(desk.url)
    flagged.say("worst headache of my life came on in seconds")
    asked = ChatClient(desk.url)
    asked.say("do you take insurance")
    asked.choose("Ask Julie")
    asked.say("Kim Lee, 203-555-0177")
    booked = ChatClient(desk.url)
    booked.say("book craniosacral in westport on thursday december 3 at 3pm")
    for answer in ("Dana Reyes", "203-555-0142", "no", "yes"):
        booked.say(answer)
    sign_in(page, desk)
    page.goto(f"{desk.url}/console/needs-you")
    page.screenshot(path=PICTURES / "console.png")


if __name__ == "__main__":
    main()
