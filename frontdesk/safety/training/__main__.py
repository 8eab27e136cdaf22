"""`python -m frontdesk.safety.training`: trains the classifier and writes its weights.

Only this needs scikit-learn and scipy, which come with the assistant's environment. The result is the same on
every run. Examples of `data/nlu` in which something is found are left out: they are of conditions that hold
a booking, not ordinary lines.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from frontdesk.safety.check import check, read_burst
from frontdesk.safety.features import BUCKETS, bucket_weights
from frontdesk.safety.rulebook import WEIGHTS
from frontdesk.safety.training.lines import Line, ordinary_examples, own_lines

STRENGTH = 15.0
FLAG_WEIGHT = 2.0  # missing a flag costs more than a false alarm


def matrix(lines: list[Line]) -> csr_matrix:
    """The features of the lines, shape `(lines, buckets)`."""
    rows = [bucket_weights(read_burst(line.texts)) for line in lines]
    starts = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    columns = np.concatenate([buckets for buckets, _ in rows])
    return csr_matrix(
        (np.concatenate([weights for _, weights in rows]), columns, starts), shape=(len(rows), BUCKETS)
    )


def train(lines: list[Line]) -> LogisticRegression:
    """A fitted model; its classes are the kinds of line."""
    kinds = [line.kind for line in lines]
    weights = {kind: 1.0 if kind == "ordinary" else FLAG_WEIGHT for kind in kinds}
    model = LogisticRegression(C=STRENGTH, class_weight=weights, max_iter=5000)
    return model.fit(matrix(lines), kinds)


def training_lines(nlu: Path) -> list[Line]:
    """All lines to train on."""
    return [*own_lines(), *(line for line in ordinary_examples(nlu) if not check(line.texts[0]))]


def main() -> None:
    lines = training_lines(Path("data/nlu"))
    model = train(lines)
    np.savez_compressed(
        WEIGHTS,
        classes=np.array(model.classes_),
        scores=model.coef_.T.astype(np.float16),
        offsets=model.intercept_.astype(np.float32),
    )
    sys.stdout.write(
        f"trained on {len(lines)} lines, wrote {WEIGHTS.name} ({WEIGHTS.stat().st_size} bytes)\n"
    )


if __name__ == "__main__":
    main()
