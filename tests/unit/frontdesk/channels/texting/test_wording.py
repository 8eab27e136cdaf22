"""frontdesk.channels.texting.wording"""

from pathlib import Path

import pytest
import smsutil
import yaml
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.channels.texting import wording
from frontdesk.channels.texting.wording import (
    ONE_SEGMENT,
    TWO_SEGMENTS,
    compose,
    fold,
    segments,
    split_to_fit,
)

TEXTS = yaml.safe_load((Path(wording.__file__).parent / "texts.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_fixed_text_is_one_segment(name: str) -> None:
    """One text, one charge; a longer one arrives in pieces on old phones."""
    text = TEXTS[name].format(practice="Posture Massage", therapist="Julie", code="482913")
    assert smsutil.is_valid_gsm(text)
    assert segments(text) == 1
    assert len(text) <= ONE_SEGMENT


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Julia’s “spot” – 3…", 'Julia\'s "spot" - 3...'),
        ("Zoë Ñandú", "Zoe Ñandu"),
        ("Łucja 🙂", "ucja "),
        ("señor", "señor"),
    ],
)
def test_a_name_never_makes_a_text_ucs2(text: str, folded: str) -> None:
    """One odd letter would halve what fits into a segment."""
    assert fold(text) == folded


@given(st.text(max_size=400))
def test_whatever_comes_is_gsm(text: str) -> None:
    """No input reaches the network as UCS-2."""
    assert all(smsutil.is_valid_gsm(char) for char in fold(text))


@given(st.text(alphabet=st.sampled_from("abc .\n?{€é"), max_size=1200))
def test_pieces_fit_and_lose_no_word(text: str) -> None:
    """Every piece is two segments at most, and the words are all there in order."""
    pieces = split_to_fit(text)
    assert all(segments(piece) <= 2 for piece in pieces if piece)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_choices_are_numbered_under_the_text() -> None:
    """By SMS a number is what a button is on the website."""
    text = compose(["Which office?"], [{"title": "Stamford"}, {"title": "Westport"}])
    assert text == "Which office?\n1) Stamford\n2) Westport"


def test_a_long_answer_is_cut_between_sentences() -> None:
    """Nobody reads half a word."""
    sentence = "A session typically lasts about an hour. "
    first = split_to_fit(sentence * 10)[0]
    assert first.endswith("hour.")
    assert len(first) <= TWO_SEGMENTS
