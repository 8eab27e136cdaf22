"""The desk's own diary as a `BookingProvider`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.engine import Connection

from frontdesk.booking import documents
from frontdesk.booking.admission import admitted
from frontdesk.booking.answers import AppointmentAnswer, HoldAnswer, SlotAnswer
from frontdesk.booking.provider import Health
from frontdesk.booking.records import Appointment, Status
from frontdesk.booking.requests import BookingRequest, HoldRequest, OfferRequest, RescheduleRequest
from frontdesk.booking.service import Diary
from frontdesk.booking.writes import written


class DiaryProvider:
    """Each write is one transaction, its answer under the key included."""

    def __init__(self, diary: Diary) -> None:
        self._diary = diary

    def offer(self, wanted: OfferRequest) -> list[SlotAnswer]:
        found = self._diary.availability(
            wanted.service,
            wanted.location,
            wanted.start,
            wanted.end,
            part_of_day=wanted.part_of_day,
            limit=wanted.limit,
            conversation_id=wanted.conversation_id,
            moving=wanted.moving,
        )
        return [
            SlotAnswer.model_validate(documents.slot_document(each, self._diary.practice)) for each in found
        ]

    def hold(self, wanted: HoldRequest, key: str | None) -> HoldAnswer:
        def work(tx: Connection) -> dict[str, Any]:
            held = self._diary.hold(
                wanted.service, wanted.location, wanted.start, wanted.conversation_id, connection=tx
            )
            return documents.hold_document(held, self._diary.practice)

        return HoldAnswer.model_validate(written(self._diary, key, "hold", wanted, 201, work).body)

    def release(self, hold_id: str, key: str | None) -> None:
        def work(tx: Connection) -> None:
            self._diary.release(hold_id, connection=tx)

        written(self._diary, key, f"release {hold_id}", None, 204, work)

    def book(self, wanted: BookingRequest, key: str) -> AppointmentAnswer:
        def work(tx: Connection) -> Appointment:
            request = admitted(tx, wanted)
            return self._diary.book(
                request.service,
                request.location,
                request.start,
                request.client.details(),
                hold_id=request.hold_id,
                conversation_id=request.conversation_id,
                note=request.note,
                screening=request.screening.answers(),
                connection=tx,
            )

        return self._appointment(key, "book", wanted, 201, work)

    def move(self, appointment_id: str, wanted: RescheduleRequest, key: str | None) -> AppointmentAnswer:
        def work(tx: Connection) -> Appointment:
            return self._diary.reschedule(
                appointment_id,
                wanted.start,
                location=wanted.location,
                service=wanted.service,
                hold_id=wanted.hold_id,
                conversation_id=wanted.conversation_id,
                connection=tx,
            )

        return self._appointment(key, f"reschedule {appointment_id}", wanted, 200, work)

    def cancel(self, appointment_id: str, key: str | None) -> AppointmentAnswer:
        def work(tx: Connection) -> Appointment:
            return self._diary.cancel(appointment_id, connection=tx)

        return self._appointment(key, f"cancel {appointment_id}", None, 200, work)

    def confirm(self, appointment_id: str, key: str | None) -> AppointmentAnswer:
        def work(tx: Connection) -> Appointment:
            return self._diary.confirm(appointment_id, connection=tx)

        return self._appointment(key, f"confirm {appointment_id}", None, 200, work)

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
        found = self._diary.find(
            phone=phone,
            client_id=client_id,
            conversation_id=conversation_id,
            start=start,
            end=end,
            statuses=statuses,
        )
        return [AppointmentAnswer.model_validate(self._document(each)) for each in found]

    def health(self) -> Health:
        try:
            with self._diary.database.read() as connection:
                connection.execute(sa.text("SELECT 1 FROM diary_spans LIMIT 1"))
        except sa.exc.SQLAlchemyError as error:
            return Health(False, type(error).__name__)
        return Health(True)

    def _appointment(
        self,
        key: str | None,
        operation: str,
        wanted: BaseModel | None,
        status: int,
        work: Callable[[Connection], Appointment],
    ) -> AppointmentAnswer:
        def documented(tx: Connection) -> dict[str, Any]:
            return self._document(work(tx))

        answer = written(self._diary, key, operation, wanted, status, documented)
        return AppointmentAnswer.model_validate(answer.body)

    def _document(self, appointment: Appointment) -> dict[str, Any]:
        return documents.appointment_document(appointment, self._diary.practice)
