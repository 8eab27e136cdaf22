"""Use cases of the waitlist: joining, leaving, offering a freed time, and what becomes of the offer.

An offered time is held for that client like any other hold: the database gives it to nobody else.
Declined or lapsed, it goes to the next whom it suits, and never twice to the same.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog
from sqlalchemy.engine import Connection

from frontdesk.booking import intake, model, steps, waiting
from frontdesk.booking.errors import NotBookable, NotPossibleNow, Unknown
from frontdesk.booking.records import (
    Appointment,
    ClientDetails,
    Entry,
    EntryState,
    Hold,
    Offer,
    OfferState,
    Preferences,
    Slot,
)
from frontdesk.booking.transactions import Transactions
from frontdesk.channels.texting.hours import next_allowed
from frontdesk.practice import WEEKDAYS
from frontdesk.storage import booking as store
from frontdesk.storage import booking_spans, booking_waitlist

if TYPE_CHECKING:
    from frontdesk.booking.service import Diary

log = structlog.get_logger()

OFFER_LASTS = timedelta(hours=4)
_ON_THE_LIST = (EntryState.WAITING, EntryState.OFFERED)


def pass_on_lapsed(diary: "Diary") -> None:
    """`Waitlist.pass_on_lapsed` as a step of background work; looks before it takes the diary's lock."""
    if diary.waitlist.any_lapsed():
        diary.waitlist.pass_on_lapsed()


