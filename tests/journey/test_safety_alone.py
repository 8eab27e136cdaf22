"""The desk with nothing else alive: no assistant, no actions, and then no database either."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.chat import ChatClient
from tests.support.running import FrontDesk
from tests.support.twilio import ScriptedTwilio

pytestmark = pytest.mark.system
FLAG = "face is numb on one side and cant talk right"
FELL, HIT = "i fell off my bike yesterday", "hit my head"
SPANISH = "tengo media cara dormida y no puedo hablar bien"
PHONE = "+12035550123"


@dataclass
class Alone:
    """A desk by itself, one conversation on its website, and a phone line."""

    desk: FrontDesk
    twilio: ScriptedTwilio
    chat: ChatClient


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Alone]:
    with (
        ScriptedTwilio() as twilio,
        FrontDesk(tmp_path, {"DESK_RATE_LIMITS": "off", **twilio.environment}, names=("desk",)) as desk,
    ):
        yield Alone(desk, twilio, ChatClient(desk.url))


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another process holds the lock and does not let go."""
    with sqlite3.connect(database, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def dead(database: Path) -> Iterator[None]:
    """Every statement about messages fails."""
    with sqlite3.connect(database, timeout=30) as other:
        other.execute("ALTER TABLE messages RENAME TO lost")
    yield


Broken = Callable[[Path], AbstractContextManager[None]]


def test_without_assistant_and_actions(alone: Alone) -> None:
    """Text, alert and the clause about it, in the language of the message, on both channels."""
    (reply,) = alone.chat.say(SPANISH)
    assert (reply["kind"], "Llame al 911" in reply["text"], "Julie" in reply["text"]) == (
        "safety",
        True,
        True,
    )
    alone.twilio.text_from(PHONE, FLAG, alone.desk.url)
    (text,) = alone.twilio.wait_for_texts(PHONE, 1)
    assert "Call 911" in text
    assert "Julie is alerted" in text


@pytest.mark.parametrize("broken", [locked, dead])
def test_without_a_database(alone: Alone, broken: Broken) -> None:
    """The text in the answer to the message itself, without the clause."""
    with broken(alone.desk.settings.data_dir / "desk.db"):
        (reply,) = alone.chat.post(text=FLAG, wait=0).json()["messages"]
        assert ("Call 911" in reply["text"], "Julie" in reply["text"]) == (True, False)
        answer = alone.twilio.text_from(PHONE, SPANISH, alone.desk.url)
        assert ("Llame al 911" in answer.text, "Julie" in answer.text) == (True, False)


def test_half_a_flag_without_a_database(alone: Alone) -> None:
    """What could not be stored is remembered for the minute in which it may complete a flag."""
    with dead(alone.desk.settings.data_dir / "desk.db"):
        assert alone.chat.post(text=FELL, wait=0).status_code == 503
        assert "Call 911" in alone.chat.post(text=HIT, wait=0).text
        assert alone.twilio.text_from(PHONE, FELL, alone.desk.url).status_code == 503
        assert "Call 911" in alone.twilio.text_from(PHONE, HIT, alone.desk.url).text
