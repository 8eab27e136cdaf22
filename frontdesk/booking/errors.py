"""What the diary refuses, and why. Each refusal has a `type` for programs and a sentence for people."""

from datetime import datetime

from frontdesk.booking.records import Slot


class BookingError(Exception):
    """A refusal: nothing was changed. `status` is how the HTTP API answers it."""

    status = 422

    def __init__(self, type: str, title: str) -> None:  # noqa: A002 - the name that problem details give it
        super().__init__(title)
        self.type = type
        self.title = title


class NotBookable(BookingError):
    """This can't be booked by anybody: a rule of the practice or a value that makes no sense forbids it."""


class SlotTaken(BookingError):
    """Somebody else has the time. `nearest` are up to three times that were free when this was raised."""

    status = 409

    def __init__(self, nearest: tuple[Slot, ...]) -> None:
        super().__init__("slot_taken", "That time is no longer free.")
        self.nearest = nearest


class OverlapRefused(SlotTaken):
    """The database refused `wanted`. The transaction may be unusable: free times are looked up after it."""

    def __init__(self, wanted: tuple[str, str, datetime]) -> None:
        super().__init__(())
        self.wanted = wanted


class NotPossibleNow(BookingError):
    """The appointment, hold or offer is in a state that doesn't allow this."""

    status = 409


class Unknown(BookingError):
    """Nothing has this id."""

    status = 404

    def __init__(self, what: str) -> None:
        super().__init__(f"unknown_{what}", f"There is no such {what.replace('_', ' ')}.")


class UnknownAppointment(Unknown):
    """No appointment has this id or secret."""

    def __init__(self) -> None:
        super().__init__("appointment")


class ProviderDown(Exception):
    """The booking system did not answer, or not sensibly; whether a write happened is not known."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class KeyReused(BookingError):
    """The idempotency key was used before, for something else."""

    def __init__(self) -> None:
        super().__init__("idempotency_key_reused", "This key belongs to a different request.")

    status = 409


class KeyInUse(BookingError):
    """The first request with this key is still being worked on; ask again."""

    status = 409

    def __init__(self) -> None:
        super().__init__("idempotency_key_in_use", "A request with this key is still being worked on.")
