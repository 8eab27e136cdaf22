"""The desk's API as actions use it: short timeouts, a key for every write, times in the practice's zone.

Raises `DeskDown` when the desk does not answer and `Refused` when it says no. After a timeout of a write
nothing is known: the same call with the same key gives the first answer, so the caller may simply repeat it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests

from actions.draft import Slot

READ_SECONDS = (1.0, 3.0)
WRITE_SECONDS = (1.0, 5.0)


class DeskDown(Exception):
    """The desk did not answer, or not sensibly; whether a write happened is not known."""


class Refused(Exception):
    """The desk said no. `kind` is the type of its problem document."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.kind = str(problem.get("type", ""))
        self.problem = problem
        super().__init__(f"{status} {self.kind}")


@dataclass(frozen=True)
class Named:
    """A service or an office: its id and what people call it."""

    id: str
    name: str


class DeskClient:
    """One session of HTTP with the desk; used from several threads."""

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        public_url: str = "",
        session: requests.Session | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._public_url = public_url.rstrip("/")
        self._key = key
        self._session = session or requests.Session()

    def link(self, path: str) -> str:
        """The address of one of the desk's pages, as a client can open it."""
        return self._public_url + path

    @cached_property
    def services(self) -> tuple[Named, ...]:
        """What can be booked, the practice's own order."""
        return tuple(Named(s["id"], s["name"]) for s in self._get("/services")["services"])

    @cached_property
    def locations(self) -> tuple[Named, ...]:
        """The offices."""
        return tuple(Named(s["id"], s["name"]) for s in self._get("/locations")["locations"])

    @cached_property
    def zone(self) -> ZoneInfo:
        """The practice's time zone."""
        return ZoneInfo(self._get("/locations")["timezone"])

    def service_name(self, service: str | None) -> str:
        return next((s.name for s in self.services if s.id == service), service or "")

    def location_name(self, location: str | None) -> str:
        return next((s.name for s in self.locations if s.id == location), location or "")

    def free(
        self,
        service: str,
        location: str | None,
        span: tuple[datetime, datetime],
        *,
        limit: int,
        conversation_id: str,
        moving: str | None = None,
    ) -> list[Slot]:
        """Free times that start within the span, at most `limit` an office; of all offices by default.

        What this conversation holds, and the appointment `moving`, count as free.
        """
        found: list[Slot] = []
        for place in (location,) if location else tuple(p.id for p in self.locations):
            query = {
                "service": service,
                "location": place,
                "from": span[0].isoformat(),
                "to": span[1].isoformat(),
                "limit": limit,
                "conversation_id": conversation_id,
                "moving": moving,
            }
            answer = self._get("/availability", {k: v for k, v in query.items() if v is not None})
            found += [self.slot(s) for s in answer["slots"]]
        return found

    def slot(self, found: Mapping[str, Any]) -> Slot:
        """A slot of the API, its start as the practice's clock shows it."""
        return Slot(self.local(found["start"]).isoformat(), found["location"], found["service"])

    def local(self, moment: str | datetime) -> datetime:
        """A moment in the practice's zone."""
        aware = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return aware.astimezone(self.zone)

    def hold(self, slot: Slot, conversation_id: str, key: str) -> dict[str, str]:
        """Keep a time for this conversation: {"id", "expires_at"}."""
        body = {"service": slot.service, "location": slot.location, "start": slot.start}
        return self._write("POST", "/holds", body | {"conversation_id": conversation_id}, key)

    def release(self, hold_id: str, key: str) -> None:
        """Give a held time back; nothing happens if it has gone."""
        try:
            self._write("DELETE", f"/holds/{hold_id}", None, key)
        except (DeskDown, Refused):
            return  # it expires by itself

    def book(self, appointment: Mapping[str, Any], key: str) -> dict[str, Any]:
        """Make the appointment; the answer carries its id."""
        return self._write("POST", "/appointments", appointment, key)

    def reschedule(self, appointment_id: str, slot: Slot, key: str) -> dict[str, Any]:
        """Move an appointment; it keeps its id."""
        body = {"start": slot.start, "location": slot.location, "service": slot.service}
        return self._write("POST", f"/appointments/{appointment_id}/reschedule", body, key)

    def cancel(self, appointment_id: str, key: str) -> dict[str, Any]:
        return self._write("POST", f"/appointments/{appointment_id}/cancel", {}, key)

    def confirm(self, appointment_id: str, key: str) -> dict[str, Any]:
        return self._write("POST", f"/appointments/{appointment_id}/confirm", {}, key)

    def appointments(self, conversation_id: str) -> list[dict[str, Any]]:
        """The coming appointments that this conversation is identified for, by time."""
        found: list[dict[str, Any]] = self._get(f"/conversations/{conversation_id}/appointments")[
            "appointments"
        ]
        return sorted(found, key=lambda a: str(a["start"]))

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        return self._get(f"/conversations/{conversation_id}")

    def verification(self, conversation_id: str) -> dict[str, Any]:
        """Whether codes can be sent, are wanted before a booking, are over for the hour; proved numbers."""
        return self._get(f"/conversations/{conversation_id}/verification")

    def start_verification(self, conversation_id: str, phone: str, key: str) -> dict[str, Any]:
        """Text a code to the number: its `status` is `sent`, or `on_its_way` since a moment ago."""
        return self._write("POST", f"/conversations/{conversation_id}/verification", {"phone": phone}, key)

    def check_code(self, conversation_id: str, code: str, key: str) -> dict[str, Any]:
        """Try a code: its `result` is `right`, `wrong`, `expired` or `ended`; with `tries_left`."""
        return self._write(
            "POST", f"/conversations/{conversation_id}/verification/check", {"code": code}, key
        )

    def fact(self, topic: str) -> str | None:
        """What the owner filled in, as one or two sentences; None when it is not known."""
        answer = self._get(f"/facts/{topic}")
        return str(answer["text"]) if answer.get("known") and answer.get("text") else None

    def draft(self, conversation_id: str) -> dict[str, Any]:
        return self._get(f"/conversations/{conversation_id}/draft")

    def keep_draft(self, conversation_id: str, draft: Mapping[str, Any]) -> None:
        """Store the draft; an empty one is removed."""
        path = f"/conversations/{conversation_id}/draft"
        self._write("PUT" if draft else "DELETE", path, draft or None, None)

    def go_on(self, conversation_id: str) -> None:
        """End the pause after a safety text: the client asked to go on."""
        self._write("DELETE", f"/conversations/{conversation_id}/pause", None, None)

    def pass_on(self, kind: str, conversation_id: str, turn_id: str, text: str | None) -> None:
        """Tell the therapist. `kind` is one of the desk's kinds of items."""
        body = {"kind": kind, "conversation_id": conversation_id, "turn_id": turn_id, "text": text}
        self._write("POST", "/items", body, f"{turn_id}:item:{kind}")

    def join_waitlist(self, wish: Mapping[str, Any], key: str) -> dict[str, Any]:
        return self._write("POST", "/waitlist", wish, key)

    def leave_waitlist(self, conversation_id: str, key: str) -> int:
        """Take off what this conversation put on the waitlist; how many entries that were."""
        entries = self._get("/waitlist", {"conversation_id": conversation_id})["entries"]
        for entry in entries:
            self._write("DELETE", f"/waitlist/{entry['id']}", None, f"{key}:{entry['id']}")
        return len(entries)

    def _get(self, path: str, query: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return self._ask("GET", path, READ_SECONDS, params=query)

    def _write(self, method: str, path: str, body: Any, key: str | None) -> dict[str, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        try:
            return self._ask(method, path, WRITE_SECONDS, json=body, headers=headers)
        except DeskDown:
            if key is None:
                raise
            # Look before speaking: the first answer, if there was one, comes back for the same key.
            return self._ask(method, path, WRITE_SECONDS, json=body, headers=headers)

    def _ask(self, method: str, path: str, timeout: tuple[float, float], **arguments: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._key}"} | arguments.pop("headers", {})
        try:
            response = self._session.request(
                method, self._base_url + path, timeout=timeout, headers=headers, **arguments
            )
            body = response.json() if response.content else {}
        except (requests.RequestException, ValueError) as error:
            raise DeskDown(type(error).__name__) from error
        if response.status_code >= 500 or response.status_code in {401, 429}:
            raise DeskDown(str(response.status_code))
        if response.status_code >= 400:
            raise Refused(response.status_code, body if isinstance(body, dict) else {})
        return body if isinstance(body, dict) else {"items": body}


@lru_cache(maxsize=1)
def the_desk() -> DeskClient:
    """The desk of this installation, from the environment; without any, the one that runs here by default."""
    env = os.environ
    own = f"http://127.0.0.1:{env.get('DESK_PORT', '8000')}"
    # `make run` gives the key; the standard commands of Rasa find it where the desk wrote it.
    written = Path(env.get("DESK_DATA_DIR", "var")) / "secrets" / "desk_api_key"
    key = env.get("DESK_API_KEY") or (written.read_text("ascii").strip() if written.exists() else "")
    return DeskClient(
        env.get("DESK_API_URL") or f"{own}/api/v1",
        key,
        public_url=env.get("DESK_PUBLIC_URL") or own,
    )
