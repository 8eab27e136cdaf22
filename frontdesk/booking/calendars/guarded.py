"""What stands between the calendar library and the network: the password's addresses, and how much is read.

The library asks whatever address a server names, with the password. Here, below redirects and repeated
logins, every request is looked at before it leaves.
"""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from frontdesk.booking.calendars.protocol import CalendarError
from frontdesk.wire import read_whole

# A calendar of some years is a few megabytes.
MOST_BYTES = 32 * 1024 * 1024
MOST_SECONDS = 60.0


def guarded_session(url: str) -> requests.Session:
    """A session that asks only the site of `url`; it raises `CalendarError` for any other address."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Guarded(url))
    return session


def is_same_site(url: str, other: str) -> bool:
    """Whether a password for `url` may go to `other`: the same host or its neighbour, never less encrypted.

    Providers spread accounts over hosts, caldav.icloud.com over p12-caldav.icloud.com.
    """
    own, their = urlsplit(url), urlsplit(other)
    if their.scheme not in {"http", "https"} or (own.scheme == "https" != their.scheme):
        return False
    here, there = _host(own.hostname), _host(their.hostname)
    if here == there:
        return True
    if _is_address(here) or _is_address(there) or their.scheme != "https":
        return False
    above = _parent(here)
    return there.endswith(f".{here}") or (above is not None and above == _parent(there))


class _Guarded(HTTPAdapter):
    """Sends within the site of one address, and reads an answer whole, up to a limit."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._site = url

    def send(self, request: requests.PreparedRequest, *arguments: Any, **named: Any) -> requests.Response:
        if not is_same_site(self._site, str(request.url)):
            raise CalendarError("the server points to another site, which gets no password")
        named["stream"] = True
        response = super().send(request, *arguments, **named)
        read_whole(response, seconds=MOST_SECONDS, most=MOST_BYTES)
        return response


def _host(name: str | None) -> str:
    return (name or "").casefold().rstrip(".")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _parent(host: str) -> str | None:
    """The domain above a host; None where that may be a registry's own, such as `com` and `co.uk`."""
    _, _, above = host.partition(".")
    labels = above.split(".")
    if len(labels) < 2 or (len(labels) == 2 and len(labels[1]) == 2 and len(labels[0]) <= 3):
        return None
    return above
