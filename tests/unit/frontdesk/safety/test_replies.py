"""Which fixed texts answer what was found."""

from frontdesk.safety import check, reply_texts
from frontdesk.safety.finding import Finding

A = "What you describe can be an emergency. Call 911 or go to an ER now. I'm automated, not medical."


def test_an_emergency_promises_julie_only_when_the_alert_is_stored() -> None:
    """Otherwise the text says no more than is true."""
    findings = check("my face is drooping")
    (told,) = reply_texts(findings, alert_stored=True)
    (alone,) = reply_texts(findings, alert_stored=False)
    assert told.startswith(A)
    assert "Julie is alerted" in told
    assert "Julie" not in alone
    assert "911" in alone


def test_emergency_and_crisis_send_both_texts_emergency_first() -> None:
    """A and D together."""
    findings = check("I took the whole bottle of pills because I want to die")
    texts = reply_texts(findings, alert_stored=True)
    assert [finding.tier for finding in findings] == ["A", "D"]
    assert "911 or go to an ER" in texts[0]
    assert "988" in texts[1]


def test_other_tiers_are_answered_by_the_most_urgent_alone() -> None:
    """B and C together give B."""
    findings = check("headache and a fever of 101, and I take blood thinners")
    assert [finding.tier for finding in findings] == ["B", "C"]
    (text,) = reply_texts(findings, alert_stored=True)
    assert "urgent care today" in text


def test_danger_from_a_person_has_its_own_hotline() -> None:
    """Not the suicide line."""
    (text,) = reply_texts(check("my husband hits me"), alert_stored=True)
    assert "800-799-7233" in text


def test_spanish_is_answered_in_spanish() -> None:
    """In the language of the message."""
    (text,) = reply_texts(check("no puedo respirar y me duele el pecho"), alert_stored=True)
    assert "Llame al 911" in text


def test_nothing_found_says_nothing() -> None:
    """No text for an ordinary message."""
    assert reply_texts((), alert_stored=True) == ()


def test_order_does_not_depend_on_how_findings_are_given() -> None:
    """Tiers are answered A, D, B, C whatever the caller did with them."""
    findings: tuple[Finding, ...] = check("I took the whole bottle of pills because I want to die")
    assert reply_texts(findings[::-1], alert_stored=True) == reply_texts(findings, alert_stored=True)
