"""The six digits themselves. Pure: a code is computed from its row's id whenever it is needed.

So it is stored nowhere, neither beside its row nor in the outbox; whoever reads the database without the
desk's secret learns no code, and no number from its mark.
"""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

from frontdesk.conversations.outbox import OutgoingText, SendFailed

DIGITS = 6
LIVES = timedelta(minutes=10)
KEY_PREFIX = "code:"
# Stands in the outbox where the digits will be.
PLACE = "{code}"


def code_of(secret: str, verification_id: str, conversation_id: str, phone: str) -> str:
    """The code of a verification: bound to its conversation and its number."""
    digest = _keyed(secret, "code", verification_id, conversation_id, phone)
    return f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}}"


def is_right(given: str, code: str) -> bool:
    """Whether the digits of `given` are the code; takes as long for a near miss as for any other."""
    return hmac.compare_digest("".join(c for c in given if c.isdigit()).encode(), code.encode())


def mark_of(secret: str, phone: str) -> str:
    """What a number is counted by."""
    return _keyed(secret, "number", phone).hex()


def outbox_key(verification_id: str) -> str:
    """The key of the text that carries a code."""
    return KEY_PREFIX + verification_id


def carries_code(key: str | None) -> bool:
    """Whether the text with this key in the outbox is there to bring a code."""
    return key is not None and key.startswith(KEY_PREFIX)


def with_code(secret: str, text: OutgoingText, now: datetime) -> OutgoingText:
    """The text as it is handed to the provider: a code's digits in their place, every other as it is.

    Raises `SendFailed` for a code that works no more.
    """
    if not carries_code(text.key) or text.conversation_id is None:
        return text
    if now >= text.created_at + LIVES:
        raise SendFailed("too late", again=False)
    own = text.key.removeprefix(KEY_PREFIX)
    return replace(text, text=text.text.replace(PLACE, code_of(secret, own, text.conversation_id, text.to)))


def _keyed(secret: str, *parts: str) -> bytes:
    return hmac.new(secret.encode(), "\n".join(parts).encode(), hashlib.sha256).digest()
