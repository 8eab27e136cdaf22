"""Holds one simulated conversation with the running desk, and judges how it ended by what the diary has."""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.conversations.simulated.client import Client, Saying
from tests.conversations.simulated.plan import PASSED_ON, Plan, plan
from tests.conversations.simulated.reading import Reading, read
from tests.conversations.simulated.wishes import OPENINGS, Wish
from tests.support.chat import ChatClient
from tests.support.running import FrontDesk

ZONE = ZoneInfo("America/New_York")
WRONG = "WRONG BOOKING"


@dataclass
class Outcome:
    """How it went. `problems` is empty when it ended as wished, or honestly with the therapist."""

    plan: Plan
    turns: int = 0
    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        """Whether something stands in the diary that was not agreed on."""
        return any(p.startswith(WRONG) for p in self.problems)

    @property
    def transcript(self) -> str:
        p = self.plan
        head = f"seed {p.seed}: {p.task}, {p.wish}\n{p.style}\n{p.repairs}, then {p.then.words!r}"
        end = [f"turns {self.turns} of {2 * p.planned_turns}; notes {self.notes}", *self.problems]
        return "\n".join([head, *self.lines, *end])


def converse(desk: FrontDesk, seed: int) -> Outcome:
    """The conversation of this seed; what it booked is given back at the end."""
    outcome = Outcome(plan(seed))
    chat = ChatClient(desk.url)
    client = Client(outcome.plan, lambda wish: _is_open(desk, chat, wish))
    try:
        _talk(chat, client, outcome)
        outcome.problems += _judge(desk, chat, client)
    finally:
        outcome.notes = client.notes
        tidy(desk, chat.conversation_id)
    return outcome


def _talk(chat: ChatClient, client: Client, outcome: Outcome) -> None:
    saying: Saying | None = client.first()
    before: Reading | None = None
    while saying is not None:
        if outcome.turns >= 2 * outcome.plan.planned_turns:
            outcome.problems.append("too many turns")
            return
        reading = read(_send(chat, saying, outcome))
        outcome.turns += 1
        outcome.problems += _said_badly(reading, before)
        before = reading
        saying = client.next(reading)


def _send(chat: ChatClient, saying: Saying, outcome: Outcome) -> list[dict[str, Any]]:
    begun = time.perf_counter()
    if saying.choice is not None:
        outcome.lines.append(f"C: [{saying.choice}]")
        replies = chat.choose(saying.choice, last=True)
    else:
        outcome.lines += [f"C: {text}" for text in saying.texts]
        for text in saying.texts[:-1]:
            chat.post(wait=0, text=text)
        replies = chat.say(saying.texts[-1])
    outcome.seconds.append(time.perf_counter() - begun)
    for reply in replies:
        titles = [c["title"] for c in reply.get("choices") or ()]
        outcome.lines.append(f"D: {reply['text']}" + (f"  {titles}" if titles else ""))
    return replies


def _said_badly(reading: Reading, before: Reading | None) -> list[str]:
    """What no reply may do: say nothing, say a sentence twice, or ask in the very words of the last reply."""
    texts = [b.text for b in reading.bubbles]
    found = [] if texts else ["no reply"]
    if len(set(texts)) < len(texts):
        found.append(f"a sentence twice in one reply: {texts}")
    if before and reading.text and reading.text == before.text and reading.titles == before.titles:
        found.append("the same reply twice in a row")
    elif before and reading.question and reading.question_text == before.question_text:
        found.append(f"{reading.question} asked twice in the same words")
    return found


def _judge(desk: FrontDesk, chat: ChatClient, client: Client) -> list[str]:
    """What the diary and the therapist's list say about the end of a conversation."""
    standing = [a for a in appointments(desk, chat.conversation_id) if a["status"] != "cancelled"]
    task = client.plan.task
    if task in PASSED_ON:
        told = [] if _items(desk, chat) else ["the therapist was told nothing"]
        return told + ([f"booked without being asked: {standing}"] if standing else [])
    if task == "waitlist":
        return _judge_waitlist(desk, chat, client) + (["booked instead of waitlisted"] if standing else [])
    if task == "cancel":
        return [f"still there: {standing}"] if standing else []
    if client.phase != "done":
        return ["not finished", *([f"{WRONG}: {standing}"] if standing and not client.booked else [])]
    if len(standing) != 1:
        return [f"{WRONG}: {len(standing)} appointments"]
    return _compare(standing[0], client)


