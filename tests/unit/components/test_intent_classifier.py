"""The trained components in Rasa's hands: trained, stored, loaded, asked."""

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.intent_classifier import IntentClassifier

EXAMPLES = {
    "greet": ["hello", "hi there", "hey", "good morning", "hiya"],
    "book": ["book me in", "I want an appointment", "make an appointment", "schedule a visit", "sign me up"],
    "faq/price": [
        "how much is it",
        "what does it cost",
        "price?",
        "what do you charge",
        "how expensive is a session",
    ],
    "faq/clothing": [
        "what should I wear",
        "do I undress",
        "clothes?",
        "can I keep my jeans on",
        "dress code",
    ],
}
CONTEXT = ExecutionContext(GraphSchema({}), "model", node_name="features")


def example(text: str, label: str) -> Message:
    intent, _, topic = label.partition("/")
    data = {"text": text, "intent": intent} | ({"intent_response_key": label} if topic else {})
    return Message(data=data)


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> IntentClassifier:
    """Loaded from what training stored."""
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("model"))
    data = TrainingData([example(text, label) for label, texts in EXAMPLES.items() for text in texts])
    settings = (IntentClassifier.get_default_config(), storage, Resource("labels"), CONTEXT)
    IntentClassifier.create(*settings).train(data)
    return IntentClassifier.load(*settings)


def parse(classifier: IntentClassifier, text: str) -> dict[str, Any]:
    message = Message(data={"text": text, "times": []})
    classifier.process([message])
    return message.as_dict(only_output_properties=True)


def test_a_question_is_faq_with_its_topic(classifier: Any) -> None:
    """In the form in which Rasa's own `utter_faq` reads it."""
    found = parse(classifier, "how much does a session cost?")
    assert found["intent"]["name"] == "faq"
    assert found["response_selector"]["faq"]["response"]["intent_response_key"] == "faq/price"
    assert found["parts"] == [
        {
            "start": 0,
            "end": 29,
            "text": "how much does a session cost?",
            "label": "faq/price",
            "confidence": found["intent"]["confidence"],
        }
    ]


def test_a_greeting_does_not_hide_a_question(classifier: Any) -> None:
    """The message is about what the greeting introduces."""
    found = parse(classifier, "hello, what should I wear?")
    assert found["intent"]["name"] == "faq"
    assert [part["label"] for part in found["parts"]] == ["greet", "faq/clothing"]


def test_two_questions_are_two_parts(classifier: Any) -> None:
    found = parse(classifier, "how much is it and what should I wear?")
    assert [part["label"] for part in found["parts"]] == ["faq/price", "faq/clothing"]


def test_the_five_best_labels_are_told(classifier: Any) -> None:
    """Fewer where there are fewer."""
    ranking = parse(classifier, "hi")["label_ranking"]
    assert [set(guess) for guess in ranking] == [{"label", "confidence"}] * 4


def test_a_choice_of_the_desk_passes_untouched(classifier: Any) -> None:
    """Rasa's own handler unpacks it afterwards."""
    found = parse(classifier, '/inform{"location": "westport"}')
    assert (found["parts"], found["label_ranking"], "intent" in found) == ([], [], False)


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "🙂🙂",
        "z" * 2000,
        "HOW MUCH IS IT",
        "howmuchisit",
        "\x00\x01",
        "¿cuánto cuesta?",
        "what? " * 40,
        "?",
        " ",
    ],
)
def test_whatever_is_written_is_parsed(classifier: Any, text: str) -> None:
    """A sensible parse or an honest "not understood", never an exception."""
    found = parse(classifier, text)
    assert found["intent"]["name"]
    assert found["parts"]


def test_a_setting_that_makes_no_sense_stops_the_training(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="false_refusals"):
        IntentClassifier.create(
            {"false_refusals": 2}, LocalModelStorage.create(tmp_path), Resource("x"), CONTEXT
        )
