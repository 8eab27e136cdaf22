"""The widget stays small as it is served: readable source, compressed file by file."""

from pathlib import Path

from frontdesk.channels.widget_files import WidgetFiles, practice_module
from frontdesk.practice import load_practice

ROOT = Path(__file__).resolve().parents[3]


def files() -> WidgetFiles:
    return WidgetFiles(practice_module(load_practice(ROOT / "practice.yml")))


def test_the_whole_widget_is_at_most_12_kib() -> None:
    """Loader and all modules together, each compressed on its own as a browser fetches them."""
    served = files()
    modules = [file for name, file in served.by_name.items() if name.endswith(".js") and name != "loader.js"]
    assert sum(len(file.brotli) for file in [*modules, served.loader]) <= 12 * 1024


def test_the_loader_is_at_most_2_kib() -> None:
    """What every page of the site pays for before anything else."""
    assert len(files().loader.content) <= 2 * 1024
