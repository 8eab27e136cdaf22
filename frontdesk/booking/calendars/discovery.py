"""Finds the calendar behind the address that the therapist has: its own, the account's, or the server's."""

from collections.abc import Iterator
from urllib.parse import urljoin

import caldav

from frontdesk.booking.calendars.protocol import CalendarError

_ASKED = (
    '<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:"><d:prop>'
    "<d:resourcetype/><d:current-user-principal/></d:prop></d:propfind>"
)
_CALENDAR = ".//{DAV:}resourcetype/{urn:ietf:params:xml:ns:caldav}calendar"
_PRINCIPAL = ".//{DAV:}current-user-principal/{DAV:}href"
_HOPS = 4


def find(client: caldav.DAVClient, url: str, name: str | None) -> caldav.Calendar:
    """The calendar at `url`, or the account's only one for events, or the one with this name.

    Asks the address itself and then, as RFC 6764 has it, `/.well-known/caldav` for the account.
    Where a server may send us is the client's session's to know (`guarded.py`).
    Raises `CalendarError`, and whatever the library raises.
    """
    for address in _addresses(client, url):
        response = client.propfind(address, _ASKED)
        if response.status != 207 or response.tree is None:
            continue
        if response.tree.find(_CALENDAR) is not None:
            return caldav.Calendar(client=client, url=address)
        if principal := response.tree.findtext(_PRINCIPAL):
            return _of_account(client, urljoin(address, principal), name)
    raise CalendarError("no calendar and no account at this address")


def _addresses(client: caldav.DAVClient, url: str) -> Iterator[str]:
    yield url
    # Followed here, without the password, and as the same question: browsers are sent elsewhere by some.
    address = urljoin(url, "/.well-known/caldav")
    for _ in range(_HOPS):
        response = client.session.request("PROPFIND", address, allow_redirects=False, timeout=client.timeout)
        if not response.is_redirect:
            break
        address = urljoin(address, response.headers["Location"])
    yield address


def _of_account(client: caldav.DAVClient, principal: str, name: str | None) -> caldav.Calendar:
    found = [c for c in caldav.Principal(client=client, url=principal).calendars() if _takes_events(c)]
    if name is not None:
        found = [c for c in found if (c.name or "").strip().casefold() == name.strip().casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise CalendarError("the account has several calendars; DESK_CALENDAR_NAME says which")
    raise CalendarError("the account has no such calendar" if name else "the account has no calendar")


def _takes_events(calendar: caldav.Calendar) -> bool:
    try:
        return "VEVENT" in calendar.get_supported_components()
    except (KeyError, AttributeError):
        return True  # a server that doesn't say takes anything
