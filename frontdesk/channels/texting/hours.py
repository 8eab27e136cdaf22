"""When a text that the client did not just ask for may go out: 9:00 to 20:00 where the client lives."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

EARLIEST, LATEST = time(9), time(20)


def next_allowed(moment: datetime, zone: ZoneInfo) -> datetime:
    """`moment` itself inside the allowed hours, else the next opening of them; aware in, aware out."""
    local = moment.astimezone(zone)
    if EARLIEST <= local.time() < LATEST:
        return moment
    day = local.date() if local.time() < EARLIEST else local.date() + timedelta(days=1)
    return datetime.combine(day, EARLIEST, tzinfo=zone).astimezone(moment.tzinfo)
