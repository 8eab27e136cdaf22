"""Signing a browser in to the console of a running desk."""

import re
import subprocess
import sys

from playwright.sync_api import Page

from tests.support.running import ROOT, FrontDesk

PASSWORD = "three quiet words"


def sign_in(page: Page, desk: FrontDesk) -> None:
    """Use the one-time link as the owner would on her first day; with the password after that."""
    page.goto(f"{desk.url}/console/sign-in")
    if page.get_by_label("Password", exact=True).count():
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
    else:
        page.goto(one_time_link(desk))
        page.get_by_label("Password (at least").fill(PASSWORD)
        page.get_by_label("The same password again").fill(PASSWORD)
        page.get_by_role("button", name="Set password").click()
    page.wait_for_url("**/console/**")


def one_time_link(desk: FrontDesk) -> str:
    """What `make run` prints at its first start."""
    printed = subprocess.run(
        [sys.executable, "-m", "frontdesk.console", "link"],
        cwd=ROOT,
        env=dict(desk.environment_of("desk")),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"\S+/console/welcome/\S+", printed)
    assert found, printed
    return found.group()
