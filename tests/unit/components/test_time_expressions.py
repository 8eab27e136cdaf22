"""Time expressions as clients write them, read on Monday 23 November 2026, 9:00 in New York."""

import io
import json
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.practice_file import read_practice
from components.time_expressions import TimeReading, main, read_times, wanted

ZONE = ZoneInfo("America/New_York")
PRACTICE = read_practice(Path(__file__).parent / "practice.yml.txt")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)


def short(moment: datetime) -> str:
    """11-26 for midnight, 11-26 15:00 for other times."""
    return moment.strftime("%m-%d" if (moment.hour, moment.minute) == (0, 0) else "%m-%d %H:%M")


def read(text: str, now: datetime = NOW) -> list[str]:
    """The wanted readings as "from..to", with a question mark where they are ambiguous."""
    return [
        f"{short(r.begins)}..{short(r.ends)}{'?' if r.ambiguous else ''}"
        for r in wanted(read_times(text, now, PRACTICE))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow", "11-24..11-25"),
        ("late night on friday", "11-27 17:00..11-28"),
        ("tmrw", "11-24..11-25"),
        ("the day after tomorrow", "11-25..11-26"),
        ("thurs", "11-26..11-27"),
        ("WENSDAY", "11-25..11-26"),
        ("this weekend", "11-28..11-30"),
        ("the 5th", "12-05..12-06"),
        ("dec 5th", "12-05..12-06"),
        ("12/5", "12-05..12-06"),
        ("5th of december", "12-05..12-06"),
        ("monday the 30th", "11-30..12-01"),
        ("in two weeks", "12-07..12-08"),
        ("a week from friday", "12-04..12-05"),
        ("friday next week", "12-04..12-05"),
        ("next week", "11-30..12-07"),
        ("the week after next", "12-07..12-14"),
        ("week of the 14th", "12-14..12-21"),
        ("early next week", "11-30..12-03"),
        ("thanksgiving", "11-26..11-27"),
        ("the day after thanksgiving", "11-27..11-28"),
        ("after thanksgiving", "11-27..01-22"),
        ("before christmas", "11-23..12-25"),
        ("by friday", "11-23..11-28"),
        ("starting monday the 30th", "11-30..01-22"),
        ("not this week, next", "11-30..12-07"),
        ("not this week but next", "11-30..12-07"),
        ("the last friday of june", "06-25..06-26"),
        ("between dec 8 and 12", "12-08..12-13"),
        ("before saturday, dec 12th", "11-23..12-12"),
        ("instead of saturday, dec 12th, dec 14th", "12-14..12-15"),
        ("fri 4 at 11", "12-04 11:00..12-04 12:00"),
        ("fri 4", "11-27 16:00..11-27 17:00"),
        ("fri 18", "12-18..12-19"),
        ("at 2 a week from friday", "12-04 14:00..12-04 15:00"),
        ("10 jan 5ish", "01-10 17:00..01-10 18:00"),
        ("dec 20, 4ish", "12-20 16:00..12-20 17:00"),
        ("nye", "12-31..01-01"),
        ("next year, first week", "01-01..01-08"),
        ("tuesday.. actually the 4th", "12-04..12-05"),
        ("for the last day of june", "06-30..07-01"),
        ("wednesday or later", "11-25..01-22"),
        ("between the 3rd and the 10th", "12-03..12-11"),
        ("tues-thurs", "11-24..11-27"),
        ("december", "12-01..01-01"),
        ("first monday in december", "12-07..12-08"),
    ],
)
def test_days(text: str, expected: str) -> None:
    """A day runs from midnight to midnight."""
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow at 3", "11-24 15:00..11-24 16:00"),
        ("tomorrow at 3:30", "11-24 15:30..11-24 15:31"),
        ("friday 10am", "11-27 10:00..11-27 11:00"),
        ("fri 2", "11-27 14:00..11-27 15:00"),
        ("half past 3 tomorrow", "11-24 15:30..11-24 15:31"),
        ("wednesday morning at 9", "11-25 09:00..11-25 10:00"),
        ("tomorrow evening at 6", "11-24 18:00..11-24 19:00"),
        ("thursday after 4", "11-26 16:00..11-27"),
        ("thursday before noon", "11-26..11-26 12:00"),
        ("between 2 and 4 on thursday", "11-26 14:00..11-26 16:00"),
        ("wed 10-2", "11-25 10:00..11-25 14:00"),
        ("friday afternoon", "11-27 12:00..11-27 17:00"),
        ("late friday morning", "11-27..11-27 12:00"),
        ("tonight", "11-23 17:00..11-24"),
        ("noonish on wednesday", "11-25 12:00..11-25 13:00"),
        ("tomorrow after lunch", "11-24 13:00..11-25"),
        ("tomorrow, not before 2", "11-24 14:00..11-25"),
        ("tomorrow after 2 but before 5", "11-24 14:00..11-24 17:00"),
        ("Could I come tuesday? After 3 is best.", "11-24 15:00..11-25"),
    ],
)
def test_days_with_hours(text: str, expected: str) -> None:
    """Bare hours are read by the opening hours; "after" ends at midnight."""
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", "11-23 15:00..11-23 16:00"),
        ("3pm", "11-23 15:00..11-23 16:00"),
        ("after 3", "11-23 15:00..11-24"),
        ("in an hour", "11-23 10:00..11-23 11:00"),
        ("at 9", "11-24 09:00..11-24 10:00"),
    ],
)
def test_an_hour_without_a_day_is_the_next_one(text: str, expected: str) -> None:
    """What is over today means tomorrow."""
    assert read(text) == [expected]
    assert read_times(text, NOW, PRACTICE)[0].clocked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thursday or friday morning", ["11-26..11-26 12:00", "11-27..11-27 12:00"]),
        ("tuesday at 10 or thursday at 2", ["11-24 10:00..11-24 11:00", "11-26 14:00..11-26 15:00"]),
        ("9 or 10 on friday", ["11-27 09:00..11-27 10:00", "11-27 10:00..11-27 11:00"]),
        ("tues/thurs", ["11-24..11-25", "11-26..11-27"]),
        ("tuesday or thursday next week", ["12-01..12-02", "12-03..12-04"]),
        ("dec 3, 4 or 7", ["12-03..12-04", "12-04..12-05", "12-07..12-08"]),
        ("friday, or saturday before 11", ["11-27..11-27 11:00", "11-28..11-28 11:00"]),
    ],
)
def test_alternatives_come_in_order(text: str, expected: list[str]) -> None:
    """What is named once for several is shared by them."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("next week but not wednesday", ["11-30..12-02", "12-03..12-07"]),
        ("this week except friday", ["11-23..11-27", "11-28..11-30"]),
        ("tuesday but not in the morning", ["11-24 12:00..11-25"]),
        ("not the 14th, the 15th", ["12-15..12-16"]),
        ("the 15th, not the 14th", ["12-15..12-16"]),
        ("monday doesn't work but tuesday does", ["11-24..11-25"]),
        ("can't make it tomorrow, can I come thursday instead", ["11-26..11-27"]),
        ("move my appointment from thursday to friday", ["11-27..11-28"]),
        ("friday instead of thursday", ["11-27..11-28"]),
    ],
)
def test_what_is_rejected_is_taken_out(text: str, expected: list[str]) -> None:
    """Nobody is offered the day that they ruled out."""
    assert read(text) == expected


def test_any_day_but_monday_leaves_every_other_day_within_the_horizon() -> None:
    """Nine stretches of six days and what is left at the end."""
    found = read("any day but monday")
    assert found[:2] == ["11-24..11-30", "12-01..12-07"]
    assert found[-1] == "01-19..01-22"


def test_rejected_days_are_reported_as_rejected() -> None:
    """The dialogue asks which appointment is meant, and needs the old day for it."""
    old = [r for r in read_times("not the 14th, the 15th", NOW, PRACTICE) if r.rejected]
    assert [short(r.begins) for r in old] == ["12-14"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("next friday", ["11-27..11-28?", "12-04..12-05?"]),
        ("monday", ["11-23..11-24?", "11-30..12-01?"]),
        ("wednesday at 8", ["11-25 08:00..11-25 09:00?", "11-25 20:00..11-25 21:00?"]),
        ("friday the 3rd", ["11-27..11-28?", "12-03..12-04?"]),
    ],
)
def test_every_plausible_reading_is_given(text: str, expected: list[str]) -> None:
    """A day that was guessed is never booked."""
    assert read(text) == expected


@pytest.mark.parametrize("part", ["morning", "afternoon", "evening", "night"])
@pytest.mark.parametrize("when", ["early", "mid", "late", "early-", "mid-", "late in the"])
def test_every_part_of_a_day_has_an_early_a_middle_and_a_late_one(when: str, part: str) -> None:
    """Also where the stretch has no hours of its own."""
    assert read(f"{when} {part} on friday".replace("- ", "-"))


def test_the_same_weekday_means_next_week_once_today_is_over() -> None:
    """At eight in the evening nobody asks for this monday."""
    assert read("monday", NOW.replace(hour=20)) == ["11-30..12-01"]


@pytest.mark.parametrize(
    "text",
    [
        "how long is a session",
        "I've had migraines since monday",
        "after 3 sessions",
        "203-555-0142",
        "is there parking at 12 main street?",
        "may I ask something",
        "60 minutes",
        "for 2 people",
        "i sat in the sun",
        "",
        "🙂",
        "later",
    ],
)
def test_no_time_is_found_where_none_is_named(text: str) -> None:
    """Lengths, counts, histories and numbers of other kinds are no wishes."""
    assert read(text) == []


def test_the_text_of_a_reading_is_that_of_the_message() -> None:
    """With its own capitals and typing mistakes, at the place where it stands."""
    text = "Hi, could you do Thrusday @3ish??"
    (found,) = read_times(text, NOW, PRACTICE)
    assert found.text == "Thrusday @3ish"
    assert text[found.start : found.end] == found.text


def test_offsets_follow_a_change_of_the_clock() -> None:
    """On 14 March 2027 New York goes to summer time."""
    now = datetime(2027, 3, 12, 9, tzinfo=ZONE)
    before, after = (read_times(t, now, PRACTICE)[0] for t in ("saturday at 10", "monday at 10"))
    assert (before.begins.isoformat()[-6:], after.begins.isoformat()[-6:]) == ("-05:00", "-04:00")


def test_a_time_that_the_clock_skips_becomes_the_one_after_it() -> None:
    """There is no half past two in the night of the change."""
    (found,) = read_times("2:30 am on 3/14", datetime(2027, 3, 5, 9, tzinfo=ZONE), PRACTICE)
    assert found.begins.isoformat() == "2027-03-14T03:30:00-04:00"


def test_in_two_hours_is_counted_on_the_clock_across_a_change() -> None:
    """One in the morning and two hours is four when an hour is skipped."""
    (found,) = read_times("in 2 hours", datetime(2027, 3, 14, 1, 0, tzinfo=ZONE), PRACTICE)
    assert found.begins.isoformat() == "2027-03-14T04:00:00-04:00"


_WORDS = re.split(
    r"\s+",
    """not except or and to friday next last this that following 3 four 10:30 7pm after before monday week weekend
