"""Who posts a form on the chat page: its one cookie, and the check that the form came from this site.

The cookie holds the conversation's token and the number of the last safety message that was acknowledged.
Scripts can't read it, and browsers do not send it along with forms that other sites post.
"""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from frontdesk.channels import tokens
from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem

COOKIE = "desk_chat"


@dataclass(frozen=True)
class Visit:
    """Which conversation a browser is in; none before its first message."""

    conversation_id: str | None = None
    acknowledged: int = 0


def visit(request: Request, desk: Annotated[Desk, Depends(get_desk)]) -> Visit:
    """What the cookie says; a cookie that this desk did not make says nothing."""
    token, _, acknowledged = request.cookies.get(COOKIE, "").partition("~")
    conversation_id = tokens.conversation_of(desk.settings, token)
    return Visit(conversation_id, number(acknowledged))


def from_this_site(request: Request) -> None:
    """Refuse a form that another site posted.

    Browsers too old to say where a form comes from send no cookie with a foreign one, so it changes nothing.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    if site != "same-origin" or (origin and urlsplit(origin).netloc != request.headers.get("host")):
        raise Problem(403, "cross_site", "This form was sent by another site")


def back_to_page(request: Request, desk: Desk, own: Visit) -> RedirectResponse:
    """After a form: the page again, with the cookie for the rest of the browser's session."""
    response = RedirectResponse("/chat#latest", 303)
    if own.conversation_id is not None:
        value = f"{tokens.issue(desk.settings, own.conversation_id)}~{own.acknowledged}"
        secure = request.url.scheme == "https" or desk.settings.base_url.startswith("https:")
        response.set_cookie(COOKIE, value, path="/chat", httponly=True, samesite="lax", secure=secure)
    return response


def forget_visit(response: Response) -> Response:
    """The same response, taking the cookie away."""
    response.delete_cookie(COOKIE, path="/chat", httponly=True, samesite="lax")
    return response


def number(text: str) -> int:
    """A message's number as a form or cookie carries it; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
