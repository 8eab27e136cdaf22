"""The plain course of a booking, a move and a cancellation, with one pattern put in at one step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.conversations.patterns.table import Case
from tests.conversations.simulated.conversing import appointments, tidy
from tests.conversations.simulated.reading import Reading, read
from tests.support.chat import ChatClient
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


@dataclass
class Course:
    """One conversation. `say` keeps the lines, and what no reply may do is asserted there."""

    desk: FrontDesk
    chat: ChatClient
    phone: str
    wanted: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    last: Reading = field(default_factory=lambda: read(()))
    done: list[str] = field(default_factory=list)

    def say(self, text: str) -> Reading:
        replies = self.chat.say(text)
        before, self.last = self.last, read(replies)
        told = [f"D: {m['text']}  {[c['title'] for c in m['choices']] or ''}" for m in replies]
        self.lines += [f"C: {text}", *told]
        texts = [b.text for b in self.last.bubbles]
        self.check(bool(texts), "no reply")
        self.check(len(set(texts)) == len(texts), "a sentence twice in one reply")
        same = self.last.question_text == before.question_text
        self.check(not (self.last.question and same), "asked twice in a row in the same words")
        self.done += [name for name in ENDS if self.last.says(name)]
        return self.last

    def check(self, holds: bool, problem: str) -> None:
        assert holds, "\n".join([problem, *self.lines])

    def answer(self, question: str) -> str:
        """What the plain course says to a question."""
        if question in OFFERS:
            return self._pick()
        answers = {
            "service": "craniosacral",
            "location": self.wanted["location"],
            "when": "any day is fine",
            "name": NAME,
            "phone": self.phone,
            "reach": f"{NAME}, {self.phone}",
            "head_injury": "no",
            "one_time": "yes",
            "confirm": "yes",
            "confirm_move": "yes",
            "confirm_cancel": "yes",
            "change": "nothing, book it",
            "ask_julie": "no",
            "person": "no",
        }
        self.check(question in answers, f"{question} was not expected")
        return answers[question]

    def _pick(self) -> str:
        """The last time on offer that is in the wanted office."""
        titles = self.last.last_titles
        office = self.wanted["location"].title()
        own = [t for t in titles if office in t] or [t for t in titles if t.count(",") == 2] or list(titles)
        return f"the {('first', 'second', 'third', 'fourth')[titles.index(own[-1])]} one"


def play(desk: FrontDesk, case: Case, phone: str) -> None:
    """Hold the conversation of a case; raises `AssertionError` with what was said where it goes wrong."""
    course = Course(desk, ChatClient(desk.url), phone, {"service": "csmt", "location": "westport"})
    try:
        _reach(course, case)
        before = _standing(course)
        _put_in(course, case)
        _finish(course, case)
        _judge(course, case, before)
    finally:
        tidy(desk, course.chat)


def _reach(course: Course, case: Case) -> None:
    course.say("i want to book")
    if case.task == "book":
        _answer_until(course, lambda: course.last.question == case.step)
        return
    _answer_until(course, lambda: "utter_booked" in course.done)
    course.done.clear()
    course.say(
        "i need to cancel my appointment" if case.task == "cancel" else "i need to move my appointment"
    )
    wanted = {"move_offer": "offer"}.get(case.step, case.step)
    _answer_until(course, lambda: course.last.question == wanted)


def _answer_until(course: Course, is_there: Callable[[], bool]) -> None:
    for _ in range(MOST_TURNS):
        if is_there():
            return
        course.say(course.answer(course.last.question or ""))
    course.check(False, "did not get there")


def _put_in(course: Course, case: Case) -> None:
    pattern, question = case.pattern, course.last.question
    course.lines.append(f"--- {case.id}")
    for index, text in enumerate(pattern.says):
        reading = course.say(text)
        if index == 0 and pattern.replies:
            course.check(reading.says(*pattern.replies), f"none of {pattern.replies} was said")
    if pattern.then == "asks_again":
        course.check(course.last.question == question, f"{question} was not asked again")
    elif pattern.then == "goes_on":
        course.check(course.last.question not in (None, question), "did not go on")
    elif pattern.then in ("waits", "stops"):
        course.check(course.last.question is None, "asked although it should wait")
    course.wanted |= pattern.ends or {}
    if pattern.then == "any" and pattern.ends is not None and course.last.question:
        course.done.clear()
    course.lines.append("---")
    if course.last.question is None and pattern.then != "stops" and not course.done and question:
        # The client goes on with what was open.
        course.say(course.answer(question) if question not in OFFERS else "the first one")


def _finish(course: Course, case: Case) -> None:
    if case.pattern.then == "stops":
        return
    _answer_until(course, lambda: bool(course.done))


def _judge(course: Course, case: Case, before: list[dict[str, Any]]) -> None:
    standing = _standing(course)
    if case.task == "cancel" or case.pattern.ends is None:
        course.check(not standing, f"still there: {standing}")
        return
    course.check(len(standing) == 1, f"{len(standing)} appointments")
    made = standing[0]
    actual = {"service": made["service"], "location": made["location"]}
    course.check(actual == course.wanted, f"{actual}, not {course.wanted}")
    course.check(made["client"]["name"] == NAME, f"for {made['client']['name']}")
    if case.task == "move":
        course.check(made["id"] == before[0]["id"] and made["start"] != before[0]["start"], "not moved")


def _standing(course: Course) -> list[dict[str, Any]]:
    return [a for a in appointments(course.desk, course.chat) if a["status"] != "cancelled"]
