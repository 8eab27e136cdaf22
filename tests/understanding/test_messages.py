"""The understanding of this training data against messages that were written without sight of it.

The floors lie a little below what was last measured (docs/understanding-report.json), so that a change
that makes it worse is seen; they rise with the training data.
"""

import pytest

from benchmarks.understanding_measure import on_evaluation_set, summary

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    """One fitting and one pass over the set for all tests."""
    guessed, further = on_evaluation_set()
    return summary(guessed) | further


def test_of_a_hundred_messages_all_but_six_get_their_label(figures: dict[str, float]) -> None:
    assert figures["accuracy"] >= 0.94


def test_most_messages_with_several_things_are_parted_rightly(figures: dict[str, float]) -> None:
    """Several labels in one message: all of them found."""
    assert figures["all_parts_found"] >= 0.74


def test_hardly_anything_is_answered_wrongly_with_confidence(figures: dict[str, float]) -> None:
    """What is wrong is mostly known to be doubtful."""
    assert figures["confidently_wrong"] <= 0.013


def test_what_is_foreign_is_refused_and_what_is_not_is_served(figures: dict[str, float]) -> None:
    assert figures["foreign_refused"] >= 0.93
    assert figures["own_refused"] <= 0.025


def test_confidence_means_what_it_says(figures: dict[str, float]) -> None:
    """Of the messages that are 80 % sure, 80 % are right."""
    assert figures["ece"] <= 0.03
