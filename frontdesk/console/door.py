"""Signing in and out: the pages before the console."""

from pathlib import Path
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from frontdesk.channels.web import address_of
from frontdesk.console import signin
from frontdesk.console.gate import COOKIE, Refused, posted_here, same_origin, session_of, set_session
from frontdesk.console.pages import page
from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem

router = APIRouter(prefix="/console", include_in_schema=False)
log = structlog.get_logger(__name__)
TheDesk = Annotated[Desk, Depends(get_desk)]
# Longer than any password may be, so that a long one gets a sentence and not an error.
Password = Annotated[str, Form(max_length=2000)]


@router.get("", dependencies=[Depends(session_of)])
def home() -> Response:
    """The console opens with what needs the therapist."""
    return RedirectResponse("/console/needs-you", 303)


@router.get("/console.css")
def stylesheet() -> FileResponse:
    """The one stylesheet of the console."""
    path = Path(__file__).with_name("static") / "console.css"
    return FileResponse(path, media_type="text/css", headers={"Cache-Control": "no-cache"})


@router.get("/welcome/{token}")
def welcome(token: str, desk: TheDesk) -> Response:
    """The page behind a one-time link; looking at it does not use it up."""
    if not signin.link_is_good(desk.database, token, desk.clock.now()):
        return page(desk, "gone.html", 410)
    return page(desk, "welcome.html", shortest=signin.SHORTEST_PASSWORD)


@router.post("/welcome/{token}")
def set_first_password(
    request: Request, token: str, desk: TheDesk, password: Password, repeated: Password
) -> Response:
    """Set the password, use the link up, and go in."""
    _refuse_other_sites(request)
    if error := signin.why_not(password, repeated):
        return page(desk, "welcome.html", 422, shortest=signin.SHORTEST_PASSWORD, error=error)
    session = signin.set_password(desk.database, token, password, desk.clock.now())
    return _enter(desk, session, "/console/needs-you") if session else page(desk, "gone.html", 410)


@router.get("/sign-in")
def sign_in_page(desk: TheDesk, next: str = "/console") -> Response:  # noqa: A002 - the name in the address
    """Ask for the password, or say where the first link is."""
    return _sign_in_page(desk, next)


@router.post("/sign-in")
def sign_in(
    request: Request,
    desk: TheDesk,
    password: Password,
    next: Annotated[str, Form(max_length=500)] = "/console",  # noqa: A002 - the name in the form
) -> Response:
    """Open a session; ten tries in a quarter of an hour from one address."""
    _refuse_other_sites(request)
    try:
        request.app.state.rates.signing_in(address_of(request))
    except Problem as too_many:
        wait = f"Too many tries. Please wait {too_many.headers['Retry-After']} seconds."
        return _sign_in_page(desk, next, 429, error=wait)
    session = signin.sign_in(desk.database, password, desk.clock.now())
    if session is None:
        log.warning("console_sign_in_refused")
        return _sign_in_page(desk, next, 401, error="That password is not right.")
    return _enter(desk, session, next)


@router.post("/sign-out")
def sign_out(desk: TheDesk, session: Annotated[str, Depends(posted_here)]) -> Response:
    """End the session on this browser."""
    signin.sign_out(desk.database, session)
    response = RedirectResponse("/console/sign-in", 303)
    response.delete_cookie(COOKIE, path="/console")
    return response


def _sign_in_page(desk: Desk, wanted: str, status: int = 200, error: str | None = None) -> Response:
    known = signin.has_password(desk.database)
    return page(desk, "sign_in.html", status, has_password=known, next=_inside(wanted), error=error)


def _enter(desk: Desk, session: str, wanted: str) -> Response:
    response = RedirectResponse(_inside(wanted), 303)
    set_session(response, session, secure=desk.settings.base_url.startswith("https:"))
    return response


def _inside(wanted: str) -> str:
    # Never to another site, however it is spelled.
    return wanted if wanted == "/console" or wanted.startswith("/console/") else "/console"


def _refuse_other_sites(request: Request) -> None:
    if not same_origin(request):
        raise Refused(403, "other_site", "This form was sent from another site")
