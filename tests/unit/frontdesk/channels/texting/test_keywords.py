"""frontdesk.channels.texting.keywords"""

import pytest

from frontdesk.channels.texting.keywords import Keyword, is_network_word, is_reaction, keyword


@pytest.mark.parametrize(
    "text",
    [
        "STOP",
        "stop",
        " Stop. ",
        "STOPALL",
        "unsubscribe",
        "END",
        "Quit!",
        "REVOKE",
        "OPTOUT",
        "opt out",
        "stop please",
    ],
)
def test_the_networks_words_opt_out(text: str) -> None:
    """Each of them, however it is typed."""
    assert keyword(text) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    [
        "pls stop texting me",
        "take me off this list",
        "Don’t text me anymore",
        "no more messages thank you",
        "remove my number from your system",
        "you have the wrong number, stop",
        "stop sending me stuff",
    ],
)
def test_the_same_wish_in_plain_words_opts_out(text: str) -> None:
    """The law does not ask for a keyword."""
    assert keyword(text) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    [
        "cancel my 3pm",
        "can you stop by Westport?",
        "does it help stop migraines",
        "i want to stop my appointment",
        "end of the week works",
        "when does the session end",
        "can you help with tmj",
        "start at 3?",
        "more info about fascia pls",
        "I quit smoking, is that a problem",
        "yes",
    ],
)
def test_requests_are_for_the_assistant(text: str) -> None:
    """A word of the network inside a sentence is only a word."""
    assert keyword(text) is None


def test_a_bare_cancel_is_told_apart() -> None:
    """It opts out, and the client may have meant the appointment."""
    assert keyword("CANCEL") is Keyword.CANCEL


@pytest.mark.parametrize(
    ("text", "expected"),
    [("start", Keyword.START), ("UNSTOP", Keyword.START), ("Help", Keyword.HELP), ("INFO", Keyword.HELP)],
)
def test_rejoining_and_help(text: str, expected: Keyword) -> None:
    """Their kin mean the same."""
    assert keyword(text) is expected


@pytest.mark.parametrize(("text", "expected"), [("Stop.", True), ("pls stop texting me", False)])
def test_the_network_knows_only_its_own_words(text: str, expected: bool) -> None:
    """Where it does not answer, the desk has to."""
    assert is_network_word(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Liked "See you Tuesday"', True),
        ("Loved “Call 911 or go to an ER now.”", True),
        ('👍 to "See you Tuesday"', True),
        ('Emphasized "Which office suits you?"', True),
        ("liked the last session", False),
        ("yes to both", False),
    ],
)
def test_a_phones_reaction_is_recognised(text: str, expected: bool) -> None:
    """It quotes us; the client wrote nothing."""
    assert is_reaction(text) is expected
