"""The owner's facts as sentences: what is not filled in is not known."""

from pathlib import Path

import pytest

from frontdesk.conversations.facts import UnknownTopic, fact
from frontdesk.practice import FACT_TOPICS, Practice, load_practice

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def practice() -> Practice:
    return load_practice(ROOT / "practice.yml")


def changed(practice: Practice, **changes: object) -> Practice:
    return practice.model_copy(update=changes)


def test_hours_group_equal_days(practice: Practice) -> None:
    """As a person would say them."""
    text = fact(practice, "hours")
    assert text is not None
    assert text.startswith("Stamford: Monday, Wednesday and Friday 9 AM to 5 PM.")
    assert text.endswith("Saturday 9 AM to 1 PM.")


def test_offices_and_services_are_always_known(practice: Practice) -> None:
    """They are what the file is made of."""
    assert fact(practice, "locations") == "Julie works in Stamford and Westport."
    assert "Craniosacral massage therapy" in (fact(practice, "services_overview") or "")


@pytest.mark.parametrize("topic", [t for t in FACT_TOPICS if t not in ("hours",)])
def test_what_is_not_filled_in_is_not_known(practice: Practice, topic: str) -> None:
    """Never guessed."""
    assert fact(practice, topic) is None


def test_a_fact_is_said_as_it_was_written(practice: Practice) -> None:
    """With a full stop."""
    assert fact(changed(practice, facts={"tipping": "Tips are welcome"}), "tipping") == "Tips are welcome."


def test_prices_come_from_the_services(practice: Practice) -> None:
    """Only those that are filled in, with the fact after them."""
    csmt, tmj = practice.services["csmt"], practice.services["tmj_mouth"]
    services = {"csmt": csmt.model_copy(update={"price": "$120"}), "tmj_mouth": tmj}
    told = changed(practice, services=services, facts={"price": "Packages on request."})
    assert fact(told, "price") == "Craniosacral massage therapy: $120 for 60 minutes. Packages on request."


def test_an_unknown_topic(practice: Practice) -> None:
    """Is a mistake of the caller."""
    with pytest.raises(UnknownTopic):
        fact(practice, "weather")
