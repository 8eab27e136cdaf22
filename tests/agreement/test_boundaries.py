"""Which program may know what: imports, network bindings, size of the domain."""

import ast
from pathlib import Path

import pytest

from frontdesk.launch.programs import programs
from frontdesk.settings import load_settings

ROOT = Path(__file__).resolve().parents[2]
ACTIONS_MAY_IMPORT = {"rasa_sdk", "requests", "actions"}


def _imports(path: Path) -> set[str]:
    """The top-level names of everything that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def _third_party(path: Path) -> set[str]:
    import sys

    return {n for n in _imports(path) if n not in sys.stdlib_module_names}


@pytest.mark.parametrize("path", sorted((ROOT / "frontdesk").rglob("*.py")), ids=lambda p: p.name)
def test_the_desk_knows_nothing_of_rasa(path: Path) -> None:
    """The desk could move to an environment without Rasa."""
    assert not _imports(path) & {"rasa", "rasa_sdk", "components", "actions"}


@pytest.mark.parametrize("path", sorted((ROOT / "actions").rglob("*.py")), ids=lambda p: p.name)
def test_actions_know_only_the_api(path: Path) -> None:
    """Actions import the SDK, requests and themselves."""
    assert _third_party(path) <= ACTIONS_MAY_IMPORT


@pytest.mark.parametrize("path", sorted((ROOT / "components").rglob("*.py")), ids=lambda p: p.name)
def test_components_know_nothing_of_the_desk(path: Path) -> None:
    """The pipeline could be trained without the desk."""
    assert not _imports(path) & {"frontdesk", "actions", "rasa_sdk"}


@pytest.mark.parametrize("path", sorted((ROOT / "frontdesk" / "safety").rglob("*.py")), ids=lambda p: p.name)
def test_safety_depends_on_nothing_else_of_ours(path: Path) -> None:
    """The safety package can be used, and read, alone."""
    source = path.read_text(encoding="utf-8")
    ours = [line for line in source.splitlines() if line.startswith(("from frontdesk", "import frontdesk"))]
    assert all("frontdesk.safety" in line for line in ours)


def test_rasa_and_actions_listen_on_loopback_only(tmp_path: Path) -> None:
    """Rasa's channels let anybody write as anybody: they must not be reachable from outside."""
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path)})
    by_name = {p.name: p for p in programs(settings, tmp_path / "model.tar.gz", {"DESK_HOST": "0.0.0.0"})}
    assistant = by_name["assistant"].command
    assert assistant[assistant.index("-i") + 1] == "127.0.0.1"
    assert by_name["actions"].environment["SANIC_HOST"] == "127.0.0.1"
    assert by_name["assistant"].environment["RASA_TELEMETRY_ENABLED"] == "false"


def test_only_the_desk_is_told_the_secrets_of_others(tmp_path: Path) -> None:
    """The assistant sees neither Twilio's credentials nor the key of the booking API."""
    settings = load_settings({"DESK_DATA_DIR": str(tmp_path)})
    shell = {"TWILIO_AUTH_TOKEN": "secret-one", "DESK_SMTP_URL": "smtp://secret-two"}
    for program in programs(settings, tmp_path / "model.tar.gz", shell):
        told = " ".join(program.environment.values())
        assert ("secret-one" in told) == (program.name == "desk")
        assert ("secret-two" in told) == (program.name == "desk")
    assistant = next(p for p in programs(settings, tmp_path / "m", shell) if p.name == "assistant")
    assert settings.api_key not in " ".join(assistant.environment.values())


def test_the_domain_stays_readable() -> None:
    """Wording lives in data/responses; the domain is the vocabulary."""
    assert len((ROOT / "domain.yml").read_text(encoding="utf-8").splitlines()) <= 250
