"""The commands of any Rasa project work in the root, with no warning beyond those that are named here."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from frontdesk.launch.programs import assistant_environment
from frontdesk.settings import load_settings
from tests.support.running import ROOT, trained_model

pytestmark = pytest.mark.model
# What Rasa says about a project whose actions choose the wording, and whose retrieval intents our own classifier
# learns. Anything else is a failure.
NAMED_WARNINGS = (
    r"The utterance 'utter_[a-z0-9_/]+' is not used in any story or rule\.",
    r"There is an unused intent|The intent '[a-z_/]+' is not used in any story or rule\.",
    r"The following duplicated intents have been found across multiple domain files: faq",
    r"You have defined training data with examples for training a response selector",
    r"Slot auto-fill has been removed",
)


def _rasa(tmp_path: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path)})
    environment = os.environ | assistant_environment(settings) | {"PYTHONWARNINGS": "default"}
    command = [sys.executable, "-m", "rasa", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)


def _warnings_of_rasa(output: str) -> set[str]:
    """Rasa's own warnings; those of its pinned libraries about themselves are not ours to mend."""
    lines = re.findall(r"UserWarning: (.*)|WARNING +rasa\S* +- (.*)", re.sub(r"\x1b\[\d+m", "", output))
    return {first or second for first, second in lines if "pkg_resources" not in (first or second)}


def test_the_data_is_valid(tmp_path: Path) -> None:
    """`rasa data validate` ends with 0, and every warning is a named one."""
    done = _rasa(tmp_path, "data", "validate")
    assert done.returncode == 0, done.stderr[-3000:]
    warned = _warnings_of_rasa(done.stdout + done.stderr)
    assert {w for w in warned if not any(re.search(named, w) for named in NAMED_WARNINGS)} == set()


def test_the_dialogue_tests_pass(tmp_path: Path) -> None:
    """`rasa test core` ends with 0 and predicts every action."""
    results = tmp_path / "results"
    done = _rasa(
        tmp_path, "test", "core", "--model", str(trained_model()), "--stories", "tests/test_stories.yml",
        "--out", str(results), "--fail-on-prediction-errors",
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    assert (results / "story_report.json").exists()


@pytest.mark.soak
def test_the_whole_of_rasa_test(tmp_path: Path) -> None:
    """`rasa test` with the understanding as well; it reads every example."""
    done = _rasa(tmp_path, "test", "--model", str(trained_model()), "--out", str(tmp_path / "results"))
    shutil.rmtree(tmp_path / "results", ignore_errors=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
