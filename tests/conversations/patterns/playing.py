"""Plays a case: the plain course up to its step, the pattern, the plain course to the end, and the diary."""

from typing import Any

from tests.conversations.patterns.course import NAME, NOTHING_ASKED, OFFERS, Course
from tests.conversations.patterns.deeds import others_leave
from tests.conversations.patterns.pattern import START, Case
from tests.conversations.simulated.conversing import tidy


def play(course: Course, case: Case) -> None:
    """Hold the conversation of a case; raises `AssertionError` with what was said where it goes wrong."""
    with others_leave(course):
        try:
            _reach(course, case)
            before = course.standing
            _put_in(course, case)
            course.check(bool(course.done) or course.standing == before, "changed without a yes")
            _finish(course, case)
            _judge(course, case, before)
        finally:
            if course.lines:
                tidy(course.desk, course.talk.conversation_id)


def _reach(course: Course, case: Case) -> None:
    if case.step in START:
        course.on_own_day = True  # the pattern names its own
        return
    course.say("i want to book")
    if case.task == "book":
        course.reach(lambda: course.last.question == case.step)
        return
    course.reach(lambda: "utter_booked" in course.done)
    course.done.clear()
    course.asked = NOTHING_ASKED
    if case.task == "keep":
        return
    course.picks_last = False
    course.say(f"i need to {'cancel' if case.task == 'cancel' else 'move'} my appointment")
    wanted = {"move_offer": "offer"}.get(case.step, case.step)
    course.reach(lambda: course.last.question == wanted)


def _put_in(course: Course, case: Case) -> None:
    pattern, question = case.pattern, course.last.question
    course.fill(case.step, question)
    course.lines.append(f"--- {case.id}")
    replies = pattern.replies
    for happening in pattern.says:
        if not isinstance(happening, str):
            happening(course)
            continue
        reading = course.say(course.filled(happening))
        course.check(not replies or reading.says(*replies), f"none of {replies} was said")
        replies = ()
    _check_what_follows(course, case, question)
    course.wanted |= pattern.ends or {}
    if pattern.then == "any" and pattern.ends is not None and course.last.question:
        course.done.clear()
    course.lines.append("---")
    if course.last.question is None and pattern.then != "stops" and not course.done and question:
        # The client goes on with what was open.
        first = "1" if course.by_text else "the first one"
        course.say(course.fillings["answer"] if question not in OFFERS else first)


def _check_what_follows(course: Course, case: Case, question: str | None) -> None:
    then, asked = case.pattern.then, course.last.question
    if then == "asks_again":
        course.check(asked == question, f"{question} was not asked again")
    elif then == "goes_on":
        course.check(bool(course.done) or asked not in (None, question), "did not go on")
    elif then in ("waits", "stops"):
        course.check(asked is None, "asked although it should wait")
    course.check(not case.pattern.asks or asked in case.pattern.asks, f"{asked}, not {case.pattern.asks}")


def _finish(course: Course, case: Case) -> None:
    if case.pattern.then != "stops" and case.outcome != "keep":
        course.reach(lambda: bool(course.done))


def _judge(course: Course, case: Case, before: list[dict[str, Any]]) -> None:
    standing = course.standing
    if case.outcome == "cancel" or case.pattern.ends is None:
        course.check(not standing, f"still there: {standing}")
        return
    course.check(len(standing) == 1, f"{len(standing)} appointments")
    made = standing[0]
    actual = {"service": made["service"], "location": made["location"], "clock": made["start"][11:16]}
    course.check(actual | course.wanted == actual, f"{actual}, not {course.wanted}")
    course.check(made["client"]["name"] == NAME, f"for {made['client']['name']}")
    if case.outcome == "move":
        course.check(made["id"] == before[0]["id"] and made["start"] != before[0]["start"], "not moved")
    elif case.outcome == "keep":
        course.check(standing == before, "not kept as it was")
