"""Conversations written as sentences, each held with the three real programs."""

import pytest

from tests.conversations.runner import Conversation, conversations, run
from tests.support.running import FrontDesk

pytestmark = pytest.mark.system


@pytest.mark.parametrize("conversation", conversations(), ids=lambda c: c.name)
def test_conversation(front_desk: FrontDesk, conversation: Conversation) -> None:
    """Ends as the client wished, in the words it should."""
    run(front_desk, conversation)
