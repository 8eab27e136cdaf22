"""Each pattern of conversation repair at the steps of booking, moving and cancelling, at the running desk."""

import pytest

from tests.conversations.patterns.course import play
from tests.conversations.patterns.table import Case, cases
from tests.conversations.runner import new_phone
from tests.support.running import FrontDesk

pytestmark = pytest.mark.system


@pytest.mark.parametrize("case", cases(risky=True), ids=lambda c: c.id)
def test_pattern_at_a_risky_step(front_desk: FrontDesk, case: Case) -> None:
    """Says what it should, asks again in other words, and ends in the right state."""
    play(front_desk, case, new_phone())


@pytest.mark.soak
@pytest.mark.parametrize("case", cases(risky=False), ids=lambda c: c.id)
def test_pattern_at_every_other_step(front_desk: FrontDesk, case: Case) -> None:
    """The same wherever else it can come."""
    play(front_desk, case, new_phone())
