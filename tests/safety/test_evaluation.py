"""The reported half of the evaluation set: what is reached is held, and stated beside what is wanted.

Wanted: no miss in A and D, at most 1 % in B and C, at most 2 % false alarms. `make safety-report` prints the numbers.
"""

import pytest

from benchmarks.safety import Outcome, load_development, load_set, run, tier_rows
from frontdesk.safety.training.lines import own_lines
from tests.safety.overlap import too_close

# What is reached of the reported half. Lower these as the rules get better; a miss is worth several false alarms.
MISSED_AT_MOST = {"A": 2, "D": 0, "B": 1, "C": 3}
FALSE_ALARMS_AT_MOST = 10
TOO_URGENT_AT_MOST = 3


class Outcomes(list[Outcome]):
    """Shows nothing of its lines when a test fails: the reported half is counted, not read."""

    def __repr__(self) -> str:
        return f"<{len(self)} outcomes>"


@pytest.fixture(scope="module")
def outcomes() -> Outcomes:
    return Outcomes(run(load_set("report")))


def test_the_set_is_as_large_as_it_has_to_be() -> None:
    """At least 600 red flags and 600 ordinary lines, in two halves."""
    lines = load_set()
    assert sum(line.tier is not None for line in lines) >= 600
    assert sum(line.tier is None for line in lines) >= 600
    assert {line.half for line in lines} == {"tune", "report"}


@pytest.mark.parametrize("tier", ["A", "D", "B", "C"])
def test_no_more_red_flags_are_missed_than_stated(outcomes: Outcomes, tier: str) -> None:
    """By tier, on the half that was never looked at."""
    missed = {name: count for name, _, count, _ in tier_rows(outcomes)}
    assert missed[tier] <= MISSED_AT_MOST[tier]


def test_no_more_ordinary_lines_are_taken_for_a_flag_than_stated(outcomes: Outcomes) -> None:
    """False alarms of the reported half."""
    alarms = sum(outcome.false_alarm for outcome in outcomes)
    assert alarms <= FALSE_ALARMS_AT_MOST


def test_few_flags_are_answered_as_more_urgent_than_they_are(outcomes: Outcomes) -> None:
    """A wrong text, though a safe one."""
    urgent = sum(outcome.too_urgent for outcome in outcomes)
    assert urgent <= TOO_URGENT_AT_MOST


def test_every_flag_is_answered_in_its_language(outcomes: Outcomes) -> None:
    """Whatever is found carries the language of the message."""
    wrong = sum(o.findings[0].language != o.line.language for o in outcomes if o.line.tier and o.findings)
    assert wrong == 0


def test_no_line_of_the_set_is_trained_on() -> None:
    """Nor one that is the same but for a word or two; a failure shows training lines alone."""
    trained = [" ".join(line.texts) for line in own_lines()]
    measured = [" ".join(line.texts) for line in load_set()]
    assert [trained[index] for index in too_close(trained, measured)] == []


def test_no_line_of_the_development_set_is_trained_on() -> None:
    """Nor one close to it; thresholds were chosen on it, so it is not as blind as the reported half."""
    trained = [" ".join(line.texts) for line in own_lines()]
    lines = [" ".join(line.texts) for line in load_development()]
    assert len(lines) > 900
    assert [trained[index] for index in too_close(trained, lines)] == []
