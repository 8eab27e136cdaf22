"""The widget stays small as it is served: readable source, compressed."""

from pathlib import Path

from frontdesk.channels.widget_files import MODULES, WidgetFiles, joined, practice_module
from frontdesk.practice import load_practice

ROOT = Path(__file__).resolve().parents[3]


def files() -> WidgetFiles:
    return WidgetFiles(practice_module(load_practice(ROOT / "practice.yml")))


def test_the_whole_widget_is_at_most_12_kib() -> None:
    """All that a browser ever loads for it: the loader, and the modules as one."""
    served = files()
    assert len(served.loader.brotli) + len(served.by_name["front-desk.js"].brotli) <= 12 * 1024


def test_the_loader_is_at_most_2_kib() -> None:
    """What every page of the site pays for before anything else, uncompressed."""
    assert len(files().loader.content) <= 2 * 1024


def test_every_module_is_served() -> None:
    """A module that is added has to be named, in its place."""
    written = {path.stem for path in (ROOT / "widget").glob("*.js")} - {"loader"}
    assert written | {"practice"} == set(MODULES)


def test_modules_are_joined_without_imports_and_comments() -> None:
    """And without anything else being touched."""
    module = "// Why.\nimport { a } from './a.js';\n\n/** What. */\nexport const b = a; // kept\n"
    assert joined([module]) == "const b = a; // kept\n"
