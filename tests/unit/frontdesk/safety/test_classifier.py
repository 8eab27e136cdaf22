"""The classifier may add a flag or make a hint count; it never takes a flag away."""

import numpy as np
import pytest

from frontdesk.safety.check import check, read
from frontdesk.safety.classifier import RULES, Chances, chances_of, load_weights
from frontdesk.safety.features import BUCKETS, bucket_weights
from frontdesk.safety.finding import Tier
from frontdesk.safety.rulebook import rulebook

CLASSES = ("emergency", "crisis", "danger", "same_day", "hold", "ordinary")


def chances(**of: float) -> Chances:
    rest = 1.0 - sum(of.values())
    return Chances(
        {name: of.get(name, 0.0) for name in CLASSES} | ({} if "ordinary" in of else {"ordinary": rest})
    )


def test_the_chances_of_all_classes_add_up_to_one() -> None:
    """And each class is known to the rules or draws the border."""
    of = chances_of(read("my arm feels odd")).of
    assert abs(sum(of.values()) - 1) < 1e-6
    assert {*of} == {*(name for rules in RULES.values() for name in rules), "ordinary"}


def test_every_rule_it_can_name_exists() -> None:
    """Of the tier that it stands for, with a text to answer it."""
    for tier, rules in RULES.items():
        for name in rules.values():
            assert rulebook().rule(name).tier == tier
            assert rulebook().rule(name).flag.means


def test_ordinary_lines_are_left_alone() -> None:
    """It is trained to be quiet."""
    for text in ("can I book for Saturday?", "how much is it", "gracias", "", "👍"):
        assert check(text) == ()


@pytest.mark.parametrize(
    ("of", "found", "added"),
    [
        ({"emergency": 0.95}, "", "A"),
        ({"crisis": 0.5, "emergency": 0.45}, "", "D"),
        ({"emergency": 0.2}, "", None),
        ({"same_day": 0.95}, "", "B"),
        ({"emergency": 0.98}, "B", "A"),
        ({"danger": 0.98}, "C", "D"),
        ({"emergency": 0.5, "same_day": 0.5}, "B", None),
        ({"emergency": 0.98}, "D", None),
        ({"hold": 0.98}, "B", None),
    ],
)
def test_what_it_adds_to_what_the_rules_found(of: dict[str, float], found: str, added: Tier | None) -> None:
    """A flag where there is none, something more urgent where there is one, and nothing when it is not sure."""
    assert chances(**of).adds(frozenset(found)) == added  # type: ignore[arg-type]  # letters are tiers


def test_a_hint_counts_only_when_the_message_is_like_a_flag() -> None:
    """And where something was found already, like one of the hint's own tier."""
    assert chances(emergency=0.7).confirms("A", frozenset())
    assert not chances(emergency=0.1).confirms("A", frozenset())
    assert not chances(hold=0.9).confirms("A", frozenset({"C"}))


def test_features_are_buckets_with_finite_weights() -> None:
    """In range; each of the three kinds has length 1; a message without words has none."""
    rarity = load_weights().rarity
    buckets, worths = bucket_weights(read("no fever, my left arm is numb numb numb"), rarity)
    assert len(buckets) == len(worths)
    assert 0 <= buckets.min() <= buckets.max() < BUCKETS
    assert np.linalg.norm(worths) == pytest.approx(np.sqrt(3))
    assert len(bucket_weights(read(""), rarity)[0]) == 0
