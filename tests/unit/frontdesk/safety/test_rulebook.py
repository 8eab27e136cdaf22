"""The rule files: checked when they are read, and every text fits one SMS."""

import shutil
from pathlib import Path

import pytest
import smsutil

from frontdesk.safety.rulebook import RULES, load_rulebook, rulebook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rules that ship."""
    return Path(shutil.copytree(RULES, tmp_path / "rules"))


def test_every_text_is_one_sms_segment() -> None:
    """In both languages, with and without the clause about the therapist."""
    for text in rulebook().all_texts():
        assert smsutil.is_valid_gsm(text), text
        assert len(text) <= 160, text


def test_every_flag_names_its_sources_and_meaning() -> None:
    """So that a clinician can sign it."""
    assert all(rule.flag.source and rule.flag.means for rule in rulebook().rules)


def test_the_version_changes_with_any_rule(folder: Path) -> None:
    """What decides differently must not carry the same stamp."""
    before = load_rulebook(folder).version
    (folder / "groups.yml").write_text((folder / "groups.yml").read_text("utf-8") + "more: [word]\n", "utf-8")
    assert load_rulebook(folder).version != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("a_emergency.yml", "label: stroke_signs", "label: not_a_label"),
        ("a_emergency.yml", "{droop}", "{no_such_group}"),
        ("b_same_day.yml", "tier: B", "tier: A"),
        ("c_hold.yml", "rule: tumour", "rule: epilepsy"),
        ("texts.yml", "Call 911 or go to an ER now", "Call 911 or go to an ER now" + " please" * 20),
        ("texts.yml", "don't wait", "don’t wait"),
        ("d_crisis.yml", "text: D2", "text: D3"),
        ("version.yml", "version: 20", "version: newest"),
    ],
)
def test_a_mistake_in_a_file_stops_the_start(folder: Path, file: str, old: str, new: str) -> None:
    """A wrong label, group, tier, name, text or version is refused."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ValueError):  # noqa: PT011 (pydantic's and ours have no common message)
        load_rulebook(folder)
