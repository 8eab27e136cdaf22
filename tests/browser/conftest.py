"""One browser and one desk for all tests of the website; every test has a browser profile of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.dialogue import booking
from tests.browser.other_site import other_site
from tests.browser.widget import Widget
from tests.desk_kit import ROOT, TestDesk, build, served
from tests.support.browser import chromium

PHONE = "(203) 555-0142"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. It must be gone before other tests run: while it lives, its event loop runs in this thread."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def embedding() -> Iterator[str]:
    """Another site, which may embed the widget."""
    with other_site() as url:
        yield url


@pytest.fixture(scope="session")
def website_desk(tmp_path_factory: pytest.TempPathFactory, embedding: str) -> TestDesk:
    """A desk with the scripted booking and the practice's phone number."""
    folder = tmp_path_factory.mktemp("website")
    practice = folder / "practice.yml"
    example = (ROOT / "practice.yml").read_text("utf-8")
    practice.write_text(example.replace("phone: null", f'phone: "{PHONE}"'), "utf-8")
    environment = {"DESK_PRACTICE": str(practice), "DESK_WIDGET_ORIGINS": embedding}
    desk = build(folder, DESK_RATE_LIMITS="off", **environment)
    desk.assistant.script = booking
    return desk


@pytest.fixture(scope="session")
def website(website_desk: TestDesk) -> Iterator[str]:
    """The address of the running desk."""
    with served(website_desk.app) as url:
        yield url


@pytest.fixture
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile: its own storage and cookies."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(6000)
    yield context
    context.close()


@pytest.fixture
def page(profile: BrowserContext) -> Page:
    """A tab. Anything that the page's own policy forbids or that breaks in it fails the test."""
    return profile.new_page()


@pytest.fixture
def widget(page: Page, website: str) -> Iterator[Widget]:
    """The demonstration page with the widget closed; nothing may go wrong in the page meanwhile."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console", lambda m: problems.append(m.text) if "Refused" in m.text or "violates" in m.text else None
    )
    page.goto(website)
    ready = Widget(page, website)
    expect(ready.launcher).to_be_visible()
    yield ready
    assert problems == []
