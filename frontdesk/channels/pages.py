"""The desk's public pages and the widget's files: `/`, `/widget.js`, `/widget/...` and `/chat`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from frontdesk.channels import chat_page
from frontdesk.channels.page_rendering import files_of, page
from frontdesk.channels.widget_files import ASK_FIRST, FOREVER
from frontdesk.desk import Desk, get_desk
from frontdesk.practice import WEEKDAYS, Location, Opening
from frontdesk.problems import Problem

router = APIRouter(include_in_schema=False)
router.include_router(chat_page.router)
TheDesk = Annotated[Desk, Depends(get_desk)]
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@router.get("/")
def demo_page(desk: TheDesk) -> HTMLResponse:
    """A plain page of the practice with the widget on it."""
    offices = [_office(location) for location in desk.practice.locations.values()]
    return page("demo.html", desk, scripts=True, offices=offices, base_url=desk.settings.base_url)


@router.get("/widget.js")
def widget_loader(request: Request, desk: TheDesk) -> Response:
    """The one script that a page names."""
    return files_of(desk).loader.response(request.headers, ASK_FIRST)


@router.get("/widget/{name}")
def widget_file(name: str, request: Request, desk: TheDesk) -> Response:
    """A file of the widget in its present version."""
    return _file(name, request, desk, ASK_FIRST)


@router.get("/widget/{version}/{name}")
def versioned_widget_file(version: str, name: str, request: Request, desk: TheDesk) -> Response:
    """The same under its version. A page left open over an update gets the new one, uncached."""
    return _file(name, request, desk, FOREVER if version == files_of(desk).version else ASK_FIRST)


def _file(name: str, request: Request, desk: Desk, cache_control: str) -> Response:
    file = files_of(desk).by_name.get(name)
    if file is None:
        raise Problem(404, "not_found", "There is no such file")
    return file.response(request.headers, cache_control)


def _office(location: Location) -> dict[str, object]:
    week = zip(WEEKDAYS, _DAY_NAMES, strict=True)
    openings = {name: location.hours.get(day, []) for day, name in week}  # type: ignore[call-overload]
    hours = [(name, ", ".join(_span(o) for o in day)) for name, day in openings.items() if day]
    return {"name": location.name, "address": location.address, "hours": hours}


def _span(opening: Opening) -> str:
    start, end = opening.minutes
    return f"{_clock(start)} to {_clock(end)}"


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    half = "PM" if 12 <= hour < 24 else "AM"
    return f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''} {half}"
