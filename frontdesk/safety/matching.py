"""Finds where a message says a pattern (`patterns.py`)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise, product

from frontdesk.safety.patterns import Atoms, Choice, Element, Pattern, Sequence_

GAP = 4  # words that `..` spans at most
SMALL_WORDS_BETWEEN = 3
NEAR = 11  # words that parts joined by `+` may spread over
MOST_PLACES = 8  # of one part that are looked at; keeps a text of one word repeated cheap


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end` (exclusive) of a message."""

    start: int
    end: int


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


class Index:
    """Finds among many patterns the few that are worth trying on a message."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._opened_by: dict[str, list[int]] = {}
        for number, pattern in enumerate(self._patterns):
            required = (
                e.choice for cluster in pattern.clusters for part in cluster for e in part if not e.optional
            )
            for atom in min((choice.openings for choice in required), key=len):
                self._opened_by.setdefault(atom, []).append(number)

    def worth_trying(self, message: Message) -> list[int]:
        """Places of the patterns that the message may say, in their order."""
        opened = (self._opened_by.get(atom, ()) for atom in frozenset().union(*message.kinds))
        numbers = sorted(set(chain.from_iterable(opened)))
        return [number for number in numbers if not self._patterns[number].needs & message.lacks]


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
    if any(left.end > right.start for left, right in pairwise(ordered)):
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


def says_at(choice: Choice, message: Message, at: int) -> bool:
    """Whether a word or phrase of a choice begins at a word."""
    known = message.ends.get((at, choice))
    return bool(known) if known is not None else any(True for _ in _new_ends(choice, message, at))


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
        if phrase.needs & message.lacks:
            continue
        end = _match(phrase.sequence, 0, message, at, first=True)
        if end is not None:
            yield end
