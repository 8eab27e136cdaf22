"""The scripted Twilio against the published description of Twilio's API, and our client against both."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from frontdesk.channels.texting.twilio import TwilioSms
from frontdesk.conversations.outbox import OutgoingText, SendFailed
from frontdesk.settings import TwilioSettings
from tests.support.twilio import ACCOUNT_SID, AUTH_TOKEN, NUMBER, ScriptedTwilio

PHONE = "+12035550142"
SPECIFICATION = Path(__file__).resolve().parents[3] / "shared/specs/twilio-messages.json"
PATH = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


@pytest.fixture
def twilio() -> Iterator[ScriptedTwilio]:
    with ScriptedTwilio() as server:
        yield server


@pytest.fixture
def sender(twilio: ScriptedTwilio) -> TwilioSms:
    return TwilioSms(
        TwilioSettings(ACCOUNT_SID, AUTH_TOKEN, NUMBER, twilio.url), "https://desk.example/sms/status"
    )


@pytest.fixture(scope="module")
def specification() -> dict[str, Any]:
    if not SPECIFICATION.exists():
        pytest.skip("the description of Twilio's API does not lie beside this checkout")
    return dict(json.loads(SPECIFICATION.read_text(encoding="utf-8")))


def _text(attempts: int = 1) -> OutgoingText:
    created = datetime(2026, 11, 23, 14, tzinfo=UTC)
    return OutgoingText("t1", "k1", "c1", PHONE, "See you Tuesday.", attempts, created)


def _as_json_schema(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable`; JSON Schema says it with types."""
    if isinstance(node, list):
        return [_as_json_schema(n) for n in node]
    if not isinstance(node, dict):
        return node
    schema = {k: _as_json_schema(v) for k, v in node.items() if k not in {"nullable", "description"}}
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if node.get("nullable") and isinstance(node.get("type"), str):
        schema["type"] = [node["type"], "null"]
    return schema


def test_the_scripted_answer_is_one_that_twilio_gives(
    twilio: ScriptedTwilio, sender: TwilioSms, specification: dict[str, Any]
) -> None:
    """Every field of the double's resource has the published type, and none is made up."""
    sender.send(_text())
    message = twilio.sent[0]
    described = specification["components"]["schemas"]["api.v2010.account.message"]
    jsonschema.validate(
        message, {"components": _as_json_schema(specification["components"]), **_as_json_schema(described)}
    )
    assert set(message) <= set(described["properties"])


def test_our_request_is_one_that_twilio_takes(
    twilio: ScriptedTwilio, sender: TwilioSms, specification: dict[str, Any]
) -> None:
    """Only published parameters are sent, the required ones among them."""
    sender.send(_text())
    body = specification["paths"][PATH]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert set(twilio.requests[0]) <= set(body["schema"]["properties"])
    assert twilio.requests[0] == {
        "To": PHONE,
        "From": NUMBER,
        "Body": "See you Tuesday.",
        "StatusCallback": "https://desk.example/sms/status?text=t1",
    }


def test_a_text_that_went_out_before_the_desk_died_is_not_sent_again(
    twilio: ScriptedTwilio, sender: TwilioSms
) -> None:
    """The second attempt looks before it sends."""
    first = sender.send(_text())
    assert sender.send(_text(attempts=2)) == first
    assert len(twilio.sent) == 1


@pytest.mark.parametrize(
    ("status", "code", "again", "opted_out"),
    [(429, 20429, True, False), (503, 0, True, False), (400, 21211, False, False), (400, 21610, False, True)],
)
def test_errors_are_told_apart(
    twilio: ScriptedTwilio, sender: TwilioSms, status: int, code: int, again: bool, opted_out: bool
) -> None:
    """What may pass is tried again; a wrong number and an opt-out are final."""
    twilio.fail_next.append((status, code))
    with pytest.raises(SendFailed) as failure:
        sender.send(_text())
    assert (failure.value.again, failure.value.opted_out) == (again, opted_out)


def test_a_dead_network_is_worth_another_try(sender: TwilioSms, twilio: ScriptedTwilio) -> None:
    """Nothing is lost while Twilio cannot be reached."""
    twilio.__exit__(None, None, None)
    with pytest.raises(SendFailed) as failure:
        sender.send(_text())
    assert failure.value.again


def test_a_messaging_service_is_named_as_one(twilio: ScriptedTwilio) -> None:
    """An MG... id is no number."""
    service = "MG" + "1" * 32
    TwilioSms(TwilioSettings(ACCOUNT_SID, AUTH_TOKEN, service, twilio.url), None).send(_text())
    assert twilio.requests[0]["MessagingServiceSid"] == service
    assert "From" not in twilio.requests[0]
