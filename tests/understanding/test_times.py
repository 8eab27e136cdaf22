"""The time reader against expressions that were written without sight of it."""

from benchmarks.understanding_measure import times_on_evaluation_set


def test_nearly_all_expressions_are_read_rightly_and_none_is_guessed_in_silence() -> None:
    """At least 98 in a hundred; of the ambiguous every plausible reading is reported."""
    found = times_on_evaluation_set()
    assert found["times_right"] >= 0.98
    assert found["silent_guesses"] == 0
