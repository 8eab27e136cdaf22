"""The plain pages that a client opens from a link: rendered here, with headers that keep them private."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from frontdesk.booking.intake import office, spoken
from frontdesk.booking.records import Slot
from frontdesk.practice import Practice

_TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, practice: Practice, status: int = 200, **values: Any) -> HTMLResponse:
    """A page that is never cached, framed, indexed or named as referrer, and that loads nothing."""
    css, policy = _style()
    page = _environment().get_template(template).render(practice=practice, css=css, **values)
    return HTMLResponse(page, status, headers=private_headers() | {"Content-Security-Policy": policy})


def private_headers() -> dict[str, str]:
    """For everything that stands behind a secret address."""
    return {
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
        "X-Content-Type-Options": "nosniff",
    }


def when_and_where(slot: Slot, practice: Practice) -> dict[str, Any]:
    """What the templates say about a slot: time, zone and office, never the service."""
    start = slot.start.astimezone(practice.zone)
    return {
        "start": start,
        "when": f"{spoken(start, practice.zone)}, {start.year}",
        "zone": start.tzname(),
        "office": office(practice, slot.location),
    }


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined)


@lru_cache(maxsize=1)
def _style() -> tuple[Markup, str]:
    css = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none'"
    return Markup(css), policy  # noqa: S704 - our own file, not anybody's input
