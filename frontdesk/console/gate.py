"""The console's door: who is signed in, and whether a form was posted from one of our own pages."""

import hmac
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from frontdesk.console.signin import form_token, is_signed_in
from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem

COOKIE = "desk_console"


class Refused(Problem):
    """Something that the console does not do; shown as a page."""


class SignInFirst(Exception):
    """Nobody is signed in; the answer is a redirect to the sign-in page."""

    def __init__(self, wanted: str) -> None:
        super().__init__("sign in first")
        self.wanted = wanted


def session_of(request: Request, desk: Annotated[Desk, Depends(get_desk)]) -> str:
    """The live session of this browser; raises `SignInFirst`."""
    session = request.cookies.get(COOKIE, "")
    if not session or not is_signed_in(desk.database, session, desk.clock.now()):
        raise SignInFirst(request.url.path if request.method == "GET" else "/console")
    return session


def posted_here(
    request: Request,
    session: Annotated[str, Depends(session_of)],
    desk: Annotated[Desk, Depends(get_desk)],
    form_token_sent: Annotated[str, Form(alias="form_token", max_length=100)] = "",
) -> str:
    """The session of a form that really is ours; 403 for all others."""
    own = form_token(session, desk.settings.session_secret)
    if not hmac.compare_digest(own.encode(), form_token_sent.encode()) or not same_origin(request):
        raise Refused(
            403, "form_token", "This form is no longer valid", "Go back, reload the page and try again"
        )
    return session


def same_origin(request: Request) -> bool:
    """Whether the browser says, or cannot say, that the form came from this site."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def set_session(response: Response, session: str, *, secure: bool) -> None:
    """Hand the session to the browser: never to scripts, never to other sites."""
    response.set_cookie(
        COOKIE, session, max_age=7 * 86400, httponly=True, samesite="strict", secure=secure, path="/console"
    )


async def to_sign_in(request: Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette's signature
    """The redirect for `SignInFirst`; back to the wanted page afterwards."""
    assert isinstance(error, SignInFirst)
    return RedirectResponse(f"/console/sign-in?next={quote(error.wanted)}", 303)
