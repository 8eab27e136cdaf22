"""Pages behind secret addresses: a client's appointment (/a/...) and an offer from the waitlist (/w/...).

Who has the link may see and cancel; that is what the link is for. An address that doesn't exist
and one that never could look the same. Nothing here says what the appointment is for.
"""

import re
from contextlib import suppress

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from frontdesk.booking import ics
from frontdesk.booking.errors import BookingError, NotPossibleNow, Unknown, UnknownAppointment
from frontdesk.booking.intake import spoken
from frontdesk.booking.records import Appointment, Offer, OfferState, Status
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


@router.get("/w/{secret}")
def offer_page(diary: DiaryIn, secret: str) -> Response:
    """A time that is offered to somebody on the waitlist: take it or leave it."""
    offer = _offer(diary, secret)
    if offer is None:
        return render("gone.html", diary.practice, 404)
    until = spoken(offer.expires_at, diary.practice.zone)
    is_open = offer.state == OfferState.OPEN and offer.expires_at > diary.clock.now()
    return render(
        "offer.html",
        diary.practice,
        secret=secret,
        open=is_open,
        until=until,
        **when_and_where(offer.slot, diary.practice),
    )


@router.post("/w/{secret}/accept")
def accept_offer(diary: DiaryIn, secret: str) -> Response:
    """Book it and show the appointment; where it is too late the page of the offer says so."""
    if _offer(diary, secret) is None:
        return render("gone.html", diary.practice, 404)
    try:
        booked = diary.waitlist.accept(secret)
    except BookingError:
        return RedirectResponse(f"/w/{secret}", 303, headers=private_headers())
    return _back(booked.secret)


@router.post("/w/{secret}/decline")
def decline_offer(diary: DiaryIn, secret: str) -> Response:
    """Pass it on to the next."""
    if _offer(diary, secret) is None:
        return render("gone.html", diary.practice, 404)
    diary.waitlist.decline(secret)
    return RedirectResponse(f"/w/{secret}", 303, headers=private_headers())


def _offer(diary: Diary, secret: str) -> Offer | None:
    if not _SECRET.fullmatch(secret):
        return None
    try:
        return diary.waitlist.by_secret(secret)
    except Unknown:
        return None


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
