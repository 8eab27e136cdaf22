"""Cross-validates the understanding as it serves: values, clauses, confidence and threshold included."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluation_set import Line, judge_time, lines
from benchmarks.pipeline import Readers, examples, label_of, parser, understand
from components.calibration import fit, fit_part, folds_of, join, numbers_for, unseen_by
from components.intent_classifier import IntentClassifier
from components.label_weights import Evened
from components.parse_format import NOT_UNDERSTOOD
from components.practice_file import practice_path, read_practice
from components.text_features import TextFeatures
from components.time_expressions import read_times, wanted

FOLDS = 5
FOREIGN = "out_of_scope"
# Looked at while building, and not looked at but for its figures.
DEVELOPMENT, UNSEEN = "messages.jsonl", "messages_unseen.jsonl"
FALSE_REFUSALS = float(IntentClassifier.get_default_config()["false_refusals"])

Parse = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Guessed:
    """What was said about texts with known labels; `sure` [n] is the confidence of the best guess."""

    texts: Sequence[str]
    labels: NDArray[np.str_]
    given: NDArray[np.str_]
    best: NDArray[np.str_]
    sure: NDArray[np.float64]

    @property
    def refused(self) -> NDArray[np.bool_]:
        """Answered with "not understood" or as out of scope."""
        return (self.given == NOT_UNDERSTOOD) | (self.given == FOREIGN)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Labelled rightly; a foreign message that is refused in either way counts as right."""
        return (self.given == self.labels) | ((self.labels == FOREIGN) & self.refused)


def cross_validated() -> Guessed:
    """Every training example, guessed by a model that did not see it."""
    texts, names = examples()
    features = TextFeatures.fit(texts)
    vectors = np.array(features.vectors(texts))
    labels, owners = np.unique(np.array(names), return_inverse=True)
    evened = Evened.of(vectors)
    inputs = evened.inputs(vectors)
    fold = folds_of(owners, FOLDS)
    held = [np.flatnonzero(fold == number) for number in range(FOLDS)]
    models = [
        fit_part(vectors, owners, labels, fold != number, evened=evened, inputs=inputs)
        for number in range(FOLDS)
    ]
    unseen = [unseen_by(m, vectors[own], owners[own]) for m, own in zip(models, held, strict=True)]
    numbers = numbers_for(join(unseen), FALSE_REFUSALS)
    readers = Readers()
    parses: dict[int, dict[str, object]] = {}
    for fitted, own in zip(models, held, strict=True):
        model = replace(fitted, **numbers)
        for i in own:
            parses[i] = understand(readers.read(texts[i]), vectors[i], model, features)
    return _guessed(texts, names, [parses[i] for i in range(len(texts))])


@dataclass(frozen=True)
class Served:
    """How the full model fared on a set: its messages of one label each, and further figures by name."""

    guessed: Guessed
    further: dict[str, float]


def on_sets(*names: str) -> list[Served]:
    """The full model on files of the evaluation set, fitted once for all of them."""
    texts, labels = examples()
    features = TextFeatures.fit(texts)
    vectors = np.array(features.vectors(texts))
    parse = parser(fit(vectors, labels, false_refusals=FALSE_REFUSALS), features)
    return [_serve(parse, lines(name)) for name in names]


def _serve(parse: Parse, messages: Sequence[Line]) -> Served:
    parses, took = [], []
    for line in messages:
        start = time.perf_counter()
        parses.append(parse(line["text"]))
        took.append(time.perf_counter() - start)
    single = [(line, p) for line, p in zip(messages, parses, strict=True) if len(line["labels"]) == 1]
    several = [(line, p) for line, p in zip(messages, parses, strict=True) if len(line["labels"]) > 1]
    guessed = _guessed(
        [line["text"] for line, _ in single],
        [line["labels"][0] for line, _ in single],
        [p for _, p in single],
    )
    found = [
        set(line["labels"]) - {"greet", "thanks"} <= {q["label"] for q in p["parts"]} for line, p in several
    ]
    return Served(
        guessed,
        {
            "all_parts_found": float(np.mean(found)),
            "parse_ms_p50": 1000 * float(np.median(took)),
            "parse_ms_p95": 1000 * float(np.percentile(took, 95)),
        },
    )


def times_on_evaluation_set() -> dict[str, float]:
    """The share of time expressions read rightly, and how many ambiguous ones were guessed in silence."""
    from datetime import datetime

    practice = read_practice(practice_path())
    verdicts = []
    for line in lines("times.jsonl"):
        now = datetime.fromisoformat(line["now"])
        found = wanted(read_times(line["text"], now, practice, number_may_be_day=True))
        verdicts.append(judge_time(line, [reading.as_json() for reading in found]))
    return {
        "times_right": float(np.mean([v.right for v in verdicts])),
        "silent_guesses": float(sum(v.silent for v in verdicts)),
    }


def _guessed(texts: Sequence[str], names: Sequence[str], parses: Sequence[dict[str, object]]) -> Guessed:
    best = [p["label_ranking"][0] for p in parses]  # type: ignore[index]  # a parse is plain JSON
    return Guessed(
        texts,
        np.array(names),
        np.array([label_of(p) for p in parses]),
        np.array([b["label"] for b in best]),
        np.array([b["confidence"] for b in best]),
    )


def summary(guessed: Guessed) -> dict[str, float]:
    """The figures of the whole; shares between 0 and 1."""
    own = guessed.labels != FOREIGN
    rejected = guessed.given == NOT_UNDERSTOOD
    wrong = ~guessed.right & ~rejected
    return {
        "messages": float(len(guessed.texts)),
        "accuracy": float(guessed.right.mean()),
        "confidently_wrong": float((wrong & own & (guessed.sure >= 0.8)).sum() / own.sum()),
        "wrong": float((wrong & own).sum() / own.sum()),
        "foreign_refused": float(guessed.refused[~own].mean()),
        "own_refused": float(guessed.refused[own].mean()),
        "ece": calibration_error(guessed),
    }


def by_label(guessed: Guessed) -> dict[str, float]:
    """The share of each label's messages that got it."""
    return {
        str(name): float(guessed.right[guessed.labels == name].mean()) for name in np.unique(guessed.labels)
    }


def confusions(guessed: Guessed, most: int = 25) -> list[tuple[str, str, int]]:
    """The commonest mistakes as (label, given instead, how often)."""
    pairs = Counter(
        (str(a), str(b))
        for a, b, ok in zip(guessed.labels, guessed.given, guessed.right, strict=True)
        if not ok
    )
    return [(a, b, count) for (a, b), count in pairs.most_common(most)]


def calibration_bins(guessed: Guessed, bins: int = 10) -> list[tuple[float, float, int]]:
    """For each bin of confidence: mean confidence, share of best guesses that were right, messages in it."""
    right = guessed.best == guessed.labels
    bin_of = np.minimum((guessed.sure * bins).astype(int), bins - 1)
    return [
        (float(guessed.sure[mask].mean()), float(right[mask].mean()), int(mask.sum()))
        for number in range(bins)
        if (mask := bin_of == number).any()
    ]


def calibration_error(guessed: Guessed) -> float:
    """The expected calibration error over ten bins."""
    found = calibration_bins(guessed)
    return sum(abs(sure - right) * count for sure, right, count in found) / len(guessed.texts)
