"""What understanding needs of `practice.yml`: names, opening hours, zone. The desk checks the file itself."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES = 24 * 60

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class PracticeFile:
    """Ids with all the names that stand for them; `hours` has for each weekday the openings of all offices.

    An opening is a pair of minutes after local midnight.
    """

    zone: ZoneInfo
    services: dict[str, tuple[str, ...]]
    locations: dict[str, tuple[str, ...]]
    hours: tuple[Spans, ...]
    closed: frozenset[date]
    horizon: timedelta

    def openings(self, day: date) -> Spans:
        """When any office is open on that day."""
        return () if day in self.closed else self.hours[day.weekday()]

    @property
    def week(self) -> Spans:
        """All openings of the week, as if of one day."""
        return tuple(span for spans in self.hours for span in spans)


def practice_path() -> Path:
    """The file that `DESK_PRACTICE` names; `practice.yml` otherwise."""
    return Path(os.environ.get("DESK_PRACTICE") or "practice.yml").resolve()


@lru_cache(maxsize=4)
def read_practice(path: Path) -> PracticeFile:
    """The file at `path`; read once in a process."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    offices: dict[str, dict[str, Any]] = content.get("locations") or {}
    services: dict[str, dict[str, Any]] = content.get("services") or {}
    return PracticeFile(
        zone=ZoneInfo(content["practice"]["timezone"]),
        services={key: _names(key, service) for key, service in services.items()},
        locations={key: _names(key, office) for key, office in offices.items()},
        hours=tuple(_openings(offices, day) for day in WEEKDAYS),
        closed=frozenset(_date(day) for day in content.get("closed") or ()),
        horizon=timedelta(days=int((content.get("rules") or {}).get("horizon_days", 60))),
    )


def _names(key: str, entry: dict[str, Any]) -> tuple[str, ...]:
    names = [str(entry.get("name") or key), key.replace("_", " "), *map(str, entry.get("aliases") or ())]
    return tuple(dict.fromkeys(name.casefold().strip() for name in names))


def _openings(offices: dict[str, dict[str, Any]], day: str) -> Spans:
    spans = {
        _span(text) for office in offices.values() for text in (office.get("hours") or {}).get(day) or ()
    }
    return tuple(sorted(spans))


def _span(text: str) -> tuple[int, int]:
    start, end = (part.strip().split(":") for part in str(text).split("-"))
    return int(start[0]) * 60 + int(start[1]), int(end[0]) * 60 + int(end[1])


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
