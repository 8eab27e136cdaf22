"""Templates and headers of the desk's own public pages."""

from functools import cache
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from frontdesk.channels.widget_files import WidgetFiles, phone_link, practice_module
from frontdesk.desk import Desk

_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_POLICY_FOR_SCRIPTS = {
    "script-src": "'self'",
    "connect-src": "'self'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


def page(
    template: str, desk: Desk, *, status: int = 200, scripts: bool = False, **values: object
) -> HTMLResponse:
    """A page from `templates/`, every value escaped. Without `scripts` it runs none and is never cached."""
    files = files_of(desk)
    values |= {
        "stylesheet": f"/{files.path('page.css')}",
        "icon": f"/{files.path('icon.svg')}",
        "widget": f"/{files.path('front-desk.js')}",
        "practice": desk.practice,
        "phone_link": phone_link(desk.practice.practice.phone),
    }
    content = _templates().get_template(template).render(**values)
    return HTMLResponse(content, status, headers=page_headers(scripts=scripts))


def page_headers(*, scripts: bool) -> dict[str, str]:
    """Headers of a page with the widget on it, or of one without any script."""
    policy = _POLICY | (_POLICY_FOR_SCRIPTS if scripts else {})
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        # Forms must name their origin, so the referrer may go to this site itself.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-cache" if scripts else "no-store",
    }


def files_of(desk: Desk) -> WidgetFiles:
    """The widget's files for this desk, read when they are first asked for."""
    return _files(practice_module(desk.practice))


@cache
def _files(practice: bytes) -> WidgetFiles:
    return WidgetFiles(practice)


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
