"""`python -m frontdesk.safety.training`: trains the classifier and writes its weights.

Only this needs scikit-learn and scipy, which come with the assistant's environment. The result is the same on
every run. Of the examples of `data/nlu` those are left out in which something is found, and all of the topics
under which clients tell of their own conditions: neither are surely ordinary lines.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from frontdesk.safety.check import hinted, read_burst
from frontdesk.safety.classifier import RARITY_STEPS
from frontdesk.safety.features import BUCKETS, Buckets, Worths, bucket_weights, parts_of
from frontdesk.safety.reading import Reading
from frontdesk.safety.rulebook import WEIGHTS
from frontdesk.safety.training.lines import Line, ordinary_examples, own_lines

STRENGTH = 30.0
RAREST = 8.0  # the logarithm at which rarity is 1; what training never saw is as rare


def rarity_of(readings: list[Reading]) -> Worths:
    """For each bucket how much it tells: 1 for what is hardly ever said, near 0 for what is in every line."""
    lines_with = np.zeros(BUCKETS)
    for reading in readings:
        lines_with[np.unique(np.concatenate([buckets for buckets, _ in parts_of(reading)]))] += 1
    rarity = np.where(lines_with > 0, np.log(len(readings) / np.maximum(lines_with, 1)), RAREST) / RAREST
    kept: Worths = (np.round(rarity * RARITY_STEPS) / RARITY_STEPS).astype(np.float32)
    return kept


def matrix(readings: list[Reading], rarity: Worths) -> csr_matrix:
    """The features of the lines, shape `(lines, buckets)`."""
    rows: list[tuple[Buckets, Worths]] = [bucket_weights(reading, rarity) for reading in readings]
    starts = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    columns = np.concatenate([buckets for buckets, _ in rows])
    features = csr_matrix(
        (np.concatenate([worths for _, worths in rows]), columns, starts), shape=(len(rows), BUCKETS)
    )
    features.sum_duplicates()
    return features


def train(features: csr_matrix, kinds: list[str]) -> LogisticRegression:
    """A fitted model; its classes are the kinds of line."""
    return LogisticRegression(C=STRENGTH, max_iter=400).fit(features, kinds)


def training_lines(nlu: Path) -> list[Line]:
    """All lines to train on."""
    return [*own_lines(), *(line for line in ordinary_examples(nlu) if not hinted(line.texts[0]))]


def main() -> None:
    lines = training_lines(Path("data/nlu"))
    readings = [read_burst(line.texts) for line in lines]
    rarity = rarity_of(readings)
    model = train(matrix(readings, rarity), [line.kind for line in lines])
    scores = model.coef_.T
    steps = np.abs(scores).max(axis=0) / 127
    np.savez_compressed(
        WEIGHTS,
        classes=np.array(model.classes_),
        scores=np.round(scores / steps).astype(np.int8),
        steps=steps.astype(np.float32),
        offsets=model.intercept_.astype(np.float32),
        rarity=np.round(rarity * RARITY_STEPS).astype(np.uint8),
    )
    sys.stdout.write(
        f"trained on {len(lines)} lines, wrote {WEIGHTS.name} ({WEIGHTS.stat().st_size} bytes)\n"
    )


if __name__ == "__main__":
    main()
