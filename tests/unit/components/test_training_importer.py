"""What the importer of training data gives to Rasa."""

from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter

from components.training_importer import Example, TrainingImporter

EXAMPLES = """
nlu:
- intent: greet
  examples: |
    - hello
    - hi there
- intent: faq/price
  examples: |
    - how much is it
"""


def test_it_gives_the_same_examples_as_rasas_own(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(EXAMPLES, encoding="utf-8")
    own, rasas = (
        kind(training_data_paths=str(tmp_path)).get_nlu_data()
        for kind in (TrainingImporter, RasaFileImporter)
    )
    assert own.fingerprint() == rasas.fingerprint()
    assert [m.data for m in own.intent_examples] == [m.data for m in rasas.intent_examples]


def test_the_files_are_read_once(tmp_path: Path) -> None:
    """Rasa asks with a language and without one."""
    (tmp_path / "nlu.yml").write_text(EXAMPLES, encoding="utf-8")
    importer = TrainingImporter(training_data_paths=str(tmp_path))
    assert importer.get_nlu_data() is importer.get_nlu_data("en")


def test_a_changed_example_has_another_fingerprint_and_an_unchanged_one_the_same() -> None:
    example = Example(data={"text": "hello", "intent": "greet"})
    before = example.fingerprint()
    example.set("intent", "greet")
    assert example.fingerprint() == before
    example.set("intent", "bye")
    assert example.fingerprint() != before
