"""The little language in which the rule files say what a flag sounds like, and its matcher.

- `face droop*`        these words in this order; small words ("is", "really", "my") may stand between
- `{face} {droop}`     any word or phrase of the groups `face` and `droop`
- `cant|not_able talk` either; `_` joins the words of a phrase; `suddenly?` may be missing
- `head .. worst`      up to four other words may stand between
- `fever + stiff neck` both parts near each other, in either order
- `fever & stiff neck` both parts anywhere in the message; `a & b + c` is `a`, and anywhere `b` near `c`
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_

from frontdesk.safety.normalise import fold

Atoms = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Any of these words or prefixes, or any of these phrases; patterns that say the same share it."""

    atoms: Atoms
    phrases: Mapping[str, tuple["Phrase", ...]]  # by each atom that they can begin with
    openings: Atoms  # all that it can begin with; when a message has none of it, there is nothing to try
    bit: int  # its place in the bit sets that tell quickly whether a pattern is worth trying


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a sequence."""

    choice: "Choice"
    optional: bool
    gap_before: bool


Sequence_ = tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a choice."""

    sequence: Sequence_
    needs: int  # the bits of all choices that cannot be missing


@dataclass(frozen=True, slots=True)
class Pattern:
    """A whole pattern: clusters that must all be in the message, each of parts that stand near each other."""

    source: str
    clusters: tuple[tuple[Sequence_, ...], ...]
    needs: int  # the bits of all choices that cannot be missing


class PatternError(ValueError):
    """A pattern in a rule file cannot be read."""


class Compiler:
    """Compiles patterns over one set of groups; equal parts of patterns are made once."""

    def __init__(self, groups: Mapping[str, Sequence[str]]) -> None:
        self._groups = groups
        self._choices: dict[str, Choice] = {}
        self._bits: dict[str, int] = {}

    def pattern(self, source: str) -> Pattern:
        """Raises `PatternError` naming what is wrong, so that a mistake in a rule file stops the start."""
        clusters = tuple(
            tuple(self._sequence(part) for part in cluster.split(" + ")) for cluster in source.split(" & ")
        )
        return Pattern(
            source, clusters, reduce(or_, (_needs(part) for cluster in clusters for part in cluster))
        )

    def bits(self) -> Mapping[str, int]:
        """For each atom the bits of the choices that it can begin."""
        return self._bits

    def group(self, name: str) -> Choice:
        """Any word or phrase of a group."""
        return self._choice("{" + name + "}")

    def _sequence(self, text: str) -> Sequence_:
        elements: list[Element] = []
        gap = False
        for place in _plain(text).split():
            if place == "..":
                gap = True
                continue
            elements.append(Element(self._choice(place.rstrip("?")), place.endswith("?"), gap))
            gap = False
        if not elements or gap or all(element.optional for element in elements):
            raise PatternError(f"{text!r} says nothing")
        return tuple(elements)

    def _choice(self, token: str) -> Choice:
        if token not in self._choices:
            self._choices[token] = self._new_choice(token)
        return self._choices[token]

    def _new_choice(self, token: str) -> Choice:
        entries = {_plain(entry) for choice in token.split("|") for entry in self._entries(choice)}
        atoms = frozenset(entry for entry in entries if " " not in entry)
        phrases: dict[str, tuple[Phrase, ...]] = {}
        for sequence in map(self._sequence, sorted(entries - atoms)):
            for atom in _openings(sequence):
                phrases[atom] = (*phrases.get(atom, ()), Phrase(sequence, _needs(sequence)))
        bit = 1 << len(self._choices)
        self._choices[token] = choice = Choice(atoms, phrases, atoms.union(phrases), bit)
        for atom in choice.openings:
            self._bits[atom] = self._bits.get(atom, 0) | bit
        return choice

    def _entries(self, choice: str) -> Iterator[str]:
        if not choice.startswith("{"):
            yield choice.replace("_", " ")
            return
        name = choice.strip("{}")
        if name not in self._groups:
            raise PatternError(f"there is no group {name!r}")
        for entry in self._groups[name]:
            if entry.startswith("{") and " " not in entry:
                yield from self._entries(entry)
            else:
                yield entry


def _plain(text: str) -> str:
    """As a message is folded, so that the files may be written with accents and apostrophes."""
    return fold(text).text.replace("'", "")


def _needs(sequence: Sequence_) -> int:
    """The bits of all choices of the sequence that cannot be missing."""
    return reduce(or_, (element.choice.bit for element in sequence if not element.optional))


def _openings(sequence: Sequence_) -> Atoms:
    """All that the sequence can begin with."""
    openings: Atoms = frozenset()
    for element in sequence:
        openings |= element.choice.openings
        if not element.optional:
            break
    return openings


def atoms_of(pattern: Pattern) -> Atoms:
    """Every word and prefix that a pattern names."""
    return frozenset().union(*(_atoms(part) for cluster in pattern.clusters for part in cluster))


def _atoms(sequence: Sequence_) -> Atoms:
    return frozenset().union(
        *(
            e.choice.atoms.union(*(_atoms(phrase.sequence) for phrase in chain(*e.choice.phrases.values())))
            for e in sequence
        )
    )
