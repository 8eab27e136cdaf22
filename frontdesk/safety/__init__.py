"""Finds what must never be missed in a client's message, and gives the fixed text that answers it.

Deterministic, without network, database or any other part of the desk. See `docs/safety.md`.
"""

from frontdesk.safety.check import check, check_burst, prepare
from frontdesk.safety.finding import Finding
from frontdesk.safety.replies import reply_texts
from frontdesk.safety.usual import says_usual

__all__ = ["Finding", "check", "check_burst", "prepare", "reply_texts", "says_usual"]