class Waitlist:
    """The list of one diary; safe to share between threads."""

    def __init__(self, diary: "Diary", transactions: Transactions) -> None:
        self._diary = diary
        self._transactions = transactions
        self._practice = diary.practice
        self._clock = diary.clock

    def join(
        self,
        client: ClientDetails,
        wishes: Preferences,
        *,
        conversation_id: str | None = None,
        connection: Connection | None = None,
    ) -> Entry:
        """Put a client on the list; who waits for this service already keeps their place with new wishes."""
        details = intake.client_details(client)
        self._check(wishes)
        now = self._clock.now()
        with self._transactions.within(connection) as tx:
            who = store.client_for(tx, details, now)
            for entry in booking_waitlist.entries(tx, _ON_THE_LIST, client_id=who.id):
                if entry.preferences.service == wishes.service:
                    changed = replace(entry, preferences=wishes)
                    booking_waitlist.save(tx, changed)
                    return changed
            entry = Entry(uuid4().hex, who, conversation_id, wishes, EntryState.WAITING, now)
            booking_waitlist.add(tx, entry)
        log.info("waitlist_joined", entry=entry.id, conversation_id=conversation_id)
        return entry

    def leave(self, entry_id: str, *, connection: Connection | None = None) -> None:
        """Take somebody off the list, with any open offer; raises `Unknown` for an id that never was."""
        with self._transactions.within(connection) as tx:
            entry = self._entry(tx, entry_id)
            if entry.state not in _ON_THE_LIST:
                return
            for offer in booking_waitlist.open_offers(tx):
                if offer.entry.id == entry_id:
                    self._give_up(tx, offer, OfferState.DECLINED)
            booking_waitlist.save(tx, replace(entry, state=EntryState.LEFT))
        log.info("waitlist_left", entry=entry_id, conversation_id=entry.conversation_id)

    def entries(self, *, phone: str | None = None, conversation_id: str | None = None) -> list[Entry]:
        """Everybody on the list in order, or the entries of one person."""
        number = intake.phone_number(phone) if phone is not None else None
        with self._diary.database.read() as connection:
            return booking_waitlist.entries(
                connection, _ON_THE_LIST, phone=number, conversation_id=conversation_id
            )

    def matches(self, slot: Slot) -> list[Entry]:
        """Whom this time would suit, in order of the list."""
        with self._diary.database.read() as connection:
            return waiting.matches(connection, self._practice, slot, self._clock.now())

    def offer(
        self, entry_id: str, location: str, start: datetime, *, connection: Connection | None = None
    ) -> Offer:
        """Hold a time for somebody on the list; raises `SlotTaken` when it is gone.

        For four hours at most, which begin when a client may be texted: none is used up by the night.

        Telling the client is the caller's part, see `offers_to_tell`.
        """
        intake.known_location(self._practice, location)
        now = self._clock.now()
        with self._transactions.within(connection) as tx:
            booking_spans.drop_expired_holds(tx, now)
            entry = self._entry(tx, entry_id)
            if entry.state != EntryState.WAITING:
                raise NotPossibleNow("not_waiting", "This client has an offer already, or has left the list.")
            made = self._offer(tx, entry, location, start, now)
        log.info("waitlist_offered", entry=entry_id, offer=made.id, conversation_id=entry.conversation_id)
        return made

    def by_secret(self, secret: str) -> Offer:
        """The offer whose page has this secret; raises `Unknown`."""
        with self._diary.database.read() as connection:
            return self._open(connection, secret)

    def accept(self, secret: str, *, connection: Connection | None = None) -> Appointment:
        """Book the offered time; twice is the same appointment. Raises `NotPossibleNow` once it is over."""
        with self._transactions.within(connection) as tx:
            offer = self._open(tx, secret)
            if offer.state == OfferState.ACCEPTED and offer.appointment_id:
                return steps.load(tx, offer.appointment_id)
            if offer.state != OfferState.OPEN or offer.expires_at <= self._clock.now():
                raise NotPossibleNow("offer_over", "This offer is over.")
            client = offer.entry.client
            booked = self._diary.book(
                offer.slot.service,
                offer.slot.location,
                offer.slot.start,
                ClientDetails(client.name, client.phone, client.email),
                hold_id=offer.id,
                conversation_id=offer.entry.conversation_id,
                connection=tx,
            )
            booking_waitlist.close_offer(tx, offer, OfferState.ACCEPTED, booked.id)
            booking_waitlist.save(tx, replace(offer.entry, state=EntryState.BOOKED))
        return booked

    def decline(self, secret: str, *, connection: Connection | None = None) -> None:
        """The client doesn't want the time: it is offered to the next. They stay on the list."""
        with self._transactions.within(connection) as tx:
            offer = self._open(tx, secret)
            if offer.state == OfferState.OPEN:
                self._give_up(tx, offer, OfferState.DECLINED)

    def any_lapsed(self) -> bool:
        """Whether an offer has run out without an answer."""
        with self._diary.database.read() as connection:
            return bool(booking_waitlist.open_offers(connection, expired_at=self._clock.now()))

    def pass_on_lapsed(self) -> int:
        """Offer what nobody answered to the next; call it now and then. How many offers had lapsed."""
        now = self._clock.now()
        with self._transactions.within(None) as tx:
            lapsed = booking_waitlist.open_offers(tx, expired_at=now)
            for offer in lapsed:
                self._give_up(tx, offer, OfferState.LAPSED)
        return len(lapsed)

    def offers_to_tell(self) -> list[Offer]:
        """Open offers whose client has not been told yet, those passed on among them."""
        with self._diary.database.read() as connection:
            return booking_waitlist.open_offers(connection, untold=True)

    def told(self, offer_id: str, *, connection: Connection | None = None) -> None:
        """The client's message about the offer is in the outbox."""
        with self._transactions.within(connection) as tx:
            booking_waitlist.set_told(tx, offer_id, self._clock.now())

    def _offer(self, tx: Connection, entry: Entry, location: str, start: datetime, now: datetime) -> Offer:
        service = entry.preferences.service
        session = steps.decide(tx, self._practice, (service, location, start), now)
        slot = model.slot(self._practice, service, location, session.start)
        latest = slot.start - timedelta(minutes=self._practice.rules.notice_minutes)
        until = max(
            min(next_allowed(now, self._practice.zone) + OFFER_LASTS, latest),
            now + timedelta(minutes=self._practice.rules.hold_minutes),
        )
        offer = Offer(
            id=uuid4().hex,
            entry=replace(entry, state=EntryState.OFFERED),
            slot=slot,
            state=OfferState.OPEN,
            secret=token_urlsafe(24),
            expires_at=until,
            created_at=now,
            told_at=None,
            appointment_id=None,
        )
        hold = Hold(offer.id, slot, f"offer:{offer.id}", until, now)
        with steps.guarded(slot):
            booking_spans.give(tx, offer.id, session, now, hold)
        booking_waitlist.add_offer(tx, offer)
        booking_waitlist.save(tx, offer.entry)
        return offer

    def _give_up(self, tx: Connection, offer: Offer, state: OfferState) -> None:
        now = self._clock.now()
        booking_waitlist.close_offer(tx, offer, state)
        booking_waitlist.save(tx, replace(offer.entry, state=EntryState.WAITING))
        booking_spans.drop_expired_holds(tx, now)
        booking_spans.take_back(tx, offer.id)
        asked = booking_waitlist.offered_before(tx, offer.slot)
        for entry in waiting.matches(tx, self._practice, offer.slot, now, besides=asked):
            self._offer(tx, entry, offer.slot.location, offer.slot.start, now)
            log.info("waitlist_passed_on", entry=entry.id, conversation_id=entry.conversation_id)
            return

    def _check(self, wishes: Preferences) -> None:
        location = wishes.location or next(iter(self._practice.locations))
        intake.known(self._practice, wishes.service, location)
        if set(wishes.days) - set(WEEKDAYS) or set(wishes.parts_of_day) - set(model.PARTS_OF_DAY):
            raise NotBookable("unknown_day", "Days are mon to sun, parts of the day morning to evening.")

    def _entry(self, tx: Connection, entry_id: str) -> Entry:
        entry = booking_waitlist.by_id(tx, entry_id)
        if entry is None:
            raise Unknown("waitlist_entry")
        return entry

    def _open(self, tx: Connection, secret: str) -> Offer:
        offer = booking_waitlist.offer_by_secret(tx, secret)
        if offer is None:
            raise Unknown("offer")
        return offer
