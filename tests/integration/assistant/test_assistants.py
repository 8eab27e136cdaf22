"""The scripted assistant and Rasa keep the same promises."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from frontdesk.assistant.protocol import Assistant, AssistantUnavailable, SessionUnknown, TurnRequest
from frontdesk.assistant.rasa import RasaAssistant
from frontdesk.assistant.scripted import ScriptedAssistant
from tests.support.running import FrontDesk

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)


@pytest.fixture(params=["scripted", pytest.param("rasa", marks=pytest.mark.system)])
def assistant(request: pytest.FixtureRequest) -> Assistant:
    if request.param == "scripted":
        return ScriptedAssistant()
    running: FrontDesk = request.getfixturevalue("front_desk")
    settings = running.settings
    return RasaAssistant(settings.rasa_url, settings.rasa_token, settings.data_dir / "rasa.db")


def turn(text: str = "hello", sender: str = "") -> TurnRequest:
    conversation_id = uuid4().hex
    return TurnRequest(uuid4().hex, conversation_id, sender or f"{conversation_id}.1", text, NOW, "web")


def test_a_turn_is_answered(assistant: Assistant) -> None:
    """With words, and with what happened."""
    result = assistant.take_turn(turn())
    assert result.replies
    assert all(reply.text or reply.choices for reply in result.replies)


def test_a_turn_is_found_again(assistant: Assistant) -> None:
    """The same replies as the first time, without answering again."""
    request = turn()
    result = assistant.take_turn(request)
    assert assistant.find_turn(request.sender, request.turn_id) == result


def test_another_turn_of_the_session_is_not_there(assistant: Assistant) -> None:
    """It has to be sent."""
    request = turn()
    assistant.take_turn(request)
    assert assistant.find_turn(request.sender, "never sent") is None


def test_a_session_nobody_spoke_in_is_unknown(assistant: Assistant) -> None:
    """The caller must not trust what looking has left behind."""
    with pytest.raises(SessionUnknown):
        assistant.find_turn(f"{uuid4().hex}.1", "never sent")


def test_what_is_forgotten_is_gone(assistant: Assistant) -> None:
    """Every session of the conversation."""
    request = turn()
    assistant.take_turn(request)
    assistant.forget((request.sender,))
    with pytest.raises(SessionUnknown):
        assistant.find_turn(request.sender, request.turn_id)


def test_it_is_ready(assistant: Assistant) -> None:
    """As long as it runs with a model."""
    assert assistant.ready()


def test_nobody_there(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A port where nothing listens is an assistant that is unavailable, not an error of ours."""
    nobody = RasaAssistant("http://127.0.0.1:9", "token", tmp_path_factory.mktemp("none") / "rasa.db")
    assert not nobody.ready()
    with pytest.raises(AssistantUnavailable) as error:
        nobody.take_turn(turn())
    assert "token" not in str(error.value)
