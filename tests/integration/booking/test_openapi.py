"""Schemathesis over the OpenAPI document of the running desk: no 500, no answer that the document doesn't allow,
and no error in the document that nobody can get.

It runs in an environment of its own (its pins clash with Rasa's), which uv makes: `make soak`.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import Request

from frontdesk.conversations.erasure import erase
from tests.desk_kit import Chat, TestDesk, build, served
from tests.support.diary import database_url

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
DANA = {"name": "Dana Quinn", "phone": "203-555-0142"}
TIME = {"service": "csmt", "location": "westport", "start": "2027-01-19T12:00:00-05:00"}
BODIES: dict[str, Any] = {
    "/holds": TIME | {"conversation_id": "c1"},
    "/appointments": TIME | {"client": DANA},
    "/appointments/{appointment_id}/reschedule": {"start": TIME["start"]},
    "/blocks": {"start": TIME["start"], "end": "2027-01-19T13:00:00-05:00"},
    "/waitlist": {"service": "csmt", "client": DANA},
    "/items": {"kind": "question", "conversation_id": "nothing", "text": "?"},
    "/conversations/{conversation_id}/draft": {},
    "/conversations/{conversation_id}/verification": {"phone": DANA["phone"]},
    "/conversations/{conversation_id}/verification/check": {"code": "482913"},
}
# What only a broken database and an unreachable booking system bring about; both have tests of their own.
ELSEWHERE = {503}


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def test_answers_are_those_of_the_document(kind: str, tmp_path: Path) -> None:
    """Whatever is sent; and every documented error comes up."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("NOT TESTED: uv is needed for an environment with Schemathesis")
    with database_url(kind) as url:
        desk = build(tmp_path, DESK_DATABASE_URL=url)
        seen = record(desk)
        with served(desk.app) as base, httpx.Client(base_url=base, timeout=30) as http:
            document = http.get("/api/v1/openapi.json", headers=desk.api_headers()).json()
            values = things(desk, Api(desk, http))
            command = [uv, "tool", "run", "--from", "schemathesis==4.32.5", "schemathesis", "run"]
            key = f"Authorization: {desk.api_headers()['Authorization']}"
            address = f"{base}/api/v1/openapi.json"
            more = ["--checks", CHECKS, "-n", "60", "--seed", "1", "--continue-on-failure", "-H", key]
            run = subprocess.run(
                [*command, address, *more],
                capture_output=True,
                text=True,
                env=os.environ
                | {"SCHEMATHESIS_HOOKS": "tests.support.schemathesis_hooks", "PYTHONPATH": "."}
                | {"CONTRACT_VALUES": json.dumps(values)},
            )
            bring_about(http, desk.api_headers(), document, values["conversation_id"])
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-1000:]
    assert not missing(document, seen), "\n".join(missing(document, seen))


