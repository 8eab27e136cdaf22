"""Problem details (RFC 9457): the one shape of every error that leaves the desk as JSON."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

Documents = dict[int | str, dict[str, Any]]
_SCHEMA = {
    "type": "object",
    "title": "A refusal (RFC 9457); `type` is a short slug",
    "required": ["type", "title", "status"],
    "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}},
}
_MEANINGS = {
    400: "Not readable, or without the key it needs",
    401: "No valid key",
    404: "Nothing has this id",
    409: "Not possible now; `type` says why",
    410: "This was deleted",
    413: "Too large",
    422: "Not possible; `type` says why",
    503: "Not reachable; whether a write happened is not known",
}


def documented(*statuses: int, **members: Any) -> Documents:
    """For a route's `responses`: its refusals in OpenAPI; `members` are further ones of the document."""
    schema = _SCHEMA | {"properties": _SCHEMA["properties"] | members}  # type: ignore[operator]
    content = {"application/problem+json": {"schema": schema}}
    return {status: {"description": _MEANINGS[status], "content": content} for status in statuses}


class Problem(Exception):
    """Raised by a view to end the request with a problem document.

    `type` is a short slug that programs may rely on; `title` and `detail` are for people.
    `headers` go out with the response, every other keyword becomes a member of the document.
    """

    def __init__(
        self,
        status: int,
        type: str,  # noqa: A002 - the name the standard gives it
        title: str,
        detail: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(title)
        self.status = status
        self.type = type
        self.title = title
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra

    def document(self) -> dict[str, Any]:
        """The members of the problem document."""
        members = {"type": self.type, "title": self.title, "status": self.status}
        return members | ({"detail": self.detail} if self.detail else {}) | self.extra

    def response(self) -> JSONResponse:
        """The response that carries it."""
        return JSONResponse(
            self.document(), self.status, headers=self.headers, media_type="application/problem+json"
        )


def install(app: FastAPI) -> None:
    """Let `app` answer every error with a problem document."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)


def body_too_large(limit: int) -> Problem:
    """The request carries more bytes than `limit`."""
    return Problem(413, "body_too_large", "The request is too large", f"At most {limit} bytes are read")


def storage_unavailable() -> Problem:
    """The database does not answer."""
    title = "The front desk can't be reached just now; nothing was stored"
    return Problem(503, "storage_unavailable", title, headers={"Retry-After": "5"})


async def _problem(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - Starlette's signature
    assert isinstance(error, Problem)
    return error.response()


async def _http_error(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - Starlette's signature
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    slug = phrase.lower().replace(" ", "_").replace("-", "_")
    detail = error.detail if error.detail != phrase else None
    return Problem(error.status_code, slug, phrase, detail, headers=error.headers).response()


async def _invalid(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - Starlette's signature
    assert isinstance(error, RequestValidationError)
    if any(e["type"] == "json_invalid" for e in error.errors()):
        return Problem(400, "not_json", "The request is not readable JSON").response()
    # Only where and why: what was sent may hold a name or a number, and problems end up in logs.
    errors = [{"where": ".".join(str(p) for p in e["loc"]), "why": e["msg"]} for e in error.errors()]
    return Problem(422, "invalid", "The request is not what is expected here", errors=errors).response()