def _compare(made: dict[str, Any], client: Client) -> list[str]:
    wish = client.booked or client.wish
    start = datetime.fromisoformat(made["start"]).astimezone(ZONE).replace(tzinfo=None)
    right = {
        "service": made["service"] == wish.service,
        "office": wish.office in (None, made["location"]),
        "time": wish.suits(start, made["location"]),
        "name": made["client"]["name"].casefold() == wish.name.casefold(),
        "phone": made["client"]["phone"] == f"+1{wish.phone}",
        "status": (made["status"] == "pending_approval") == wish.head_injury,
    }
    wrong = [name for name, is_right in right.items() if not is_right]
    found = [f"{WRONG}: {', '.join(wrong)}: {made}"] if wrong else []
    return (
        found + [n for n in client.notes if n == "not offered"][1:] + [n for n in client.notes if "told" in n]
    )


def _judge_waitlist(desk: FrontDesk, chat: ChatClient, client: Client) -> list[str]:
    entries = desk.api("GET", f"/waitlist?conversation_id={chat.conversation_id}").json()["entries"]
    right = len(entries) == 1 and entries[0]["service"] == client.wish.service
    return [] if right else [f"waitlist: {entries}"]


def appointments(desk: FrontDesk, conversation_id: str) -> list[dict[str, Any]]:
    """What this conversation has made, cancelled ones too."""
    answer = desk.api("GET", f"/appointments?conversation_id={conversation_id}")
    found: list[dict[str, Any]] = answer.json()["appointments"]
    return found


def tidy(desk: FrontDesk, conversation_id: str) -> None:
    """Give back what a conversation booked or held, so that the next one finds an empty diary."""
    for made in appointments(desk, conversation_id):
        if made["status"] != "cancelled":
            desk.api("POST", f"/appointments/{made['id']}/cancel")
    draft = desk.api("GET", f"/conversations/{conversation_id}/draft").json()
    if draft.get("hold"):
        desk.api("DELETE", f"/holds/{draft['hold']['id']}")
    for entry in desk.api("GET", f"/waitlist?conversation_id={conversation_id}").json()["entries"]:
        desk.api("DELETE", f"/waitlist/{entry['id']}")


def _is_open(desk: FrontDesk, chat: ChatClient, wish: Wish) -> bool:
    """Whether the diary has a free time that the wish takes."""
    days: Sequence[Any] = sorted(wish.when.days) if wish.when.days else ()
    first = (
        datetime.combine(days[0], datetime.min.time(), ZONE) if days else datetime(2026, 11, 23, tzinfo=ZONE)
    )
    last = datetime.combine(days[-1], datetime.min.time(), ZONE) if days else first + timedelta(days=30)
    for office in (wish.office,) if wish.office else tuple(OPENINGS):
        query = {
            "service": wish.service, "location": office, "from": first.isoformat(),
            "to": (last + timedelta(days=1)).isoformat(), "conversation_id": chat.conversation_id, "limit": 500,
        }  # fmt: skip
        slots = desk.api("GET", "/availability", params=query).json()["slots"]
        starts = [datetime.fromisoformat(s["start"]).astimezone(ZONE).replace(tzinfo=None) for s in slots]
        if any(wish.suits(start, office) for start in starts):
            return True
    return False


def _items(desk: FrontDesk, chat: ChatClient) -> int:
    """How many entries the therapist's list has for this conversation."""
    with sqlite3.connect(f"file:{desk.data_dir / 'desk.db'}?mode=ro", uri=True) as database:
        row = database.execute(
            "SELECT count(*) FROM items WHERE conversation_id = ?", (chat.conversation_id,)
        )
        return int(row.fetchone()[0])
