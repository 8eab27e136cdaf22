"""The widget as a person uses it."""

from playwright.sync_api import Locator, Page, expect


class Widget:
    """What is on the page, by the words that stand on it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.launcher = page.get_by_role("button", name="Chat with us")
        self.composer = page.get_by_label("Your message")
        self.log = page.get_by_role("log")
        self.alert = page.get_by_role("alert")

    def open(self) -> "Widget":
        self.launcher.click()
        expect(self.composer).to_be_focused()
        return self

    def say(self, text: str) -> None:
        """Type and press Enter, without waiting for anything."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def hears(self, text: str) -> Locator:
        """Wait until this stands among the messages."""
        said = self.log.get_by_text(text, exact=False).last
        expect(said).to_be_visible()
        return said

    def choose(self, title: str) -> None:
        self.page.get_by_role("button", name=title).click()

    def own_texts(self) -> list[str]:
        """What the client said, in the order shown."""
        return self.log.locator(".client .said").all_inner_texts()

    def stored(self) -> list[str]:
        """Keys of everything that the page keeps in the browser."""
        return list(self.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"))
