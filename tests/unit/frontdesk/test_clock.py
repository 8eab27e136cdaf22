"""frontdesk.clock"""

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.clock import SettableClock, ShiftedClock, SystemClock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_the_system_clock_is_aware() -> None:
    """A naive datetime is a bug."""
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_a_shifted_clock_runs_on_from_its_start() -> None:
    """DESK_NOW sets the start; time goes on from there."""
    moments = [NOON, NOON + timedelta(minutes=5)]
    clock = ShiftedClock(datetime.fromisoformat("2027-01-01T09:00-05:00"), real=lambda: moments.pop(0))
    assert clock.now() == datetime(2027, 1, 1, 14, 5, tzinfo=UTC)


def test_a_settable_clock_stands_still_until_moved() -> None:
    """Tests decide what time it is."""
    clock = SettableClock(NOON)
    clock.advance(timedelta(hours=1))
    assert clock.now() == clock.now() == NOON + timedelta(hours=1)


@pytest.mark.parametrize("make", [ShiftedClock, SettableClock])
def test_a_time_without_offset_is_refused(make: type[ShiftedClock | SettableClock]) -> None:
    """Nobody knows when "nine o'clock" is."""
    with pytest.raises(ValueError, match="offset"):
        make(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - what is refused
