"""How the chat page shows a conversation: safety texts on top, choices under what they answer."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from fastapi.responses import HTMLResponse

from frontdesk.channels.chat_format import message_json
from frontdesk.channels.page_rendering import page
from frontdesk.conversations.inbox import MAX_CHARACTERS
from frontdesk.conversations.opening import WITH_ASSISTANT, WITH_THERAPIST
from frontdesk.conversations.reading import News
from frontdesk.conversations.texts import desk_text
from frontdesk.desk import Desk
from frontdesk.storage.messages import CLIENT, Message

NOTHING_YET = News((), WITH_ASSISTANT)
REFRESH_SECONDS = 4
REFRESH_FOR = timedelta(minutes=2)
UNREACHABLE = "The front desk can't be reached just now."


def sheet(
    desk: Desk,
    said: News = NOTHING_YET,
    *,
    acknowledged: int = 0,
    alerts: Iterable[str] = (),
    trouble: str | None = None,
    written: str = "",
    key: str = "",
    status: int = 200,
) -> HTMLResponse:
    """The page. `alerts` are safety texts that could not be stored, `written` goes back into the form
    under its `key`.

    While a reply is due the page has no form and loads itself again, so that nothing typed is lost by that.
    """
    owner = desk.practice.practice
    with_therapist = said.mode == WITH_THERAPIST
    last_own = max((m.seq for m in said.messages if m.sender == CLIENT), default=0)
    waits = trouble is None and _waits(desk, said)
    pinned = {m.text: m.seq for m in said.messages if m.kind == "safety" and m.seq > acknowledged}
    response = page(
        "chat.html",
        desk,
        status=status,
        greeting=desk_text("greeting", desk.practice),
        messages=[_shown(m, desk, is_open=m.seq > last_own) for m in said.messages],
        alerts=[*pinned, *alerts],
        last_alert=max(pinned.values(), default=0),
        last_own=last_own,
        who=owner.therapist if with_therapist else "The assistant",
        with_therapist=with_therapist,
        trouble=trouble,
        unreachable=status == 503,
        waits=waits,
        written=written,
        key=key or str(uuid4()),
        limit=MAX_CHARACTERS,
    )
    if waits:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


def as_text(desk: Desk, said: News) -> str:
    """The conversation for the client to keep."""
    lines = [f"{spoken(m.at, desk)}  {_author(m, desk)}:\n{m.text}\n" for m in said.messages]
    return "\n".join([f"Conversation with {desk.practice.practice.name}\n", *lines])


def spoken(moment: datetime, desk: Desk) -> str:
    """A moment in the practice's time: Mon Nov 23, 2:05 PM."""
    local = moment.astimezone(desk.practice.zone)
    return f"{local:%a %b} {local.day}, {local.hour % 12 or 12}:{local:%M %p}"


def _waits(desk: Desk, said: News) -> bool:
    if said.mode == WITH_THERAPIST or not said.messages or said.messages[-1].sender != CLIENT:
        return False
    return desk.clock.now() - said.messages[-1].at < REFRESH_FOR


def _shown(message: Message, desk: Desk, *, is_open: bool) -> dict[str, Any]:
    facts = message_json(message)
    choices = facts["choices"] if is_open else []
    # The link to an appointment stands under the text, as a button.
    text = re.sub(r" http\S+$", "", message.text) if message.appointment else message.text
    own = {
        "author": _author(message, desk),
        "when": spoken(message.at, desk),
        "choices": choices,
        "text": text,
    }
    return {"appointment": None} | facts | own


def _author(message: Message, desk: Desk) -> str:
    owner = desk.practice.practice
    names = {"client": "You", "therapist": owner.therapist, "desk": owner.name}
    return names.get(message.sender, "Assistant")
