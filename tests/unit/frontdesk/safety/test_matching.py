"""The pattern language, as a clinician reads it in the files."""

import pytest

from frontdesk.safety.matching import matches
from frontdesk.safety.normalise import fold, words_of
from frontdesk.safety.patterns import Compiler, PatternError
from frontdesk.safety.reading import make_message
from frontdesk.safety.rulebook import rulebook


def says(pattern: str, text: str) -> bool:
    """Whether a text says a pattern over the groups that ship."""
    compiler = Compiler({"face": ["face", "left cheek"], "droop": ["droop*", "sagging"]})
    compiled = compiler.pattern(pattern)
    book = rulebook()
    words = words_of(fold(text), lambda word: (word,))
    message = make_message(book, words)
    everything = {atom: compiler.bits().get(atom, 0) for kinds in message.kinds for atom in kinds}
    lacks = ~sum({bit for bits in everything.values() for bit in _single(bits)})
    kinds = tuple(k | {f"{t[:5]}*"} for k, t in zip(message.kinds, message.texts, strict=True))
    kinds_lacks = ~sum({b for k in kinds for a in k for b in _single(compiler.bits().get(a, 0))})
    changed = type(message)(message.texts, message.cuts, message.small, kinds, lacks & kinds_lacks)
    return any(True for _ in matches(compiled, changed))


def _single(bits: int) -> list[int]:
    return [1 << place for place in range(bits.bit_length()) if bits >> place & 1]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("stiff neck", "a stiff neck", True),
        ("neck stiff", "my neck is really stiff", True),
        ("neck stiff", "my neck feels more than stiff", False),
        ("cant|not_able talk", "not able to talk", True),
        ("cant suddenly? talk", "cant talk", True),
        ("head .. worst", "my head has the very worst", True),
        ("fever + neck", "neck hurts and a fever too", True),
        ("fever + neck", "a fever. one two three. my neck", False),
        ("fever & neck", "a fever. one two three. my neck", True),
        ("{face} + {droop}", "drooping on the left cheek", True),
        ("{face} + {droop}", "drooping plants", False),
        ("fever & stiff + neck", "neck so stiff. yes. fever", True),
    ],
)
def test_patterns_mean_what_the_files_say(pattern: str, text: str, expected: bool) -> None:
    """Order, small words, gaps, nearness and anywhere."""
    assert says(pattern, text) is expected


@pytest.mark.parametrize("pattern", ["", "{nothing}", "fever ..", "maybe?"])
def test_a_wrong_pattern_names_itself(pattern: str) -> None:
    """A mistake in a rule file stops the start instead of passing silently."""
    with pytest.raises(PatternError):
        Compiler({}).pattern(pattern)
