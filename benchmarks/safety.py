"""`make safety-report`: how many red flags the safety check misses, how many ordinary lines it takes for one.

Measured on the reported half of `tests/safety/eval`, and beside it on `tests/safety/development`. A line
counts as missed when neither its tier nor a more urgent one is found, and as answered too urgently when a
more urgent tier is answered first. Writes `docs/safety-report.md`.
"""

import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontdesk.safety import prepare
from frontdesk.safety.check import check, check_burst, check_each, forget
from frontdesk.safety.finding import TIER_ORDER, Finding

ROOT = Path(__file__).parent.parent
SET = ROOT / "tests" / "safety" / "eval"
DEVELOPMENT = ROOT / "tests" / "safety" / "development"
REPORT = ROOT / "docs" / "safety-report.md"
FILES = ("red_flags.jsonl", "benign.jsonl")
REPEATS = 3


@dataclass(frozen=True)
class Line:
    """One line of the evaluation set; `texts` has more than one text where it is a burst."""

    tier: str | None
    flag: str
    half: str
    language: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """A line and what was found in it."""

    line: Line
    findings: tuple[Finding, ...]

    @property
    def missed(self) -> bool:
        """A red flag whose tier was not found, and nothing more urgent either."""
        return self.line.tier is not None and not self.too_urgent and self.line.tier not in self._tiers

    @property
    def too_urgent(self) -> bool:
        """A red flag that is answered first as something more urgent than it is."""
        order = TIER_ORDER
        tier = self.line.tier
        return bool(tier and self._tiers and order.index(self._tiers[0]) < [*order].index(tier))  # type: ignore[arg-type]

    @property
    def false_alarm(self) -> bool:
        return self.line.tier is None and bool(self.findings)

    @property
    def _tiers(self) -> tuple[str, ...]:
        return tuple(finding.tier for finding in self.findings)


def load_set(half: str | None = None) -> list[Line]:
    """The lines of the set, or of one half of it."""
    rows = [json.loads(row) for name in FILES for row in (SET / name).read_text("utf-8").splitlines()]
    return [line for line in map(_line, rows) if half in (None, line.half)]


def load_development() -> list[Line]:
    """The lines of the development set, on which thresholds were chosen."""
    rows = [json.loads(row) for name in FILES for row in (DEVELOPMENT / name).read_text("utf-8").splitlines()]
    return [Line(row["tier"], row["flag"], "development", "", _texts(row)) for row in rows]


def _line(row: dict[str, Any]) -> Line:
    return Line(row["tier"], row["flag"] or row["trap"], row["half"], row["lang"], _texts(row))


def _texts(row: dict[str, Any]) -> tuple[str, ...]:
    return (row["text"],) if isinstance(row["text"], str) else tuple(row["text"])


def run(lines: Iterable[Line]) -> list[Outcome]:
    """What the check finds in each line."""
    return [Outcome(line, check_each(line.texts)) for line in lines]


def milliseconds(lines: Sequence[Line]) -> list[float]:
    """The time that the newest text of each line takes, sorted; the best of several runs each."""
    return sorted(min(_timed(line) for _ in range(REPEATS)) for line in lines)


def _timed(line: Line) -> float:
    forget()
    start = time.perf_counter()
    check(line.texts[0]) if len(line.texts) == 1 else check_burst(line.texts)
    return (time.perf_counter() - start) * 1000


def set_hash() -> str:
    """SHA-256 of the two files of the set, one after the other."""
    return hashlib.sha256(b"".join((SET / name).read_bytes() for name in FILES)).hexdigest()


def percentile(values: Sequence[float], share: float) -> float:
    return values[min(int(len(values) * share), len(values) - 1)]


def tier_rows(outcomes: Sequence[Outcome]) -> list[tuple[str, int, int, int]]:
    """For each tier: its name, how many lines, how many missed, how many answered too urgently."""
    return [
        (
            tier,
            len(of_tier := [o for o in outcomes if o.line.tier == tier]),
            sum(o.missed for o in of_tier),
            sum(o.too_urgent for o in of_tier),
        )
        for tier in TIER_ORDER
    ]


def flag_rows(outcomes: Sequence[Outcome]) -> list[tuple[str, str, int, int]]:
    """For each flag: tier, name, how many lines, how many missed."""
    total = Counter((o.line.tier, o.line.flag) for o in outcomes if o.line.tier)
    missed = Counter((o.line.tier, o.line.flag) for o in outcomes if o.missed)
    return [(str(tier), flag, count, missed[tier, flag]) for (tier, flag), count in sorted(total.items())]


def tier_table(outcomes: Sequence[Outcome]) -> list[str]:
    """Misses by tier and false alarms, as a table in Markdown."""
    ordinary = [o for o in outcomes if o.line.tier is None]
    alarms = sum(o.false_alarm for o in ordinary)
    return [
        "| tier | missed | answered more urgently |",
        "|---|---|---|",
        *(
            f"| {tier} | {missed} of {count} | {urgent} |"
            for tier, count, missed, urgent in tier_rows(outcomes)
        ),
        f"| ordinary lines taken for a flag | {alarms} of {len(ordinary)} | |",
    ]


def report(
    version: str, outcomes: Sequence[Outcome], times: Sequence[float], development: Sequence[Outcome]
) -> str:
    """The report in Markdown; one half of the set, named in it, and the development set."""
    lines = [
        "# Safety report",
        "",
        "Written by `make safety-report`; the numbers are of the reported half of `tests/safety/eval`.",
        "The set is synthetic and no clinician has reviewed it; real messages may fare otherwise.",
        "",
        f"- rules: {version}",
        f"- set: {len(load_set())} lines, {len(outcomes)} of them in this half, sha256 `{set_hash()}`",
        f"- time per message: p50 {percentile(times, 0.5):.1f} ms, p99 {percentile(times, 0.99):.1f} ms",
        "",
        *tier_table(outcomes),
        "",
        "The development set, by another writer and never trained on; thresholds were chosen on it, so it",
        "flatters, and each of its ordinary lines was written to mislead:",
        "",
        *tier_table(development),
        "",
        "The reported half again, by flag:",
        "",
        "| tier | flag | missed |",
        "|---|---|---|",
        *(f"| {tier} | {flag} | {missed} of {count} |" for tier, flag, count, missed in flag_rows(outcomes)),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    version = prepare()
    lines = load_set("report")
    text = report(version, run(lines), milliseconds(lines), run(load_development()))
    REPORT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
