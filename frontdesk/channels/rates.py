"""How much one conversation and one address may send, before the answer is 429 with `Retry-After`."""

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from frontdesk.problems import Problem

# A person writes a message every few seconds; an address may be a whole clinic or a phone network.
MESSAGES_OF_CONVERSATION = ("20/10 second", "60/minute")
MESSAGES_OF_ADDRESS = ("240/minute",)
CONVERSATIONS_OF_ADDRESS = ("30/minute", "200/hour")
SIGN_INS_OF_ADDRESS = ("10/15 minutes",)


class Rates:
    """Counts within this process. With `enabled` false nothing is ever refused."""

    def __init__(self, *, enabled: bool = True) -> None:
        # The limiter itself keeps only a weak reference.
        self._counts = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._counts)
        self._enabled = enabled

    def opening(self, address: str) -> None:
        """Count a new conversation; raises `Problem` past the limit."""
        self._count(CONVERSATIONS_OF_ADDRESS, "open", address)

    def message(self, conversation_id: str, address: str) -> None:
        """Count a message; raises `Problem` past the limit."""
        self._count(MESSAGES_OF_CONVERSATION, "conversation", conversation_id)
        self._count(MESSAGES_OF_ADDRESS, "address", address)

    def signing_in(self, address: str) -> None:
        """Count a try at the console's password; raises `Problem` past the limit."""
        self._count(SIGN_INS_OF_ADDRESS, "sign_in", address)

    def _count(self, limits: tuple[str, ...], *who: str) -> None:
        if not self._enabled:
            return
        for limit in map(parse, limits):
            if not self._limiter.hit(limit, *who):
                raise self._too_many(limit, who)

    def _too_many(self, limit: RateLimitItem, who: tuple[str, ...]) -> Problem:
        reset_at, _ = self._limiter.get_window_stats(limit, *who)
        seconds = max(1, math.ceil(reset_at - time.time()))
        title = "Too many messages at once"
        return Problem(429, "too_many_requests", title, headers={"Retry-After": str(seconds)})
