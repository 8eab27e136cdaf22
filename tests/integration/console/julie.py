"""Julie's browser as the console's tests over HTTP drive it."""

import re

import httpx

from frontdesk.console.signin import issue_link
from tests.desk_kit import TestDesk

PASSWORD = "three quiet words"


class Console:
    """Julie's browser, signed in by the link that the first start prints."""

    def __init__(self, desk: TestDesk, http: httpx.Client) -> None:
        self.desk, self.http = desk, http
        token = issue_link(desk.desk.database, desk.clock.now())
        both = {"password": PASSWORD, "repeated": PASSWORD}
        assert http.post(f"/console/welcome/{token}", data=both).url.path == "/console/needs-you"

    def page(self, path: str) -> str:
        answer = self.http.get(f"/console/{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def press(self, path: str, on: str = "needs-you", **fields: str) -> httpx.Response:
        """Post a form of page `on`, as its button would."""
        found = re.search(r'name="form_token" value="(\w+)"', self.page(on))
        assert found
        return self.http.post(f"/console/{path}", data={"form_token": found.group(1)} | fields)
