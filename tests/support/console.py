"""The owner in the console of a running desk: with a browser, or over its routes alone."""

import re
import subprocess
import sys
import threading

import requests
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


class Julie:
    """The owner's browser without the pages' looks: the console's real routes, their cookies and form tokens."""

    # Two that sign in at once would both use the one-time link.
    _one_at_a_time = threading.Lock()

    def __init__(self, desk: FrontDesk) -> None:
        self._console, self._http = f"{desk.url}/console", requests.Session()
        with self._one_at_a_time:
            self._sign_in(desk)

    def press(self, conversation_id: str, button: str, **fields: str) -> None:
        """Press a button on the page of a conversation."""
        page = f"{self._console}/conversations/{conversation_id}"
        token = re.search(r'name="form_token" value="(\w+)"', self._http.get(page, timeout=20).text)
        assert token, "no form on the page of the conversation"
        form = {"form_token": token[1]} | fields
        self._http.post(f"{page}/{button}", data=form, timeout=20).raise_for_status()

    def _sign_in(self, desk: FrontDesk) -> None:
        address, form = f"{self._console}/sign-in", {"password": PASSWORD}
        if 'name="password"' not in self._http.get(address, timeout=20).text:
            address, form = one_time_link(desk), form | {"repeated": PASSWORD}
        self._http.post(address, data=form, timeout=20).raise_for_status()
