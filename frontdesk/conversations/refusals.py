"""What conversations refuse, as the problem documents of every HTTP interface."""

from collections.abc import Iterator
from contextlib import contextmanager

from frontdesk.conversations.inbox import ErasedConversation, UnknownChoice, UnknownConversation
from frontdesk.problems import Problem


@contextmanager
def refusals() -> Iterator[None]:
    """Turns the errors of `frontdesk.conversations` that leave the block into problems."""
    try:
        yield
    except UnknownConversation as error:
        raise Problem(404, "unknown_conversation", "There is no such conversation") from error
    except ErasedConversation as error:
        raise Problem(410, "conversation_erased", "This conversation was deleted") from error
    except UnknownChoice as error:
        raise Problem(422, "unknown_choice", "That choice was not offered in this conversation") from error
