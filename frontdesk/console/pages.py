"""Rendering the console's pages: templates, filters, headers."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from frontdesk.channels.page_rendering import page_headers
from frontdesk.console.gate import Refused
from frontdesk.console.presentation import WHO, clock, long_day, moment
from frontdesk.console.signin import form_token
from frontdesk.desk import Desk
from frontdesk.items.service import open_items


def page(
    desk: Desk, template: str, status: int = 200, *, session: str | None = None, **values: Any
) -> HTMLResponse:
    """A page for this desk. With a `session`, forms on it carry that session's token."""
    zone, now = desk.practice.zone, desk.clock.now()
    if session is not None:
        token = form_token(session, desk.settings.session_secret)
        values["form_token_field"] = Markup('<input type="hidden" name="form_token" value="{}">').format(
            token
        )
    values |= {
        "practice": desk.practice,
        "moment": lambda value: moment(value, zone, now),
        "clock": lambda value: clock(value, zone),
    }
    html = _templates().get_template(template).render(**values)
    return HTMLResponse(html, status, headers=page_headers(scripts=False))


def signed_in_page(
    desk: Desk, template: str, here: str, session: str, status: int = 200, **values: Any
) -> HTMLResponse:
    """A page behind the door: with the navigation, `here` marked in it, and the count of what is open."""
    with desk.database.read() as connection:
        waiting = len(open_items(connection))
    return page(desk, template, status, session=session, here=here, open_items=waiting, **values)


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(Path(__file__).with_name("templates"))
    templates = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.filters |= {"percent": _percent, "long_day": long_day, "who": lambda sender: WHO[sender]}

    return templates


async def refusal(request: Request, error: Exception) -> HTMLResponse:
    """The page for `Refused`: what is not possible, and the way back."""
    assert isinstance(error, Refused)
    return page(request.app.state.desk, "refused.html", error.status, refused=error)


def _percent(value: float) -> str:
    return f"{round(value * 100)} %"
