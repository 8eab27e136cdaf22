"""The command line: one line out for every line in."""

import json
import subprocess
import sys

import pytest

from frontdesk.safety.__main__ import answer

KEYS = ["tier", "rule", "label", "language", "version"]


@pytest.mark.parametrize(
    ("line", "tier"),
    [
        ("my face is drooping\n", "A"),
        ("can I book Friday\n", None),
        ("\n", None),
        ('["i have a fever", "my neck is so stiff"]\n', "A"),
        ("[]\n", None),
        ('["a", 1]\n', None),
        ("[not json, my face is drooping\n", "A"),
        ('{"text": "hello"}\n', None),
    ],
)
def test_every_line_is_answered(line: str, tier: str | None) -> None:
    """A message, an empty line, a burst, or something that only looks like one."""
    found = json.loads(answer(line))
    assert list(found) == KEYS
    assert found["tier"] == tier


def test_the_command_prints_exactly_one_line_for_each() -> None:
    """Empty ones, bad bytes and a missing last line end too."""
    given = b"hello\n\nmy face is drooping\r\n\xff\xfe\n" + "línea\u2028rara".encode()
    done = subprocess.run(
        [sys.executable, "-m", "frontdesk.safety"], input=given, capture_output=True, check=True
    )
    tiers = [json.loads(line)["tier"] for line in done.stdout.decode().splitlines()]
    assert tiers == [None, None, "A", None, None]
