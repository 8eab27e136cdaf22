"""The client's own page of an appointment, behind a secret address: time, place, calendar file, cancellation.

Who has the link may see and cancel; that is what the link is for. An address that doesn't exist
and one that never could look the same. Nothing here says what the appointment is for.
"""

import re
from contextlib import suppress

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from frontdesk.booking import ics
from frontdesk.booking.errors import NotPossibleNow, UnknownAppointment
from frontdesk.booking.records import Appointment, Status
from frontdesk.booking.service import Diary
from frontdesk.booking.sheets import private_headers, render, when_and_where
from frontdesk.booking.writes import DiaryIn

router = APIRouter(include_in_schema=False)
_SECRET = re.compile(r"[A-Za-z0-9_-]{20,64}")


@router.get("/a/{secret}")
def appointment_page(diary: DiaryIn, secret: str) -> Response:
    """The appointment as it stands."""
    found = _find(diary, secret)
    if found is None:
        return render("gone.html", diary.practice, 404)
    return render(
        "appointment.html",
        diary.practice,
        secret=secret,
        standing=_standing(found, diary),
        open=_open(found, diary),
        **when_and_where(found.slot, diary.practice),
    )


@router.get("/a/{secret}/appointment.ics")
def calendar_file(diary: DiaryIn, secret: str) -> Response:
    """The appointment for the client's calendar."""
    found = _find(diary, secret)
    if found is None:
        return render("gone.html", diary.practice, 404)
    headers = private_headers() | {"Content-Disposition": 'attachment; filename="appointment.ics"'}
    content = ics.calendar_file(found, diary.practice)
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/a/{secret}/cancel")
def ask_before_cancelling(diary: DiaryIn, secret: str) -> Response:
    """The question before the cancellation, so that no preview of a link can cancel anything."""
    found = _find(diary, secret)
    if found is None:
        return render("gone.html", diary.practice, 404)
    if not _open(found, diary):
        return _back(secret)
    return render("cancel.html", diary.practice, secret=secret, **when_and_where(found.slot, diary.practice))


@router.post("/a/{secret}/cancel")
def cancel(diary: DiaryIn, secret: str) -> Response:
    """Cancel, and show the page again; where it can't be cancelled any more the page says how it stands."""
    found = _find(diary, secret)
    if found is None:
        return render("gone.html", diary.practice, 404)
    with suppress(NotPossibleNow):
        diary.cancel(found.id)
    return _back(secret)


def _find(diary: Diary, secret: str) -> Appointment | None:
    if not _SECRET.fullmatch(secret):
        return None
    try:
        return diary.by_secret(secret)
    except UnknownAppointment:
        return None


def _back(secret: str) -> Response:
    return RedirectResponse(f"/a/{secret}", 303, headers=private_headers())


def _open(found: Appointment, diary: Diary) -> bool:
    waiting_or_confirmed = found.status in (Status.PENDING_APPROVAL, Status.CONFIRMED)
    return waiting_or_confirmed and found.slot.start > diary.clock.now()


def _standing(found: Appointment, diary: Diary) -> str:
    if found.status == Status.CANCELLED:
        return "Cancelled"
    if found.slot.start <= diary.clock.now():
        return "Past"
    if found.status == Status.PENDING_APPROVAL:
        return f"Held for you; {diary.practice.practice.therapist} confirms it"
    return "Confirmed"
