"""Everything the desk does between requests: turns, late apologies, texts to send, telling the therapist."""

from functools import partial

from frontdesk.booking.calendars.remote import connect
from frontdesk.booking.calendars.sync import keep_in_step
from frontdesk.booking.waitlist import pass_on_lapsed
from frontdesk.conversations.codes import with_code
from frontdesk.conversations.erasure import finish_erasures
from frontdesk.conversations.notices import tell_offers
from frontdesk.conversations.outbox import deliver_next, requeue_interrupted
from frontdesk.conversations.turn import apologise_for_late_turns
from frontdesk.conversations.verification import forget_old_codes
from frontdesk.conversations.worker import TurnWorker
from frontdesk.desk import Desk
from frontdesk.items.telling import Telling
from frontdesk.ticker import Ticker

LOOK_EVERY_SECONDS = 1.0
ERASE_EVERY_SECONDS = 30.0
PASS_ON_EVERY_SECONDS = 30.0
TELL_OFFERS_EVERY_SECONDS = 5.0
SYNC_EVERY_SECONDS = 300.0
FORGET_CODES_EVERY_SECONDS = 600.0


class Work:
    """Starts and stops the threads behind the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turns = TurnWorker(desk)
        telling = Telling(desk.database, desk.notifier, desk.clock.now)
        self._tickers = [
            Ticker("late-turns", lambda: apologise_for_late_turns(desk), LOOK_EVERY_SECONDS),
            Ticker("telling", telling.tell_due, LOOK_EVERY_SECONDS),
            Ticker("erasures", lambda: finish_erasures(desk), ERASE_EVERY_SECONDS),
            Ticker("waitlist", lambda: pass_on_lapsed(desk.diary), PASS_ON_EVERY_SECONDS),
            Ticker("offers", lambda: tell_offers(desk), TELL_OFFERS_EVERY_SECONDS),
            Ticker("codes", lambda: forget_old_codes(desk), FORGET_CODES_EVERY_SECONDS),
        ]
        if desk.settings.calendar is not None:
            calendar = connect(desk.settings.calendar)
            step = partial(keep_in_step, desk.diary, calendar)
            self._tickers.append(Ticker("calendar", step, SYNC_EVERY_SECONDS))
        if desk.sms is not None:
            self._tickers.append(outbox := Ticker("outbox", self._send_texts, LOOK_EVERY_SECONDS))
            desk.events.on_outgoing(outbox.wake)

    def start(self) -> None:
        """Go on where an earlier run stopped."""
        with self._desk.database.write() as connection:
            requeue_interrupted(connection, self._desk.clock.now())
        self._turns.start()
        for ticker in self._tickers:
            ticker.start()

    def stop(self) -> None:
        """Stop everything; what is unfinished stands in the database."""
        self._turns.stop()
        for ticker in self._tickers:
            ticker.stop()

    def _send_texts(self) -> None:
        desk = self._desk
        assert desk.sms is not None
        complete = partial(with_code, desk.settings.session_secret)
        while deliver_next(desk.database, desk.sms, desk.clock.now(), complete):
            pass
