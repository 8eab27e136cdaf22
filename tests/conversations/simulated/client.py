"""The simulated client: reads a reply, and says the next thing. It knows nothing of the desk but what it reads.

Its judgement of how the conversation ended is in `verdict.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from tests.conversations.simulated import choosing, phrases
from tests.conversations.simulated.plan import PASSED_ON, Plan, Repair
from tests.conversations.simulated.reading import Reading, said_time
from tests.conversations.simulated.values import has_days, other, other_phone, words
from tests.conversations.simulated.wishes import OPENINGS, TimeWish, Wish, time_wish
from tests.conversations.simulated.writing import (
    NAMES,
    SERVICES,
    opening,
    phone_words,
)

OFFERS = frozenset({"offer", "nearest", "nearest_or_kept", "nothing_then", "which_time", "taken"})
TIMES = OFFERS | {"when", "one_time", "no_times"}
ENDS = ("utter_passed_on", "utter_passed_on_here")
Finds = Callable[[Wish], bool]


@dataclass(frozen=True)
class Saying:
    """What the client sends: messages in one burst, or the title of a choice."""

    texts: tuple[str, ...] = ()
    choice: str | None = None


@dataclass
class Client:
    """One conversation's worth of a person. `is_open` tells whether a wish could be met now, as the diary has it."""

    plan: Plan
    is_open: Finds
    wish: Wish = field(init=False)
    phase: str = "arranging"  # or: moving, leaving, looking, done
    notes: list[str] = field(default_factory=list)
    booked: Wish | None = None

    def __post_init__(self) -> None:
        self.random = Random(self.plan.seed * 7 + 1)
        self.wish = self.plan.wish
        self.repairs: list[Repair] = list(self.plan.repairs)
        self.queue: list[Saying] = []
        self.open: str | None = None
        self.asked: dict[str, int] = {}
        self.plain = False
        self.said_when = False
        self.changing: str | None = None

    def first(self) -> Saying:
        """What the conversation opens with."""
        random, task = self.random, self.plan.task
        if task == "for_other":
            return self._type(random.choice(phrases.FOR_OTHERS))
        if task == "waitlist":
            return self._type(random.choice(phrases.WAITLIST))
        if task in PASSED_ON:
            asked = {"move": phrases.MOVES_OPEN, "cancel": phrases.CANCELS, "look_up": phrases.LOOK_UPS}
            return self._type(random.choice(asked[task.removeprefix("unknown_")]))
        return self._opening()

    def next(self, reading: Reading) -> Saying | None:
        """The answer to a reply; None when there is nothing more to say."""
        self._note_what_was_done(reading)
        if self.phase == "done":
            return None
        if self.queue:
            return self.queue.pop(0)
        if self.plan.task in PASSED_ON and reading.question is None and "Ask Julie" in reading.titles:
            return self._type("yes please, ask her", exact=True)
        if reading.says("utter_paused", "utter_paused_again"):
            return self._type("go on", exact=True)
        question = reading.question or self.open
        self.plain = reading.question is not None and reading.question == self.open
        self.open = question
        if question is None:
            return self._opening() if self.phase == "arranging" else self._next_errand()
        self.asked[question] = self.asked.get(question, 0) + 1
        detour = self._detour(question)
        return detour or self._answer(question, reading)

    # What has happened

    def _note_what_was_done(self, reading: Reading) -> None:
        if reading.says("utter_booked", "utter_booked_pending") and self.phase == "arranging":
            self.booked, self.open = self.wish, None
            self._begin_next_errand(reading)
        elif reading.says("utter_moved", "utter_cancelled", "utter_kept") and self.phase in {
            "moving",
            "leaving",
        }:
            self.booked = None if reading.says("utter_cancelled") else self.booked
            if reading.says("utter_moved"):
                self.booked = self.wish
            self.phase = "done"
        elif (self.phase == "looking" and reading.says("utter_appointment", "utter_appointment_pending")) or (
            reading.says("utter_waitlisted")
        ):
            self._check_told(reading)
            self.phase = "done"
        elif reading.says(*ENDS) and self.plan.task in PASSED_ON:
            self.phase = "done"
        elif reading.says("utter_stopped", "utter_started_over"):
            self.open = None

    def _begin_next_errand(self, reading: Reading) -> None:
        after = next((r for r in self.repairs if r.kind == "after"), None)
        errands = {"move": "moving", "cancel": "leaving", "keep": "leaving", "look_up": "looking"}
        self.phase = "moving" if after else errands.get(self.plan.task, "done")
        if self.phase != "done":
            self.queue = [self._next_errand()]

    def _next_errand(self) -> Saying:
        """What is wanted after the booking; said again where the desk has not taken it up."""
        random = self.random
        if self.phase == "moving":
            self.wish, self.said_when = self.wish.open_again(self.plan.then), False
            if self.wish.office and not has_days(self.wish.when, self.wish.office):
                self.wish = self.wish.open_again(time_wish(random, self.wish.office))
            loose = self.plan.style.pieces == "none" and self.plan.task == "move"
            if loose:
                return self._type(random.choice(phrases.MOVES_OPEN))
            return self._type(random.choice(phrases.MOVES).format(to=self.words("when")))
        if self.phase == "leaving":
            return self._type(random.choice(phrases.CANCELS))
        return self._type(random.choice(phrases.LOOK_UPS))

    def _check_told(self, reading: Reading) -> None:
        told = said_time(reading.value("when"))
        if self.booked and self.phase == "looking" and not (told and self.booked.suits(told, None)):
            self.notes.append(f"told {told} for {self.booked.agreed or self.booked.when.words}")

    # What comes in between

    def _detour(self, question: str) -> Saying | None:
        at = ("times", "offer") if question in OFFERS else ("times",) if question in TIMES else (question,)
        for repair in self.repairs:
            if repair.at in at and repair.kind in phrases.SAID | {"question": (), "later": ()}:
                if repair.kind == "later" and (self.wish.agreed or self.wish.when.days is not None):
                    continue
                self.repairs.remove(repair)
                return self._aside(repair)
        return None

    def _aside(self, repair: Repair) -> Saying:
        if repair.kind == "later":
            return self._type(self.random.choice(phrases.LATER))
        words = phrases.said(self.random, repair.kind)
        if repair.kind == "give_up":
            self.queue = [self._type(self.random.choice(phrases.BACK))]
            self.wish, self.said_when = self.wish.open_again(), False
        return self._type(words)

    # Answers

    def _answer(self, question: str, reading: Reading) -> Saying:
        if question in OFFERS:
            return self._pick(reading)
        answers: dict[str, Callable[[Reading], Saying]] = {
            "service": lambda r: self._give("service", r),
            "location": lambda r: self._give("office", r),
            "when": lambda r: self._give("when", r),
            "no_times": lambda r: self._type("any day is fine"),
            "name": lambda r: self._give("name", r),
            "phone": lambda r: self._give("phone", r),
            "reach": lambda r: self._type(f"{self.wish.name}, {phone_words(self.wish.phone, self.random)}"),
            "head_injury": self._injury,
            "one_time": self._one_time,
            "confirm": self._confirm,
            "confirm_move": self._confirm_move,
            "confirm_cancel": self._confirm_cancel,
            "change": self._change,
            "meaning": lambda r: self._tap(r, "Open times", "open times"),
            "which_appointment": lambda r: self._tap(r, r.titles[0], "the first one"),
        }
        return answers.get(question, lambda r: self._type("no"))(reading)

    def _give(self, part: str, reading: Reading) -> Saying:
        """Say a value, with whatever was planned to go wrong with it."""
        repair = self._take("corrected", "corrected_twice", "old_with_new", at=part)
        if repair:
            return self._wrong_first(repair, part)
        words = self.words(part)
        if self._take("with_question", at=part):
            return self._type(f"{words}, {phrases.said(self.random, 'question')}")
        if self._take("burst", at=part):
            pieces = words.split(" ", 1) if part == "name" else ["hm", words]
            return Saying(tuple(pieces))
        tappable = {"service": lambda t: t, "office": lambda t: t}.get(part)
        if tappable and reading.last_titles and self.plan.style.answers != "words":
            return self._among(part, reading)
        return self._type(words, exact=part in {"name", "phone"})

    def _among(self, part: str, reading: Reading) -> Saying:
        wanted = self.wish.service if part == "service" else self.wish.office
        index = choosing.index_of(wanted, reading.last_titles)
        if index is None:
            return self._type(self.words(part))
        if self.plan.style.answers == "numbers" and not self.plain:
            return self._type(str(index + 1))
        return Saying(choice=reading.last_titles[index])

    def _wrong_first(self, repair: Repair, part: str) -> Saying:
        """Say something else, and put it right with the next message, whatever the desk asks by then."""
        right, wrong = self.words(part), other(self.wish, part, self.random)
        if wrong is None:
            return self._type(right, exact=part in {"name", "phone"})
        if repair.kind == "corrected_twice":
            self.queue = [self._type(f"no, {wrong}"), self._type(f"no sorry, {right} was right")]
            return self._type(right)
        lines = phrases.NEW_FOR_OLD if repair.kind == "old_with_new" else phrases.CORRECTING
        if part == "name":
            lines = ("sorry, it's {new}", "no wait, my name is {new}")
        if part == "phone":
            lines = ("sorry, wrong number, it's {new}", "no wait, it's {new}")
        self.queue = [self._type(self.random.choice(lines).format(new=right, old=wrong), exact=True)]
        return self._type(wrong, exact=part in {"name", "phone"})

    def words(self, part: str) -> str:
        """A value of the wish as it is said."""
        self.said_when = self.said_when or part == "when"
        return words(self.wish, part, self.random, plain=self.plain)

    def _injury(self, reading: Reading) -> Saying:
        hurt = self.wish.head_injury
        return self._tap(
            reading, "Yes" if hurt else "No", self.random.choice(phrases.HURT if hurt else phrases.NO)
        )

    def _pick(self, reading: Reading) -> Saying:
        """One of the times on offer; the closest where none is as wished."""
        offers = choosing.offers_in(reading.last_titles)
        fitting = [o for o in offers if self.wish.suits(o.start, o.office)]
        if not fitting:
            if not self.said_when:
                return self._give("when", reading)
            if self.is_open(self.wish):
                return self._insist(offers)
            closest = choosing.closest(offers, self.wish)
            self.notes.append("compromise")
            fitting = [closest] if closest else list(offers[:1])
        if not fitting:
            return self._type(self.wish.when.words)
        picked = self.random.choice(fitting)
        self._agree(picked)
        how = "buttons" if self.plain else self.plan.style.answers
        title, words = choosing.pointing(picked, offers, how, self.random)
        return Saying(choice=title) if title else self._type(words)

    def _agree(self, picked: choosing.Offer) -> None:
        self.wish = self.wish.agreeing(picked.start, picked.office)

    def _insist(self, offers: list[choosing.Offer]) -> Saying:
        """None fits although there would be one: it is said again, the second time in full."""
        self.notes.append("not offered")
        if self.asked.get("insisted"):
            closest = choosing.closest(offers, self.wish)
            if closest:
                self._agree(closest)
                return Saying(choice=closest.title)
        self.asked["insisted"] = 1
        return self._type(self.wish.when.words)

    def _one_time(self, reading: Reading) -> Saying:
        start, office = said_time(reading.value("when")), reading.value("place").casefold()
        if start and not self.wish.suits(start, office) and self.is_open(self.wish):
            self.notes.append("not offered")
            return self._type(f"no, {self.wish.when.words}")
        if start:
            self._agree(choosing.Offer(0, "", start, office))
        return self._tap(reading, reading.last_titles[0], "yes")

    def _confirm(self, reading: Reading) -> Saying:
        if reading.question is None:
            return self._type(f"no, {self.words(self.changing)}" if self.changing else "yes, book it")
        late = self._take("late", "no_then")
        if late:
            return self._change_of_mind(late, reading)
        wrong = choosing.differences(reading, self.wish)
        self.changing = wrong[0] if wrong else None
        if wrong:
            self.notes.append(f"summary: wrong {', '.join(wrong)}")
            if self.plan.careful:
                return self._type(self._said_right(wrong[0]), exact=True)
        return self._yes(reading)

    def _said_right(self, part: str) -> str:
        """What the summary has wrong, as it should be."""
        return f"no, {phrases.ITS.get(part, '{new}')}".format(new=self.words(part))

    def _yes(self, reading: Reading) -> Saying:
        start = said_time(reading.value("when"))
        if start and self.wish.agreed is None and self.wish.suits(start, reading.value("place").casefold()):
            self.wish = self.wish.agreeing(start, reading.value("place").casefold())
        return self._tap(
            reading, reading.last_titles[0] if reading.last_titles else "", self.random.choice(phrases.YES)
        )

    def _change_of_mind(self, late: Repair, reading: Reading) -> Saying:
        """At the summary something is to be otherwise; the wish is that from now on."""
        self._wish_anew(late.at)
        if late.kind == "late":
            new = self.words(late.at)
            lines = {
                "name": ("the name should be {new}", "sorry, the name is {new}"),
                "phone": ("my number is {new} now", "use {new} instead"),
            }
            return self._type(
                self.random.choice(lines.get(late.at, phrases.LATE)).format(new=new), exact=True
            )
        self.changing = late.at
        return self._tap(reading, "Change something", "no")

    def _wish_anew(self, part: str) -> None:
        random, wish = self.random, self.wish
        if part == "service":
            self.wish = replace(wish, service=random.choice([s for s in SERVICES if s != wish.service]))
        elif part == "office":
            other = random.choice([o for o in OPENINGS if o != wish.office])
            self.wish = replace(wish.open_again(TimeWish("any day is fine")), office=other)
        elif part == "when":
            days = (wish.agreed.date(),) if wish.agreed else ()
            self.wish = wish.open_again(time_wish(random, wish.office, days))
        elif part == "name":
            self.wish = replace(wish, name=random.choice([n for n in NAMES if n != wish.name]))
        else:
            self.wish = replace(wish, phone=other_phone(wish.phone))

    def _change(self, reading: Reading) -> Saying:
        part = self.changing
        if part is None:
            return self._type("nothing, book it")
        self.changing = None
        titles = {"service": "Kind of session", "office": "Office", "when": "Day or time", "name": "Name"}
        return self._tap(reading, titles[part], self.random.choice(phrases.CHANGED_PARTS[part]))

    def _confirm_move(self, reading: Reading) -> Saying:
        wrong = choosing.differences(reading, self.wish, only=("when", "office"))
        if wrong:
            self.notes.append("move: wrong " + ", ".join(wrong))
            if self.plan.careful:
                return self._type(f"no, {self.words('when')}")
        start = said_time(reading.value("when"))
        if start and not wrong:
            self.wish = self.wish.agreeing(start, reading.value("place").casefold())
        return self._tap(reading, "Move it", self.random.choice(phrases.MOVE_YES))

    def _confirm_cancel(self, reading: Reading) -> Saying:
        self._check_told(reading)
        if self.plan.task == "keep":
            return self._tap(reading, "Keep it", "no, keep it")
        return self._tap(reading, "Cancel it", "yes")

    # Saying it

    def _opening(self) -> Saying:
        parts = {"none": (), "some": ("service", "when"), "all": ("service", "office", "when")}[
            self.plan.style.pieces
        ]
        if self.plan.style.pieces == "some" and self.random.random() < 0.5:
            parts = self.random.choice((("service",), ("service", "office"), ("when",)))
        said = []
        for part in parts:
            if part == "office" and self.wish.office is None:
                continue
            wrong = self._take("corrected", at=part)
            saying = self._wrong_first(wrong, part).texts[0] if wrong else self.words(part)
            said.append(f"in {saying}" if part == "office" else saying)
        return self._type(opening(said, self.random))

    def _tap(self, reading: Reading, title: str, words: str) -> Saying:
        """A choice for who taps (or was not understood); else the words for it, or its number."""
        if title in reading.last_titles and (self.plan.style.answers == "buttons" or self.plain):
            return Saying(choice=title)
        return self._type(words)

    def _type(self, text: str, *, exact: bool = False) -> Saying:
        if exact or self.plain:
            return Saying((text,))
        return Saying((self.plan.style.write(text, self.random),))

    def _take(self, *kinds: str, at: str | None = None) -> Repair | None:
        """A planned repair of these kinds, which is then used up."""
        found = next((r for r in self.repairs if r.kind in kinds and at in (None, r.at)), None)
        if found:
            self.repairs.remove(found)
        return found
