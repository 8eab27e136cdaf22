"""`/healthz`, `/readyz`, `/metrics`: whether the desk lives, what it can do, and its figures."""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from frontdesk.desk import Desk, get_desk
from frontdesk.problems import Problem

PROBE_SECONDS = 2.0
router = APIRouter(tags=["operation"])


class Metrics:
    """The desk's own figures, one registry for each application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        names = ("method", "route", "status")
        self._requests = Counter("desk_requests", "Requests served", names, registry=self.registry)
        self._seconds = Histogram(
            "desk_request_seconds", "Seconds a request took", ("route",), registry=self.registry
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The program runs; asks for no thread, so that it answers when all of them are stuck."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(desk: Annotated[Desk, Depends(get_desk)]) -> JSONResponse:
    """Whether a message would get its answer: 200 when everything that this takes is there, else 503."""
    checks = {
        "database": _named(_database_answers(desk)),
        "bookings": _named(desk.bookings.health().ok),
        "assistant": _named(desk.assistant.ready()),
        "actions": _named(_actions_answer(desk)),
    }
    ready = all(state == "ok" for state in checks.values())
    return JSONResponse(
        {"status": "ready" if ready else "not_ready", "checks": checks}, 200 if ready else 503
    )


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Prometheus figures, for this machine only."""
    if not _is_local(request.client.host if request.client else "", request.headers):
        raise Problem(404, "not_found", "Not Found")
    content = generate_latest(request.app.state.metrics.registry)
    return Response(content, media_type=CONTENT_TYPE_LATEST)


def _named(answers: bool) -> str:
    return "ok" if answers else "down"


def _database_answers(desk: Desk) -> bool:
    try:
        with desk.database.read() as connection:
            connection.execute(sa.text("SELECT 1 FROM conversations LIMIT 1"))
    except SQLAlchemyError:
        return False
    return True


def _actions_answer(desk: Desk) -> bool:
    probe = HTTPConnection("127.0.0.1", desk.settings.actions_port, timeout=PROBE_SECONDS)
    try:
        probe.request("GET", "/health")
        return probe.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        probe.close()


def _is_local(host: str, headers: Mapping[str, str]) -> bool:
    # A proxy on this machine comes from loopback too, and says for whom.
    if "x-forwarded-for" in headers or "forwarded" in headers:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
