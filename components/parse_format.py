"""Puts guesses into the form in which Rasa's dialogue side expects them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.label_model import Guess

# Topics are retrieval intents (`faq/price`): the domain knows `faq`, the response selector the rest.
RETRIEVAL_INTENT = "faq"
NOT_UNDERSTOOD = "nlu_fallback"
RANKING_LENGTH = 10
LABEL_RANKING_LENGTH = 5


def top_level(label: str, confidence: float, ranking: Sequence[Guess]) -> dict[str, Any]:
    """`intent`, `intent_ranking`, `response_selector` and `label_ranking` of a label among its guesses."""
    intents = _intents(ranking)
    if label == NOT_UNDERSTOOD:
        intents.insert(0, {"name": NOT_UNDERSTOOD, "confidence": 1 - confidence})
    return {
        "intent": intents[0],
        "intent_ranking": intents[:RANKING_LENGTH],
        "response_selector": _response_selector(ranking),
        "label_ranking": [
            {"label": guess.label, "confidence": guess.confidence} for guess in ranking[:LABEL_RANKING_LENGTH]
        ],
    }


def intent_of(label: str) -> str:
    """The intent that a label belongs to: `faq` for `faq/price`, itself for every other."""
    return label.split("/", 1)[0]


def _intents(ranking: Sequence[Guess]) -> list[dict[str, Any]]:
    best: dict[str, float] = {}
    for guess in ranking:
        best.setdefault(intent_of(guess.label), guess.confidence)
    return [{"name": name, "confidence": confidence} for name, confidence in best.items()]


def _response_selector(ranking: Sequence[Guess]) -> dict[str, Any]:
    topics = [
        {"confidence": guess.confidence, "intent_response_key": guess.label}
        for guess in ranking
        if intent_of(guess.label) == RETRIEVAL_INTENT and guess.label != RETRIEVAL_INTENT
    ]
    if not topics:
        return {"all_retrieval_intents": []}
    response = {**topics[0], "responses": [], "utter_action": f"utter_{topics[0]['intent_response_key']}"}
    return {
        "all_retrieval_intents": [RETRIEVAL_INTENT],
        RETRIEVAL_INTENT: {"response": response, "ranking": topics[:RANKING_LENGTH]},
    }
