"""Waiting for something to be said: long polls, the event stream, and the answer to a message."""

import json
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

from anyio import to_thread
from sse_starlette import ServerSentEvent

from frontdesk.channels.chat_format import message_json
from frontdesk.conversations.events import Subscription
from frontdesk.conversations.inbox import Accepted, ErasedConversation, UnknownConversation
from frontdesk.conversations.opening import WITH_THERAPIST
from frontdesk.conversations.reading import News, answer_to, news
from frontdesk.desk import Desk
from frontdesk.storage.messages import Message

# A wake-up can be lost (another process, another machine); nobody waits longer than this for the database.
LOOK_AGAIN_SECONDS = 5.0


async def for_answer(desk: Desk, accepted: Accepted, seconds: float) -> Sequence[Message] | None:
    """The replies to a message once they are complete.

    None when the time is over, or when the therapist answers: she writes when she can.
    """
    deadline = time.monotonic() + seconds
    with _bell(desk, accepted.message.conversation_id) as bell:
        while True:
            answer = await to_thread.run_sync(answer_to, desk.database, accepted.message.id)
            if answer.complete and (answer.messages or answer.mode != WITH_THERAPIST):
                return answer.messages
            left = deadline - time.monotonic()
            if answer.mode == WITH_THERAPIST or left <= 0:
                return None
            await bell.wait(min(left, LOOK_AGAIN_SECONDS))


async def for_news(desk: Desk, conversation_id: str, after: int, seconds: float) -> News:
    """What is new after number `after`; when nothing is, waits up to `seconds` for it or for another mode."""
    deadline = time.monotonic() + seconds
    with _bell(desk, conversation_id) as bell:
        first = latest = await to_thread.run_sync(news, desk.database, conversation_id, after)
        while not latest.messages and latest.mode == first.mode:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            await bell.wait(min(left, LOOK_AGAIN_SECONDS))
            latest = await to_thread.run_sync(news, desk.database, conversation_id, after)
    return latest


async def stream(desk: Desk, conversation_id: str, after: int) -> AsyncIterator[ServerSentEvent]:
    """An event for the present state at once, then one for each change; ends when it is erased."""
    mode = None
    with _bell(desk, conversation_id) as bell:
        while True:
            try:
                latest = await to_thread.run_sync(news, desk.database, conversation_id, after)
            except (ErasedConversation, UnknownConversation):
                yield ServerSentEvent(event="erased", data="{}")
                return
            if latest.messages or latest.mode != mode:
                mode = latest.mode
                after = latest.messages[-1].seq if latest.messages else after
                yield _event(latest, after)
                continue
            await bell.wait(LOOK_AGAIN_SECONDS)


def _event(latest: News, after: int) -> ServerSentEvent:
    content = {"messages": [message_json(m) for m in latest.messages], "mode": latest.mode}
    return ServerSentEvent(data=json.dumps(content, ensure_ascii=False), id=str(after))


@contextmanager
def _bell(desk: Desk, conversation_id: str) -> Iterator[Subscription]:
    bell = desk.events.subscribe(conversation_id)
    try:
        yield bell
    finally:
        desk.events.unsubscribe(conversation_id, bell)
