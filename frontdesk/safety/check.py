"""The safety check: a message in, what must be answered first out. Pure, bounded, never raises."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Literal

from frontdesk.safety.answers import answered_yes
from frontdesk.safety.classifier import Chances, chances_of, load_weights
from frontdesk.safety.finding import TIER_ORDER, Finding, Tier
from frontdesk.safety.matching import matches
from frontdesk.safety.names import without_names
from frontdesk.safety.normalise import LIMIT, fold, words_of
from frontdesk.safety.patterns import Pattern
from frontdesk.safety.quotes import is_reaction, without_quotes
from frontdesk.safety.reading import Reading
from frontdesk.safety.rulebook import Rule, rulebook

Asked = Literal["head_injury"]
BETWEEN = ",\n"  # parts the messages of a burst no more than a comma parts clauses


def prepare() -> str:
    """Read rules and weights now, not at the first message; gives the version. Raises for a wrong file."""
    load_weights()
    check("")
    return rulebook().version


def check(text: str, *, asked: Asked | None = None) -> tuple[Finding, ...]:
    """What a message says that must not wait: at most one finding a tier, ordered A, D, B, C.

    `asked` is the question of ours that the message answers, so that "yes" is understood.
    """
    return _checked(text, asked)


# The same message is looked at when it arrives and when it is stored: a few are remembered, in memory only.
@lru_cache(maxsize=16)
def _checked(text: str, asked: Asked | None) -> tuple[Finding, ...]:
    return _in_order(*_findings(read(text), asked))


def forget() -> None:
    """Drop the messages that are remembered; measurements do, so that each is really read."""
    _checked.cache_clear()


def check_burst(texts: Sequence[str], *, asked: Asked | None = None) -> tuple[Finding, ...]:
    """What the newest (last) of several texts says, alone or by completing what the earlier ones began.

    A flag that already stood in the earlier texts is not found again.
    """
    if not texts:
        return ()
    alone = check(texts[-1], asked=asked)
    said = [text for text in texts[:-1] if not is_reaction(text)]
    # The words that a reaction quotes would lose their quotation marks' meaning among others.
    if not said or is_reaction(texts[-1]):
        return alone
    earlier = BETWEEN.join(said)[-LIMIT // 2 :] + BETWEEN
    newest = texts[-1][: LIMIT - len(earlier)]
    # Only the newest text answers what is asked: a name and a number before it are no part of the answer.
    # What one of the earlier texts said alone has been answered, though "no" and "5" after it may deny it.
    known = {finding.tier for finding in (*alone, *check(earlier), *chain(*map(check, said)))}
    completed = [f for f in check(earlier + newest) if f.tier not in known]
    # Words of two messages can make a pattern by chance: "need to move my appointment", "does it hurt?".
    if completed and not chances_of(read(earlier + newest)).leaves_open:
        return alone
    return _in_order(*alone, *(_moved(finding, len(earlier)) for finding in completed))


def check_each(texts: Sequence[str]) -> tuple[Finding, ...]:
    """What is found while several texts arrive one after the other: at most one finding a tier."""
    found: dict[Tier, Finding] = {}
    for count in range(1, len(texts) + 1):
        for finding in check_burst(texts[:count]):
            found.setdefault(finding.tier, finding)
    return _in_order(*found.values())


def _moved(finding: Finding, by: int) -> Finding:
    start, end = (max(0, place - by) for place in finding.span)
    return Finding(finding.tier, finding.rule, finding.label, finding.language, finding.version, (start, end))


def _in_order(*findings: Finding) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: TIER_ORDER.index(finding.tier)))


def read(text: str) -> Reading:
    """A message as the rules read it."""
    book = rulebook()
    return Reading(book, words_of(without_quotes(fold(without_names(text[:LIMIT]))), book.speller.spell))


def read_burst(texts: Sequence[str]) -> Reading:
    """Several messages read as one."""
    return read(BETWEEN.join(texts))


def hinted(text: str) -> bool:
    """Whether the rules say or only hint at anything in a text, whatever the classifier thinks."""
    reading = read(text)
    tried = (
        reading.book.says.worth_trying(reading.message),
        reading.book.hints.worth_trying(reading.message),
    )
    return any(_span(reading, rule, pattern) for rule, pattern in chain(*tried))


def _findings(reading: Reading, asked: Asked | None) -> Iterator[Finding]:
    found = dict(_said(reading, frozenset()))
    if reading.words and not {"A", "D"} <= found.keys():
        found |= _likely(reading, chances_of(reading), frozenset(found))
    yield from found.values()
    if asked == "head_injury" and not found.keys() & {"A", "C"} and answered_yes(reading):
        yield from _answer_finding(reading)


def _said(reading: Reading, known: frozenset[Tier]) -> Iterator[tuple[Tier, Finding]]:
    """What the rules find, the first rule of each tier that is not `known`."""
    found = set(known)
    for rule, pattern in reading.book.says.worth_trying(reading.message):
        if rule.tier not in found and (span := _span(reading, rule, pattern)):
            found.add(rule.tier)
            yield rule.tier, _finding(reading, rule, span)


def _likely(reading: Reading, chances: Chances, known: frozenset[Tier]) -> dict[Tier, Finding]:
    """What the classifier adds to what the rules found, by itself or by making a hint of the rules count."""
    found: dict[Tier, Finding] = {}
    open_tiers = {tier for tier in TIER_ORDER if tier not in known and chances.confirms(tier, known)}
    for rule, pattern in reading.book.hints.worth_trying(reading.message) if open_tiers else ():
        if rule.tier in open_tiers - found.keys() and (span := _span(reading, rule, pattern)):
            found[rule.tier] = _finding(reading, rule, span)
    added = chances.adds(known | found.keys())
    # A history matters only in the client; whose an emergency is does not matter.
    if added and not (added == "C" and reading.is_not_of_the_client):
        found[added] = _finding(reading, reading.book.rule(chances.rule(added)), _whole(reading))
    return found


def _whole(reading: Reading) -> tuple[int, int]:
    return reading.words[0].start, reading.words[-1].end


def _answer_finding(reading: Reading) -> Iterator[Finding]:
    wanted = (
        "head_injury_72_hours"
        if reading.marks and reading.marks[0].age == "within_72_hours"
        else "head_injury"
    )
    yield _finding(reading, reading.book.rule(wanted), _whole(reading))


def _span(reading: Reading, rule: Rule, pattern: Pattern) -> tuple[int, int] | None:
    for spans in matches(pattern, reading.message):
        if reading.accepts(rule, spans):
            first, last = min(s.start for s in spans), max(s.end for s in spans)
            return reading.words[first].start, reading.words[last - 1].end
    return None


def _finding(reading: Reading, rule: Rule, span: tuple[int, int]) -> Finding:
    return Finding(
        tier=rule.tier,
        rule=rule.flag.rule,
        label=rule.flag.label,
        language=reading.language,
        version=reading.book.version,
        span=span,
    )
