"""A calendar behind CalDAV: iCloud, Fastmail, Nextcloud, Radicale."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import quote

import caldav
import requests
from caldav.lib.error import DAVError
from lxml.etree import LxmlError

from frontdesk.booking.calendars import discovery
from frontdesk.booking.calendars.guarded import guarded_session
from frontdesk.booking.calendars.protocol import CalendarError
from frontdesk.settings import CalendarSettings

_TIMEOUT = 20
_ENDS = (
    *(DAVError, requests.RequestException, LxmlError, RecursionError),
    *(NotImplementedError, ValueError, AttributeError, TypeError),
)
_CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}


def connect(settings: CalendarSettings) -> "CaldavCalendar":
    """The calendar that the settings name; nothing is asked of it yet."""
    return CaldavCalendar(settings.url, settings.user, settings.password, settings.name)


class CaldavCalendar:
    """`url` is the address of the calendar, the account or the server; `name` chooses among several.

    A password for one app alone is the right one to give.
    """

    def __init__(self, url: str, user: str, password: str, name: str | None = None) -> None:
        self._url = url.rstrip("/") + "/"
        self._name = name
        self._client = caldav.DAVClient(url=self._url, username=user, password=password, timeout=_TIMEOUT)
        self._client.session = guarded_session(self._url)
        self._found: caldav.Calendar | None = None

    def events(self, start: datetime, end: datetime) -> list[str]:
        with _failures():
            found: list[Any] = self._calendar().search(start=start, end=end, event=True, expand=False)
            return [str(event.data) for event in found]

    def write(self, uid: str, text: str) -> None:
        with _failures():
            response = self._client.put(self._address(uid), text, _CALENDAR)
        if response.status not in (201, 204):
            raise CalendarError(f"status {response.status} to a write")

    def remove(self, uid: str) -> None:
        with _failures():
            response = self._client.delete(self._address(uid))
        if response.status not in (200, 202, 204, 404, 410):
            raise CalendarError(f"status {response.status} to a deletion")

    def _calendar(self) -> caldav.Calendar:
        """Looked for once; where that fails, again the next time."""
        if self._found is None:
            self._found = discovery.find(self._client, self._url, self._name)
        return self._found

    def _address(self, uid: str) -> str:
        return f"{str(self._calendar().url).rstrip('/')}/{quote(uid)}.ics"


@contextmanager
def _failures() -> Iterator[None]:
    """Every way in which the library ends on a server that is away or answers nonsense.

    `NotImplementedError` is a login that it doesn't know; the last three are XML that is no multistatus.
    """
    try:
        yield
    except _ENDS as error:
        raise CalendarError(type(error).__name__) from error
