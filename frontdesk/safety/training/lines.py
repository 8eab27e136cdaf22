"""Reads the training lines: `## flag` opens a flag, ` // ` parts the messages of a burst."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
FILES = {
    "emergency.txt": "emergency",
    "crisis.txt": "crisis",
    "same_day.txt": "same_day",
    "hold.txt": "hold",
    "ordinary.txt": "ordinary",
}
# Clients tell of their own conditions under these labels: such a line may be a reason to hold a booking.
TELLS_OF_CONDITIONS = frozenset(
    {
        "faq/medical_clearance",
        "faq/head_injury_history",
        "faq/pregnancy",
        "faq/other_conditions",
        "faq/illness_policy",
    }
)
_ENTITY = re.compile(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})")


@dataclass(frozen=True)
class Line:
    """One training line: the class it belongs to, its flag, and its message or the messages of a burst."""

    kind: str
    flag: str
    texts: tuple[str, ...]


def own_lines() -> Iterator[Line]:
    """The lines of this folder."""
    for name, kind in FILES.items():
        flag = ""
        for text in (FOLDER / name).read_text(encoding="utf-8").splitlines():
            if text.startswith("## "):
                flag = text[3:]
            elif text and not text.startswith("#"):
                own = "danger" if flag == "danger_from_person" else kind
                yield Line(own, flag, tuple(text.split(" // ")))


def ordinary_examples(folder: Path) -> Iterator[Line]:
    """The assistant's own training examples (`data/nlu`), as further ordinary lines."""
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", []):
            if block.get("intent") in TELLS_OF_CONDITIONS:
                continue
            for text in str(block.get("examples", "")).splitlines():
                yield Line("ordinary", block.get("intent", ""), (_ENTITY.sub(r"\1", text.strip()[2:]),))
