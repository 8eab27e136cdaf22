"""The rules of availability: single rules by example, all of them together against a slow second opinion."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from frontdesk.booking import hours, model
from frontdesk.practice import WEEKDAYS, Practice
from tests.support.diary import local, make_practice
from tests.support.second_opinion import WEEKS, ZONES, Booked, random_practice, slow_free

NOTHING = model.Taken()


def day(text: str) -> tuple[int, int]:
    start = local(f"{text}T00:00")
    return hours.moment(start), hours.moment(start + timedelta(days=1))


def times(
    practice: Practice, location: str, text: str, taken: model.Taken = NOTHING, now: str = "2026-01-01T00:00"
) -> list[str]:
    """The free starts of one local day as wall-clock times with their offset."""
    found = model.free(practice, "csmt", location, day(text), taken, local(now))
    return [f"{datetime.fromtimestamp(s, practice.zone):%H:%M%z}" for s in found]


YEAR_ROUND = {"rules": {"horizon_days": 730, "notice_minutes": 0}}


class TestHours:
    """Opening hours, exceptions and clock changes."""

    def test_last_session_ends_with_the_hours(self) -> None:
        """Nobody is offered a start that runs past closing."""
        found = times(make_practice(**YEAR_ROUND), "stamford", "2026-12-02")
        assert (found[0], found[-1], len(found)) == ("09:00-0500", "16:00-0500", 15)

    def test_dated_exception_replaces_the_weekday(self) -> None:
        """An empty one closes the office, another gives it other hours; a closed day beats both."""
        stamford = {
            "name": "Stamford",
            "hours": {"wed": ["09:00-17:00"]},
            "exceptions": {"2026-12-02": [], "2026-12-05": ["10:00-11:00"], "2026-11-26": ["10:00-11:00"]},
        }
        practice = make_practice(locations={"stamford": stamford}, **YEAR_ROUND)
        assert times(practice, "stamford", "2026-12-02") == []
        assert times(practice, "stamford", "2026-12-05") == ["10:00-0500"]
        assert times(practice, "stamford", "2026-11-26") == []

    def test_hour_that_comes_twice_can_be_booked_twice(self) -> None:
        """On the 25-hour day 01:00 is two moments an hour apart."""
        night = {"name": "Night", "hours": {"sun": ["00:00-04:00"]}}
        practice = make_practice(locations={"night": night}, **YEAR_ROUND)
        found = times(practice, "night", "2026-11-01")
        assert found == [
            "00:00-0400", "00:30-0400", "01:00-0400", "01:30-0400",
            "01:00-0500", "01:30-0500", "02:00-0500", "02:30-0500", "03:00-0500",
        ]  # fmt: skip

    def test_hour_that_is_skipped_cannot_be_booked(self) -> None:
        """On the 23-hour day an hour's session from 01:30 ends at 03:30."""
        night = {"name": "Night", "hours": {"sun": ["00:00-04:00"]}}
        practice = make_practice(locations={"night": night}, **YEAR_ROUND)
        assert times(practice, "night", "2026-03-08") == [
            "00:00-0500", "00:30-0500", "01:00-0500", "01:30-0500", "03:00-0400",
        ]  # fmt: skip

    def test_opening_inside_the_skipped_hour_begins_after_it(self) -> None:
        """A door that opens at 02:15 opens at 03:00 on the day without a 02:15; the grid stays as it was."""
        night = {"name": "Night", "hours": {"sun": ["02:15-05:00"]}}
        practice = make_practice(locations={"night": night}, **YEAR_ROUND)
        assert times(practice, "night", "2026-03-08") == ["03:15-0400", "03:45-0400"]

    @pytest.mark.parametrize("text", ["2026-03-08", "2026-11-01"])
    def test_office_hours_are_the_wall_clock_s_on_both_change_days(self, text: str) -> None:
        """Nine is nine, whatever happened in the night."""
        sunday = {"name": "Sunday", "hours": {"sun": ["09:00-11:00"]}}
        practice = make_practice(locations={"sunday": sunday}, **YEAR_ROUND)
        assert [found[:5] for found in times(practice, "sunday", text)] == ["09:00", "09:30", "10:00"]

    def test_year_turns_without_a_seam(self) -> None:
        """A window over New Year has both days in order."""
        daily = {"name": "Daily", "hours": {d: ["09:00-10:00"] for d in WEEKDAYS}}
        practice = make_practice(locations={"daily": daily}, closed=[], **YEAR_ROUND)
        window = day("2026-12-31")[0], day("2027-01-01")[1]
        found = list(model.free(practice, "csmt", "daily", window, NOTHING, local("2026-12-01T00:00")))
        assert [f"{datetime.fromtimestamp(s, practice.zone):%F %H}" for s in found] == [
            "2026-12-31 09",
            "2027-01-01 09",
        ]

    def test_date_that_a_zone_skipped_has_no_hours(self) -> None:
        """Samoa had no 30 December 2011."""
        apia = make_practice(practice={"name": "P", "therapist": "T", "timezone": "Pacific/Apia"})
        assert hours.open_spans(apia, "stamford", datetime(2011, 12, 30, tzinfo=UTC).date()) == []


