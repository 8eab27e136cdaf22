"""frontdesk.channels.texting.hours"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from frontdesk.channels.texting.hours import next_allowed

ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-23T09:00-05:00", "2026-11-23T09:00-05:00"),
        ("2026-11-23T19:59-05:00", "2026-11-23T19:59-05:00"),
        ("2026-11-23T20:00-05:00", "2026-11-24T09:00-05:00"),
        ("2026-11-23T03:00-05:00", "2026-11-23T09:00-05:00"),
        ("2026-10-31T23:00-04:00", "2026-11-01T09:00-05:00"),
        ("2027-03-13T22:00-05:00", "2027-03-14T09:00-04:00"),
        ("2026-11-24T01:30+00:00", "2026-11-24T14:00+00:00"),
    ],
)
def test_nobody_is_texted_at_night(moment: str, allowed: str) -> None:
    """Also across both changes of clock."""
    assert next_allowed(datetime.fromisoformat(moment), ZONE) == datetime.fromisoformat(allowed)
