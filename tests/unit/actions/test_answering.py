"""Answers: every topic, once a turn, from the article or the owner, or honestly not."""

import re

import pytest

from actions.answering import OWNER_TOPICS, STOPPING_TOPICS
from actions.desk_client import DeskClient
from tests.unit.actions.talk import Talk, responses

TOPICS = sorted(name.removeprefix("utter_faq/") for name in responses() if name.startswith("utter_faq/"))


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_answered_or_offered_to_be_asked(talk: Talk, topic: str) -> None:
    """Never with silence, never with an empty placeholder."""
    said = talk.say("a question", f"faq/{topic}")
    assert said.strip()
    assert "{" not in said


@pytest.mark.parametrize("topic", sorted(OWNER_TOPICS - {"hours"}))
def test_what_the_owner_has_not_said_is_not_guessed(talk: Talk, topic: str) -> None:
    """The therapist is offered instead; no figure is named."""
    said = talk.say("a question", f"faq/{topic}")
    assert "Julie" in said or "her" in said
    assert not re.search(r"[$%\d]", said)
    assert talk.slots["asked"] == "ask_julie"


def test_what_the_owner_has_said_is_said(
    talk: Talk, desk: DeskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In her words."""
    monkeypatch.setattr(desk, "fact", lambda topic: f"About {topic}: as she wrote.")
    assert talk.say("how much", "faq/price") == "About price: as she wrote."
    assert talk.slots["task"] == "none"


def test_two_questions_get_two_answers(talk: Talk) -> None:
    """In the order in which they were asked."""
    talk.say(
        "how long and does it hurt", "faq/session_length", parts=("faq/session_length", "faq/pressure_touch")
    )
    assert talk.used == ["utter_faq/session_length", "utter_faq/pressure_touch"]


def test_a_question_and_a_request_are_both_served(talk: Talk) -> None:
    """The answer first, then the request."""
    talk.say("does it hurt? i want to book", "faq/pressure_touch", parts=("faq/pressure_touch", "book"))
    assert talk.used == ["utter_faq/pressure_touch", "utter_ask_service"]


def test_a_greeting_does_not_hide_a_request(talk: Talk) -> None:
    """What was taken for a greeting or a goodbye is seen through."""
    talk.say("hang on, when is my appointment", "bye", parts=("bye", "my_appointment"))
    assert talk.used[0] == "utter_not_identified"


@pytest.mark.parametrize("topic", sorted(STOPPING_TOPICS))
def test_where_the_article_stops_the_offer_stands(topic: str) -> None:
    """The words that offer Julie and the code that waits for a yes go together."""
    assert re.search(r"[Ss]hall I (ask|pass)", responses()[f"utter_faq/{topic}"][0]["text"])


@pytest.mark.parametrize("topic", sorted(set(TOPICS) - OWNER_TOPICS - STOPPING_TOPICS))
def test_no_other_answer_offers_what_nobody_waits_for(topic: str) -> None:
    """An answer that asks something would leave the yes to nobody."""
    assert "hall I" not in responses()[f"utter_faq/{topic}"][0]["text"]


@pytest.mark.parametrize("name", sorted(responses()))
def test_the_voice(name: str) -> None:
    """No exclamation marks, no emoji, nothing that promises or reassures."""
    forbidden = re.compile(
        r"!|[\U0001F300-\U0001FAFF]|don't worry|guarantee(?!d\. A)|\bcures?\b|within \d+ (minutes|hours) ",
        re.I,
    )
    for variation in responses()[name]:
        text = (
            str(variation["text"])
            .replace("with no guarantee", "")
            .replace("usually fades within 24 hours", "")
        )
        text = text.replace("usually gone within 24 hours", "").replace("fades within 24 hours", "")
        assert not forbidden.search(text), text


@pytest.mark.parametrize("topic", sorted(set(TOPICS) - OWNER_TOPICS))
def test_an_answer_from_the_article_is_short_and_sourced(topic: str) -> None:
    """Two to four sentences, the first paragraph at most three; a source, an approval to be given, an SMS variant."""
    web = responses()[f"utter_faq/{topic}"][0]
    sentences = re.findall(r"[.?](?:\s|$)", web["text"])
    assert 1 <= len(sentences) <= 4
    assert {"source", "approved"} <= set(web["metadata"])
    assert any(v.get("condition") for v in responses()[f"utter_faq/{topic}"])