class TestGaps:
    """Buffer, travel, absences."""

    def test_buffer_in_the_same_office_travel_to_the_other(self) -> None:
        """After a session from 12 to 13: 15 minutes here, 30 minutes there, before it as well."""
        practice = make_practice(**YEAR_ROUND)
        taken = model.Taken(
            [model.session(practice.rules, "stamford", hours.moment(local("2026-12-04T12:00")), 60)]
        )
        here = times(practice, "stamford", "2026-12-04", taken)
        there = times(practice, "westport", "2026-12-04", taken)
        assert "10:30-0500" in here
        assert "11:00-0500" not in here
        assert "13:00-0500" not in here
        assert "13:30-0500" in here
        assert ("10:30-0500" in there, "13:30-0500" in there) == (True, True)

    def test_travel_longer_than_the_grid_counts_in_both_directions(self) -> None:
        """With an hour of travel neither 10:30 nor 13:30 is possible in the other office."""
        practice = make_practice(rules={"travel_minutes": 60, "horizon_days": 730, "notice_minutes": 0})
        taken = model.Taken(
            [model.session(practice.rules, "stamford", hours.moment(local("2026-12-04T12:00")), 60)]
        )
        there = times(practice, "westport", "2026-12-04", taken)
        assert [t[:5] for t in there] == [
            "09:00",
            "09:30",
            "10:00",
            "14:00",
            "14:30",
            "15:00",
            "15:30",
            "16:00",
        ]

    def test_absence_has_no_gap(self) -> None:
        """Lunch from 12 to 13 leaves 11 to 12 and 13 to 14."""
        practice = make_practice(**YEAR_ROUND)
        lunch = model.Absence(
            None, hours.moment(local("2026-12-04T12:00")), hours.moment(local("2026-12-04T13:00"))
        )
        found = times(practice, "stamford", "2026-12-04", model.Taken(absences=[lunch]))
        assert (
            "11:00-0500" in found,
            "11:30-0500" in found,
            "12:30-0500" in found,
            "13:00-0500" in found,
        ) == (
            True,
            False,
            False,
            True,
        )

    def test_sessions_that_touch_do_not_conflict(self) -> None:
        """Half-open: the next may begin in the moment the gap ends."""
        rules = make_practice().rules
        one, next_one = model.session(rules, "a", 0, 60), model.session(rules, "a", 75 * 60, 60)
        assert not model.conflict(one, next_one)
        assert model.conflict(one, model.session(rules, "a", 75 * 60 - 1, 60))


