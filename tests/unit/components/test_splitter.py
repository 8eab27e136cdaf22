"""Messages with several things in them; a table stands in for the classifier."""

import re

import pytest

from components.label_model import Guess
from components.splitter import Splitter

MEANINGS = {
    "how long is it": "faq/session_length",
    "does it hurt": "faq/pressure_touch",
    "book me": "book",
    "cancel my friday": "cancel_appointment",
    "is there parking": "faq/address_contact",
    "my doctor sent me": "out_of_scope",
    "i take warfarin, does": "faq/medical_clearance",
    "i take warfarin": "faq/other_conditions",
    "check my visit": "my_appointment",
    "ana rey": "inform",
    "thanks": "thanks",
    "yes": "affirm",
    "hi": "greet",
}
VALUES = re.compile("stamford|thursday at 2|203-555-0142", re.I)


def classify(text: str) -> list[Guess]:
    """The meaning of the first phrase that is known; none is known of the rest."""
    known = [label for phrase, label in MEANINGS.items() if phrase in text.lower()]
    return [Guess(label, 0.9) for label in known] or [Guess("faq/fascia", 0.1)]


def labels(message: str) -> list[str]:
    splitter = Splitter(classify, lambda guess: guess.confidence >= 0.3)
    values = [match.span() for match in VALUES.finditer(message)]
    return [part.label for part in splitter.parts(message, classify(message), values)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("How long is it and does it hurt?", ["faq/session_length", "faq/pressure_touch"]),
        ("Hi, how long is it?", ["greet", "faq/session_length"]),
        ("cancel my friday and book me for monday", ["cancel_appointment", "book"]),
        ("book me, how long is it?", ["book", "faq/session_length"]),
        ("Stamford, is there parking?", ["inform", "faq/address_contact"]),
        ("yes, and how long is it?", ["affirm", "faq/session_length"]),
        ("how long is it? thanks", ["faq/session_length", "thanks"]),
        ("how long is it, how long is it really?", ["faq/session_length"]),
        ("nope is there parking?", ["deny", "faq/address_contact"]),
        ("does it hurt? and what about the weather up there?", ["faq/pressure_touch", "nlu_fallback"]),
        ("book me, i take warfarin, does that matter", ["book", "faq/medical_clearance"]),
        ("203-555-0142. I take warfarin, does that matter?", ["inform", "faq/medical_clearance"]),
        ("Ana Rey, is there parking?", ["inform", "faq/address_contact"]),
        ("check my visit. is there parking?", ["my_appointment", "faq/address_contact"]),
        ("nope, thanks", ["deny", "thanks"]),
        ("none of these, is there parking", ["deny", "faq/address_contact"]),
    ],
)
def test_everything_that_is_asked_is_a_part(message: str, expected: list[str]) -> None:
    assert labels(message) == expected


@pytest.mark.parametrize(
    ("message", "label"),
    [
        ("my doctor sent me, so how long is it?", "faq/session_length"),
        ("book me, stamford, thursday at 2", "book"),
        ("stamford, thursday at 2, 203-555-0142", "inform"),
        ("yes, thursday at 2", "affirm"),
        ("hi", "greet"),
        ("zzz", "nlu_fallback"),
    ],
)
def test_stories_and_values_make_no_parts_of_their_own(message: str, label: str) -> None:
    assert labels(message) == [label]


def test_two_things_without_a_joint_are_parted_at_a_seam() -> None:
    """Only where both sides are clear and mean something else."""
    table = {"the jaw": "faq/tmj_mouth", "belly one": "faq/visceral_manipulation"}

    def by_table(text: str) -> list[Guess]:
        known = [label for phrase, label in table.items() if phrase in text]
        return [Guess(label, 0.9) for label in known] or [Guess("faq/fascia", 0.1)]

    def parted(message: str) -> list[str]:
        splitter = Splitter(by_table, lambda guess: guess.confidence >= 0.3)
        return [part.label for part in splitter.parts(message, by_table(message), [])]

    assert parted("something for the jaw and the belly one") == ["faq/tmj_mouth", "faq/visceral_manipulation"]
    assert parted("something for the jaw and the rest") == ["faq/tmj_mouth"]


def test_an_answer_before_a_question_is_said_aside() -> None:
    """The message is about the question; the no is told as well."""
    message = "nope is there parking?"
    no, question = Splitter(classify, lambda guess: True).parts(message, classify(message), [])
    assert (no.label, no.aside, question.aside) == ("deny", True, False)
    assert message[question.start : question.end] == "is there parking?"


def test_an_answer_before_thanks_is_what_the_message_is_about() -> None:
    """The desk waits for the yes, not for the thanks."""
    splitter = Splitter(classify, lambda guess: guess.confidence >= 0.3)
    said, thanks = splitter.parts("sure thing, thanks", classify("thanks"), [])
    assert (said.label, said.aside, thanks.label) == ("affirm", False, "thanks")


def test_parts_lie_within_the_message_in_order() -> None:
    """The dialogue shows them, and the console marks them."""
    message = "Hi! How long is it and does it hurt?"
    parts = Splitter(classify, lambda guess: True).parts(message, classify(message), [])
    assert [message[p.start : p.end] for p in parts] == ["Hi!", "How long is it", "does it hurt?"]


def test_forty_questions_cost_no_more_than_a_few() -> None:
    """The number of clauses that are read is limited."""
    asked: list[str] = []

    def counted(text: str) -> list[Guess]:
        asked.append(text)
        return classify(text)

    message = "how long is it? does it hurt? " * 10
    Splitter(counted, lambda guess: True).parts(message, classify(message), [])
    assert len(asked) <= 10
