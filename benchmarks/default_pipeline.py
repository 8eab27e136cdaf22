"""`make bench-nlu`: our pipeline and Rasa's default one on the same data, in the same run.

Trains and asks both on this practice's own examples (a part of them held out, and the evaluation set).
Rasa's default pipeline takes minutes of training on two cores: this is a bulk run.
"""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.evaluation_set import lines
from benchmarks.pipeline import examples, label_of, parser
from benchmarks.understanding_measure import FALSE_REFUSALS, FOREIGN
from components.calibration import fit, folds_of
from components.parse_format import NOT_UNDERSTOOD
from components.text_features import TextFeatures

# What Rasa 3.6 writes into a new project's config.yml.
DEFAULT_PIPELINE = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True, "retrieval_intent": "faq"},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]
HELD_OUT = 5

Parse = Callable[[str], dict[str, Any]]


def compare() -> None:
    """Print accuracy, refusal, time and memory of both, on held-out examples and the evaluation set."""
    texts, names = examples()
    _, owners = np.unique(np.array(names), return_inverse=True)
    held = folds_of(owners, HELD_OUT) == 0
    known = [(t, n) for t, n, out in zip(texts, names, held, strict=True) if not out]
    unseen = [(t, n) for t, n, out in zip(texts, names, held, strict=True) if out]
    single = [
        (line["text"], line["labels"][0]) for line in lines("messages.jsonl") if len(line["labels"]) == 1
    ]
    for title, train in (("ours", _ours), ("Rasa's default", _default)):
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        parse = train(known)
        print(f"{title}: {time.process_time() - start:.0f} s of CPU to train")
        for where, messages in (("held out", unseen), ("evaluation set", single)):
            print(f"  {where}: {_figures(parse, messages)}")
        print(
            f"  memory added: {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MB"
        )


def _figures(parse: Parse, messages: list[tuple[str, str]]) -> str:
    took, given = [], []
    for text, _ in messages:
        start = time.perf_counter()
        given.append(label_of(parse(text)))
        took.append(time.perf_counter() - start)
    labels = np.array([label for _, label in messages])
    said = np.array(given)
    refused = (said == NOT_UNDERSTOOD) | (said == FOREIGN)
    own = labels != FOREIGN
    right = float((said == labels)[own].mean())
    wrong = float(((said != labels) & ~refused)[own].mean())
    return (
        f"right {right:.3f}, wrong {wrong:.3f}, foreign refused {refused[~own].mean():.3f}, "
        f"own refused {refused[own].mean():.3f}, parse p50 {1000 * float(np.median(took)):.1f} ms"
    )


def _ours(known: list[tuple[str, str]]) -> Parse:
    texts, names = [t for t, _ in known], [n for _, n in known]
    features = TextFeatures.fit(texts)
    vectors = np.array([features.vector(text) for text in texts])
    return parser(fit(vectors, names, false_refusals=FALSE_REFUSALS), features)


def _default(known: list[tuple[str, str]]) -> Parse:
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        by_label: dict[str, list[str]] = {}
        for text, name in known:
            by_label.setdefault(name, []).append(text)
        entries = [
            {"intent": name, "examples": "".join(f"- {text}\n" for text in own)}
            for name, own in by_label.items()
        ]
        topics = {f"utter_{name}": [{"text": name}] for name in by_label if "/" in name}
        _write(folder / "nlu.yml", {"version": "3.1", "nlu": entries})
        _write(folder / "domain.yml", {"version": "3.1", "responses": topics})
        _write(
            folder / "config.yml", {"recipe": "default.v1", "language": "en", "pipeline": DEFAULT_PIPELINE}
        )
        model = train_nlu(
            str(folder / "config.yml"),
            str(folder / "nlu.yml"),
            str(folder),
            domain=str(folder / "domain.yml"),
            fixed_model_name="x",
        )
        agent = Agent.load(model)
    return lambda text: asyncio.run(agent.parse_message(text))  # type: ignore[no-any-return]  # Rasa has no types


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, width=10_000), encoding="utf-8")
