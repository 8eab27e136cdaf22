"""`python -m frontdesk.safety`: a message a line in, a finding a line out.

A line that is a JSON array of strings is a burst, read message by message as it would arrive. Every line,
empty ones too, is answered with one line; `tier` is null where nothing was found.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper

from frontdesk.safety.check import check, check_each
from frontdesk.safety.finding import Finding

_KEYS = ("tier", "rule", "label", "language", "version")


def answer(line: str) -> str:
    """The JSON line for one line of input: the most urgent finding."""
    findings = _findings(line.rstrip("\r\n"))
    first = findings[0] if findings else None
    return json.dumps({key: getattr(first, key, None) for key in _KEYS})


def _findings(line: str) -> tuple[Finding, ...]:
    if line.lstrip().startswith("["):
        try:
            burst = json.loads(line)
        except ValueError:
            return check(line)
        if burst and all(isinstance(text, str) for text in burst):
            return check_each(burst)
    return check(line)


def answers(lines: Iterable[str]) -> Iterator[str]:
    return map(answer, lines)


def main() -> None:
    # Only a line feed ends a line: anything else belongs to what the person wrote.
    lines = TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace", newline="\n")
    for line in answers(lines):
        print(line, flush=True)


if __name__ == "__main__":
    main()
