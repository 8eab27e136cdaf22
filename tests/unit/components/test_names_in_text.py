"""The practice's own names, as people write them."""

import pytest

from components.names_in_text import find, spellings

VOCABULARY = {
    "stamford": spellings(["Stamford"]),
    "westport": spellings(["Westport"]),
    "csmt": spellings(["Craniosacral massage therapy", "craniosacral", "cst"]),
    "hot_stone": spellings(["Hot stone massage"]),
    "emotional": spellings(["Emotional integration"]),
}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("stanford", "stamford"), ("the Westprot office", "westport"), ("west port", "westport"),
        ("cranio sacral", "csmt"), ("cranio", "csmt"), ("CST please", "csmt"), ("crainiosacral", "csmt"),
        ("craniosacral massage therapy", "csmt"), ("hot stone", "hot_stone"), ("hotstone massage", "hot_stone"),
    ],
)  # fmt: skip
def test_a_name_is_found_misspelt_shortened_or_apart(text: str, key: str) -> None:
    """A service that is new in practice.yml needs no list of spellings."""
    assert [found.key for found in find(text, VOCABULARY)] == [key]


@pytest.mark.parametrize("text", ["massage", "support", "standard", "I'm emotional today", "", "🙂"])
def test_other_words_are_no_names(text: str) -> None:
    assert find(text, VOCABULARY) == []


def test_the_longest_name_counts_and_its_place_is_known() -> None:
    text = "a craniosacral massage in Stamford"
    assert [(f.key, text[f.start : f.end]) for f in find(text, VOCABULARY)] == [
        ("csmt", "craniosacral massage"),
        ("stamford", "Stamford"),
    ]
