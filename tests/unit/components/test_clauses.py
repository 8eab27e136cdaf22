"""Where one thing ends and the next may begin."""

import pytest

from components.clauses import answer_end, clauses, goes_on, greeting_end, is_question, is_request, seams


def cut(message: str, *protected: tuple[int, int]) -> list[str]:
    return [clause.text(message) for clause in clauses(message, protected)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("how long is it and does it hurt?", ["how long is it", "does it hurt?"]),
        ("Does it hurt? What do I wear?", ["Does it hurt?", "What do I wear?"]),
        ("cancel my friday and book the one after", ["cancel my friday", "book the one after"]),
        ("how much is it, and parking?", ["how much is it", "parking?"]),
        ("lymphatic and the rest of my old neck trouble", ["lymphatic and the rest of my old neck trouble"]),
        ("when and where is it?", ["when and where is it?"]),
        ("I saw Dr. Smith today", ["I saw Dr. Smith today"]),
    ],
)
def test_a_message_is_cut_where_a_clause_can_stand_alone(message: str, expected: list[str]) -> None:
    assert cut(message) == expected


def test_no_cut_falls_into_a_value() -> None:
    """ "Thursday and friday" is one wish; so is a name with a comma in it."""
    message = "thursday, friday"
    assert cut(message, (0, len(message))) == [message]


@pytest.mark.parametrize(
    ("message", "rest"), [("hi, how much?", "how much?"), ("Good morning Julie", ""), ("his", "")]
)
def test_a_greeting_ends_where_something_else_begins(message: str, rest: str) -> None:
    end = greeting_end(message)
    assert (message[end:] if end else "") == rest


@pytest.mark.parametrize(
    "text", ["does it hurt", "so what do I wear", "is parking free", "tell me about tmj", "is it ok?"]
)
def test_questions_are_known_by_their_mark_or_first_words(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text", ["would love to come", "has since left", "which is years ago", "can't leave the house"]
)
def test_fragments_of_a_story_are_no_questions(text: str) -> None:
    assert not is_question(text)


def test_a_wish_is_an_order_or_says_that_it_is_one() -> None:
    assert all(
        is_request(text) for text in ("book me in", "and cancel friday", "I'd like to come", "please move it")
    )
    assert not is_request("my neurologist told me to try this")


def test_a_plain_question_is_cut_off_a_value_that_reaches_over_it() -> None:
    """A reader of values may take "Fridays and is this Friday" for one wish."""
    message = "are you there on Fridays and is this Friday free"
    reached = (message.index("Fridays"), message.index(" free"))
    assert cut(message, reached) == ["are you there on Fridays", "is this Friday free"]


def test_a_seam_has_words_on_both_sides_and_no_value_across() -> None:
    message = "the jaw work and the belly one"
    pairs = [(a.text(message), b.text(message)) for a, b in seams(message, [])]
    assert pairs == [("the jaw work", "the belly one")]
    assert seams(message, [(0, len(message))]) == []
    assert seams("rock and roll", []) == []
    assert seams("word " * 10 + "and " + "word " * 10, []) == []


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("yes what will it cost", "affirm"),
        ("nope what else is there?", "deny"),
        ("yeah my number is 203-555-0142", "affirm"),
        ("no parking there", None),
        ("no problem, what will it cost", None),
        ("none of these, what else is there", "deny"),
        ("yes", None),
        ("is it yes or no?", None),
    ],
)
def test_an_answer_stands_before_what_is_asked_or_given(message: str, answer: str | None) -> None:
    found = answer_end(message)
    assert (found[0] if found and goes_on(message[found[1] :]) else None) == answer


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("I take warfarin, does that matter?", 1),
        ("my head was hurt in 1990, is it a problem", 1),
        ("how long is it? is it safe?", 2),
        ("I moved to Darien. is that near the train?", 2),
    ],
)
def test_a_question_about_what_was_told_is_no_clause_of_its_own(message: str, count: int) -> None:
    """On its own "does that matter?" means nothing."""
    assert len(clauses(message, [])) == count
