"""Simulated clients book, move, cancel and change their minds at the running desk; see `simulated/`."""

import pytest

from tests.conversations.simulated.conversing import Outcome
from tests.conversations.simulated.crowd import hold
from tests.support.running import FrontDesk

pytestmark = pytest.mark.system

FEW, MANY = range(60), range(1_000, 3_000)


def test_sixty_clients_get_what_they_wished(front_desk: FrontDesk) -> None:
    """Every one ends as wished, or honestly with the therapist."""
    broken = [o for o in hold(front_desk, FEW, threads=3) if o.problems]
    assert not broken, transcripts(broken)


@pytest.mark.soak
def test_two_thousand_clients(front_desk: FrontDesk) -> None:
    """At least 99 in 100 end as wished or honestly with the therapist, and nothing wrong is ever booked."""
    broken = [o for o in hold(front_desk, MANY, threads=3) if o.problems]
    wrong = [o for o in broken if o.is_wrong]
    assert not wrong, transcripts(wrong)
    assert len(broken) <= len(MANY) // 100, transcripts(broken)


def transcripts(outcomes: list[Outcome]) -> str:
    return "\n\n".join(o.transcript for o in outcomes)
