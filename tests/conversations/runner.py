"""Runs a conversation that is written as sentences: a client's lines, what the desk must say, what must be true.

A file holds one conversation:

    says: A client changes the day at the summary.
    turns:
      - client: book craniosacral in westport tuesday at 3
        desk: ["Tuesday, November 24 at 3:00 PM", "what name"]
      - choose: Book it
        desk: Booked
        never: sorry
    ends:
      appointments: [{service: csmt, location: westport, start: "2026-11-24T15:00", status: confirmed}]
      items: [new_booking]

`desk` and `never` are looked for in all that was said in the turn, in any case of letters. `{phone}` is a
number that no other conversation uses: one client's pending approval would hold up all the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from tests.support.chat import ChatClient, text_of
from tests.support.running import FrontDesk

HERE = Path(__file__).resolve().parent
AREAS = ("203", "475", "860", "959", "212", "646", "718", "914", "516", "617", "401", "413", "603")
_numbers = count()


@dataclass(frozen=True)
class Conversation:
    """One file: its sentence, its turns, and how it must end."""

    name: str
    says: str
    turns: tuple[dict[str, Any], ...]
    ends: dict[str, Any]


def conversations() -> Iterator[Conversation]:
    """Every conversation under this directory, by name."""
    for path in sorted(HERE.rglob("test_*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        name = f"{path.parent.name}/{path.stem.removeprefix('test_')}"
        yield Conversation(name, content["says"], tuple(content["turns"]), content.get("ends") or {})


def run(desk: FrontDesk, conversation: Conversation) -> None:
    """Hold the conversation; raises `AssertionError` with what was said so far where it goes wrong.

    What it booked or held is given back at the end, so that the next one finds an empty diary.
    """
    chat = ChatClient(desk.url)
    phone = f"{AREAS[next(_numbers) % len(AREAS)]}-555-01{next(_numbers) % 100:02}"
    said: list[str] = []
    try:
        for turn in conversation.turns:
            _take(chat, {k: _with(phone, v) for k, v in turn.items()}, said)
        _check_end(desk, chat, conversation.ends, said)
    finally:
        _tidy(desk, chat)


def _take(chat: ChatClient, turn: dict[str, Any], said: list[str]) -> None:
    replies = chat.choose(turn["choose"]) if "choose" in turn else chat.say(turn["client"])
    told = text_of(replies)
    titles = [c["title"] for m in replies for c in m.get("choices", [])]
    said += [f"C: {turn.get('client') or '[' + turn['choose'] + ']'}", f"D: {told}", f"   {titles}"]
    shown = "\n".join([told, *titles]).casefold()
    for wanted in _list(turn.get("desk")):
        assert wanted.casefold() in shown, _report(f"{wanted!r} was not said", said)
    for unwanted in _list(turn.get("never")):
        assert unwanted.casefold() not in shown, _report(f"{unwanted!r} was said", said)
    assert told.strip() or turn.get("desk") == [], _report("nothing was said", said)
    bubbles = [m["text"] for m in replies]
    assert len(set(bubbles)) == len(bubbles), _report("a sentence was said twice", said)


def _check_end(desk: FrontDesk, chat: ChatClient, ends: dict[str, Any], said: list[str]) -> None:
    found = _appointments(desk, chat)
    standing = [a for a in found if a["status"] != "cancelled"]
    wanted = ends.get("appointments", [])
    assert len(standing) == len(wanted), _report(f"{len(standing)} appointments, not {len(wanted)}", said)
    for appointment, expected in zip(standing, wanted, strict=True):
        for name, value in expected.items():
            actual = appointment["client"].get(name) or appointment.get(name)
            assert str(actual).startswith(str(value)), _report(f"{name} is {actual}, not {value}", said)


def _appointments(desk: FrontDesk, chat: ChatClient) -> list[dict[str, Any]]:
    answer = desk.api("GET", f"/appointments?conversation_id={chat.conversation_id}")
    return sorted(answer.json()["appointments"], key=lambda a: str(a["start"]))


def _tidy(desk: FrontDesk, chat: ChatClient) -> None:
    for appointment in _appointments(desk, chat):
        desk.api("POST", f"/appointments/{appointment['id']}/cancel")
    draft = desk.api("GET", f"/conversations/{chat.conversation_id}/draft").json()
    if draft.get("hold"):
        desk.api("DELETE", f"/holds/{draft['hold']['id']}")


def _with(phone: str, value: Any) -> Any:
    return value.replace("{phone}", phone) if isinstance(value, str) else value


def _list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _report(problem: str, said: list[str]) -> str:
    return "\n".join([problem, *said])
