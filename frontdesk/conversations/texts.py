"""The desk's own wording, read from `texts.yml` beside this module."""

from functools import cache
from pathlib import Path

import yaml

from frontdesk.practice import Practice


def desk_text(name: str, practice: Practice, **values: str) -> str:
    """The text of this name with the practice's names and `values` filled in; `KeyError` if unknown."""
    owner = practice.practice
    return _texts()[name].format(practice=owner.name, therapist=owner.therapist, **values)


@cache
def _texts() -> dict[str, str]:
    content: dict[str, str] = yaml.safe_load(Path(__file__).with_name("texts.yml").read_text("utf-8"))
    return content
