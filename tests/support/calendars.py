"""Calendars for tests: one in a dict, and Radicale, a real CalDAV server, in a thread."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import requests

from frontdesk.booking.calendars.protocol import CalendarError

LOGIN = ("therapist", "secret")


class ScriptedCalendar:
    """Says what it is told to, fails when it is told to, and remembers what was written."""

    def __init__(self, *texts: str) -> None:
        self.others = list(texts)
        self.stored: dict[str, str] = {}
        self.failing = False

    def events(self, start: datetime, end: datetime) -> list[str]:
        self._answer()
        return [*self.others, *self.stored.values()]

    def write(self, uid: str, text: str) -> None:
        self._answer()
        self.stored[uid] = text

    def remove(self, uid: str) -> None:
        self._answer()
        self.stored.pop(uid, None)

    def _answer(self) -> None:
        if self.failing:
            raise CalendarError("told to fail")


@contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """The address of an empty calendar on a running Radicale."""
    from radicale.app import Application
    from radicale.config import load

    users = folder / "users"
    users.write_text(":".join(LOGIN))
    configuration = load()
    configuration.update(
        {
            "storage": {"filesystem_folder": str(folder)},
            "auth": {"type": "htpasswd", "htpasswd_filename": str(users), "htpasswd_encryption": "plain"},
            "logging": {"level": "critical"},
        },
        "test",
    )
    with serving(_below_dav(Application(configuration))) as base:
        url = f"{base}/dav/therapist/calendar/"
        make_calendar(url)
        yield url


def make_calendar(url: str, name: str = "", component: str = "VEVENT") -> None:
    """A calendar at this address."""
    body = (
        '<?xml version="1.0"?><c:mkcalendar xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:set>'
        f"<d:prop><d:displayname>{name}</d:displayname><c:supported-calendar-component-set>"
        f'<c:comp name="{component}"/></c:supported-calendar-component-set></d:prop></d:set></c:mkcalendar>'
    )
    requests.request("MKCALENDAR", url, data=body, auth=LOGIN, timeout=10).raise_for_status()


def _below_dav(application: Any) -> Any:
    """As most providers have it: CalDAV in a folder, found from /.well-known/caldav, and a web site elsewhere."""

    def site(environ: Any, start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        if path == "/.well-known/caldav":
            start_response("301 Moved Permanently", [("Location", "/dav/"), ("Content-Length", "0")])
            return [b""]
        if path.startswith("/dav/"):
            environ |= {"PATH_INFO": path.removeprefix("/dav"), "HTTP_X_SCRIPT_NAME": "/dav"}
            return application(environ, start_response)
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("405 Method Not Allowed", [("Content-Length", "0")])
        return [b""]

    return site


@contextmanager
def serving(application: Any) -> Iterator[str]:
    """The address at which a WSGI application answers."""
    server = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""
