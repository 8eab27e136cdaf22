"""A message as JSON: what somebody wanted, taken up in a later turn when it is known who they are."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from actions.message import Entity, Message, Part, Window


def stored(message: Message) -> dict[str, Any]:
    """A message as JSON, to be taken up in a later turn."""
    values = asdict(message) | {"received_at": message.received_at.isoformat()}
    moments = ("begins", "ends")
    windows = [w | {name: w[name].isoformat() for name in moments} for w in values["windows"]]
    return values | {"windows": windows}


def restored(values: Mapping[str, Any], current: Message) -> Message:
    """A stored message as if it had been said in the turn of `current`."""
    windows = [
        Window(**w | {name: datetime.fromisoformat(w[name]) for name in ("begins", "ends")})
        for w in values["windows"]
    ]
    return replace(
        current,
        text=values["text"],
        label=values["label"],
        parts=tuple(Part(**part) for part in values["parts"]),
        entities=tuple(Entity(**entity) for entity in values["entities"]),
        windows=tuple(windows),
        guesses=tuple(values["guesses"]),
        chosen=values["chosen"],
    )