month year the 31st 2/29 12.5. feb december leap day days two in on at noon midnight - , ? between until from now
today tonight tomorrow early mid late morning afternoon evening night lunch noonish ish half past quarter any but
every other only first second last thing around by since of thanksgiving christmas eve new year's same time later
earlier weekday am pm o'clock tues thu fri. sat/sun end middle beginning soon asap 2024 2030""",
)


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join)
    | st.lists(st.sampled_from(_WORDS), max_size=6).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_orderly_readings_or_none(text: str) -> None:
    """No exception, no reading that ends before it begins, no text that is not in the message."""
    readings: list[TimeReading] = read_times(text, NOW, PRACTICE)
    assert all(r.begins < r.ends and text[r.start : r.end] == r.text for r in readings)


def test_the_command_prints_one_line_for_each_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Empty ones too; the keys are those that other programs rely on."""
    monkeypatch.setenv("DESK_PRACTICE", str(Path(__file__).parent / "practice.yml.txt"))
    monkeypatch.setattr("sys.stdin", io.StringIO("tomorrow at 3\n\nhello\n"))
    main(["--now", "2026-11-23T09:00-05:00", "--zone", "America/New_York"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        [
            {
                "text": "tomorrow at 3",
                "from": "2026-11-24T15:00:00-05:00",
                "to": "2026-11-24T16:00:00-05:00",
                "grain": "hour",
                "ambiguous": False,
            }
        ],
        [],
        [],
    ]
