"""What each client wrote within the last minute, in memory: bursts are read together without the database.

The transcript knows it too, and is asked when a message is stored; this is for when it cannot be reached.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from frontdesk.conversations.alarm import BURST

# Of one client; whoever writes faster than that is read by the newest.
MOST_TEXTS = 20


@dataclass
class _Burst:
    newest: datetime
    texts: OrderedDict[str, tuple[datetime, str]] = field(default_factory=OrderedDict)


class RecentTexts:
    """Texts by client (a conversation or a number) and message key. Safe to share between threads."""

    def __init__(self) -> None:
        self._bursts: OrderedDict[str, _Burst] = OrderedDict()
        self._lock = Lock()

    def with_earlier(self, client: str, key: str, text: str, now: datetime) -> Sequence[str]:
        """The client's texts of the last 60 seconds with this one, the newest, at the end.

        A message that is sent again under its key counts once. Nothing older than that is kept.
        """
        with self._lock:
            self._forget(now)
            burst = self._bursts.setdefault(client, _Burst(now))
            self._bursts.move_to_end(client)
            burst.newest = now
            burst.texts.pop(key, None)
            earlier = [said for at, said in burst.texts.values() if at >= now - BURST]
            burst.texts[key] = now, text
            if len(burst.texts) > MOST_TEXTS:
                burst.texts.popitem(last=False)
        return [*earlier, text]

    def _forget(self, now: datetime) -> None:
        while self._bursts:
            client, burst = next(iter(self._bursts.items()))
            if burst.newest >= now - BURST:
                return
            del self._bursts[client]
