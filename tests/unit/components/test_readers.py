"""The components that need no training, as Rasa calls them."""

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from components.client_entities import ClientEntities
from components.practice_entities import PracticeEntities
from components.practice_file import read_practice
from components.time_reader import TimeReader, received_at

PRACTICE = read_practice(Path(__file__).parent / "practice.yml.txt")
MONDAY = {"received_at": "2026-11-23T14:00:00+00:00"}


def parse(text: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    message = Message(data={"text": text, "metadata": metadata or MONDAY})
    for component in (PracticeEntities(PRACTICE), ClientEntities(), TimeReader(PRACTICE)):
        component.process([message])
    return message.as_dict(only_output_properties=True)


def values(text: str) -> dict[str, Any]:
    return {e["entity"]: e["value"] for e in parse(text)["entities"] if "role" not in e}


def test_everything_up_front_is_found() -> None:
    """The message that names it all."""
    text = "hi it's Dana, craniosacral, westport next thurs after 4, 203-555-0142"
    assert values(text) == {
        "person_name": "Dana",
        "service": "csmt",
        "location": "westport",
        "phone_number": "+12035550142",
    }
    assert {t["text"] for t in parse(text)["times"]} == {"next thurs after 4"}


@pytest.mark.parametrize(
    "text", ["dana reyes 203-555-0142", "dana reyes, dana@example.com", "it's dana reyes"]
)
def test_a_name_needs_no_capitals(text: str) -> None:
    assert values(text)["person_name"] == "Dana Reyes"


def test_an_office_beside_a_number_is_nobodys_name() -> None:
    assert values("westport, 203-555-0142") == {"location": "westport", "phone_number": "+12035550142"}


@pytest.mark.parametrize("text", ["yes but make it 4", "can we do 4", "could you do 4?"])
def test_a_bare_hour_is_a_time_where_one_is_asked_for(text: str) -> None:
    assert [t["from"][11:16] for t in parse(text)["times"]] == ["16:00"]


def test_a_value_that_is_given_up_is_marked() -> None:
    """The new one counts."""
    found = parse("Westport instead of Stamford, not the 14th, the 15th")
    assert [(e["value"], e.get("role")) for e in found["entities"]] == [
        ("westport", None),
        ("stamford", "old"),
    ]
    assert [(t["text"], t.get("role")) for t in found["times"]] == [
        ("not the 14th", "old"),
        ("the 15th", None),
    ]


def test_a_broken_number_has_no_confidence() -> None:
    (found,) = parse("call 555-014-22")["entities"]
    assert (found["value"], found["confidence_entity"]) == ("55501422", 0.0)


def test_the_digits_of_a_number_are_no_times() -> None:
    assert parse("2 0 3 5 5 5 0 1 4 2")["times"] == []


def test_entities_know_their_place() -> None:
    """In the message as it was written."""
    text = "the Westprot office"
    (found,) = parse(text)["entities"]
    assert text[found["start"] : found["end"]] == "Westprot"


def test_times_say_whether_a_day_and_an_hour_were_named() -> None:
    (hour,) = parse("at 3")["times"]
    (day,) = parse("tomorrow")["times"]
    assert (hour["dated"], hour["clocked"], day["dated"], day["clocked"]) == (False, True, True, False)


def test_tomorrow_is_counted_from_the_time_of_receipt() -> None:
    """In the practice's zone: three in the morning in London is still the day before in New York."""
    (found,) = parse("tomorrow", {"received_at": "2026-11-24T03:00:00+00:00"})["times"]
    assert found["from"] == "2026-11-24T00:00:00-05:00"


@pytest.mark.parametrize("metadata", [{}, {"received_at": None}, {"received_at": "soon"}])
def test_without_a_time_of_receipt_it_is_now(metadata: dict[str, Any]) -> None:
    """`rasa shell` sends none."""
    assert received_at(metadata).tzinfo is not None


def test_a_choice_of_the_desk_is_left_alone() -> None:
    """Rasa unpacks it; nothing in it is read as words."""
    assert parse('/inform{"location": "westport"}') == {
        "text": '/inform{"location": "westport"}',
        "times": [],
    }


def test_a_service_named_like_an_office_is_the_office(tmp_path: Path) -> None:
    """The desk refuses such a file; understanding must not fall over it."""
    path = tmp_path / "practice.yml"
    path.write_text(
        "practice: {timezone: America/New_York}\n"
        "locations: {westport: {name: Westport}}\nservices: {westport: {name: Westport}}\n",
        encoding="utf-8",
    )
    found = PracticeEntities(read_practice(path)).entities_in("westport")
    assert [e["entity"] for e in found] == ["location"]