class TestNoticeAndHorizon:
    """When clients may book at all."""

    def test_notice_counts_to_the_second(self) -> None:
        """At 7:00 the 9:00 is bookable, a moment later it is not."""
        practice = make_practice()
        start = hours.moment(local("2026-12-02T09:00"))
        assert model.refusal(practice, "stamford", start, 60, local("2026-12-02T07:00")) is None
        assert (
            model.refusal(practice, "stamford", start, 60, local("2026-12-02T07:00:00.000001")) == "too_soon"
        )

    def test_horizon_is_a_whole_local_day(self) -> None:
        """Sixty days ahead is bookable until its midnight, late in the evening too."""
        practice = make_practice(rules={"horizon_days": 2})
        last, beyond = local("2026-12-02T16:00"), local("2026-12-04T09:00")
        now = local("2026-11-30T23:59")
        assert model.refusal(practice, "stamford", hours.moment(last), 60, now) is None
        assert model.refusal(practice, "stamford", hours.moment(beyond), 60, now) == "beyond_horizon"

    def test_midnight_after_the_horizon_is_beyond_it(self) -> None:
        """An office that opens at midnight doesn't get a day more."""
        night = {"name": "Night", "hours": {"thu": ["00:00-04:00"]}}
        practice = make_practice(locations={"night": night}, rules={"horizon_days": 2})
        start, now = hours.moment(local("2026-12-03T00:00")), local("2026-11-30T12:00")
        assert model.refusal(practice, "night", start, 60, now) == "beyond_horizon"

    def test_nearest_prefers_the_closer_then_the_earlier(self) -> None:
        """Of two equally close the earlier comes first, and the answer is in order of time."""
        assert model.nearest(100, [10, 60, 90, 110, 115, 200]) == [90, 110, 115]
        assert model.nearest(100, [90, 110], count=1) == [90]
        assert model.nearest(100, []) == []


def agree(seed: int) -> int:
    """Compare both on one random practice, week and diary; the number of free starts."""
    random = Random(seed)
    practice = random_practice(random)
    minutes = practice.services["csmt"].minutes
    first = datetime(*random.choice(WEEKS), random.randrange(24), tzinfo=UTC)
    last = first + timedelta(hours=random.choice([30, 50]))
    now = first - timedelta(minutes=random.choice([0, 60, 24 * 60 - 7]))
    booked = [
        Booked(
            random.choice(["here", "there"]),
            first + timedelta(minutes=random.randrange(-200, 3000)),
            random.choice([20, 60]),
        )
        for _ in range(random.randrange(6))
    ]
    away = [
        model.Absence(random.choice([None, "here"]), at, at + random.choice([1, 45, 600]) * 60)
        for at in (hours.moment(first) + random.randrange(2000) * 60 for _ in range(random.randrange(3)))
    ]
    taken = model.Taken(
        [model.session(practice.rules, b.location, hours.moment(b.start), b.minutes) for b in booked], away
    )
    window = hours.moment(first), hours.moment(last)
    fast = list(model.free(practice, "csmt", "here", window, taken, now))
    slow = [hours.moment(at) for at in slow_free(practice, "here", minutes, (first, last), booked, away, now)]
    assert fast == slow, f"seed {seed} in {practice.practice.timezone}"
    for start in fast:
        assert model.refusal(practice, "here", start, minutes, now) is None
        assert not model.is_taken(practice.rules, "here", start, minutes, taken)
    return len(fast)


def test_agrees_with_the_slow_second_opinion_on_a_sample() -> None:
    """Sixty random practices, zones and weeks, clock changes among them."""
    assert sum(agree(seed) for seed in range(60)) > 100


@pytest.mark.soak
def test_agrees_with_the_slow_second_opinion_on_thousands() -> None:
    """The same, 5,000 times."""
    assert sum(agree(seed) for seed in range(1000, 6000)) > 10_000


def test_every_zone_of_the_sample_exists() -> None:
    """A misspelt zone would test nothing."""
    assert [ZoneInfo(zone).key for zone in ZONES] == ZONES
