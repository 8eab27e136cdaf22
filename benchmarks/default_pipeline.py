"""`make bench-nlu`: our pipeline and Rasa's default one on the same data, in the same run.

Trains both on the same examples of this practice, `PER_LABEL` of each label, and asks both the same held-out
ones and the unseen set. With all examples Rasa's default pipeline would train for hours on two cores;
with these the run takes about a quarter of an hour.
"""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.evaluation_set import lines
from benchmarks.pipeline import examples, label_of, parser
from benchmarks.understanding_measure import FALSE_REFUSALS, FOREIGN, UNSEEN
from components.calibration import fit
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
# Of each label so many examples are learnt and so many held out, always the same ones.
PER_LABEL, HELD_OUT = 20, 10

Parse = Callable[[str], dict[str, Any]]
Example = tuple[str, str]


def compare() -> None:
    """Print accuracy, refusal, time and memory of both, on held-out examples and the unseen set."""
    known, unseen = _parted(*examples())
    single = [(line["text"], line["labels"][0]) for line in lines(UNSEEN) if len(line["labels"]) == 1]
    for title, train in (("ours", _ours), ("Rasa's default", _default)):
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        parse = train(known)
        print(
            f"{title}: {time.process_time() - start:.0f} s of CPU to train on {len(known)} examples",
            flush=True,
        )
        for where, messages in (("held out", unseen), ("unseen set", single)):
            print(f"  {where}: {_figures(parse, messages)}", flush=True)
        print(
            f"  memory added: {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MB"
        )


def _parted(texts: Sequence[str], names: Sequence[str]) -> tuple[list[Example], list[Example]]:
    shuffled = np.random.default_rng(7)
    known: list[Example] = []
    unseen: list[Example] = []
    for name in sorted(set(names)):
        own = [(t, n) for t, n in zip(texts, names, strict=True) if n == name]
        chosen = [own[i] for i in shuffled.permutation(len(own))]
        known += chosen[:PER_LABEL]
        unseen += chosen[PER_LABEL : PER_LABEL + HELD_OUT]
    return known, unseen


def _figures(parse: Parse, messages: list[Example]) -> str:
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


def _ours(known: list[Example]) -> Parse:
    texts, names = [t for t, _ in known], [n for _, n in known]
    features = TextFeatures.fit(texts)
    # One by one, as if none had ever been encoded: what is known from an earlier training is left aside.
    vectors = np.array([features.vector(text) for text in texts])
    return parser(fit(vectors, names, false_refusals=FALSE_REFUSALS), features)


def _default(known: list[Example]) -> Parse:
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
