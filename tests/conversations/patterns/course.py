"""The plain course of a booking, a move and a cancellation: what a client says to each question of the desk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.conversations.patterns.pattern import BOOKING
from tests.conversations.patterns.talking import Talk, said_aloud
from tests.conversations.simulated.reading import ASKS, Reading, read
from tests.support.running import FrontDesk

NAME = "Dana Smith"
OFFERS = ("offer", "nearest", "nearest_or_kept", "nothing_then", "which_time", "taken")
ENDS = (
    "utter_booked",
    "utter_booked_pending",
    "utter_moved",
    "utter_cancelled",
    "utter_stopped",
    "utter_passed_on",
)
MOST_TURNS = 14
# Open in Westport, and free for a conversation that has the diary to itself.
SOME_DAY = date(2026, 12, 8)
# A question, its words and its choices.
Asked = tuple[str | None, str, tuple[str, ...]]
NOTHING_ASKED: Asked = (None, "", ())
_ORDINALS = ("first", "second", "third", "fourth")
# Which number answers a question by text; the offices and the times are looked up among the choices.
_NUMBERS = {"service": "1", "head_injury": "1", "one_time": "1", "confirm": "1", "confirm_move": "1"}
_NUMBERS |= {"confirm_cancel": "1", "person": "2", "meaning": "1"}


@dataclass
class Course:
    """One conversation. `say` keeps the lines, and what no reply may do is asserted there.

    `day` is the client's own where several conversations share a diary; `others` are the
    appointments of other clients, `bookings` the booking system where that is a program of its own.
    """

    desk: FrontDesk
    talk: Talk
    phone: str
    other_phone: str
    day: date | None = None
    bookings: FrontDesk | None = None
    wanted: dict[str, str] = field(default_factory=lambda: {"service": "csmt", "location": "westport"})
    lines: list[str] = field(default_factory=list)
    last: Reading = field(default_factory=lambda: read(()))
    asked: Asked = NOTHING_ASKED
    # Which of the offered times is taken: a move goes well away from the time before.
    picks_last: bool = True
    picked: int = 0
    on_own_day: bool = False
    done: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    fillings: dict[str, str] = field(default_factory=dict)

    @property
    def by_text(self) -> bool:
        return self.talk.channel == "sms"

    @property
    def draft(self) -> dict[str, Any]:
        """The draft of the booking as the desk has it."""
        found: dict[str, Any] = self.desk.api(
            "GET", f"/conversations/{self.talk.conversation_id}/draft"
        ).json()
        return found

    @property
    def standing(self) -> list[dict[str, Any]]:
        """The appointments that this client has."""
        by_phone = {"phone": "+1" + self.phone.replace("-", "")}
        query = by_phone if self.by_text else {"conversation_id": self.talk.conversation_id}
        found = self.desk.api("GET", "/appointments", params=query).json()["appointments"]
        return [a for a in found if a["status"] != "cancelled"]

    def say(self, *texts: str) -> Reading:
        """Send messages at once; the reply must say something, and nothing twice."""
        self.lines += [f"C: {text}" for text in texts]
        before, reading = self.last, self.hear(self.talk.send(*texts))
        self.check(bool(reading.text), "no reply")
        # On the website the messages of a burst may be several turns, each with its question.
        questions = [b for b in reading.bubbles if any(name.startswith(ASKS) for name in b.names)]
        same = len(questions) == 1 and reading.question_text == before.question_text
        self.check(not same, "asked twice in a row in the same words")
        return reading

    def hear(self, reading: Reading) -> Reading:
        """Take in what the desk said."""
        self.last = reading
        self.lines += said_aloud(reading)
        texts = [b.text for b in reading.bubbles]
        self.check(len(set(texts)) == len(texts), "a sentence twice in one reply")
        self.done += [name for name in ENDS if reading.says(name)]
        if reading.question:
            self.asked = (reading.question, reading.question_text, reading.last_titles)
        return reading

    def check(self, holds: bool, problem: str) -> None:
        assert holds, "\n".join([problem, *self.lines])

    def reach(self, is_there: Callable[[], bool]) -> None:
        """Answer as the plain course does until it is there."""
        for _ in range(MOST_TURNS):
            if self.day and not self.on_own_day and self.last.question in OFFERS:
                self.on_own_day = True
                self.say(f"what about {self._own_day}?")
            if is_there():
                return
            self.say(self.answer(self.last.question or ""))
        self.check(False, "did not get there")

    def answer(self, question: str) -> str:
        """What the plain course says to a question; by text a number wherever there is one."""
        if question in OFFERS:
            return self._pick()
        if self.by_text and question in _NUMBERS:
            return _NUMBERS[question]
        answers = {
            "service": "craniosacral",
            "location": self._office(),
            "when": f"any time on {self._own_day}" if self.day else "any day is fine",
            "name": NAME,
            "phone": f"{self.phone}, no texts" if self.desk.settings.twilio else self.phone,
            "reach": f"{NAME}, {self.phone}",
            "head_injury": "no",
            "one_time": "yes",
            "confirm": "yes",
            "confirm_move": "yes",
            "confirm_cancel": "yes",
            "change": "nothing, book it",
            "meaning": "open times",
            "ask_julie": "no",
            "person": "no",
        }
        self.check(question in answers, f"{question or 'nothing'} was not expected")
        return answers[question]

    def filled(self, text: str) -> str:
        """A message of a pattern with the client's own values."""
        for name, value in self.fillings.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def fill(self, step: str, question: str | None) -> None:
        """Settle what {answer}, {rest} and the others stand for at this step."""
        parts = ("craniosacral", "westport", f"{self._own_day} at 2", f"it's {NAME}", self.phone)
        left = parts[BOOKING.index(step) :] if step in BOOKING else parts
        self.fillings = {
            "name": NAME,
            "phone": self.phone,
            "day": self._own_day,
            "answer": self.answer(question) if question else "",
            "rest": ", ".join(left),
        }

    @property
    def _own_day(self) -> str:
        return f"{self.day or SOME_DAY:%B %-d}".lower()

    def _office(self) -> str:
        office = self.wanted["location"]
        numbers = [str(n) for n, t in enumerate(self.last.last_titles, 1) if t.casefold() == office]
        return numbers[0] if self.by_text and numbers else office

    def _pick(self) -> str:
        """The last time on offer that is in the wanted office; the first one for a move."""
        titles = self.last.last_titles
        office = self.wanted["location"].title()
        own = [t for t in titles if office in t] or [t for t in titles if t.count(",") == 2] or list(titles)
        self.picked = titles.index(own[-1 if self.picks_last else 0])
        return str(self.picked + 1) if self.by_text else f"the {_ORDINALS[self.picked]} one"
