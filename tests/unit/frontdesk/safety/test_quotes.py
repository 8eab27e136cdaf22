"""Reactions and quotations of our own texts."""

import pytest

from frontdesk.safety import check
from frontdesk.safety.rulebook import rulebook


@pytest.mark.parametrize(
    "reaction",
    [
        'Liked "{}"',
        "Loved “{}”",
        'Laughed at "{}"',
        'Reacted 😮 to "{}"',
        '👍 to "{}"',
        "Le gustó “{}”",
        "Removed a heart from “{}”",
    ],
)
def test_no_reaction_to_any_of_our_texts_is_a_flag(reaction: str) -> None:
    """Rule 6, for every text and both languages."""
    for text in rulebook().all_texts():
        assert check(reaction.format(text)) == ()
        assert check(reaction.format(text[:60] + "…")) == ()


def test_a_reaction_to_a_clients_own_words_is_no_flag() -> None:
    """It quotes; it does not say."""
    assert check('Loved "my face is drooping"') == ()


def test_words_after_a_reaction_are_the_clients_own() -> None:
    """Only the quotation is not read."""
    assert check('Liked "Call 911 or go to an ER now" but my face is drooping')[0].tier == "A"


def test_our_text_quoted_without_a_reaction_is_no_flag() -> None:
    """People paste it back and ask why."""
    for text in rulebook().all_texts():
        assert check(f"why did you send me: {text}") == (), text
