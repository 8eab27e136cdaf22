"""frontdesk.launch.model_file"""

from pathlib import Path

import pytest

from frontdesk.launch.model_file import fingerprint, model_path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "uv.lock", "practice.yml", "data/nlu/a.yml", "components/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_the_same_data_has_the_same_model(project: Path) -> None:
    """A second start trains nothing."""
    practice = project / "practice.yml"
    assert model_path(project, practice) == model_path(project, practice)


@pytest.mark.parametrize(
    "changed", ["config.yml", "uv.lock", "practice.yml", "data/nlu/a.yml", "components/a.py"]
)
def test_changed_data_has_another_model(project: Path, changed: str) -> None:
    """An old model never serves new examples."""
    before = fingerprint(project, project / "practice.yml")
    (project / changed).write_text("changed")
    assert fingerprint(project, project / "practice.yml") != before


def test_a_new_file_counts(project: Path) -> None:
    """A skill that is added is learnt."""
    before = fingerprint(project, project / "practice.yml")
    (project / "data/nlu/b.yml").write_text("nlu: []")
    assert fingerprint(project, project / "practice.yml") != before
