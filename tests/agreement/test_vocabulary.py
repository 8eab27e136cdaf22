"""Names mean the same everywhere: labels, actions, responses, settings."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from frontdesk.practice import FACT_TOPICS

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = (ROOT / "data/source/craniosacral-massage-for-migraines.txt").read_text(encoding="utf-8")
SAFETY_LABELS = {
    "red_flag_headache",
    "stroke_signs",
    "meningitis_signs",
    "recent_head_injury",
    "pregnancy_headache",
    "self_harm",
    "chest_pain",
}


def _yaml(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")) or {})


def _responses() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for path in (ROOT / "domain.yml", *sorted((ROOT / "data/responses").glob("*.yml"))):
        for name, variations in (_yaml(path).get("responses") or {}).items():
            assert name not in found, f"{name} stands twice"
            found[name] = variations
    return found


def _examples() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for entry in _yaml(path).get("nlu") or []:
            if "intent" in entry:
                lines = [line[2:].strip() for line in entry["examples"].splitlines() if line.startswith("- ")]
                found.setdefault(entry["intent"], []).extend(lines)
    return found


def _topics() -> set[str]:
    return {label for label in _examples() if label.startswith("faq/")}


def _labels_of_the_specification() -> set[str]:
    path = ROOT.parent / "shared" / "topics.md"
    if not path.exists():
        pytest.skip("the specification of topics does not lie beside this checkout")
    rows = re.findall(r"^\| `([a-z_/0-9]+)` \|", path.read_text(encoding="utf-8"), re.MULTILINE)
    return set(rows) - SAFETY_LABELS


def test_labels_are_those_of_the_specification() -> None:
    """No label is missing, and none has another name."""
    assert set(_examples()) == _labels_of_the_specification()


def test_every_label_has_enough_examples() -> None:
    """A dozen is the least that a label can be learnt from."""
    few = {label: len(examples) for label, examples in _examples().items() if len(examples) < 12}
    assert few == {}


def test_no_example_teaches_two_labels() -> None:
    """The same words under two labels teach nothing."""
    seen: dict[str, str] = {}
    for label, examples in _examples().items():
        for example in examples:
            other = seen.setdefault(example.casefold(), label)
            assert other == label, f"{example!r} stands under {label} and {other}"


@pytest.mark.parametrize("topic", sorted(_topics()))
def test_every_topic_has_an_answer(topic: str) -> None:
    """A question that is understood is answered, or passed on in words of its own."""
    assert f"utter_{topic}" in _responses()


def test_every_sourced_sentence_stands_in_the_article() -> None:
    """An answer rests on a sentence of the article, word for word."""
    article = " ".join(ARTICLE.split())
    sources = {
        (name, source)
        for name, variations in _responses().items()
        for variation in variations
        for source in _as_list((variation.get("metadata") or {}).get("source"))
    }
    assert sources
    assert {
        (n, s) for n, s in sources if " ".join(s.split()) not in article and not s.startswith("http")
    } == set()


def test_every_owner_topic_can_be_filled_in() -> None:
    """Each fact of practice.yml is a topic, so that nothing the owner fills in goes unsaid."""
    assert {f"faq/{topic}" for topic in FACT_TOPICS} <= _topics()


def test_actions_of_the_domain_and_classes_agree() -> None:
    """Every action has a class, and every class is used."""
    declared = {a for a in _yaml(ROOT / "domain.yml")["actions"] if a.startswith("action_")}
    sources = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "actions").glob("*.py")))
    assert declared == set(re.findall(r'return "(action_[a-z_]+)"', sources))


def test_every_response_is_used_and_every_used_response_exists() -> None:
    """No dead wording, no missing wording. A name that ends in _ in the code is completed when it runs."""
    sources = [*(ROOT / "actions").glob("*.py"), *(ROOT / "data/rules").glob("*.yml")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r"\butter_[a-z0-9_]+(?:/[a-z0-9_]+)?", text))
    prefixes = tuple(name for name in used if name.endswith("_"))
    known = set(_responses())
    assert {name for name in used if not name.endswith("_")} - known - {"utter_faq", "utter_message"} == set()
    unused = {name for name in known - used if not name.startswith(("utter_faq/", *prefixes))}
    assert unused == set()


def test_every_setting_is_documented() -> None:
    """A variable that the code reads stands in .env.example."""
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "frontdesk").rglob("*.py"))
    read = set(re.findall(r'"((?:DESK|TWILIO|BOOKING|RASA)_[A-Z_]+[A-Z])"', code)) - {
        "RASA_TELEMETRY_ENABLED"
    }
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    internal = {"DESK_API_URL", "RASA_TRACKER_DB", "RASA_TELEMETRY_ENABLED"}
    assert {name for name in read - internal if f"\n{name}=" not in example} == set()


def test_the_article_is_the_one_that_was_given() -> None:
    """The copy in the repository is the approved text."""
    given = ROOT.parent / "shared" / "source" / "craniosacral-massage-for-migraines.txt"
    if not given.exists():
        pytest.skip("the approved article does not lie beside this checkout")
    assert given.read_text(encoding="utf-8") == ARTICLE


def _as_list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)
