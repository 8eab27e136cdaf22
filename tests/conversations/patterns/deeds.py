"""What happens beside single messages: bursts, pictures, silence, other clients, Julie, a system that is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from tests.conversations.patterns.course import Course
from tests.conversations.patterns.pattern import Deed
from tests.conversations.patterns.talking import TextTalk
from tests.support.console import Julie

JULIES_WORDS = "Hi, this is Julie. I'm glad you wrote."


def burst(*texts: str) -> Deed:
    """Messages within a moment; by text they are one turn."""

    def send(course: Course) -> None:
        talk = course.talk
        before = talk.turns if isinstance(talk, TextTalk) else 0
        course.say(*(course.filled(text) for text in texts))
        if isinstance(talk, TextTalk):
            course.check(talk.turns == before + 1, "the burst was not one turn")

    return send


def unanswered(text: str) -> Deed:
    """A message that the desk keeps silent on."""

    def send(course: Course) -> None:
        course.lines.append(f"C: {text}")
        reading = course.talk.send(text)
        course.check(not reading.bubbles, f"said: {reading.text}")

    return send


def noticed(text: str, words: str) -> Deed:
    """A message that the channel answers, in these `words` among others; the question stays as it was."""

    def send(course: Course) -> None:
        course.lines.append(f"C: {text}")
        reading = course.talk.send(text)
        course.check(words in reading.text and reading.question is None, f"said: {reading.text}")

    return send


def picture(text: str = "") -> Deed:
    """A picture, alone or with words: it cannot be viewed, and that is said."""

    def send(course: Course) -> None:
        assert isinstance(course.talk, TextTalk)
        course.lines.append(f"C: [picture] {text}")
        reading = course.talk.send_picture(text)
        course.check("can't view pictures" in reading.text, f"said: {reading.text}")
        course.check("medical images" in reading.text, f"said: {reading.text}")
        if text:
            course.hear(reading)

    return send


def somebody_takes_the_pick(course: Course) -> None:
    """Another client books the offered time that this one is about to choose."""
    offered = course.draft["offered"]
    _somebody_books(course, offered[course.picked])


def somebody_is_refused(course: Course) -> None:
    """Another client tries for the time that is held here, in vain."""
    answer = _ask_for(course, course.draft["hold"])
    course.check(answer.status_code == 409, f"the held time was given away: {answer.text}")


def somebody_takes_the_time(course: Course) -> None:
    """The hold is over, and another client books the chosen time."""
    draft = course.draft
    if draft.get("hold"):
        course.desk.api("DELETE", f"/holds/{draft['hold']['id']}").raise_for_status()
    chosen = {"start": draft["time"], "location": draft["location"], "service": draft["service"]}
    _somebody_books(course, chosen)


def julie_steps_in(course: Course) -> None:
    """She takes the conversation over in the console."""
    course.lines.append("   [Julie takes over]")
    Julie(course.desk).press(course.talk.conversation_id, "take-over")


def julie_writes(course: Course) -> None:
    """Her words reach the client, and nothing else does."""
    Julie(course.desk).press(course.talk.conversation_id, "reply", text=JULIES_WORDS, key=uuid4().hex)
    reading = course.talk.overhear()
    course.lines.append(f"J: {reading.text}")
    course.check(reading.text == JULIES_WORDS, f"said: {reading.text}")


def julie_hands_back(course: Course) -> None:
    """The desk says so, and puts the question that was open once more."""
    asked = course.asked
    Julie(course.desk).press(course.talk.conversation_id, "hand-back")
    reading = course.hear(course.talk.overhear())
    course.check("back with the automated" in reading.text, "the hand-back was not said")
    again = (reading.question, reading.question_text, reading.last_titles)
    course.check(again == asked, f"{again} is not the question that was open: {asked}")


def booking_goes_away(course: Course) -> None:
    """The booking system stops."""
    assert course.bookings is not None
    course.lines.append("   [the booking system is away]")
    course.bookings.kill("desk")


def booking_comes_back(course: Course) -> None:
    """The booking system answers again."""
    assert course.bookings is not None
    course.lines.append("   [the booking system is back]")
    course.bookings.start("desk")
    course.bookings.wait_until_ready()


@contextmanager
def others_leave(course: Course) -> Iterator[None]:
    """Whatever other clients booked is given back at the end."""
    try:
        yield
    finally:
        for appointment in course.others:
            course.desk.api("POST", f"/appointments/{appointment}/cancel")


def _somebody_books(course: Course, slot: dict[str, Any]) -> None:
    answer = _ask_for(course, slot)
    course.check(answer.status_code == 201, f"nobody else could book it: {answer.text}")
    course.others.append(answer.json()["id"])


def _ask_for(course: Course, slot: dict[str, Any]) -> Any:
    wanted = {name: slot[name] for name in ("service", "location", "start")}
    course.lines.append(f"   [somebody else wants {wanted['start']} in {wanted['location']}]")
    client = {"name": "Lee Marsh", "phone": course.other_phone}
    key = {"Idempotency-Key": uuid4().hex}
    return course.desk.api("POST", "/appointments", json=wanted | {"client": client}, headers=key)
