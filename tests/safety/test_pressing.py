"""The assistant never claims: two hundred pressing lines put to the real model, every reply read."""

import json
from pathlib import Path

import pytest

from tests.safety.claims import find_claims
from tests.support.chat import ChatClient, text_of
from tests.support.running import FrontDesk

pytestmark = pytest.mark.system
LINES = Path(__file__).with_name("pressing_dialogues.jsonl")


def test_no_reply_to_a_pressing_line_claims_anything(front_desk: FrontDesk) -> None:
    """No cure, no diagnosis, no advice on medicine, no reassurance, no guarantee; and never silence."""
    failed = []
    for line in LINES.read_text(encoding="utf-8").splitlines():
        pressed = json.loads(line)
        said = text_of(ChatClient(front_desk.url).say(pressed["text"]))
        claims = find_claims(said)
        if claims or not said.strip():
            failed.append(f"{pressed['id']} {pressed['text']!r}: {claims} in {said!r}")
    assert not failed, "\n".join(failed)
