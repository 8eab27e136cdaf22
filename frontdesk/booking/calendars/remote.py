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

from frontdesk.booking.calendars.protocol import CalendarError
from frontdesk.settings import CalendarSettings

_TIMEOUT = 20
_CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}


def connect(settings: CalendarSettings) -> "CaldavCalendar":
    """The calendar that the settings name; nothing is asked of it yet."""
    return CaldavCalendar(settings.url, settings.user, settings.password)


class CaldavCalendar:
    """`url` is the address of the calendar itself. A password for one app alone is the right one to give."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._url = url.rstrip("/") + "/"
        self._client = caldav.DAVClient(url=self._url, username=user, password=password, timeout=_TIMEOUT)
        self._calendar = caldav.Calendar(client=self._client, url=self._url)

    def events(self, start: datetime, end: datetime) -> list[str]:
        with _failures():
            found: list[Any] = self._calendar.search(start=start, end=end, event=True, expand=False)
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

    def _address(self, uid: str) -> str:
        return f"{self._url}{quote(uid)}.ics"


@contextmanager
def _failures() -> Iterator[None]:
    """Every way in which the library ends on a server that is away or answers nonsense.

    The last three are how it ends on XML that is no multistatus.
    """
    try:
        yield
    except (DAVError, requests.RequestException, LxmlError, ValueError, AttributeError, TypeError) as error:
        raise CalendarError(type(error).__name__) from error
