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
With `by: sms` the client writes texts from that number, and chooses by the number that stands before a title.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import yaml

from tests.support.chat import ChatClient, text_of
from tests.support.running import FrontDesk
from tests.support.twilio import ScriptedTwilio

HERE = Path(__file__).resolve().parent
AREAS = ("203", "475", "860", "959", "212", "646", "718", "914", "516", "617", "401", "413", "603")
_numbers = count()
# A reply by text may come in several; then they come at once.
_BETWEEN_TEXTS = 0.3
# Who writes is said before the first reply, in a text of its own.
_INTRODUCTION = "I'm Julie's automated assistant"


@dataclass(frozen=True)
class Conversation:
    """One file: its sentence, its turns, and how it must end; `by` is "web" or "sms"."""

    name: str
    says: str
    turns: tuple[dict[str, Any], ...]
    ends: dict[str, Any]
    by: str = "web"


class Client(Protocol):
    """Somebody who writes and chooses; both return the replies."""

    def say(self, text: str) -> list[dict[str, Any]]: ...

    def choose(self, title: str) -> list[dict[str, Any]]: ...


class Texter:
    """A client with a telephone: sends signed texts, and reads what Twilio was given to send."""

    def __init__(self, number: str, twilio: ScriptedTwilio, url: str) -> None:
        self._number, self._twilio, self._url = "+1" + number.replace("-", ""), twilio, url

    def say(self, text: str) -> list[dict[str, Any]]:
        before = len(self._twilio.texts_to(self._number))
        self._twilio.text_from(self._number, text, self._url).raise_for_status()
        first = self._twilio.wait_for_texts(self._number, before + 1)[before]
        if _INTRODUCTION in first:
            self._twilio.wait_for_texts(self._number, before + 2)
        time.sleep(_BETWEEN_TEXTS)
        return [{"text": t} for t in self._twilio.texts_to(self._number)[before:]]

    def choose(self, title: str) -> list[dict[str, Any]]:
        """Send the number before the first choice of the last texts that contains `title` (any case)."""
        lines = "\n".join(self._twilio.texts_to(self._number)[-2:]).splitlines()
        numbered = [m for line in lines if (m := re.match(r"(\d)\) (.*)", line))]
        matching = [m[1] for m in numbered if title.casefold() in m[2].casefold()]
        assert matching, f"no choice {title!r} in {lines}"
        return self.say(matching[-1])


def conversations(by: str) -> Iterator[Conversation]:
    """Every conversation under this directory that is held in this way, by name."""
    for path in sorted(HERE.rglob("test_*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        name = f"{path.parent.name}/{path.stem.removeprefix('test_')}"
        held_by = content.get("by", "web")
        if held_by == by:
            turns, ends = tuple(content["turns"]), content.get("ends") or {}
            yield Conversation(name, content["says"], turns, ends, held_by)


def run(desk: FrontDesk, conversation: Conversation) -> None:
    """Hold the conversation on the website; raises `AssertionError` with what was said where it goes wrong.

    What it booked or held is given back at the end, so that the next one finds an empty diary.
    """
    chat = ChatClient(desk.url)
    said: list[str] = []
    try:
        _hold(chat, conversation, new_phone(), said)
        _check_end(_appointments(desk, chat), conversation.ends, said)
    finally:
        _tidy(desk, chat)


def run_by_text(desk: FrontDesk, twilio: ScriptedTwilio, conversation: Conversation) -> None:
    """Hold the conversation by texts. They take seconds each; so that several can be held at once, each has
    days of its own, and nothing is given back."""
    phone, said = new_phone(), list[str]()
    _hold(Texter(phone, twilio, desk.url), conversation, phone, said)
    answer = desk.api("GET", "/appointments", params={"phone": "+1" + phone.replace("-", "")})
    _check_end(_by_time(answer.json()["appointments"]), conversation.ends, said)


def new_phone() -> str:
    """A number that no conversation before has used."""
    number = next(_numbers)
    return f"{AREAS[number % len(AREAS)]}-555-01{number % 100:02}"


def _hold(client: Client, conversation: Conversation, phone: str, said: list[str]) -> None:
    for turn in conversation.turns:
        _take(client, {k: _with(phone, v) for k, v in turn.items()}, said)


def _take(chat: Client, turn: dict[str, Any], said: list[str]) -> None:
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
    first_choices = [line for line in told.splitlines() if line.startswith("1) ")]
    assert len(first_choices) <= 1, _report("choices were listed twice", said)
    before, now = (_sentences(text) for text in (said[-5] if len(said) > 3 else "", told))
    assert not before & now, _report(f"said twice in a row: {before & now}", said)


def _check_end(found: list[dict[str, Any]], ends: dict[str, Any], said: list[str]) -> None:
    standing = [a for a in found if a["status"] != "cancelled"]
    wanted = ends.get("appointments", [])
    assert len(standing) == len(wanted), _report(f"{len(standing)} appointments, not {len(wanted)}", said)
    for appointment, expected in zip(standing, wanted, strict=True):
        for name, value in expected.items():
            actual = appointment["client"].get(name) or appointment.get(name)
            assert str(actual).startswith(str(value)), _report(f"{name} is {actual}, not {value}", said)


def _appointments(desk: FrontDesk, chat: ChatClient) -> list[dict[str, Any]]:
    answer = desk.api("GET", f"/appointments?conversation_id={chat.conversation_id}")
    return _by_time(answer.json()["appointments"])


def _by_time(appointments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(appointments, key=lambda a: str(a["start"]))


def _tidy(desk: FrontDesk, chat: ChatClient) -> None:
    for appointment in _appointments(desk, chat):
        desk.api("POST", f"/appointments/{appointment['id']}/cancel")
    draft = desk.api("GET", f"/conversations/{chat.conversation_id}/draft").json()
    if draft.get("hold"):
        desk.api("DELETE", f"/holds/{draft['hold']['id']}")


def _sentences(told: str) -> set[str]:
    """What was said, line by line; lists of choices and very short lines may come again."""
    lines = {line.strip() for line in told.removeprefix("D: ").splitlines()}
    return {line for line in lines if len(line) > 24 and not re.match(r"\d\) |Reply ", line)}


def _with(phone: str, value: Any) -> Any:
    return value.replace("{phone}", phone) if isinstance(value, str) else value


def _list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _report(problem: str, said: list[str]) -> str:
    return "\n".join([problem, *said])
