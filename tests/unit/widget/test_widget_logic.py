"""Runs the widget's own tests of its logic, written for Node's test runner, which need no browser."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
FOLDER = Path(__file__).parent


@pytest.mark.skipif(NODE is None, reason="Node.js is not on this machine; tests/browser covers what is seen")
@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.test.js")))
def test_logic(file: str) -> None:
    """Every test of the file passes."""
    command = [str(NODE), "--test", str(FOLDER / file)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout
    assert "# pass 0" not in run.stdout
