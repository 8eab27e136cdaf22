"""Holidays by name, as Facebook's Duckling knows them, in this process: no server, no network."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

NAMES = (
    r"thanksgiving(?: day)?|black friday|christmas(?: eve| day)?|boxing day|new year'?s?(?:'s)?(?: eve| day)?"
    r"|easter(?: sunday| monday)?|good friday|memorial day|labor day|independence day|veteran'?s? day"
    r"|columbus day|president'?s'? day|mlk day|martin luther king(?: jr)?(?: day)?|valentine'?s? day"
    r"|st\.? patrick'?s day|mother'?s day|father'?s day|halloween|hanukkah|passover|yom kippur"
    r"|rosh hashanah|juneteenth|cyber monday|groundhog day|april fool'?s'? day|cinco de mayo"
    r"|election day|earth day|super bowl sunday|diwali|ramadan|kwanzaa"
)


# Of a holiday that has just been, Duckling gives that one: then it is asked from half a year on.
_AHEAD = (timedelta(0), timedelta(days=180))


def holiday(name: str, today: date, zone: ZoneInfo) -> tuple[date, date] | None:
    """The next first day, and the day after the last; None for what Duckling doesn't know."""
    name = re.sub(r"^the ", "", name)
    for ahead in _AHEAD:
        day = today + ahead
        noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=zone).timestamp())
        for found in _parse(name, noon, zone.key):
            if found["start"] == 0 and found["end"] == len(name):
                first, end = _range(found["value"])
                if end > today:
                    return first, end
    return None


def _range(value: dict[str, Any]) -> tuple[date, date]:
    begin = value.get("value") or value["from"]["value"]
    first = datetime.fromisoformat(begin).date()
    last = value.get("to", {}).get("value")
    return first, datetime.fromisoformat(last).date() if last else first + timedelta(days=1)


@lru_cache(maxsize=256)
def _parse(text: str, moment: int, zone: str) -> list[dict[str, Any]]:
    import duckling

    database, locale, dimensions = _set_up()
    context = duckling.Context(duckling.parse_ref_time(database, zone, moment), locale)
    return duckling.parse(text, context, dimensions, False)  # type: ignore[no-any-return]  # untyped


@lru_cache(maxsize=1)
def _set_up() -> tuple[Any, Any, Any]:
    import duckling

    zones = Path(str(files("tzdata"))) / "zoneinfo"
    locale = duckling.parse_locale("en_US", duckling.default_locale_lang(duckling.parse_lang("EN")))
    return duckling.load_time_zones(str(zones)), locale, duckling.parse_dimensions(["time"])
