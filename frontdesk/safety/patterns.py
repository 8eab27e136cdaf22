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
from itertools import islice, product

from frontdesk.safety.normalise import fold

GAP = 4
SMALL_WORDS_BETWEEN = 3
NEAR = 11
MOST_PLACES = 8

Atoms = frozenset[str]


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a sequence: any of these words or prefixes, or any of these phrases."""

    atoms: Atoms
    phrases: tuple["Sequence_", ...]
    optional: bool
    gap_before: bool
    openings: Atoms  # all that it can begin with; when a message has none of it, there is nothing to try


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
    needs: tuple[Atoms, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """The words of a message, ready for matching: `kinds[i]` are the atoms that word i satisfies."""

    texts: tuple[str, ...]
    cuts: tuple[int, ...]
    small: tuple[bool, ...]
    kinds: tuple[Atoms, ...]
    present: Atoms


class PatternError(ValueError):
    """A pattern in a rule file cannot be read."""


def compile_pattern(source: str, groups: Mapping[str, Sequence[str]]) -> Pattern:
    """Raises `PatternError` naming what is wrong, so that a mistake in a rule file stops the start."""
    clusters = tuple(
        tuple(_sequence(part, groups) for part in cluster.split(" + ")) for cluster in source.split(" & ")
    )
    return Pattern(source, clusters, tuple(_openings(part) for cluster in clusters for part in cluster))


def _openings(sequence: Sequence_) -> Atoms:
    required = next(element for element in sequence if not element.optional)
    return required.openings


def _sequence(text: str, groups: Mapping[str, Sequence[str]]) -> Sequence_:
    text = fold(text).text.replace("'", "")
    elements: list[Element] = []
    gap = False
    for token in text.split():
        if token == "..":
            gap = True
            continue
        elements.append(_element(token, groups, gap))
        gap = False
    if not elements or gap or all(element.optional for element in elements):
        raise PatternError(f"{text!r} says nothing")
    return tuple(elements)


def _element(token: str, groups: Mapping[str, Sequence[str]], gap: bool) -> Element:
    optional = token.endswith("?")
    atoms: set[str] = set()
    phrases: list[Sequence_] = []
    for choice in token.rstrip("?").split("|"):
        for entry in _entries(choice, groups):
            if " " in entry:
                phrases.append(_sequence(entry, groups))
            else:
                atoms.add(fold(entry).text.replace("'", ""))
    openings = atoms.union(*(_openings(phrase) for phrase in phrases))
    return Element(frozenset(atoms), tuple(phrases), optional, gap, frozenset(openings))


def _entries(choice: str, groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if not choice.startswith("{"):
        yield choice.replace("_", " ")
        return
    name = choice.strip("{}")
    if name not in groups:
        raise PatternError(f"there is no group {name!r}")
    for entry in groups[name]:
        if entry.startswith("{") and " " not in entry:
            yield from _entries(entry, groups)
        else:
            yield entry


def atoms_of(pattern: Pattern) -> Atoms:
    """Every word and prefix that a pattern names."""
    return frozenset().union(*(_atoms(part) for cluster in pattern.clusters for part in cluster))


def _atoms(sequence: Sequence_) -> Atoms:
    return frozenset().union(*(e.atoms.union(*(_atoms(p) for p in e.phrases)) for e in sequence))


def matches(pattern: Pattern, message: Message) -> Iterator[tuple[Span, ...]]:
    """Every way in which the message says the pattern: one span for each of its parts."""
    if any(need.isdisjoint(message.present) for need in pattern.needs):
        return
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
    opening = _openings(sequence) if not sequence[0].optional else None
    for start in range(len(message.texts)):
        if opening is not None and opening.isdisjoint(message.kinds[start]):
            continue
        end = _match(sequence, 0, message, start, first=True)
        if end is not None:
            yield Span(start, end)


def _match(sequence: Sequence_, index: int, message: Message, at: int, *, first: bool = False) -> int | None:
    if index == len(sequence):
        return at
    element = sequence[index]
    for place in _places(element, message, at, first):
        for end in _ends(element, message, place):
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


def _ends(element: Element, message: Message, at: int) -> Iterator[int]:
    kinds = message.kinds[at]
    if not element.atoms.isdisjoint(kinds):
        yield at + 1
    for phrase in element.phrases:
        if not _openings(phrase).isdisjoint(kinds):
            end = _match(phrase, 0, message, at, first=True)
            if end is not None:
                yield end
