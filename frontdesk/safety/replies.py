"""The fixed texts that answer a finding. They are data (`rules/texts.yml`), checked to fit one SMS each."""

from collections.abc import Sequence

from frontdesk.safety.finding import TIER_ORDER, Finding
from frontdesk.safety.rulebook import Rulebook, rulebook
from frontdesk.safety.usual import SAID_USUAL


def reply_texts(findings: Sequence[Finding], *, alert_stored: bool) -> tuple[str, ...]:
    """The texts to send, in order; empty when nothing was found.

    An emergency and a crisis together are answered with both texts, otherwise the most urgent tier alone.
    The clause that says that the therapist is told is in them only with `alert_stored`.
    """
    by_tier = {finding.tier: finding for finding in findings}
    found = [by_tier[tier] for tier in TIER_ORDER if tier in by_tier]
    answered = [finding for finding in found if finding.tier in {"A", "D"}] or found[:1]
    book = rulebook()
    return tuple(_text(book, finding, alert_stored=alert_stored) for finding in answered)


def _text(book: Rulebook, finding: Finding, *, alert_stored: bool) -> str:
    if finding.rule != SAID_USUAL:
        return book.text_for(finding.rule, finding.language, alert_stored=alert_stored)
    wording = book.texts[finding.tier][finding.language]
    return wording.told if alert_stored else wording.alone
