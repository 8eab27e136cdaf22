"""What `make evaluate` calls a fall."""

from benchmarks.understanding import PARTS, changes, falls


def report(accuracy: float, **labels: float) -> dict[str, dict[str, float]]:
    return {part: {} for part in PARTS} | {"cross_validation": {"accuracy": accuracy}, "by_label": labels}


def test_a_label_may_fall_by_five_points_and_the_whole_by_one() -> None:
    assert falls(report(0.80, book=0.90), report(0.791, book=0.86)) == []


def test_more_than_that_is_a_fall() -> None:
    assert falls(report(0.80, book=0.90), report(0.78, book=0.84)) == [
        "accuracy fell from 80.0% to 78.0%",
        "book fell from 90.0% to 84.0%",
    ]


def test_a_label_that_is_gone_has_fallen() -> None:
    assert falls(report(0.8, book=0.9), report(0.8)) == ["book fell from 90.0% to 0.0%"]


def test_what_changed_is_named_with_both_figures() -> None:
    assert changes(report(0.8, book=0.9), report(0.8, book=0.95)) == ["by_label.book: 0.9 -> 0.95"]
