"""Reads and judges `tests/understanding/eval`: messages and times written without sight of data or code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path("tests/understanding/eval")
ZONE = ZoneInfo("America/New_York")

Window = tuple[datetime, datetime]
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """Whether a line was answered rightly; `silent` marks a guess where the text was ambiguous."""

    line: Line
    right: bool
    silent: bool = False


def lines(name: str) -> list[dict[str, Any]]:
    """All lines of a file of the set."""
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line]


def judge_time(line: Line, answer: Sequence[Mapping[str, Any]]) -> Verdict:
    """Compare the answer of the time command with what the line expects (README of the set)."""
    given = [(_moment(a["from"]), _moment(a["to"])) for a in answer]
    if "expect" not in line:
        return Verdict(line, _has_property(line, given))
    wanted = line["expect"]
    if line.get("ambiguous"):
        found = all(any(_same(w, [g], line) for g in given) for w in wanted)
        said = bool(answer) and all(a["ambiguous"] for a in answer)
        return Verdict(line, found and said, silent=not (found and said))
    if len(given) != len(wanted) or any(w["to"] for w in wanted):
        given = _joined(given)
        wanted = _joined_expectations(wanted) if all(w["to"] for w in wanted) else wanted
    right = len(given) == len(wanted) and all(_same(w, [g], line) for w, g in zip(wanted, given, strict=True))
    return Verdict(line, right and not any(a["ambiguous"] for a in answer))


def _same(wanted: Mapping[str, Any], given: Sequence[Window], line: Line) -> bool:
    now, slack = _moment(line["now"]), timedelta(minutes=line.get("tolerance_minutes") or 0)
    start, end = given[0]

    start, end = _waking((start, end)) if slack else (start, end)

    def near(one: datetime, other: datetime) -> bool:
        return abs(max(one, now) - max(other, now)) <= slack

    return near(_moment(wanted["from"]), start) and (not wanted["to"] or near(_moment(wanted["to"]), end))


def _waking(window: Window) -> Window:
    """Before eight counts as eight, after nine in the evening as nine; whole days stay as they are."""
    start, end = (moment.astimezone(ZONE) for moment in window)
    if start.time() == end.time() == time():
        return window
    last = end - timedelta(minutes=1)
    evening = last.replace(hour=21, minute=0)
    return max(start, start.replace(hour=8, minute=0)), min(end, evening) if last.hour >= 21 else end


def _has_property(line: Line, given: Sequence[Window]) -> bool:
    inside = all(any(_touches(entry, w) for w in given) for entry in line.get("expect_includes") or ())
    return inside and not any(_touches(e, w) for e in line.get("expect_excludes") or () for w in given)


def _touches(entry: str, window: Window) -> bool:
    if "T" in entry:
        return window[0] <= _moment(entry) < window[1]
    day = datetime.combine(date.fromisoformat(entry), time(), ZONE)
    return window[0] < day + timedelta(days=1) and day < window[1]


def _joined(windows: Iterable[Window]) -> list[Window]:
    result: list[Window] = []
    for start, end in windows:
        if result and result[-1][1] == start:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def _joined_expectations(wanted: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    pairs = _joined([(_moment(w["from"]), _moment(w["to"])) for w in wanted])
    return [{"from": start.isoformat(), "to": end.isoformat()} for start, end in pairs]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
