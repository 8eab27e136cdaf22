"""Conversations written as sentences, each held with the three real programs, on the website or by text."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.conversations.runner import Conversation, conversations, run, run_by_text
from tests.support.running import FrontDesk
from tests.support.twilio import ScriptedTwilio

pytestmark = pytest.mark.system
TEXTED = tuple(conversations("sms"))
AT_ONCE = 5


@pytest.fixture(scope="module", autouse=True)
def by_text(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Future[None]]]:
    """The conversations by text, several at once, and while the others are held on the website.

    Each mostly waits for the pause that ends a burst of texts.
    """
    with (
        ScriptedTwilio() as twilio,
        FrontDesk(tmp_path_factory.mktemp("texts"), twilio.environment | {"DESK_RATE_LIMITS": "off"}) as desk,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        yield {c.name: pool.submit(run_by_text, desk, twilio, c) for c in TEXTED}


@pytest.mark.parametrize("conversation", conversations("web"), ids=lambda c: c.name)
def test_conversation(front_desk: FrontDesk, conversation: Conversation) -> None:
    """Ends as the client wished, in the words it should."""
    run(front_desk, conversation)


@pytest.mark.parametrize("conversation", TEXTED, ids=lambda c: c.name)
def test_conversation_by_text(by_text: Mapping[str, Future[None]], conversation: Conversation) -> None:
    """The same by texts: numbers for buttons, and the network's own words."""
    by_text[conversation.name].result(timeout=150)


def test_texters_keep_out_of_each_others_way() -> None:
    """What is booked by text is booked on days of its own."""
    days = [str(a["start"])[:10] for c in TEXTED for a in c.ends.get("appointments", [])]
    assert len(days) == len(set(days))
