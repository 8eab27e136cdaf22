"""What the dialogue side reads of a guess."""

from components.label_model import Guess
from components.parse_format import intent_of, top_level

RANKING = [Guess("faq/price", 0.9), Guess("book", 0.2), Guess("faq/tipping", 0.1)]


def test_a_topic_is_the_intent_faq_with_its_answer_named() -> None:
    """Rasa's own `utter_faq` works from exactly this."""
    parse = top_level("faq/price", 0.9, RANKING)
    assert parse["intent"] == {"name": "faq", "confidence": 0.9}
    assert parse["response_selector"]["all_retrieval_intents"] == ["faq"]
    response = parse["response_selector"]["faq"]["response"]
    assert response["intent_response_key"] == "faq/price"
    assert response["utter_action"] == "utter_faq/price"


def test_an_intent_stands_once_in_the_ranking_with_its_best_topic() -> None:
    """Intents are ranked as intents, topics as topics."""
    assert [i["name"] for i in top_level("faq/price", 0.9, RANKING)["intent_ranking"]] == ["faq", "book"]


def test_what_is_not_understood_says_so_and_keeps_the_guesses() -> None:
    """The dialogue offers the two likeliest to choose from."""
    parse = top_level("nlu_fallback", 0.9, RANKING)
    assert parse["intent"]["name"] == "nlu_fallback"
    assert [g["label"] for g in parse["label_ranking"]] == ["faq/price", "book", "faq/tipping"]


def test_without_topics_there_is_no_retrieval_intent() -> None:
    """A project without questions is parsed as Rasa would parse it."""
    assert top_level("greet", 0.9, [Guess("greet", 0.9)])["response_selector"] == {
        "all_retrieval_intents": []
    }


def test_only_topics_belong_to_another_intent() -> None:
    assert [intent_of(label) for label in ("faq/price", "book")] == ["faq", "book"]
