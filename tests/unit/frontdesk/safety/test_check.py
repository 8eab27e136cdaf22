"""The check itself: findings, order, spans, bursts."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.safety import check, check_burst
from frontdesk.safety.check import check_each
from frontdesk.safety.finding import TIER_ORDER


def tiers(text: str) -> list[str]:
    return [finding.tier for finding in check(text)]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_findings_in_order_and_in_place(text: str) -> None:
    """At most one a tier, ordered, with a span inside the text; and never an exception."""
    found = check(text)
    order = [TIER_ORDER.index(finding.tier) for finding in found]
    assert order == sorted(set(order))
    assert all(0 <= finding.span[0] < finding.span[1] <= len(text) for finding in found)


def test_the_span_points_at_the_words_as_they_were_written() -> None:
    """Through invisible characters, capitals and curly quotes."""
    text = "hi! My wife’s fa\u200bce is DROOOOPING, ok?"
    (finding,) = check(text)
    start, end = finding.span
    assert text[start:end] == "fa\u200bce is DROOOOPING"


def test_a_finding_is_stamped_with_version_and_hash() -> None:
    """So that a decision can be traced to the rules that made it."""
    (finding,) = check("my face is drooping")
    assert re.fullmatch(r"\d{4}\.\d+\.\d+\+[0-9a-f]{8}", finding.version)
    assert (finding.tier, finding.rule, finding.label) == ("A", "face_droop", "stroke_signs")


@pytest.mark.parametrize(
    "text",
    ["fever and a stiff neck", "stiff neck since noon. Also I have a fever.", "FEVER!!! my neck is so stiff"],
)
def test_combinations_count_in_either_order(text: str) -> None:
    """Both halves of a combination anywhere in the message."""
    assert tiers(text)[0] == "A"


def test_a_flag_in_three_messages_is_found_with_the_one_that_completes_it() -> None:
    """Not before, and not again after."""
    burst = ["i cant feel", "the left side", "of my face", "hello?"]
    assert not check_burst(burst[:1])
    assert check_burst(burst[:3]) or check_burst(burst[:2])
    assert not check_burst(burst)


def test_the_newest_alone_is_always_found() -> None:
    """Whatever was said before."""
    assert check_burst(["my face is drooping", "my face is drooping"])


def test_a_flag_of_earlier_messages_is_not_found_again() -> None:
    """It was answered when it came."""
    assert not check_burst(["my face is drooping", "ok thanks"])


def test_the_span_of_a_burst_lies_in_its_newest_text() -> None:
    """A flag that began earlier starts at its beginning."""
    burst = ["I have a fever", "and my neck is so stiff"]
    (finding, *_) = check_burst(burst)
    assert finding.tier == "A"
    assert 0 <= finding.span[0] <= finding.span[1] <= len(burst[-1])


def test_an_empty_burst_finds_nothing() -> None:
    """Nothing was said."""
    assert check_burst([]) == ()


def test_check_each_reads_a_burst_as_it_arrives() -> None:
    """Whatever any of the messages says is found, once."""
    found = check_each(["I have a fever", "and my neck is so stiff", "and I want to die", "sorry"])
    assert [finding.tier for finding in found][:2] == ["A", "D"]
    assert json.dumps([finding.tier for finding in found]).count('"A"') == 1


@pytest.mark.parametrize(
    "burst",
    [
        ["i need to move my appointment", "does it hurt?"],
        ["no", "mouth work"],
        ["do you work on face and jaw muscles", "that time doesn't work"],
        ["i'm breastfeeding is it ok", "is this good for panic attacks or only for migraines"],
    ],
)
def test_words_of_two_ordinary_messages_make_no_flag_by_chance(burst: list[str]) -> None:
    """A pattern across two messages counts only where the whole reads like a flag."""
    assert check_each(burst) == ()


def test_what_an_earlier_text_said_alone_is_not_found_again_though_another_denied_it() -> None:
    """ "No" answers something else, and takes the flag out of the earlier texts read together."""
    burst = ["i had a concussion in october", "no", "kind of session", "5"]
    assert [tiers(text) for text in burst] == [["C"], [], [], []]
    assert [bool(check_burst(burst[:count])) for count in range(1, 5)] == [True, False, False, False]
