"""Reading what people say when a code was texted to them, or shall be."""

import pytest

from actions.codes import code_in, declines_texts, read_code_answer, read_number_answer
from actions.said import Said


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("482913", "482913"),
        ("482 913", "482913"),
        ("its 482913", "482913"),
        ("code: 482-913.", "482913"),
        ("the code is 4 8 2 9 1 3 i think", "482913"),
        ("four eight two nine one three", "482913"),
        ("4 eight 2 nine 1 three", "482913"),
        ("four oh two nine one three", "402913"),
        ("482,913", "482913"),
        ("this one 482913", "482913"),
        ("482913 3pm still ok?", "482913"),
        ("482913. 2 questions", "482913"),
        ("482913, and my phone is 203-555-0142", "482913"),
        ("４８２９１３", "482913"),
        ("48-29-13", "482913"),
        ("000012", "000012"),
        ("48291", None),
        ("4829133", None),
        ("203-555-0142", None),
        ("+1 203 555 0142", None),
        ("203 - 555 - 0142", None),
        ("203  555  0142", None),
        ("can we do 12-03-26", None),
        ("on december 3 at 11:30", None),
        ("", None),
    ],
)
def test_six_digits(text: str, code: str | None) -> None:
    """However they are spaced; more or fewer are none."""
    assert code_in(text) == code


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("didn't get it", "again"),
        ("i never got a text", "again"),
        ("no code yet", "again"),
        ("i don't have a code", "again"),
        ("nothing so far", "again"),
        ("pls resend", "again"),
        ("can you send it again", "again"),
        ("that's the wrong number", "other_number"),
        ("can i use a different number", "other_number"),
        ("i don't have that phone any more", "lost"),
        ("i no longer use that number", "lost"),
        ("i changed my number", "lost"),
        ("my phone is broken", "lost"),
        ("it's a landline", "no_texts"),
        ("i can't receive texts", "no_texts"),
        ("i don't want texts", "no_texts"),
        ("please don't text me", "no_texts"),
        ("ask julie please", "julie"),
        ("48291", "short"),
        ("what code", None),
        ("why do i need that", None),
        ("does it hurt?", None),
        ("make it 4 instead", None),
        ("one sec", None),
        ("no", None),
    ],
)
def test_answers_to_the_code(text: str, reading: str | None) -> None:
    """What is none of them is left to the rest of the dialogue."""
    assert read_code_answer(text, Said(text=text), "inform") == reading


@pytest.mark.parametrize(
    ("text", "label", "said", "reading"),
    [
        ("203-555-0142", "inform", Said(phone="+12035550142"), "phone"),
        ("i lost it, my new phone is 203-555-0142", "inform", Said(phone="+12035550142"), "lost"),
        ("555-0142", "inform", Said(broken_phone="5550142"), "broken"),
        ("no", "deny", Said(), "no"),
        ("i don't remember", "repeat", Said(), "no"),
        ("no texts", "sms_keyword", Said(), "no_texts"),
        ("can i talk to somebody", "human_handoff", Said(), "julie"),
        ("482913", "inform", Said(), None),
        ("how long is a session", "faq/session_length", Said(), None),
    ],
)
def test_answers_to_the_number(text: str, label: str, said: Said, reading: str | None) -> None:
    assert read_number_answer(text, said, label) == reading


def test_a_text_that_did_not_come_is_no_refusal_of_texts() -> None:
    """In a booking that would leave the number unchecked."""
    assert not declines_texts("i didn't get the code")
    assert not declines_texts("where is it")
    assert declines_texts("no texts please")
