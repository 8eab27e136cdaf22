"""The diary as a calendar that the therapist's phone subscribes to, behind a secret address. Read only."""

import hashlib
import hmac
from datetime import timedelta

from fastapi import APIRouter, Response

from frontdesk.booking import ics
from frontdesk.booking.records import Status
from frontdesk.booking.sheets import private_headers, render
from frontdesk.booking.writes import DeskIn
from frontdesk.settings import Settings

router = APIRouter(include_in_schema=False)
_BACK = timedelta(days=60)
_SHOWN = (Status.CONFIRMED, Status.PENDING_APPROVAL)


def feed_path(settings: Settings) -> str:
    """The feed's address on this desk. It changes when the session secret is changed: that closes it."""
    return f"/calendar/{_secret(settings)}.ics"


@router.get("/calendar/{secret}.ics")
def feed(desk: DeskIn, secret: str) -> Response:
    """The last two months and everything to come: office, time, the client's initials."""
    if not hmac.compare_digest(secret.encode(), _secret(desk.settings).encode()):
        return render("gone.html", desk.practice, 404)
    found = desk.diary.find(start=desk.clock.now() - _BACK, statuses=_SHOWN)
    calendar = ics.therapist_calendar(found, desk.practice)
    content = calendar.to_ical()
    return Response(content, media_type="text/calendar; charset=utf-8", headers=private_headers())


def _secret(settings: Settings) -> str:
    return hmac.new(settings.session_secret.encode(), b"calendar feed", hashlib.sha256).hexdigest()[:40]
