"""What is said beside the point."""

import pytest

from actions.asides import asks_to_go_on, asks_to_wait, asks_why, is_for_somebody_else
from actions.first_look import looks_spanish


@pytest.mark.parametrize(
    "text", ["why do you need that?", "why", "what's that for", "what do you need it for"]
)
def test_why(text: str) -> None:
    """Somebody wants a reason."""
    assert asks_why(text)


@pytest.mark.parametrize("text", ["why not friday", "what about friday"])
def test_not_why(text: str) -> None:
    """Somebody wants something else."""
    assert not asks_why(text)


@pytest.mark.parametrize(
    "text", ["one sec", "hold on", "hang on a minute", "wait", "let me ask my husband", "brb"]
)
def test_wait(text: str) -> None:
    """Somebody needs a moment."""
    assert asks_to_wait(text)


@pytest.mark.parametrize(
    "text", ["waiting for an answer since monday and nobody called me back", "book", "2"]
)
def test_not_wait(text: str) -> None:
    """Somebody does not."""
    assert not asks_to_wait(text)


@pytest.mark.parametrize(
    "text",
    ["book for my daughter", "can you fit in my son friday", "my mom needs an appointment", "she's 14", "i'm 16",
     "i want to bring my husband in"],
)  # fmt: skip
def test_for_somebody_else(text: str) -> None:
    """Another person, or a minor."""
    assert is_for_somebody_else(text)


@pytest.mark.parametrize(
    "text",
    ["my wife told me about you", "my husband will drive me", "i'm 45", "my friend goes to you", "at 10 for 1 hour",
     "my daughter's school is near stamford"],
)  # fmt: skip
def test_for_oneself(text: str) -> None:
    """Others are only mentioned."""
    assert not is_for_somebody_else(text)


@pytest.mark.parametrize(
    "text", ["go on", "let's continue with the booking", "ok carry on", "lets finish this"]
)
def test_going_on(text: str) -> None:
    """Somebody takes up what was interrupted."""
    assert asks_to_go_on(text)


@pytest.mark.parametrize(
    "text", ["no me", "la la land is on at 8", "i want el dorado", "is la close", "hola"]
)
def test_english_is_not_spanish(text: str) -> None:
    """A word or two is not a language."""
    assert not looks_spanish(text)
