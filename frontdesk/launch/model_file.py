"""Which model belongs to the training data as it is now, and training it when it is not there.

A model's name carries the hash of everything that goes into it, so that a second start trains nothing
and a changed example, component or practice file never serves an old model.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

TRAINED_FROM = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/rules",
    "data/stories",
    "data/responses",
    "components",
)
KEPT_MODELS = 3


def fingerprint(root: Path, practice_path: Path) -> str:
    """Twelve hex digits that change whenever something changes that a model is trained from."""
    digest = hashlib.sha256()
    for path in (*_inputs(root), practice_path, root / "uv.lock"):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def model_path(root: Path, practice_path: Path) -> Path:
    """Where the model for the present training data is, or will be once it is trained."""
    return root / "models" / f"frontdesk-{fingerprint(root, practice_path)}.tar.gz"


def train(root: Path, model: Path, environment: Mapping[str, str], log: Path) -> None:
    """Train `model`; the output of `rasa train` goes to `log`. Raises `CalledProcessError` when it fails."""
    # The validation is a test's work (`make test`); here it would only print for ten seconds.
    quick = ("--skip-validation", "--fixed-model-name", model.name.removesuffix(".tar.gz"))
    command = [sys.executable, "-W", "ignore", "-m", "rasa", "train", "--out", "models", *quick]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        subprocess.run(  # noqa: S603 - no outside input
            command, cwd=root, env=dict(environment), check=True, stdout=output, stderr=subprocess.STDOUT
        )
    _forget_old_models(model)


def _inputs(root: Path) -> Iterator[Path]:
    for name in TRAINED_FROM:
        path = root / name
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (f for f in files if f.suffix in {".yml", ".yaml", ".py", ".txt", ".json"} and f.is_file())


def _forget_old_models(newest: Path) -> None:
    models = sorted(newest.parent.glob("frontdesk-*.tar.gz"), key=lambda f: f.stat().st_mtime, reverse=True)
    for old in [m for m in models if m != newest][KEPT_MODELS - 1 :]:
        old.unlink()
