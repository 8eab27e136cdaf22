"""Rasa's training cache must notice what changed outside a component's class."""

from components import fingerprint


def test_the_fingerprint_depends_on_every_module_named() -> None:
    assert fingerprint.of_modules("encoder") != fingerprint.of_modules("encoder", "label_model")


def test_the_order_of_names_does_not_matter_and_that_of_parts_does() -> None:
    assert fingerprint.of_modules("encoder", "payload") == fingerprint.of_modules("payload", "encoder")
    assert fingerprint.of_bytes(b"a", b"bc") != fingerprint.of_bytes(b"ab", b"c")
