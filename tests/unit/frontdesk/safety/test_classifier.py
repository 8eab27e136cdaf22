"""The classifier may add a flag, and is only asked when no rule found one."""

import numpy as np

from frontdesk.safety.check import read
from frontdesk.safety.classifier import SAME_DAY, URGENT, judged, load_weights
from frontdesk.safety.features import BUCKETS, bucket_weights
from frontdesk.safety.rulebook import rulebook


def test_the_chances_of_all_classes_add_up_to_one() -> None:
    """And each class is known to the rules or draws the border."""
    weights = load_weights()
    chances = weights.chances(*bucket_weights(read("my arm feels odd")))
    assert abs(sum(chances.values()) - 1) < 1e-6
    assert set(URGENT) | {"same_day", "hold", "ordinary"} == set(chances)


def test_every_rule_it_can_name_exists() -> None:
    """With a text to answer it."""
    assert all(rulebook().rule(name).flag.means for name in (*URGENT.values(), SAME_DAY))


def test_ordinary_lines_are_left_alone() -> None:
    """It is trained to be quiet."""
    for text in ("can I book for Saturday?", "how much is it", "gracias", "", "👍"):
        assert judged(read(text)) is None


def test_features_are_distinct_buckets() -> None:
    """Each once, in range; a message without words has none."""
    buckets, weights = bucket_weights(read("no fever, my left arm is numb numb numb"))
    assert len(set(buckets.tolist())) == len(buckets) == len(weights)
    assert buckets.max() < BUCKETS
    assert np.isfinite(weights).all()
    assert len(bucket_weights(read(""))[0]) == 0
