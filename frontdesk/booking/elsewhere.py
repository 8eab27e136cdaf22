"""Another booking system behind an HTTP API that keeps the contract of ours (`BOOKING_API_URL`)."""

from datetime import datetime
from typing import Any, TypeVar

import requests
from pydantic import BaseModel, ValidationError

from frontdesk.booking.admission import admitted
from frontdesk.booking.answers import (
    AppointmentAnswer,
    AppointmentsAnswer,
    AvailabilityAnswer,
    HoldAnswer,
    SlotAnswer,
)
from frontdesk.booking.documents import refusal
from frontdesk.booking.errors import BookingError, NotBookable, NotPossibleNow, ProviderDown
from frontdesk.booking.intake import phone_number
from frontdesk.booking.provider import Health
from frontdesk.booking.records import Status
from frontdesk.booking.requests import BookingRequest, HoldRequest, OfferRequest, RescheduleRequest
from frontdesk.storage.database import Database
from frontdesk.wire import read_whole

# Seconds to connect and to answer: less than the actions wait for the desk.
READ_SECONDS = (1.0, 2.0)
WRITE_SECONDS = (1.0, 3.5)
MOST_BYTES = 8 * 1024 * 1024
STANDING = (Status.CONFIRMED, Status.PENDING_APPROVAL)
Model = TypeVar("Model", bound=BaseModel)


class _Refusal(BaseModel):
    """What is read of a problem document."""

    type: str = ""
    title: str = ""
    nearest: list[SlotAnswer] = []


class HttpProvider:
    """`database` is the desk's own: it says whether a conversation is paused and what number it has.

    Keys are handed on, so exactly once is as good as the other system keeps it. An answer that is not to what
    was asked is none: another time, somebody else's appointment. Safe between threads.
    """

    def __init__(self, url: str, api_key: str, database: Database) -> None:
        self._url = url.rstrip("/")
        self._database = database
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {api_key}"

    def offer(self, wanted: OfferRequest) -> list[SlotAnswer]:
        query = wanted.model_dump(mode="json", by_alias=True, exclude_none=True)
        slots = _read(AvailabilityAnswer, self._get("/availability", query)).slots
        for slot in slots:
            _insist((slot.service, slot.location) == (wanted.service, wanted.location))
        return slots[: wanted.limit]

    def hold(self, wanted: HoldRequest, key: str | None) -> HoldAnswer:
        held = _read(HoldAnswer, self._write("POST", "/holds", wanted, key))
        _insist(_is_at(held, wanted))
        return held

    def release(self, hold_id: str, key: str | None) -> None:
        self._write("DELETE", f"/holds/{hold_id}", None, key)

    def book(self, wanted: BookingRequest, key: str) -> AppointmentAnswer:
        try:
            with self._database.read() as connection:
                request = admitted(connection, wanted)
        except NotPossibleNow:
            # Where the answer was lost before the pause it stands, and "not booked" would be untrue.
            if made := self._made_before(wanted):
                return made
            raise
        booked = _read(AppointmentAnswer, self._write("POST", "/appointments", request, key))
        _insist(_is_at(booked, wanted))
        return booked

    def _made_before(self, wanted: BookingRequest) -> AppointmentAnswer | None:
        found = self.find(conversation_id=wanted.conversation_id, statuses=STANDING)
        return next((each for each in found if _is_at(each, wanted)), None)

    def move(self, appointment_id: str, wanted: RescheduleRequest, key: str | None) -> AppointmentAnswer:
        moved = self._change(appointment_id, "reschedule", wanted, key)
        _insist(_is_at(moved, wanted))
        return moved

    def cancel(self, appointment_id: str, key: str | None) -> AppointmentAnswer:
        cancelled = self._change(appointment_id, "cancel", None, key)
        _insist(cancelled.status == Status.CANCELLED)
        return cancelled

    def confirm(self, appointment_id: str, key: str | None) -> AppointmentAnswer:
        confirmed = self._change(appointment_id, "confirm", None, key)
        _insist(confirmed.attendance_confirmed)
        return confirmed

    def find(
        self,
        *,
        phone: str | None = None,
        client_id: str | None = None,
        conversation_id: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
        statuses: tuple[Status, ...] = (),
    ) -> list[AppointmentAnswer]:
        query = {
            "phone": phone,
            "client_id": client_id,
            "conversation_id": conversation_id,
            "from": start.isoformat() if start else None,
            "to": end.isoformat() if end else None,
            "status": [status.value for status in statuses],
        }
        given = {name: value for name, value in query.items() if value}
        found = _read(AppointmentsAnswer, self._get("/appointments", given)).appointments
        for each in found:
            # A system that doesn't know one of these filters gives everybody's.
            _insist(phone is None or _is_number(each.client.phone, phone))
            _insist(client_id is None or each.client.id == client_id)
            _insist(conversation_id is None or each.conversation_id == conversation_id)
            _insist(not statuses or each.status in statuses)
        return found

    def health(self) -> Health:
        try:
            answer = self._get("/services", {})
        except (ProviderDown, BookingError) as error:
            return Health(False, str(error))
        is_ours = isinstance(answer, dict) and "services" in answer
        return Health(is_ours, "" if is_ours else "no booking system")

    def _change(
        self, appointment_id: str, change: str, wanted: BaseModel | None, key: str | None
    ) -> AppointmentAnswer:
        path = f"/appointments/{appointment_id}/{change}"
        changed = _read(AppointmentAnswer, self._write("POST", path, wanted, key))
        _insist(changed.id == appointment_id)
        return changed

    def _get(self, path: str, query: dict[str, Any]) -> Any:
        return self._ask("GET", path, READ_SECONDS, params=query)

    def _write(self, method: str, path: str, body: BaseModel | None, key: str | None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        document = body.model_dump(mode="json") if body else None
        return self._ask(method, path, WRITE_SECONDS, json=document, headers=headers)

    def _ask(self, method: str, path: str, timeout: tuple[float, float], **arguments: Any) -> Any:
        try:
            # Not followed: elsewhere a booking would be told to whomever the redirect names, or become a GET.
            response = self._session.request(
                method, self._url + path, timeout=timeout, allow_redirects=False, stream=True, **arguments
            )
            read_whole(response, seconds=timeout[1], most=MOST_BYTES)
            document = response.json() if response.content else None
        except (requests.RequestException, ValueError) as error:
            raise ProviderDown(type(error).__name__) from error
        status = response.status_code
        if 200 <= status < 300:
            return document
        told = _read(_Refusal, document if isinstance(document, dict) else {})
        # A 404 without a word about what is unknown is an address that isn't there.
        if (status in (409, 422) and told.type) or (status == 404 and told.type.startswith("unknown_")):
            raise refusal(told.model_dump(mode="json") | {"status": status})
        raise ProviderDown(f"status {status}")


def _read(model: type[Model], document: Any) -> Model:
    """What else a system tells beside the contract is passed over; what is missing is not."""
    try:
        return model.model_validate(document, extra="ignore")
    except ValidationError as error:
        raise ProviderDown("an answer outside the contract") from error


def _insist(is_so: bool) -> None:
    if not is_so:
        raise ProviderDown("an answer to something else")


def _is_at(made: SlotAnswer, wanted: HoldRequest | BookingRequest | RescheduleRequest) -> bool:
    """Whether it is the time that was asked for; what a move leaves out stays."""
    same_place = wanted.location in (None, made.location) and wanted.service in (None, made.service)
    return same_place and made.start == wanted.start


def _is_number(number: str, wanted: str) -> bool:
    try:
        return phone_number(number) == phone_number(wanted)
    except NotBookable:
        return False
