"""The six digits: bound to what they are for, never stored, compared whole."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.conversations.codes import (
    LIVES,
    PLACE,
    carries_code,
    code_of,
    is_right,
    mark_of,
    outbox_key,
    with_code,
)
from frontdesk.conversations.outbox import OutgoingText, SendFailed

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
PHONE = "+12035550142"


def text(key: str) -> OutgoingText:
    return OutgoingText("t", key, "c1", PHONE, f"{PLACE} is your code", 1, NOW)


@given(st.text(max_size=40))
def test_six_digits_always(verification_id: str) -> None:
    """Leading zeros too."""
    code = code_of("secret", verification_id, "c1", PHONE)
    assert len(code) == 6
    assert code.isdigit()


def test_a_code_belongs_to_one_row_conversation_and_number() -> None:
    """Another of any of them, or another desk, has another code."""
    code = code_of("secret", "v1", "c1", PHONE)
    others = [
        code_of("secret", "v2", "c1", PHONE),
        code_of("secret", "v1", "c2", PHONE),
        code_of("secret", "v1", "c1", "+12035550143"),
        code_of("other", "v1", "c1", PHONE),
    ]
    assert code not in others


@pytest.mark.parametrize("given_as", ["482913", "482 913", " 4-8-2 9.1 3 "])
def test_spaces_in_a_code_do_not_matter(given_as: str) -> None:
    assert is_right(given_as, "482913")


@pytest.mark.parametrize("given_as", ["", "482914", "48291", "4829133", "٤٨٢٩١٣"])
def test_anything_else_is_wrong(given_as: str) -> None:
    assert not is_right(given_as, "482913")


def test_a_mark_tells_no_number() -> None:
    """The same for the same number, and nothing of it in it."""
    assert mark_of("secret", PHONE) == mark_of("secret", PHONE) != mark_of("other", PHONE)
    assert "0142" not in mark_of("secret", PHONE)[:8] or "203" not in mark_of("secret", PHONE)


def test_the_code_is_put_in_when_the_text_leaves() -> None:
    """And only into a text that is there for it."""
    code = code_of("secret", "v1", "c1", PHONE)
    assert with_code("secret", text(outbox_key("v1")), NOW).text == f"{code} is your code"
    assert with_code("secret", text("reply:1"), NOW).text == f"{PLACE} is your code"


def test_a_code_that_works_no_more_is_not_sent() -> None:
    """After an outage of the provider it would only confuse."""
    with pytest.raises(SendFailed):
        with_code("secret", text(outbox_key("v1")), NOW + LIVES)
    assert with_code("secret", text(outbox_key("v1")), NOW + LIVES - timedelta(seconds=1))


def test_what_carries_a_code() -> None:
    assert carries_code(outbox_key("v1"))
    assert not carries_code("first:c1")
    assert not carries_code(None)
