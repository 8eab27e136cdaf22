"""An entity in the form in which Rasa keeps it."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

# The client does not want this value (any more): "Westport instead of Stamford".
REJECTED = "old"


def entity(
    kind: str,
    value: Any,
    place: tuple[int, int],
    extractor: str,
    *,
    confidence: float = 1.0,
    rejected: bool = False,
) -> dict[str, Any]:
    """`place` is where it stands in the message, from its first character up to, not including, its last."""
    found = {
        "entity": kind,
        "value": value,
        "start": place[0],
        "end": place[1],
        "confidence_entity": confidence,
        "extractor": extractor,
    }
    return found | {"role": REJECTED} if rejected else found


def add_entities(message: Message, found: list[dict[str, Any]]) -> None:
    """Add to what other components found, in the order of the message."""
    together = sorted([*message.get(ENTITIES, []), *found], key=lambda e: (e["start"], e["end"]))
    message.set(ENTITIES, together, add_to_output=True)
