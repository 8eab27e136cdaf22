"""The fixed texts that answer a finding. They are data (`rules/texts.yml`), checked to fit one SMS each."""

from collections.abc import Sequence

from frontdesk.safety.finding import TIER_ORDER, Finding
from frontdesk.safety.rulebook import rulebook


def reply_texts(findings: Sequence[Finding], *, alert_stored: bool) -> tuple[str, ...]:
    """The texts to send, in order; empty when nothing was found.

    An emergency and a crisis together are answered with both texts; otherwise the most urgent tier alone speaks.
    The clause that says that the therapist is told is in them only with `alert_stored`.
    """
    by_tier = {finding.tier: finding for finding in findings}
    found = [by_tier[tier] for tier in TIER_ORDER if tier in by_tier]
    answered = [finding for finding in found if finding.tier in {"A", "D"}] or found[:1]
    book = rulebook()
    return tuple(book.text_for(finding.rule, finding.language, alert_stored=alert_stored) for finding in answered)
