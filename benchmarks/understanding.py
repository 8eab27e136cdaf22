"""`make evaluate`: how well messages are understood, what changed since the last report.

    python -m benchmarks.understanding [--confusions] [--accept] [--against-default]

Exits with 1 when a label fell by more than 5 points or the whole by more than 1; the report in
docs/understanding-report.json is then left as it was, unless --accept says that the fall is wanted.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import understanding_measure as measure

REPORT = Path("docs/understanding-report.json")
PLOT = Path("results/calibration.png")
PARTS = ("unseen_set", "development_set", "cross_validation", "times")
MOST_FALL_OF_LABEL, MOST_FALL_OF_ALL = 0.05, 0.01


def report() -> tuple[dict[str, Any], measure.Guessed]:
    """All figures of this moment, ready to be kept."""
    start = time.process_time()
    crossed = measure.cross_validated()
    seen, unseen = measure.on_sets(measure.DEVELOPMENT, measure.UNSEEN)
    content = {
        "cross_validation": measure.summary(crossed),
        "unseen_set": measure.summary(unseen.guessed) | unseen.further,
        "development_set": measure.summary(seen.guessed) | seen.further,
        "times": measure.times_on_evaluation_set(),
        "by_label": measure.by_label(crossed),
        "confusions": measure.confusions(crossed),
        "cpu_seconds": time.process_time() - start,
    }
    return json.loads(json.dumps(content), parse_float=lambda text: round(float(text), 4)), crossed


def falls(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What got worse than is allowed, one sentence each."""
    found = []
    before, after = old["cross_validation"]["accuracy"], new["cross_validation"]["accuracy"]
    if before - after > MOST_FALL_OF_ALL:
        found.append(f"accuracy fell from {before:.1%} to {after:.1%}")
    for label, share in old["by_label"].items():
        now = new["by_label"].get(label, 0.0)
        if share - now > MOST_FALL_OF_LABEL:
            found.append(f"{label} fell from {share:.1%} to {now:.1%}")
    return found


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Every figure that is another one now."""
    return [
        f"{part}.{name}: {old.get(part, {}).get(name)} -> {value}"
        for part in (*PARTS, "by_label")
        for name, value in new[part].items()
        if old.get(part, {}).get(name) != value and "_ms_" not in name
    ]


def plot(guessed: measure.Guessed, path: Path = PLOT) -> None:
    """Draw how often guesses of each confidence were right."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    found = measure.calibration_bins(guessed)
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.plot([sure for sure, _, _ in found], [right for _, right, _ in found], marker="o")
    axes.set(
        xlabel="confidence",
        ylabel="share right",
        title="Calibration, cross-validated",
        xlim=(0, 1),
        ylim=(0, 1),
    )
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=120)
    plt.close(figure)


def show(new: dict[str, Any]) -> None:
    """Print the report for people."""
    for part in PARTS:
        print(part.replace("_", " "))
        for name, value in new[part].items():
            print(f"  {name:20} {value}")
    print("labels, the weakest first")
    for label, share in sorted(new["by_label"].items(), key=lambda item: item[1]):
        print(f"  {share:6.1%}  {label}")
    print("confusions")
    for label, given, count in new["confusions"]:
        print(f"  {count:3}  {label} -> {given}")


def show_confused_pairs() -> None:
    """Print the pairs of labels that are taken for each other, with examples to look at."""
    guessed = measure.cross_validated()
    for label, given, count in measure.confusions(guessed, most=40):
        print(f"{count:3}  {label} -> {given}")
        wrong = [
            t
            for t, a, b in zip(guessed.texts, guessed.labels, guessed.given, strict=True)
            if (a, b) == (label, given)
        ]
        for text in wrong[:3]:
            print(f"       {text}")


def main() -> int:
    """Measure, compare, keep; the exit code says whether something fell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--confusions", action="store_true", help="list easily confused pairs with examples")
    parser.add_argument("--accept", action="store_true", help="keep the report although something fell")
    parser.add_argument("--against-default", action="store_true", help="compare with Rasa's default pipeline")
    options = parser.parse_args()
    if options.confusions:
        show_confused_pairs()
        return 0
    if options.against_default:
        from benchmarks.default_pipeline import compare

        compare()
        return 0
    new, crossed = report()
    plot(crossed)
    show(new)
    old = json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else None
    print(f"calibration is drawn in {PLOT}")
    fallen = falls(old, new) if old else []
    for line in [*(changes(old, new) if old else ["no earlier report"]), *fallen]:
        print(line)
    if fallen and not options.accept:
        return 1
    REPORT.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
