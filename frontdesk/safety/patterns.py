"""The little language in which the rule files say what a flag sounds like, and its matcher.

- `face droop*`        these words in this order; small words ("is", "really", "my") may stand between
- `{face} {droop}`     any word or phrase of the groups `face` and `droop`
- `cant|not_able talk` either; `_` joins the words of a phrase; `suddenly?` may be missing
- `head .. worst`      up to four other words may stand between
- `fever + stiff neck` both parts near each other, in either order
- `fever & stiff neck` both parts anywhere in the message; `a & b + c` is `a`, and anywhere `b` near `c`
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain, islice, product
from operator import or_

from frontdesk.safety.normalise import fold

GAP = 4
SMALL_WORDS_BETWEEN = 3
NEAR = 11
MOST_PLACES = 8

Atoms = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Any of these words or prefixes, or any of these phrases. Patterns that say the same share one of these."""

    atoms: Atoms
    phrases: Mapping[str, tuple["Sequence_", ...]]  # by each atom that they can begin with
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
class Span:
    """Words `start` to `end` (exclusive) of a message."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A whole pattern: clusters that must all be in the message, each of parts that stand near each other."""

    source: str
    clusters: tuple[tuple[Sequence_, ...], ...]
    needs: int  # the bits of all choices that cannot be missing


@dataclass(frozen=True, slots=True)
class Message:
    """The words of a message, ready for matching: `kinds[i]` are the atoms that word i satisfies.

    `ends` remembers where a choice that begins at a word can end, since many patterns share their choices.
    """

    texts: tuple[str, ...]
    cuts: tuple[int, ...]
    small: tuple[bool, ...]
    kinds: tuple[Atoms, ...]
    lacks: int  # the bits of all choices that no word can begin
    ends: dict[tuple[int, Choice], tuple[int, ...]] = field(default_factory=dict)


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
        required = (e.choice for cluster in clusters for part in cluster for e in part if not e.optional)
        return Pattern(source, clusters, reduce(or_, (choice.bit for choice in required)))

    def bits(self) -> Mapping[str, int]:
        """For each atom the bits of the choices that it can begin."""
        return self._bits

    def group(self, name: str) -> Choice:
        """Any word or phrase of a group."""
        return self._choice("{" + name + "}")

    def _sequence(self, text: str) -> Sequence_:
        elements: list[Element] = []
        gap = False
        for token in _plain(text).split():
            if token == "..":
                gap = True
                continue
            elements.append(Element(self._choice(token.rstrip("?")), token.endswith("?"), gap))
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
        phrases: dict[str, tuple[Sequence_, ...]] = {}
        for phrase in map(self._sequence, sorted(entries - atoms)):
            for atom in _openings(phrase):
                phrases[atom] = (*phrases.get(atom, ()), phrase)
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
        *(e.choice.atoms.union(*(map(_atoms, chain(*e.choice.phrases.values())))) for e in sequence)
    )


def matches(pattern: Pattern, message: Message) -> Iterable[tuple[Span, ...]]:
    """The ways in which the message says the pattern: one span for each of its parts."""
    return () if pattern.needs & message.lacks else _matches(pattern, message)


def _matches(pattern: Pattern, message: Message) -> Iterator[tuple[Span, ...]]:
    found = [_near(cluster, message) for cluster in pattern.clusters]
    for chosen in product(*found):
        yield tuple(span for spans in chosen for span in spans)


def _near(cluster: Sequence[Sequence_], message: Message) -> list[tuple[Span, ...]]:
    """The ways in which all parts of a cluster stand together; not all of them where there are very many."""
    found = [list(islice(_find(part, message), MOST_PLACES)) for part in cluster]
    together = (spans for spans in product(*found) if len(spans) == 1 or _stand_together(spans, message))
    return list(islice(together, MOST_PLACES))


def _stand_together(spans: Sequence[Span], message: Message) -> bool:
    ordered = sorted(spans, key=lambda span: span.start)
    if any(left.end > right.start for left, right in zip(ordered, ordered[1:], strict=False)):
        return False
    start, end = ordered[0].start, ordered[-1].end
    return end - start <= NEAR + len(spans) and 2 not in message.cuts[start + 1 : end]


def _find(sequence: Sequence_, message: Message) -> Iterator[Span]:
    first = sequence[0]
    for start, kinds in enumerate(message.kinds):
        if not first.optional and first.choice.openings.isdisjoint(kinds):
            continue
        end = _match(sequence, 0, message, start, first=True)
        if end is not None:
            yield Span(start, end)


def _match(sequence: Sequence_, index: int, message: Message, at: int, *, first: bool = False) -> int | None:
    if index == len(sequence):
        return at
    element = sequence[index]
    for place in _places(element, message, at, first):
        for end in _ends(element.choice, message, place):
            rest = _match(sequence, index + 1, message, end)
            if rest is not None:
                return rest
    return _match(sequence, index + 1, message, at, first=first) if element.optional else None


def _places(element: Element, message: Message, at: int, first: bool) -> Iterator[int]:
    """Where the element may begin: right here, or after small words, or after a gap."""
    last = len(message.texts)
    if first:
        yield from range(at, min(at + 1, last))
        return
    reach = at + (GAP if element.gap_before else SMALL_WORDS_BETWEEN)
    for place in range(at, min(reach + 1, last)):
        if message.cuts[place] == 2:
            return
        yield place
        if not (element.gap_before or message.small[place]):
            return


def says_any(choice: Choice, message: Message) -> int | None:
    """The first word at which the message says any word or phrase of a choice."""
    if choice.bit & message.lacks:
        return None
    return next((at for at in range(len(message.texts)) if _ends(choice, message, at)), None)


def _ends(choice: Choice, message: Message, at: int) -> tuple[int, ...]:
    if choice.openings.isdisjoint(message.kinds[at]):
        return ()
    known = message.ends.get((at, choice))
    if known is None:
        known = message.ends[at, choice] = tuple(_new_ends(choice, message, at))
    return known


def _new_ends(choice: Choice, message: Message, at: int) -> Iterator[int]:
    kinds = message.kinds[at]
    if not choice.atoms.isdisjoint(kinds):
        yield at + 1
    for phrase in chain(*(choice.phrases.get(kind, ()) for kind in kinds)):
        end = _match(phrase, 0, message, at, first=True)
        if end is not None:
            yield end
