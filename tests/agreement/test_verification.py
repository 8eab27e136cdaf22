"""The actions' client and the desk agree about codes: every answer of the desk is one that actions know."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from actions.desk_client import DeskClient, Refused
from actions.identity import OVER
from frontdesk.conversations import verification_api
from frontdesk.conversations.codes import code_of
from frontdesk.conversations.verification import Result, Standing
from frontdesk.storage.verifications import verifications
from tests.desk_kit import Chat, TestDesk, build, opened, served
from tests.support.twilio import ScriptedTwilio

ROOT = Path(__file__).resolve().parents[2]
PHONE = "+12035550131"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestDesk]:
    with ScriptedTwilio() as twilio:
        yield build(tmp_path, **twilio.environment)


@pytest.fixture
def own(desk: TestDesk) -> Iterator[tuple[DeskClient, str]]:
    """The client as actions use it, over HTTP, and a conversation."""
    with opened(desk) as chat, served(desk.app) as url:
        yield DeskClient(f"{url}/api/v1", desk.desk.settings.api_key), Chat(chat.http).conversation_id


def code(desk: TestDesk) -> str:
    with desk.desk.database.read() as connection:
        row = connection.execute(sa.select(verifications)).one()
    return code_of(desk.desk.settings.session_secret, row.id, row.conversation_id, row.phone)


def test_how_it_stands(own: tuple[DeskClient, str]) -> None:
    """Every member that the desk documents, under the name that actions read."""
    client, conversation = own
    assert set(client.verification(conversation)) == set(Standing.__dataclass_fields__)


def test_sent_tried_and_right(desk: TestDesk, own: tuple[DeskClient, str]) -> None:
    """The members that actions read are there."""
    client, conversation = own
    assert client.start_verification(conversation, PHONE, "t1")["status"] == "sent"
    assert client.start_verification(conversation, PHONE, "t2")["status"] == "on_its_way"
    wrong = f"{(int(code(desk)) + 1) % 1_000_000:06}"
    assert client.check_code(conversation, wrong, "t3") == {"result": "wrong", "tries_left": 2}
    assert client.check_code(conversation, code(desk), "t4")["result"] == "right"
    assert client.verification(conversation)["phones"] == [PHONE]


def test_refusals_are_told_apart(desk: TestDesk, own: tuple[DeskClient, str]) -> None:
    """By the types that the desk gives."""
    client, conversation = own
    with pytest.raises(Refused, match="invalid_phone"):
        client.start_verification(conversation, "12", "t1")
    client.start_verification(conversation, PHONE, "t2")
    wrong = f"{(int(code(desk)) + 1) % 1_000_000:06}"
    results = [client.check_code(conversation, wrong, f"t{n}")["result"] for n in range(3, 6)]
    assert results == ["wrong", "wrong", "ended"]
    with pytest.raises(Refused, match="codes_ended"):
        client.start_verification(conversation, PHONE, "t6")


def test_every_refusal_for_now_has_words() -> None:
    """What ends it for a while is said as it is; what else is refused is passed on or asked for again."""
    source = Path(str(verification_api.__file__)).read_text(encoding="utf-8")
    refused: set[str] = set(re.findall(r'Problem\(409, "([a-z_]+)"', source))
    assert refused - {"sms_off"} == set(OVER)


@pytest.mark.parametrize("module", ["identity", "phone_check"])
def test_every_result_is_handled(module: str) -> None:
    """The last branch is for what ends it, the others are named."""
    source: Any = (ROOT / f"actions/{module}.py").read_text(encoding="utf-8")
    named = set(re.findall(r'checked\["result"\] == "([a-z]+)"', source))
    assert named == {result.value for result in Result} - {"ended"}
