"""From times as people say them to times that are offered."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from actions import times
from actions.draft import Draft, Slot, Wish
from actions.message import Window

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 9, tzinfo=ZONE)


def window(
    text: str,
    begins: str,
    hours: float = 1,
    grain: str = "hour",
    *,
    ambiguous: bool = False,
    dated: bool = True,
) -> Window:
    start = datetime.fromisoformat(begins).replace(tzinfo=ZONE)
    return Window(text, start, start + timedelta(hours=hours), grain, ambiguous, dated=dated)


def slots(*starts: str, location: str = "westport") -> list[Slot]:
    return [Slot(f"{start}:00-05:00", location, "csmt") for start in starts]


FRIDAY = window("friday", "2026-11-27T00:00", 24, "day")
AT_4 = window("at 4", "2026-11-23T16:00", dated=False)


def test_a_day_with_its_hour_is_exact() -> None:
    """Somebody who says when exactly is taken at their word."""
    (wish,) = times.wishes_in([window("friday at 4", "2026-11-27T16:00")], Draft())
    assert wish == Wish("2026-11-27T16:00", "2026-11-27T17:00", exact=True)


def test_after_4_is_not_exact() -> None:
    """An hour that ends at midnight, or a vague one, names no single start."""
    (wish,) = times.wishes_in([window("friday after 4", "2026-11-27T16:00", 8)], Draft())
    (vague,) = times.wishes_in([window("friday around 4", "2026-11-27T16:00", 1)], Draft())
    assert not wish.exact
    assert not vague.exact


def test_an_hour_falls_on_the_day_that_was_being_talked_about() -> None:
    """ "Friday" and then "at 4" is Friday at 4, not today at 4."""
    draft = Draft(wishes=times.wishes_in([FRIDAY], Draft()))
    (wish,) = times.wishes_in([AT_4], draft)
    assert wish == Wish("2026-11-27T16:00", "2026-11-27T17:00", exact=True)


def test_a_day_keeps_the_hour_that_was_being_talked_about() -> None:
    """Friday at 4, no, Saturday: Saturday at 4."""
    draft = Draft(wishes=times.wishes_in([window("friday at 4", "2026-11-27T16:00")], Draft()))
    (wish,) = times.wishes_in([window("saturday", "2026-11-28T00:00", 24, "day")], draft)
    assert (wish.begins, wish.exact) == ("2026-11-28T16:00", True)


def test_an_hour_keeps_its_clock_across_the_change_to_winter_time() -> None:
    """A wish is what the clock on the wall shows."""
    draft = Draft(time="2026-10-30T16:00:00-04:00")
    (wish,) = times.wishes_in([window("monday", "2026-11-02T00:00", 24, "day")], draft)
    assert wish.begins == "2026-11-02T16:00"


def test_mornings_without_a_day_are_any_coming_morning() -> None:
    """Nobody who says "mornings" means tomorrow alone."""
    wishes = times.wishes_in([window("mornings", "2026-11-24T00:00", 12, dated=False)], Draft())
    assert len(wishes) == times.COMING_DAYS
    assert {w.begins[11:] for w in wishes} == {"00:00"}


def test_only_one_exact_plain_wish_is_agreed() -> None:
    """An ambiguous one, or two slots that fit, are asked."""
    (found,) = slots("2026-11-27T16:00")
    plain = Wish("2026-11-27T16:00", "2026-11-27T17:00", exact=True)
    assert times.agreed([found], [plain]) == found
    assert times.agreed([found], [Wish(plain.begins, plain.ends, exact=True, ambiguous=True)]) is None
    assert times.agreed([found], [Wish("2026-11-27T00:00", "2026-11-28T00:00", day=True)]) is None
    assert times.agreed([found, *slots("2026-11-27T16:00", location="stamford")], [plain]) is None


def test_slots_of_one_day_are_spread_over_it() -> None:
    """First and last are among the offered, and as many as asked for."""
    day = slots(*(f"2026-11-27T{hour:02}:00" for hour in range(9, 17)))
    offered = times.spread(day, 4)
    assert len(offered) == 4
    assert (offered[0], offered[-1]) == (day[0], day[-1])


def test_slots_of_several_days_are_at_most_two_a_day() -> None:
    """Somebody who may come any day sees more than the first one."""
    found = slots(*(f"2026-11-{day}T{hour:02}:00" for day in (27, 28, 30) for hour in (9, 10, 11)))
    assert len({s.start[:10] for s in times.spread(found, 4)}) >= 2


@given(st.sets(st.integers(0, 24 * 30), max_size=30), st.integers(1, 5))
def test_offers_are_real_distinct_and_in_order(hours: set[int], count: int) -> None:
    """Whatever is free, what is offered is some of it, once each, by time."""
    starts = [NOW + timedelta(hours=hour) for hour in hours]
    free = times.by_time({Slot(start.isoformat(), "westport", "csmt") for start in starts})
    offered = times.spread(free, count)
    assert set(offered) <= set(free)
    assert offered == times.by_time(set(offered))
    assert min(1, len(free)) <= len(offered) <= count


def test_later_starts_after_the_last_offer() -> None:
    """And "earlier" ends before the first."""
    offered = slots("2026-11-27T11:00", "2026-11-27T13:00")
    (later,) = times.moved_on(offered, "later", (), NOW)
    (earlier,) = times.moved_on(offered, "earlier", (), NOW)
    assert (later.begins, earlier.begins, earlier.ends) == (
        "2026-11-27T13:01",
        "2026-11-23T09:00",
        "2026-11-27T11:00",
    )


def test_earlier_that_day_stays_on_the_day() -> None:
    """A named day limits where "earlier" looks."""
    offered = slots("2026-11-27T11:00")
    (wish,) = times.moved_on(offered, "earlier", (Wish("2026-11-27T00:00", "2026-11-28T00:00"),), NOW)
    assert (wish.begins, wish.ends) == ("2026-11-27T00:00", "2026-11-27T11:00")


def test_same_time_next_week() -> None:
    """The same weekday at the same hour, within the week that was named."""
    week = Wish("2026-11-30T00:00", "2026-12-07T00:00", day=True)
    assert [w.begins for w in times.same_clock((week,), "2026-11-27T15:30:00-05:00")] == ["2026-12-04T15:30"]


def test_touching_spans_are_asked_about_once() -> None:
    """And the past is cut off."""
    wishes = (Wish("2026-11-22T00:00", "2026-11-24T00:00"), Wish("2026-11-24T00:00", "2026-11-25T00:00"))
    ((begin, end),) = times.spans(wishes, NOW, ZONE)
    assert (begin, end) == (NOW, datetime(2026, 11, 25, tzinfo=ZONE))


def test_a_wish_in_the_past_asks_about_nothing() -> None:
    """What is over cannot be booked."""
    assert times.spans((Wish("2026-11-20T00:00", "2026-11-21T00:00"),), NOW, ZONE) == []


def test_three_among_what_was_offered_is_three_o_clock() -> None:
    """Only where exactly one offered time starts then."""
    offered = slots("2026-11-27T13:00", "2026-11-27T15:00", "2026-11-28T13:00")
    found = times.at_clock(offered, 3)
    assert found == offered[1]
    assert times.at_clock(offered, 1) is None


def test_the_nearest_are_nearest_on_both_sides() -> None:
    """Of what is free around a time, the closest, by time."""
    free = slots("2026-11-27T09:00", "2026-11-27T14:00", "2026-11-27T16:00", "2026-11-28T15:00")
    assert [s.start[:13] for s in times.nearest(free, "2026-11-27T15:00", 2)] == [
        "2026-11-27T14",
        "2026-11-27T16",
    ]


def test_the_wednesday_after_is_counted_from_the_time_that_is_spoken_of() -> None:
    """Not from today: after a Friday it is the Wednesday of the next week."""
    friday = "2026-11-27T10:00:00-05:00"
    found = {
        text: wish.begins[:10] if (wish := times.after_it(text, friday)) else None
        for text in (
            "the wednesday after",
            "or the wed after that",
            "the following friday",
            "the one after, same time",
        )
    }
    assert list(found.values()) == ["2026-12-02", "2026-12-02", "2026-12-04", "2026-12-04"]
    week = times.after_it("maybe the week after", friday)
    assert week == Wish("2026-11-30T00:00", "2026-12-07T00:00")
    for other in (
        "wednesday after 3",
        "the wednesday after thanksgiving",
        "friday afternoon",
        "a week after the 5th",
    ):
        assert times.after_it(other, friday) is None


def test_a_day_that_is_counted_from_another_is_exact_with_its_hour() -> None:
    """The "from" of "a week from friday at 10" is none of "from 10 on"."""
    (wish,) = times.wishes_in([window("a week from friday at 10", "2026-12-04T10:00")], Draft())
    assert wish.exact


def test_a_bare_weekday_is_the_one_among_the_offered_times() -> None:
    """Not the nearest one, which may be a holiday; with a date, another week or no such offer it stays."""
    offered = slots("2026-12-01T10:00", "2026-12-03T10:00")
    thursday = window("thursday", "2026-11-26T00:00", 24, "day")
    at_nine = window("thurs at 9", "2026-11-26T09:00")
    others = [
        window("thursday the 26th", "2026-11-26T00:00", 24, "day"),
        window("thursday december 10", "2026-12-10T00:00", 24, "day"),
        window("thurs 12/17 at 9", "2026-12-17T09:00"),
        window("next thursday", "2026-11-26T00:00", 24, "day"),
        FRIDAY,
        AT_4,
    ]
    moved = times.among_offered([thursday, at_nine], offered)
    assert [w.begins.isoformat()[:16] for w in moved] == ["2026-12-03T00:00", "2026-12-03T09:00"]
    assert times.among_offered(others, offered) == tuple(others)


def test_a_clock_time_that_one_offered_slot_has_is_that_slot() -> None:
    """Also on another day than the one that was wished; not where two have it, and not a vague one."""
    offered = slots("2026-12-02T15:00", "2026-12-02T15:30", "2026-12-03T12:00")
    at_three = window("3pm", "2026-11-23T15:00", dated=False)
    assert times.named_by_clock([at_three], offered) == offered[0]
    assert times.named_by_clock([at_three], [*offered, *slots("2026-12-04T15:00")]) is None
    assert times.named_by_clock([window("after 3", "2026-11-23T15:00", 9, dated=False)], offered) is None
    assert times.named_by_clock([window("friday 3pm", "2026-11-27T15:00")], offered) is None
