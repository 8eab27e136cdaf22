"""Whatever arrives: right each time, never an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.safety import check, check_burst, reply_texts
from frontdesk.safety.__main__ import answer
from frontdesk.safety.normalise import LIMIT

FLAG = "my face is drooping"
# Characters that people and machines send around words without meaning anything by them.
NOISE = st.text(alphabet="\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad", max_size=3)


def tier(text: str) -> str | None:
    findings = check(text)
    return findings[0].tier if findings else None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00\x01\x02\xff\xfe",
        "😀😀😀",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "\u202e\u202d\u200f\u200e",
        "\ud800",
        "a" * 100_000,
        "!?" * 5000,
        "no " * 3000,
        "'" * 3000,
        "@" * 3000,
        "a.b" * 2000,
        "мне нужна запись на пятницу",
        "أريد موعدًا يوم الجمعة",
        "我想预约星期五",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_says_nothing_is_no_flag(text: str) -> None:
    """Empty, binary, emoji, marks, endless, or a language that the rules don't read."""
    assert check(text) == ()
    assert check_burst([text, text]) == ()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_flag_in_a_text_of_two_thousand_characters_is_found(place: int) -> None:
    """At its beginning, in its middle and at its very end."""
    filler = ("I would like to come on a Friday afternoon if there is still a time open then. " * 30)[:990]
    parts = [
        FLAG + ". " + filler + filler,
        filler + ". " + FLAG + ". " + filler,
        filler + filler + ". " + FLAG,
    ]
    assert 2000 <= len(parts[place]) <= LIMIT
    assert tier(parts[place]) == "A"


@settings(max_examples=40, deadline=None)
@given(st.lists(NOISE, min_size=len(FLAG), max_size=len(FLAG)))
def test_invisible_characters_hide_no_flag(noise: list[str]) -> None:
    """Zero-width, bidirectional and joining characters anywhere between the letters."""
    assert tier("".join(letter + mark for letter, mark in zip(FLAG, noise, strict=True))) == "A"


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.sampled_from(["upper", "title", "swapcase"]))
def test_shouted_and_stretched_flags_are_found(times: int, case: str) -> None:
    """However a letter is held down."""
    stretched = f"my face is dr{'o' * (times + 1)}ping{'!' * times}"
    assert tier(getattr(stretched, case)()) == "A"


@pytest.mark.parametrize(
    "text",
    [
        "‮my face is drooping‬",
        "\u200fmy face is drooping\u200f",
        "my face is drooping 😱😱",
        "MY FACE IS DROOPING!!!!",
        "\x00my face\x07 is drooping",
        "my fаce is drooping",  # the Cyrillic letter
        "ｍｙ ｆａｃｅ ｉｓ ｄｒｏｏｐｉｎｇ",
        "my ｆace is drooping\n\n\n",
    ],
)
def test_a_flag_in_odd_clothes_is_found(text: str) -> None:
    """Marks, emoji, capitals, control characters, look-alike and wide letters."""
    assert tier(text) == "A"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/my-face-is-drooping",
        "face.drooping@example.com",
        "www.facedrooping.example.org/my/face/is/drooping?now=1",
        'Liked "my face is drooping"',
    ],
)
def test_a_flag_inside_something_else_is_none(text: str) -> None:
    """A link, an address, a reaction."""
    assert check(text) == ()


def test_the_same_flag_ten_times_is_one_finding() -> None:
    """At most one for each tier."""
    assert len(check(". ".join([FLAG] * 10))) == 1
    assert len(check_burst([FLAG] * 10)) == 1


def test_a_flag_split_over_three_messages_is_found_once() -> None:
    """With the message that completes it."""
    burst = ["hi i cant", "feel the left side", "of my face at all"]
    found = [bool(check_burst(burst[:count])) for count in (1, 2, 3)]
    assert found.count(True) >= 1
    assert not found[0]


def test_any_finding_has_a_text_to_answer_it() -> None:
    """In both states of the alert."""
    for text in (FLAG, "I want to die", "fever and a headache", "I take warfarin", "quiero morirme"):
        findings = check(text)
        assert reply_texts(findings, alert_stored=True)
        assert reply_texts(findings, alert_stored=False)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_the_command_line_never_fails(line: str) -> None:
    """A JSON object for any line."""
    assert answer(line.replace("\n", " ")).startswith('{"tier": ')
