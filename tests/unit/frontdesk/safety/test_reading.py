"""The rules of reading: denial, time, person, figures of speech, the usual aura."""

import pytest

from frontdesk.safety import check


def tier(text: str) -> str | None:
    findings = check(text)
    return findings[0].tier if findings else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no numbness", None),
        ("I have no fever, rash or stiff neck", None),
        ("not suicidal, just tired", None),
        ("I've never had a seizure", None),
        ("chest pain: no", None),
        ("no tengo dolor en el pecho", None),
        ("no, my face is drooping", "A"),
        ("no fever, but my left arm went numb", "A"),
        ("not sure why but my left arm went numb", "A"),
        ("never had a headache this bad in my life, came on in seconds", "A"),
        ("I don't have a fever. My face is drooping", "A"),
    ],
)
def test_denial(text: str, expected: str | None) -> None:
    """What stands under a "no" is no flag; what only stands near one is."""
    assert tier(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("had a stroke in 2015", "C"),
        ("had a stroke in 2015 and now my face is drooping", "A"),
        ("I fainted as a teenager", None),
        ("I fainted", "A"),
        ("hit my head last night", "A"),
        ("hit my head two days ago", "A"),
        ("hit my head two weeks ago", "C"),
        ("I hit my head", "C"),
        ("hit my head when I was 7", None),
        ("concussion 12 years ago, all healed", None),
        ("I hit my head last month, can I come in today?", "C"),
        ("me pegué en la cabeza hace dos días", "A"),
        ("me pegué en la cabeza hace un mes", "C"),
    ],
)
def test_time(text: str, expected: str | None) -> None:
    """Long ago is long ago, 72 hours are counted, and a time asked for in a booking is not the flag's."""
    assert tier(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my aunt had a stroke", None),
        ("my hairdresser had a brain aneurysm", None),
        ("my wife's face is drooping", "A"),
        ("my mom takes warfarin, the appointment is for her", "C"),
        ("my uncle takes warfarin", None),
        ("my daughter says she wants to kill herself", "D"),
    ],
)
def test_person(text: str, expected: str | None) -> None:
    """Somebody else's history is none of ours; somebody else's emergency is."""
    assert tier(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "this migraine is killing me",
        "splitting headache again, the usual",
        "worst week ever",
        "I'm dying for a massage",
        "a stroke of luck, I got Friday off",
        "my usual aura started",
        "threw up as always with my migraines",
        "severe pain today, can I come in?",
        "a bit disoriented after my session yesterday",
        "I'm confused about the prices",
        "knocked out my to-do list",
    ],
)
def test_ordinary_ways_of_speaking(text: str) -> None:
    """A migraine practice hears these every day."""
    assert tier(text) is None


def test_what_is_not_the_usual_aura_counts() -> None:
    """The exception does not swallow the rule."""
    assert tier("not my usual aura, I can't see out of my left eye") == "A"


@pytest.mark.parametrize(("text", "language"), [("face drooping", "en"), ("tiene la boca chueca", "es")])
def test_language(text: str, language: str) -> None:
    """The answer comes in the language of the message."""
    assert check(text)[0].language == language