class Api:
    """The API with its key."""

    def __init__(self, desk: TestDesk, http: httpx.Client) -> None:
        self._desk, self.http = desk, http

    def post(self, path: str, body: Any = None) -> Any:
        headers = self._desk.api_headers() | {"Idempotency-Key": uuid4().hex}
        answer = self.http.post(f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()


def things(desk: TestDesk, api: Api) -> dict[str, list[Any]]:
    """Things of each kind that exist, some that were given up, and times that are free or not."""
    talks = [Chat(api.http).conversation_id for _ in range(3)]
    erase(desk.desk, talks[2])
    client = DANA
    wanted = {"service": "csmt", "location": "westport"}
    starts = [f"2026-12-{day:02}T{hour}:00:00-05:00" for day in (3, 8, 10, 15, 17) for hour in (12, 15)]
    booked = [api.post("/appointments", wanted | {"start": at, "client": client})["id"] for at in starts]
    api.post(f"/appointments/{booked[0]}/cancel")
    held = [
        api.post("/holds", wanted | {"start": at, "conversation_id": at})
        for at in [f"2027-01-{day:02}T12:00:00-05:00" for day in (5, 7, 12, 14)]
    ]
    days = [f"2026-12-{day:02}T" for day in range(20, 30)]
    blocks = [api.post("/blocks", {"start": f"{d}09:00:00-05:00", "end": f"{d}17:00:00-05:00"}) for d in days]
    entries = [
        api.post("/waitlist", {"service": "csmt", "client": client | {"name": f"Client {n}"}})
        for n in range(6)
    ]
    return {
        "service": ["csmt", "csmt", "csmt", "yoga"],
        "location": ["westport", "stamford", "westport"],
        "start": [*starts, *(at.replace("T12", "T17") for at in starts)],
        "end": ["2026-12-18T19:00:00-05:00", "2026-12-01T19:00:00-05:00"],
        "from": ["2026-12-02T09:00:00-05:00"],
        "to": ["2026-12-04T19:00:00-05:00"],
        "phone": ["203-555-0142", "+12035550177", "call me"],
        "name": ["Dana Quinn", "Lee Marsh"],
        "email": [None, "dana@example.org"],
        "appointment_id": [*booked, "nothing"],
        "conversation_id": [*talks, "nothing"],
        "hold_id": [*(each["id"] for each in held), "nothing"],
        "block_id": [*(each["id"] for each in blocks), "nothing"],
        "entry_id": [*(each["id"] for each in entries), "nothing"],
        "topic": ["price", "hours"],
        "Idempotency-Key": [f"key-{number}" for number in range(400)],
    }


def record(desk: TestDesk) -> set[tuple[str, str, int]]:
    """Every answer of the API from now on: method, path, status."""
    seen: set[tuple[str, str, int]] = set()

    @desk.app.middleware("http")
    async def note(request: Request, call_next: Any) -> Any:
        answer = await call_next(request)
        seen.add((request.method, request.url.path.removeprefix("/api/v1"), answer.status_code))
        return answer

    return seen


def bring_about(
    http: httpx.Client, headers: dict[str, str], document: dict[str, Any], conversations: list[str]
) -> None:
    """Every kind of error at every address that documents it; what is 422 comes from Schemathesis."""
    used = headers | {"Idempotency-Key": "used"}
    assert http.post("/api/v1/waitlist", json=BODIES["/waitlist"], headers=used).status_code == 201
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            body = BODIES.get(path)

            def ask(identity: str, *, to: str = f"/api/v1{path}", by: str = method, **more: Any) -> int:
                return http.request(by, re.sub(r"\{\w+\}", identity, to), **more).status_code

            assert ask("nothing") == 401
            assert ask("nothing", content=b"x" * 70_000) == 413
            documented = operation["responses"]
            if "400" in documented:
                json_type = {"Content-Type": "application/json"}
                assert ask("nothing", content=b"{", headers=headers | json_type) == 400
            if "404" in documented:
                assert ask("nothing", json=body, headers=headers) == 404
            if "409" in documented:
                other = body and body | {"service": "short"} if path == "/waitlist" else body
                # Without a phone number connected, no living conversation can prove one.
                whose = conversations[0] if path.endswith("/verification") else "nothing"
                assert ask(whose, json=other, headers=used) == 409
            if "410" in documented:
                erased = conversations[2]
                gone = body | {"conversation_id": erased} if body and "conversation_id" in body else body
                assert ask(erased, json=gone, headers=headers) == 410


def missing(document: dict[str, Any], seen: set[tuple[str, str, int]]) -> list[str]:
    """The documented errors that nobody got."""
    found = []
    for path, operations in document["paths"].items():
        pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path).replace(".ics", r"\.ics"))
        for method, operation in operations.items():
            got = {s for m, p, s in seen if m == method.upper() and pattern.fullmatch(p)}
            lacking = (
                {int(status) for status in operation["responses"] if int(status) >= 400} - got - ELSEWHERE
            )
            found += [f"{method.upper()} {path} {status}" for status in sorted(lacking)]
    return found
