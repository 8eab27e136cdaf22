"""The understanding of this training data against messages that were written without sight of it.

The floors lie a little below what was last measured (docs/understanding-report.json), so that a change
that makes it worse is seen; they rise with the training data.
"""

import json
from typing import Any

import pytest

from benchmarks.understanding import REPORT, falls, report

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    """One cross-validation and one pass over the sets for all tests."""
    return report()[0]


@pytest.fixture(scope="module")
def figures(now: dict[str, Any]) -> dict[str, float]:
    """Those of the set that nothing was tuned on."""
    return dict(now["unseen_set"])


def test_nothing_fell_since_the_report_that_is_kept(now: dict[str, Any]) -> None:
    """No label by more than 5 points, nor the whole by more than 1; `make evaluate` keeps a new report."""
    assert falls(json.loads(REPORT.read_text(encoding="utf-8")), now) == []


def test_of_a_hundred_messages_all_but_six_get_their_label(figures: dict[str, float]) -> None:
    assert figures["accuracy"] >= 0.94


def test_most_messages_with_several_things_are_parted_rightly(figures: dict[str, float]) -> None:
    """Several labels in one message: all of them found."""
    assert figures["all_parts_found"] >= 0.6


def test_hardly_anything_is_answered_wrongly_with_confidence(figures: dict[str, float]) -> None:
    """What is wrong is mostly known to be doubtful."""
    assert figures["confidently_wrong"] <= 0.03


def test_what_is_foreign_is_refused_and_what_is_not_is_served(figures: dict[str, float]) -> None:
    assert figures["foreign_refused"] >= 0.94
    assert figures["own_refused"] <= 0.02


def test_confidence_means_what_it_says(figures: dict[str, float]) -> None:
    """Of the messages that are 80 % sure, 80 % are right."""
    assert figures["ece"] <= 0.03
